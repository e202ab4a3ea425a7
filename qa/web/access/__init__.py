"""Who may reach the page, and by which addresses."""
