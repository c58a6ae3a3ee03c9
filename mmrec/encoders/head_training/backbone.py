"""What EfficientNet-Lite0 sees in pictures: minutes of work, so it is kept in the work folder."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import numpy as np
import timm
import torch
from numpy.typing import NDArray
from open_clip.transform import PreprocessCfg, image_transform_v2
from PIL import Image, ImageOps
from safetensors.torch import load_file
from torch import Tensor

from mmrec.encoders.pictures import open_picture
from mmrec.errors import DataError
from mmrec.weights import pack_folder
from mmrec.weights.convert import BACKBONE_NAME, MODEL_FILE, image_config

FEATURES = 1280
_BATCH = 32
_KEEP_EVERY = 16  # batches; a run that was ended goes on from there
Halves = NDArray[np.float16]


def classifier() -> Tensor:
    """The backbone's own classifier of ImageNet's classes, (1000, 1280)."""
    return load_file(pack_folder("backbone") / MODEL_FILE)["classifier.weight"]


def picture_features(
    pictures: Sequence[Path], work: Path, report: Callable[[str], None]
) -> dict[Path, Halves]:
    """Pooled features (2, 1280) of each picture that can be used: as it is, and mirrored."""
    store = work / "features.npz"
    known = _read(store)
    names = {picture: picture.relative_to(work).as_posix() for picture in pictures}
    missing = [picture for picture in pictures if names[picture] not in known]
    network, prepare = _network(), _preprocessing()
    for count, start in enumerate(range(0, len(missing), _BATCH)):
        opened = _opened(missing[start : start + _BATCH])
        if opened:
            seen = _see(network, prepare, list(opened.values()))
            known |= {names[picture]: row for picture, row in zip(opened, seen, strict=True)}
        if count % _KEEP_EVERY == _KEEP_EVERY - 1:
            _write(store, known)
            report(f"Features: {start + _BATCH} of {len(missing)} pictures.")
    if missing:
        _write(store, known)
    found = {picture: known[name] for picture, name in names.items() if name in known}
    report(f"Features of {len(found)} pictures; {len(pictures) - len(found)} cannot be used.")
    return found


def _see(
    network: Any, prepare: Callable[[Image.Image], Tensor], pictures: Sequence[Image.Image]
) -> Halves:
    views = [prepare(view) for one in pictures for view in (one, ImageOps.mirror(one))]
    with torch.inference_mode():
        seen = network(torch.stack(views).to(memory_format=torch.channels_last))
    return cast("Halves", seen.reshape(len(pictures), 2, FEATURES).half().numpy())


def _network() -> Any:
    network: Any = timm.create_model(BACKBONE_NAME, pretrained=False)
    network.load_state_dict(load_file(pack_folder("backbone") / MODEL_FILE))
    network.reset_classifier(0)
    return network.eval().to(memory_format=torch.channels_last)


def _preprocessing() -> Callable[[Image.Image], Tensor]:
    """Exactly what open_clip will do with a picture once the tower is built."""
    settings = image_config(Path())
    size = settings["model_cfg"]["vision_cfg"]["image_size"]
    whole = PreprocessCfg(size=size, **settings["preprocess_cfg"])
    return cast("Callable[[Image.Image], Tensor]", image_transform_v2(whole, is_train=False))


def _opened(pictures: Sequence[Path]) -> dict[Path, Image.Image]:
    found = {}
    for picture in pictures:
        with suppress(DataError):
            found[picture] = open_picture(picture)
    return found


def _read(store: Path) -> dict[str, Halves]:
    if not store.is_file():
        return {}
    with np.load(store) as kept:
        return dict(zip(kept["names"].tolist(), kept["features"], strict=True))


def _write(store: Path, known: dict[str, Halves]) -> None:
    unfinished = store.with_name("features.unfinished.npz")
    np.savez(unfinished, names=np.array(list(known)), features=np.stack(list(known.values())))
    unfinished.replace(store)
