"""Ingest end to end against its encoders' own rate, and against LanceDB's embedding registry.

python -m benchmarks.ingest --items items.csv --images posters/ --rows 1000

The encoders' own rate is that of the same two models, in this process, with the same threads, on
texts and prepared pictures that are in memory. The peer is `table.add` into a LanceDB table whose
registry functions hold the same two models, called as LanceDB's own functions call theirs: texts in
the batches it hands over, pictures one at a time. Runs alternate, and the median counts.
"""

import argparse
import csv
import statistics
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import torch

from benchmarks.lancedb_registry import add
from benchmarks.measure import publish, seconds_of
from ingest.encoders import Encoders
from ingest.pipeline import ingest_items
from ingest.report import ItemReport
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
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peer-rows", type=int, default=300)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "items.csv"
        head(given.items, source, given.rows)
        publish("ingest", _measured(Path(folder), source, given))


def _measured(folder: Path, source: Path, given: argparse.Namespace) -> dict[str, Any]:
    settings = Settings()
    device, wanted = pick_device(settings.device), settings.encoders
    text = TextEncoder.open(wanted.text, device, wanted.text_batch)
    image = ImageEncoder.open(wanted.image, device, wanted.image_batch)
    loaded = replace(Encoders.of(settings), text=lambda: text, image=lambda: image)

    def ingest(home: Path, encoders: Encoders | None = loaded) -> Callable[[], ItemReport]:
        place = Home.create(home)
        return lambda: ingest_items(
            place, settings, [str(source)], images=given.images, encoders=encoders
        )

    seconds_of(ingest(folder / "warm"))
    items = list(Catalog.open(Home.open(folder / "warm").catalog).scan())
    texts, pictures = _alone(text, image, items)
    rounds = []
    for turn in range(given.rounds):
        whole = seconds_of(ingest(folder / f"home{turn}"))
        rounds.append((whole, seconds_of(texts), seconds_of(pictures)))
    whole, words, looks = (statistics.median(times) for times in zip(*rounds, strict=True))
    shares = [(words + looks) / whole for whole, words, looks in rounds]
    again = seconds_of(ingest(folder / "home0", None))
    some = [item for item in items if item.image][: given.peer_rows]
    peer = len(some) / seconds_of(lambda: add(folder / "peer", some, text, image))
    return {
        "items": len(items),
        "items_per_second": round(len(items) / whole, 1),
        "encoders_alone_items_per_second": round(len(items) / (words + looks), 1),
        "share_of_the_encoders_rate": round(statistics.median(shares), 3),
        "shares": [round(share, 3) for share in shares],
        "texts_per_second": round(len(items) / words, 1),
        "pictures_per_second": round(sum(bool(i.image) for i in items) / looks, 1),
        "second_run_seconds": round(again, 2),
        "lancedb_registry_items_per_second": round(peer, 1),
        "times_the_registry": round(len(items) / whole / peer, 2),
        "threads": torch.get_num_threads(),
    }


def head(items: Path, target: Path, rows: int) -> None:
    """Write the first rows of a CSV file to another."""
    with items.open(encoding="utf-8", newline="") as source:
        lines = list(islice(csv.reader(source), rows + 1))
    with target.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(lines)


def _alone(
    text: TextEncoder, image: ImageEncoder, items: Sequence[Item]
) -> tuple[Callable[[], object], Callable[[], object]]:
    """The encoders' work on inputs that are in memory: texts, and prepared pictures."""
    texts = [item_text(item) for item in items]
    files = [Path(item.image) for item in items if item.image]
    tensors = torch.stack([image.prepare(open_picture(file)) for file in files])
    return lambda: text.encode(texts), lambda: image.encode_prepared(tensors)


if __name__ == "__main__":
    main()
