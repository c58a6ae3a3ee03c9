"""Speed and memory, measured: each is one command that prints JSON and compares in the same run."""
