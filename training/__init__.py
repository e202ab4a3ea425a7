"""Training of the reader: see README.md in this folder. Not part of the package."""
