"""Fifty kills: does the next run always end in the table of a job that ran through?

python -m benchmarks.ingest_kills --items items.csv --images posters/ --rows 3000 --kills 50

Each trial starts a job in a process of its own, kills it (SIGKILL) at a random moment, one in four
a second time on its way, and lets the next run finish. Compared are ids, facts, refused rows, and
the vectors to 1e-6. The pictures are really read; the encoders are cheap (means over a grid of the
picture, a checksum of the text) but for `--real`, which takes those of the offline pack.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from benchmarks.ingest import head
from benchmarks.ingest_million import Cheap
from benchmarks.measure import publish
from ingest import reading
from ingest.encoders import Encoders
from ingest.pipeline import ingest_items
from mmrec.config import Settings
from mmrec.store import Catalog, Home
from mmrec.types import EncoderSpec, Floats

CLOSE = 1e-6
GRID = 8


class Means:
    """A picture as the means over a grid of it: cheap, and different for different pictures."""

    spec = EncoderSpec("means", "1", 3 * GRID * GRID, "grid")

    def prepare(self, image: Any) -> torch.Tensor:
        """(3, GRID, GRID) bytes."""
        pixels = np.asarray(image.resize((GRID, GRID)), np.uint8)
        return torch.from_numpy(pixels.copy()).permute(2, 0, 1)

    def encode_prepared(self, pictures: torch.Tensor) -> Floats:
        """(n, 3 * GRID * GRID) unit rows."""
        flat = pictures.flatten(1).float() + 1
        return np.asarray((flat / flat.norm(dim=1, keepdim=True)).numpy(), np.float32)


def main() -> None:
    """One job that runs through, then the kills."""
    given = _arguments()
    if given.child:
        _job(given.child, given)
        return
    chance = random.Random(given.seed)
    equal, killed, twice, different = 0, 0, 0, []
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "items.csv"
        head(given.items, source, given.rows)
        given.items = source
        whole = Path(folder) / "whole"
        start = time.perf_counter()
        _run(whole, given)
        seconds = time.perf_counter() - start
        for trial in range(given.kills):
            home = Path(folder) / f"trial{trial}"
            kills = 1 + (trial % 4 == 3)
            died = sum(_killed(home, given, chance.uniform(0, seconds)) for _ in range(kills))
            killed += died > 0
            twice += died > 1
            _run(home, given)
            difference = _difference(whole, home)
            equal += difference is None
            if difference:
                different.append(f"trial {trial}: {difference}")
            sys.stderr.write(f"{trial + 1}: {difference or 'equal'}\n")
    publish(
        "ingest_kills",
        {
            "rows": given.rows,
            "encoders": "offline" if given.real else "cheap",
            "read_apart": given.apart,
            "uninterrupted_seconds": round(seconds, 1),
            "trials": given.kills,
            "killed_before_the_end": killed,
            "killed_twice": twice,
            "equal": equal,
            "different": different,
        },
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=Path, required=True)
    parser.add_argument("--images", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=3000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--real", action="store_true", help="the encoders of the offline pack")
    parser.add_argument(
        "--apart", action="store_true", help="read in a process of its own, as of many rows"
    )
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _job(home: Path, given: argparse.Namespace) -> None:
    if given.apart:
        reading.APART_FROM = 0
    encoders = Encoders.of(Settings())
    if not given.real:
        encoders = replace(encoders, text=Cheap, image=Means, configured=lambda _: None)
    ingest_items(
        Home.create(home), Settings(), [str(given.items)], images=given.images, encoders=encoders
    )


def _command(home: Path, given: argparse.Namespace) -> Sequence[str]:
    words = [sys.executable, "-m", "benchmarks.ingest_kills", "--child", str(home)]
    words += ["--items", str(given.items), "--images", str(given.images)]
    return [*words, *(["--real"] if given.real else []), *(["--apart"] if given.apart else [])]


def _run(home: Path, given: argparse.Namespace) -> None:
    subprocess.run(_command(home, given), check=True, stderr=subprocess.DEVNULL)


def _killed(home: Path, given: argparse.Namespace, after: float) -> bool:
    """Start a job and kill it; false when it had ended before."""
    job = subprocess.Popen(_command(home, given), stderr=subprocess.DEVNULL)
    try:
        job.wait(after)
    except subprocess.TimeoutExpired:
        job.kill()
        job.wait()
        return True
    return False


def _difference(whole: Path, home: Path) -> str | None:
    """What of two homes is not the same, None when all is."""
    one, other = (Catalog.open(Home.open(path).catalog) for path in (whole, home))
    first, second = one.vectors(), other.vectors()
    if first.item_ids != second.item_ids:
        return f"{len(first.item_ids)} and {len(second.item_ids)} ids"
    for name in ("text", "image"):
        mine, theirs = getattr(first, name), getattr(second, name)
        apart = np.abs(mine - theirs).max(initial=0.0)
        if apart > CLOSE:
            rows = int((np.abs(mine - theirs).max(axis=1) > CLOSE).sum())
            return f"{name} vectors {apart:.1e} apart in {rows} rows"
    items = ({item.item_id: item for item in catalog.scan()} for catalog in (one, other))
    if next(items) != next(items):
        return "facts"
    refused = [
        sorted(path.read_text() for path in h.glob("rejects/*.jsonl")) for h in (whole, home)
    ]
    return None if refused[0] == refused[1] else "refused rows"


if __name__ == "__main__":
    main()
