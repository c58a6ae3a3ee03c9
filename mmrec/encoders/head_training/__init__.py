"""Training the head of the offline pack's image tower: `python -m mmrec.encoders.head_training`.

EfficientNet-Lite0 (frozen) sees a picture, MiniLM (frozen) reads its name, and the head learns to
say the one in the space of the other. Everything comes out of packages: pictures with names from
Debian and npm, the frozen networks from the offline pack. See docs/model_card_image_tower.md.
"""
