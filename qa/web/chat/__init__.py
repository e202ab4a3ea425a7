"""The chat: its turns, what a visitor does with them, how they are drawn, and the Gradio page."""
