"""The sequence model: what a user is likely to want next, from words, pictures and behaviour."""
