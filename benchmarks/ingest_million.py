"""A million rows of text through a cheap encoder: what the job itself costs, in time and memory.

python -m benchmarks.ingest_million --rows 100000 1000000

Each size is ingested into a new home by a process of its own. The encoder is one line of NumPy, so
that nearly all the time is the job's: reading, checking, hashing, writing. The limit, in the same
run: `csv.reader` over the same file, and the bare `table.add` of as many rows of that shape.
"""

import argparse
import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

from benchmarks.measure import publish, seconds_of
from ingest.encoders import Encoders
from ingest.pipeline import ingest_items
from mmrec.config import Settings
from mmrec.store import Catalog, CatalogRow, Hashes, Home
from mmrec.types import EncoderSpec, Floats, Item

WIDTH = 64
TEXT = EncoderSpec("crc32", "1", WIDTH, "none")
IMAGE = EncoderSpec("none", "1", WIDTH, "none")
WORDS = ("red", "small", "lamp", "chair", "oak", "soft", "garden", "steel", "cup", "wide")
LIMIT_ROWS = 100_000


class Cheap:
    """A unit vector out of a table of random ones, by the checksum of the text."""

    spec = TEXT

    def __init__(self) -> None:
        table = np.random.default_rng(0).normal(size=(4096, WIDTH)).astype(np.float32)
        self._table = table / np.linalg.norm(table, axis=1, keepdims=True)

    def encode(self, texts: Sequence[str]) -> Floats:
        """(n, WIDTH) unit rows."""
        lines = np.fromiter((crc32(text.encode()) for text in texts), np.int64, len(texts))
        vectors: Floats = self._table[lines % len(self._table)]
        return vectors


class NoPictures:
    """In the place of an image encoder, for rows that name no picture."""

    spec = IMAGE

    def prepare(self, image: Any) -> Any:
        """Never called."""
        raise NotImplementedError

    def encode_prepared(self, pictures: Any) -> Floats:
        """Never called."""
        raise NotImplementedError


def main() -> None:
    """Ingest each size in its own process, then the limits."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        _child(given.child)
        return
    sizes = {}
    with tempfile.TemporaryDirectory() as folder:
        for rows in given.rows:
            source = Path(folder) / f"{rows}.csv"
            _source(source, rows)
            sizes[rows] = _run(source)
            sizes[rows]["csv_reader_rows_per_second"] = round(rows / seconds_of(_reading(source)))
        limit = round(LIMIT_ROWS / seconds_of(_adding(Path(folder) / "limit")))
    last = sizes[given.rows[-1]]
    publish(
        "ingest_million",
        {
            "sizes": sizes,
            "table_add_rows_per_second": limit,
            "share_of_table_add": round(last["rows_per_second"] / limit, 3),
            "peak_memory_growth": round(last["peak_mb"] / sizes[given.rows[0]]["peak_mb"], 3),
        },
    )


def _run(source: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.ingest_million", "--child", str(source)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _child(source: Path) -> None:
    home = Home.create(source.with_suffix(".home"))
    text, image = Cheap(), NoPictures()  # once, as a job has its encoders
    encoders = replace(
        Encoders.of(Settings()), text=lambda: text, image=lambda: image, configured=lambda _: None
    )
    start = time.perf_counter()
    report = ingest_items(home, Settings(), [str(source)], encoders=encoders)
    seconds = time.perf_counter() - start
    # The job and the process that read for it, each at its most.
    both = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    peak = sum(resource.getrusage(one).ru_maxrss for one in both)
    told = {
        "items": report.items,
        "rows_per_second": round(report.read / seconds),
        "seconds": round(seconds, 1),
        "peak_mb": round(peak / 1024),
        "stages": {name: stage.seconds for name, stage in report.stages.items()},
    }
    sys.stdout.write(json.dumps(told))


def _source(file: Path, rows: int) -> None:
    random = np.random.default_rng(0)
    picks = random.integers(len(WORDS), size=(rows, 8))
    with file.open("w", encoding="utf-8", newline="") as stream:
        write = csv.writer(stream)
        write.writerow(("item_id", "title", "description", "price", "category"))
        for row, line in enumerate(picks.tolist()):
            words = [WORDS[pick] for pick in line]
            price = f"{row % 9999 / 100:.2f}"
            write.writerow((f"p{row}", " ".join(words[:3]), " ".join(words), price, words[3]))


def _reading(file: Path) -> Callable[[], object]:
    def read() -> None:
        with file.open(encoding="utf-8", newline="") as stream:
            for _ in csv.reader(stream):
                pass

    return read


def _adding(folder: Path) -> Callable[[], object]:
    catalog = Catalog.create(folder, {"text": TEXT, "image": IMAGE})
    encoder, step = Cheap(), 16_384
    vectors = encoder.encode([str(row) for row in range(step)])
    hashes = Hashes("0" * 32, {"text": "0" * 32})

    def rows(start: int) -> list[CatalogRow]:
        return [
            CatalogRow(
                Item(f"p{row}", "red small lamp", "red small lamp chair", None, {"price": 1.0}),
                {"text": vectors[row - start]},
                hashes,
            )
            for row in range(start, min(start + step, LIMIT_ROWS))
        ]

    batches = [rows(start) for start in range(0, LIMIT_ROWS, step)]

    def add() -> None:
        for batch in batches:
            catalog.append(batch)

    return add


if __name__ == "__main__":
    main()
