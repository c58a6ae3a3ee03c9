"""Do words and pictures help? The ranker with each alone, with ids alone, and with all of them.

mmrec ingest items ml1m/items.csv --images posters --home ml1m
python -m benchmarks.multimodal --home ml1m --events ml1m/events.csv

A random tenth of the items that people met is hidden from training and from every history. Warm
cases ask for the last like of each user, cold ones for likes of hidden items, both among all items;
`cold_among_cold` ranks the hidden ones only, where popularity is chance. Peers: popularity, and
the nearest content without any learning.
"""

import argparse
import csv
import sys
import time
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measure import publish
from mmrec.config import Settings
from mmrec.device import pick_device
from mmrec.evaluation.baselines import Content, Popularity
from mmrec.evaluation.judge import Scorer, judge
from mmrec.evaluation.metrics import Interval
from mmrec.evaluation.protocols import Split, cold_items
from mmrec.history import History, HistoryBuilder
from mmrec.learning.recipe import fit_recipe, read_events
from mmrec.ranking.training import Progress
from mmrec.store import Catalog, Home
from mmrec.types import Bools, Event

DAY = 86_400.0  # between two events of a user whose times the file does not tell
MODES = {  # which of text, image and id the ranker may use
    "ids": (False, False, True),
    "text": (True, False, False),
    "image": (False, True, False),
    "all": (True, True, True),
}


def main() -> None:
    """Train once for each mode, judge warm and cold cases, print the figures."""
    given = _arguments()
    home = Home.open(given.home)
    settings = Settings.load(given.config) if given.config else home.settings()
    vectors = Catalog.open(home.catalog).vectors()
    builder = HistoryBuilder(vectors.item_ids, settings.events)
    histories = _some(_histories(home, builder, given.events), given.users, given.seed)
    split, hidden = cold_items(histories, len(vectors.item_ids), seed=given.seed)
    lines: dict[str, dict[str, Any]] = {}
    for mode in given.modes:
        began = time.process_time()
        own = _settings(settings, mode, given.seed)
        device = pick_device(own.device)
        fitted = fit_recipe(split, vectors, builder.tokens, own, device=device, report=_tell(mode))
        worked = round(time.process_time() - began, 1)
        extra = {"train_core_seconds": worked, "welcome": fitted.ranker.welcome}
        lines[mode] = _line(fitted.ranker, split, hidden) | extra
    popular = Popularity.fit(split.training, len(vectors.item_ids))
    lines["popularity"] = _line(popular, split, hidden)
    lines["content"] = _line(Content.fit(vectors, split.validation), split, hidden)
    publish(
        "multimodal",
        {
            "users": len(histories),
            "items": len(vectors.item_ids),
            "hidden_items": int(hidden.sum()),
            "warm_cases": sum(not case.new_item for case in split.test),
            "cold_cases": sum(case.new_item for case in split.test),
            "seed": given.seed,
            "settings": settings.differences(),
            "ndcg@10": lines,
        },
    )


def _line(scorer: Scorer, split: Split, hidden: Bools) -> dict[str, Any]:
    """NDCG@10 and its 95 % interval: warm cases, cold ones, and these among the hidden."""
    warm = tuple(case for case in split.test if not hidden[case.target])
    cold = tuple(case for case in split.test if hidden[case.target])
    items = len(hidden)
    return {
        "warm": _rounded(judge(scorer, warm, items).interval()),
        "cold": _rounded(judge(scorer, cold, items).interval()),
        "cold_among_cold": _rounded(judge(scorer, cold, items, only=hidden).interval()),
    }


def _rounded(interval: Interval) -> list[float]:
    return [round(figure, 4) for figure in (interval.mean, interval.low, interval.high)]


def _settings(settings: Settings, mode: str, seed: int) -> Settings:
    """What the mode may use; without ids there is no memory either, for that is behaviour."""
    text, image, ids = MODES[mode]
    used = {"use_text": text, "use_image": image, "use_id": ids}
    training = {"seed": seed} if ids else {"seed": seed, "neighbours": 0}
    return settings.model_copy(
        update={
            "ranker": settings.ranker.model_copy(update=used),
            "training": settings.training.model_copy(update=training),
        }
    )


def _histories(home: Home, builder: HistoryBuilder, events: Path | None) -> Mapping[str, History]:
    """From the home's log, or from a CSV of likes: user_id, item_id, position."""
    if events is None:
        return builder.of_table(read_events(home, home.settings().events)[1])
    likes = defaultdict[str, list[Event]](list)
    with events.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            at = DAY * (1 + int(row["position"]))
            likes[row["user_id"]].append(Event(row["user_id"], row["item_id"], "like", at=at))
    return {user: builder.of_events(liked) for user, liked in likes.items()}


def _some(histories: Mapping[str, History], users: int | None, seed: int) -> dict[str, History]:
    """So many users by chance, or all."""
    names = sorted(histories)
    chosen = np.random.default_rng(seed).permutation(len(names))[:users]
    return {names[place]: histories[names[place]] for place in chosen}


def _tell(mode: str) -> Any:
    def tell(progress: Progress) -> None:
        place = f"{mode}, network {progress.network}, epoch {progress.epoch}"
        sys.stderr.write(f"{place}: ndcg@10 {progress.validation:.4f}\n")

    return tell


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, default=Path("mmrec-home"))
    parser.add_argument("--events", type=Path, help="CSV of likes in place of the home's log")
    parser.add_argument("--modes", nargs="+", choices=MODES, default=list(MODES))
    parser.add_argument("--users", type=int, help="so many users by chance; all by default")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--config", type=Path, help="YAML of what differs from the defaults")
    return parser.parse_args()


if __name__ == "__main__":
    main()
