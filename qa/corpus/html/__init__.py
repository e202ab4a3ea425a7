"""Web pages to text: what is read, and what stands around it."""
