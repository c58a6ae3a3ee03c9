"""A small language model taught to write: pairs of a plan and a text, and low-rank training."""
