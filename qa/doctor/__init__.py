"""Is everything in order here? Each check says what it found, and what to do."""
