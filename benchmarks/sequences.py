"""How well, and in what time, the recipe of `mmrec train` learns a file of sequences.

python -m benchmarks.sequences beauty.txt --seed 1 --items beauty_items.csv --peer rectools

The peer is RecTools' SASRec on the same file, with the same threads, after ours in the same run.
"""

import argparse
import csv
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch

from benchmarks.measure import publish
from benchmarks.peers import rectools
from mmrec.config import Settings
from mmrec.device import pick_device
from mmrec.encoders import TextEncoder
from mmrec.evaluation.judge import judge
from mmrec.evaluation.protocols import Case, leave_one_out
from mmrec.history import History, HistoryBuilder
from mmrec.learning.recipe import fit_recipe
from mmrec.ranking.ranker import Ranker
from mmrec.ranking.training import Progress
from mmrec.types import CatalogVectors, Event

DAY = 86_400.0  # between two events of a user: the files know an order and no times
METRICS = ("hr@5", "hr@10", "ndcg@5", "ndcg@10")


def main() -> None:
    """Train once, rank all items for every user, print the figures."""
    given = _arguments()
    settings = _settings(given)
    lines = read_sequences(given.file)
    item_ids = tuple(sorted({item for _, items in lines for item in items}, key=_by_number))
    builder = HistoryBuilder(item_ids, settings.events)
    split = leave_one_out({user: as_history(builder, items) for user, items in lines})
    vectors = catalogue(item_ids, given.items, settings)
    began, course = time.perf_counter(), list[tuple[float, float]]()
    worked = time.process_time()

    def tell(progress: Progress) -> None:
        course.append((time.process_time() - worked, progress.validation))
        _tell(progress)

    fitted = fit_recipe(
        split,
        vectors,
        builder.tokens,
        settings,
        device=pick_device(settings.device),
        report=tell,
    )
    seconds, work = time.perf_counter() - began, time.process_time() - worked
    peer = _peer(given, course) if given.peer else {}
    publish(
        "sequences",
        {
            "file": given.file.name,
            "users": len(lines),
            "items": len(item_ids),
            "events": sum(len(items) for _, items in lines),
            "words": given.items is not None,
            "seed": settings.training.seed,
            "settings": settings.differences(),
            "train_seconds": round(seconds, 1),
            "train_core_seconds": round(work, 1),  # less than these on a machine with other work
            "epochs": fitted.epochs,
            "best_epoch": fitted.best_epoch,
            "threads": torch.get_num_threads(),
            "validation": figures(fitted.ranker, split.validation, len(item_ids)),
            "test": figures(fitted.ranker, split.test, len(item_ids)),
            **peer,
        },
    )


def _peer(given: argparse.Namespace, course: list[tuple[float, float]]) -> dict[str, Any]:
    """The peer's figures, and how soon our network was as good on validation as its best.

    Both in core seconds, which other work on the machine disturbs least; ours hold validation too.
    """
    found = rectools.run(given.file, given.peer_seconds, torch.get_num_threads(), given.seed)
    best = found["best"]
    level = next((seconds for seconds, ndcg in course if ndcg >= best["ndcg@10"]), None)
    return {
        "peer": found,
        "core_seconds_to_the_peers_best": {
            "ours": level and round(level, 1),
            "theirs": best["trained"],
            "share": level and round(level / best["trained"], 3),
        },
    }


def read_sequences(file: Path) -> list[tuple[str, list[str]]]:
    """Users with their items, oldest first: `user item item …`, one user a line."""
    lines = [line.split() for line in file.read_text(encoding="utf-8").splitlines()]
    return [(line[0], line[1:]) for line in lines if line]


def as_history(builder: HistoryBuilder, items: list[str]) -> History:
    """Likes of these items, a day apart."""
    return builder.of_events(
        [Event("", item, "like", at=DAY * (1 + place)) for place, item in enumerate(items)]
    )


def catalogue(item_ids: tuple[str, ...], words: Path | None, settings: Settings) -> CatalogVectors:
    """The items with the vectors of their titles, where a file has them; without, ids alone."""
    titles = _titles(words) if words else {}
    has = np.array([bool(titles.get(item)) for item in item_ids])
    text = np.zeros((len(item_ids), 1), np.float32)
    if has.any():
        device = pick_device(settings.device)
        encoder = TextEncoder.open(settings.encoders.text, device, settings.encoders.text_batch)
        text = np.zeros((len(item_ids), encoder.spec.width), np.float32)
        text[has] = encoder.encode([titles[item] for item in item_ids if titles.get(item)])
    nothing = np.zeros((len(item_ids), 1), np.float32)
    return CatalogVectors(item_ids, text, nothing, has, np.zeros(len(item_ids), np.bool_))


def figures(ranker: Ranker, cases: tuple[Case, ...], items: int) -> dict[str, float]:
    """The contract's metrics over these cases."""
    found = judge(ranker, cases, items).figures()
    return {name: round(found[name], 5) for name in METRICS}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, help="one user a line: user item item …, oldest first")
    parser.add_argument("--minutes", type=float, help="training ends after so long")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--items", type=Path, help="CSV with item_id and title: adds the words")
    parser.add_argument("--peer", choices=["rectools"], help="train this one too, and compare")
    parser.add_argument(
        "--peer-seconds", type=float, default=1800.0, help="of its training, of a core"
    )
    parser.add_argument("--config", type=Path, help="YAML of what differs from the defaults")
    return parser.parse_args()


def _settings(given: argparse.Namespace) -> Settings:
    settings = Settings.load(given.config) if given.config else Settings()
    limits = {"seed": given.seed, "minutes": given.minutes}
    training = settings.training.model_copy(update=limits)
    return settings.model_copy(update={"training": training})


def _titles(file: Path) -> dict[str, str]:
    with file.open(encoding="utf-8", newline="") as stream:
        return {row["item_id"]: row["title"].strip() for row in csv.DictReader(stream)}


def _by_number(item: str) -> tuple[int, str]:
    return (int(item) if item.isdecimal() else -1), item


def _tell(progress: Progress) -> None:
    place = f"network {progress.network}, epoch {progress.epoch}"
    sys.stderr.write(f"{place}: loss {progress.loss:.4f}, ndcg@10 {progress.validation:.4f}\n")


if __name__ == "__main__":
    main()
