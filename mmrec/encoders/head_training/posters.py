"""What the image tower makes of film posters, which it was never shown: lift over guessing.

    python -m mmrec.encoders.head_training.posters ITEMS.csv POSTERS [--model offline]

Works with any image model, so that the offline tower can be held against a real CLIP.
"""

import argparse
import csv
import json
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mmrec.config import OFFLINE
from mmrec.device import pick_device
from mmrec.encoders.image import ImageEncoder
from mmrec.encoders.pictures import open_picture
from mmrec.errors import DataError, MmrecError
from mmrec.types import Bools, Floats

_FIRST = 50
_NEIGHBOURS = 10
_ENOUGH = 100  # posters of a genre
_BATCH = 32


def main() -> int:
    """Embed a sample of the posters and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("items", type=Path, help="CSV with item_id, title, genres (a|b|c)")
    parser.add_argument("posters", type=Path, help="folder with <item_id>.jpg")
    parser.add_argument("--model", default=OFFLINE)
    parser.add_argument("--sample", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    try:
        encoder = ImageEncoder.open(given.model, pick_device(), _BATCH)
        rows = _sample(given.items, given.posters, given.sample, given.seed)
        figures = judge(encoder, rows, given.posters)
    except MmrecError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    return 0


def judge(encoder: ImageEncoder, rows: Sequence[dict[str, str]], posters: Path) -> dict[str, Any]:
    """Three questions: genre by words, genre by neighbours, the poster's own title."""
    vectors, kept = _vectors(encoder, rows, posters)
    genres = sorted({genre for row in kept for genre in row["genres"].split("|") if genre})
    members = np.array([[genre in row["genres"].split("|") for genre in genres] for row in kept])
    return {
        "model": encoder.spec.name,
        "revision": encoder.spec.revision,
        "posters": len(kept),
        "genre_by_words": _by_words(encoder, vectors, members, genres),
        "genre_by_neighbours": _by_neighbours(vectors, members),
        "own_title": _own_title(encoder, vectors, [row["title"] for row in kept]),
    }


def _by_words(
    encoder: ImageEncoder, vectors: Floats, members: Bools, genres: Sequence[str]
) -> dict[str, Any]:
    """Share of a genre among the 50 posters nearest to its words, over its share of all."""
    common = [at for at in range(len(genres)) if members[:, at].sum() >= _ENOUGH]
    words = encoder.encode_text([f"{genres[at].lower()} film" for at in common])
    nearest = np.argsort(-(words @ vectors.T), axis=1, kind="stable")[:, :_FIRST]
    lifts = {
        genres[at]: round(float(members[rows, at].mean() / members[:, at].mean()), 2)
        for at, rows in zip(common, nearest, strict=True)
    }
    return {"mean_lift": round(float(np.mean(list(lifts.values()))), 2), "lifts": lifts}


def _by_neighbours(vectors: Floats, members: Bools) -> dict[str, float]:
    """How often one of the 10 nearest posters shares a genre, against any two posters."""
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -2.0)
    nearest = np.argsort(-cosines, axis=1, kind="stable")[:, :_NEIGHBOURS]
    shared = (members.astype(np.int64) @ members.astype(np.int64).T) > 0
    np.fill_diagonal(shared, val=False)
    share = float(np.take_along_axis(shared, nearest, axis=1).mean())
    chance = float(shared.sum() / (len(members) * (len(members) - 1)))
    return {"share": round(share, 3), "chance": round(chance, 3), "lift": round(share / chance, 2)}


def _own_title(encoder: ImageEncoder, vectors: Floats, titles: Sequence[str]) -> dict[str, float]:
    """Where a poster's own title stands among all titles (0.5: guessing; 1: always first)."""
    cosines = vectors @ encoder.encode_text(titles).T
    below: NDArray[np.float64] = (cosines < np.diag(cosines)[:, None]).mean(axis=1)
    return {"mean_percentile": round(float(below.mean()), 3), "chance": 0.5}


def _sample(items: Path, posters: Path, count: int, seed: int) -> list[dict[str, str]]:
    with items.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row.get("genres")]
    there = [row for row in rows if (posters / f"{row['item_id']}.jpg").is_file()]
    if not there:
        raise DataError(f"No poster of {items} lies in {posters}.", "Give the folder of <id>.jpg.")
    chosen = np.random.default_rng(seed).permutation(len(there))[:count]
    return [there[at] for at in sorted(chosen)]


def _vectors(
    encoder: ImageEncoder, rows: Sequence[dict[str, str]], posters: Path
) -> tuple[Floats, list[dict[str, str]]]:
    parts, kept = [], []
    for start in range(0, len(rows), _BATCH):
        opened = []
        for row in rows[start : start + _BATCH]:
            with suppress(DataError):
                opened.append(open_picture(posters / f"{row['item_id']}.jpg"))
                kept.append(row)
        parts.append(encoder.encode(opened))
    return np.concatenate(parts), kept


if __name__ == "__main__":
    sys.exit(main())
