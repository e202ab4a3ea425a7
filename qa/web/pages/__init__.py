"""The pages beside the chat: documents, sources, map, and their common frame."""
