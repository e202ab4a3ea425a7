"""The web page: its layout, rendering, texts, styles and HTTP routes."""
