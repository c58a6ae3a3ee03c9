"""The trained head of the offline pack's image tower, and the program that trains it.

The head's weights (`head.safetensors`, fp16) and their figures (`metrics.json`) lie here, in git.
How it came about and what it cannot do: `docs/model_card_image_tower.md`.
"""

from pathlib import Path

HEAD = Path(__file__).parent / "head.safetensors"
METRICS = Path(__file__).parent / "metrics.json"
