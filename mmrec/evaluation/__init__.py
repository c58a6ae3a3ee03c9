"""Protocols, metrics and baselines: how good a ranking is, on events it has not seen."""
