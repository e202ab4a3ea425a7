"""Tables, records and sheets to text: every cell under its own column's name."""
