"""The reader: a model that looks at question and passage together."""
