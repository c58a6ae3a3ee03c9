"""What the two frozen networks say of the pairs, computed once and kept in the work folder."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
import timm
import torch
from open_clip.transform import PreprocessCfg, image_transform_v2
from PIL import Image, ImageOps
from safetensors.torch import load_file
from timm.data.imagenet_info import ImageNetInfo
from torch import Tensor

from mmrec.encoders.head_training.pairs import Pair
from mmrec.encoders.pictures import open_picture
from mmrec.encoders.text import TextEncoder
from mmrec.errors import DataError
from mmrec.types import Floats
from mmrec.weights import pack_folder
from mmrec.weights.cache import digest_of
from mmrec.weights.convert import BACKBONE_NAME, MODEL_FILE, image_config

_BATCH = 32
FEATURES = 1280
_TENTHS = 10


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
    """Features and text vectors; pictures that cannot be opened are dropped, and counted."""
    key = digest_of([[pair.source, pair.picture.name, *pair.texts] for pair in pairs])
    file = work / f"features-{key}.npz"
    if not file.is_file():
        features, kept = _picture_features(pairs, report)
        np.savez(file.with_suffix(".tmp.npz"), features=features, kept=kept)
        file.with_suffix(".tmp.npz").rename(file)
    with np.load(file) as stored:
        features, kept = stored["features"], stored["kept"]
    chosen = tuple(pairs[row] for row in kept)
    texts = [encoder.encode([pair.texts[at] for pair in chosen]) for at in (0, -1)]
    return Seen(chosen, torch.from_numpy(features).float(), torch.from_numpy(np.stack(texts, 1)))


def known_classes(encoder: TextEncoder) -> Classes:
    """ImageNet's classes as the frozen backbone knows them."""
    info = ImageNetInfo()
    weights = load_file(pack_folder("backbone") / MODEL_FILE)["classifier.weight"]
    names = tuple(info.index_to_description(at).split(",")[0] for at in range(len(weights)))
    return Classes(names, weights, torch.from_numpy(encoder.encode(names)))


def _picture_features(
    pairs: Sequence[Pair], report: Callable[[str], None]
) -> tuple[Floats, Floats]:
    network: Any = timm.create_model(BACKBONE_NAME, pretrained=False)
    network.load_state_dict(load_file(pack_folder("backbone") / MODEL_FILE))
    network.reset_classifier(0)
    network = network.eval().to(memory_format=torch.channels_last)
    prepare = _preprocessing()
    found, kept = [], list[int]()
    for start in range(0, len(pairs), _BATCH):
        if start // _BATCH % (len(pairs) // _BATCH // _TENTHS + 1) == 0:
            report(f"Features: {start} of {len(pairs)} pictures.")
        opened = _opened(pairs, range(start, min(start + _BATCH, len(pairs))))
        if not opened:
            continue
        views = [
            prepare(view)
            for picture in opened.values()
            for view in (picture, ImageOps.mirror(picture))
        ]
        with torch.inference_mode():
            seen = network(torch.stack(views).to(memory_format=torch.channels_last))
        found.append(seen.reshape(len(opened), 2, FEATURES).half().numpy())
        kept += opened
    report(f"Features: {len(kept)} pictures, {len(pairs) - len(kept)} could not be used.")
    return np.concatenate(found), np.asarray(kept)


def _opened(pairs: Sequence[Pair], rows: range) -> dict[int, Image.Image]:
    found = {}
    for row in rows:
        with suppress(DataError):
            found[row] = open_picture(pairs[row].picture)
    return found


def _preprocessing() -> Callable[[Image.Image], Tensor]:
    """Exactly what open_clip will do with a picture once the tower is built."""
    settings = image_config(Path())
    size = settings["model_cfg"]["vision_cfg"]["image_size"]
    whole = PreprocessCfg(size=size, **settings["preprocess_cfg"])
    return cast("Callable[[Image.Image], Tensor]", image_transform_v2(whole, is_train=False))
