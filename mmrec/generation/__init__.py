"""The language model, the facts it writes from, and the checker of what it wrote."""
