"""From texts to unit vectors: the embedded model and any other SentenceTransformer."""
