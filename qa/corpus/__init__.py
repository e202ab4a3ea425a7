"""From files in the seeds folder to documents and passages."""
