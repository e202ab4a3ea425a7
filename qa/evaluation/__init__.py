"""From data sets to figures."""
