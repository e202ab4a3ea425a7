"""The facade: open an index, ask it, search it, refresh it. Composes, computes nothing."""
