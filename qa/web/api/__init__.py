"""What programs ask: over HTTP, over Gradio, as tools of language models."""
