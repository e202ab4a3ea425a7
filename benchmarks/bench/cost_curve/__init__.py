"""What grows with the corpus: time, memory, disk and refresh, up to a million passages.

    real passages → their encodings (once) → recombined text around them → build, refresh, ask

Begin at `drawing`. Text is of recombined sentences, vectors are drawn near real ones, for encoding
a million passages takes hours; quality is that of questions on the real passages hidden among them.
"""
