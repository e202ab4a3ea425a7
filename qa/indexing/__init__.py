"""From passages to a generation on disk, and back to scores."""
