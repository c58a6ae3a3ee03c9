"""Ingest end to end against its encoders' own rate on texts and tensors that are ready.

python -m benchmarks.ingest --items items.csv --images posters/ --rows 1000
"""

import argparse
import csv
import tempfile
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

import torch

from benchmarks.measure import publish, seconds_of
from ingest.pipeline import ingest_items
from mmrec.config import Settings
from mmrec.device import pick_device
from mmrec.encoders import ImageEncoder, TextEncoder, item_text, open_picture
from mmrec.store import Catalog, Home
from mmrec.types import Item


def main() -> None:
    """Ingest the first rows into a new home, then run the encoders alone on the same rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=Path, required=True)
    parser.add_argument("--images", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=1000)
    given = parser.parse_args()
    settings = Settings()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "items.csv"
        _head(given.items, source, given.rows)
        home = Home.create(Path(folder) / "home")

        def ingest() -> object:
            return ingest_items(home, settings, [str(source)], images=given.images)

        whole, again = seconds_of(ingest), seconds_of(ingest)
        items = list(Catalog.open(home.catalog).scan())
    texts, pictures = (seconds_of(work) for work in _alone(settings, items))
    encoders = texts + pictures
    publish(
        "ingest",
        {
            "items": len(items),
            "items_per_second": round(len(items) / whole, 1),
            "encoders_alone_items_per_second": round(len(items) / encoders, 1),
            "share_of_the_encoders_rate": round(encoders / whole, 3),
            "texts_per_second": round(len(items) / texts, 1),
            "pictures_per_second": round(sum(bool(i.image) for i in items) / pictures, 1),
            "second_run_seconds": round(again, 2),
            "threads": torch.get_num_threads(),
        },
    )


def _head(items: Path, target: Path, rows: int) -> None:
    with items.open(encoding="utf-8", newline="") as source:
        lines = list(islice(csv.reader(source), rows + 1))
    with target.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(lines)


def _alone(
    settings: Settings, items: Sequence[Item]
) -> tuple[Callable[[], object], Callable[[], object]]:
    """The encoders' work on inputs that are in memory: texts, and prepared pictures."""
    device = pick_device(settings.device)
    wanted = settings.encoders
    text = TextEncoder.open(wanted.text, device, wanted.text_batch)
    image = ImageEncoder.open(wanted.image, device, wanted.image_batch)
    texts = [item_text(item) for item in items]
    files = [Path(item.image) for item in items if item.image]
    tensors = torch.stack([image.prepare(open_picture(file)) for file in files])
    text.encode(texts[:8])
    image.encode_prepared(tensors[:8])
    return lambda: text.encode(texts), lambda: image.encode_prepared(tensors)


if __name__ == "__main__":
    main()
