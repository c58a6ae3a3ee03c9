"""The pairs as the two frozen networks see them: picture features and text vectors."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from timm.data.imagenet_info import ImageNetInfo
from torch import Tensor

from mmrec.encoders.head_training.backbone import classifier, picture_features
from mmrec.encoders.head_training.pairs import Pair
from mmrec.encoders.text import TextEncoder


@dataclass(frozen=True, slots=True)
class Seen:
    """Pairs with features.

    `features` (n, 2, 1280): as it is, and mirrored. `texts` (n, 2, 384), unit: the name, and the
    longest text (the same again where a picture has only a name).
    """

    pairs: tuple[Pair, ...]
    features: Tensor
    texts: Tensor

    def of(self, part: str) -> "Seen":
        """Only the pairs of one part."""
        return self.where([pair.part == part for pair in self.pairs])

    def where(self, chosen: Sequence[bool]) -> "Seen":
        rows = torch.tensor([at for at, keep in enumerate(chosen) if keep], dtype=torch.long)
        pairs = tuple(pair for pair, keep in zip(self.pairs, chosen, strict=True) if keep)
        return Seen(pairs, self.features[rows], self.texts[rows])


@dataclass(frozen=True, slots=True)
class Classes:
    """What the backbone knows by name: ImageNet's classes.

    `weights` (1000, 1280): its classifier. `texts` (1000, 384), unit: vectors of their names.
    """

    names: tuple[str, ...]
    weights: Tensor
    texts: Tensor


def see(
    pairs: Sequence[Pair], encoder: TextEncoder, work: Path, report: Callable[[str], None]
) -> Seen:
    """Features and text vectors of the pairs; pictures that cannot be used are dropped."""
    known = picture_features([pair.picture for pair in pairs], work, report)
    chosen = tuple(pair for pair in pairs if pair.picture in known)
    features = np.stack([known[pair.picture] for pair in chosen])
    texts = [encoder.encode([pair.texts[at] for pair in chosen]) for at in (0, -1)]
    return Seen(chosen, torch.from_numpy(features).float(), torch.from_numpy(np.stack(texts, 1)))


def known_classes(encoder: TextEncoder) -> Classes:
    """ImageNet's classes as the frozen backbone knows them."""
    info = ImageNetInfo()
    weights = classifier()
    names = tuple(info.index_to_description(at).split(",")[0] for at in range(len(weights)))
    return Classes(names, weights, torch.from_numpy(encoder.encode(names)))
