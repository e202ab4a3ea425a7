"""Text to markup, and the words of the page in each language."""
