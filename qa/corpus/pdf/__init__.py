"""PDF files to text, by what is painted where."""
