"""Chinese for the grammar: a message is cut into words, and what it says is told in English."""
