"""Request and history to candidates: exact vector search, words, sequence, popularity, filters."""
