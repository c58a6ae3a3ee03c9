"""The in-door: files to the store (read, check, embed, write)."""
