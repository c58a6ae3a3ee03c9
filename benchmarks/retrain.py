"""A history replayed slice by slice: going on from the model of before, against training anew.

`python -m benchmarks.retrain --home mmrec-home-movies`: the first slice is trained from scratch.
After each further one, the incremental model goes on from itself with that slice, another is
trained from scratch on all so far, and both are judged on the likes of the next slice. A few likes
of every slice are learned from by neither; those of old slices tell what is forgotten.
"""

import argparse
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measure import publish
from mmrec.config import Settings
from mmrec.device import patient_threads, pick_device
from mmrec.evaluation.judge import judge, ndcg_at_10
from mmrec.evaluation.protocols import Case, Split, new_likes, split_at
from mmrec.history import History, HistoryBuilder
from mmrec.learning.recipe import fit_recipe, read_events
from mmrec.learning.retrain import learn
from mmrec.ranking.ranker import Ranker
from mmrec.store import Catalog, Home
from mmrec.terminal import say
from mmrec.types import CatalogVectors

EXAM = 0.05  # share of likes that nobody learns from
TARGETS = 10  # likes of a user that are judged in one slice


class Replay:
    """The events of a home, cut into slices of equally many."""

    def __init__(self, home: Home, settings: Settings, slices: int, seed: int) -> None:
        self.settings = settings
        self.vectors: CatalogVectors = Catalog.open(home.catalog).vectors()
        builder = HistoryBuilder(self.vectors.item_ids, settings.events)
        self.tokens = builder.tokens
        _, table = read_events(home, settings.events)
        self.whole = builder.of_table(table)
        times = np.concatenate([one.ats for one in self.whole.values()])
        inner = np.quantile(times, np.arange(1, slices) / slices)
        self.cuts = np.array([*inner, np.nextafter(times.max(), np.inf)])
        self.exam = self._examine(np.random.default_rng(seed))
        self.lessons = {user: self._without_exam(user) for user in self.whole}

    def split(self, number: int) -> Split:
        """All up to the end of a slice, to fit on; the likes of the next one, to judge by."""
        known = split_at(self.lessons, self.cuts[number])
        later = {
            user: one.take(one.ats < self.cuts[number + 1]) for user, one in self.whole.items()
        }
        return replace(known, test=split_at(later, self.cuts[number], TARGETS).test)

    def old(self, number: int) -> list[Case]:
        """Likes from before the start of a slice that nobody learned from."""
        return [case for case in self.exam if case.at < self.cuts[number - 1]]

    def full(self, split: Split) -> Ranker:
        """Trained from scratch."""
        device = pick_device(self.settings.device)
        return fit_recipe(
            split, self.vectors, self.tokens, self.settings, device=device, report=lambda _: None
        ).ranker

    def further(self, current: Ranker, split: Split, number: int) -> Ranker:
        """Gone on from the model of the slice before."""
        since = self.cuts[number - 1]
        new = {user: one.ats >= since for user, one in self.whole.items()}
        return learn(current, self.vectors, split, new, self.settings).ranker

    def _examine(self, random: np.random.Generator) -> list[Case]:
        cases = []
        for user, history in sorted(self.whole.items()):
            for place in new_likes(history).tolist():
                if random.random() < EXAM:
                    row, at = int(history.rows[place]), float(history.ats[place])
                    cases.append(Case(user, history.before(place), row, at))
        return cases

    def _without_exam(self, user: str) -> History:
        history = self.whole[user]
        spared = [case.target for case in self.exam if case.user_id == user]
        weights = np.where(np.isin(history.rows, spared), 0, history.weights)
        return replace(history, weights=weights.astype(np.float32))


def replay(story: Replay) -> list[dict[str, Any]]:
    """One line of figures for each slice but the first and the last."""
    current, items = story.full(story.split(0)), len(story.vectors.item_ids)
    lines = []
    for number in range(1, len(story.cuts) - 1):
        split, before = story.split(number), current
        current, ours = timed(lambda: story.further(before, split, number))  # noqa: B023
        anew, theirs = timed(lambda: story.full(split))  # noqa: B023
        mine, its = (judge(one, split.test, items) for one in (current, anew))
        old = story.old(number)
        kept, had = (judge(one, old, items) for one in (current, before))
        forgot, apart = kept.against(had), mine.against(its)
        line = {
            "slice": number + 1,
            "cases": len(split.test),
            "incremental": float(mine.ndcg().mean()),
            "full": float(its.ndcg().mean()),
            "not_retrained": ndcg_at_10(before, split.test),
            "ratio": float(mine.ndcg().mean() / its.ndcg().mean()),
            "difference": [apart.low, apart.mean, apart.high],
            "incremental_cpu_seconds": ours,
            "full_cpu_seconds": theirs,
            "time_ratio": ours / theirs,
            "old_cases": len(old),
            "old_before": float(had.ndcg().mean()),
            "old_after": float(kept.ndcg().mean()),
            "old_change": [forgot.low, forgot.mean, forgot.high],
            "old_full": ndcg_at_10(anew, old),
        }
        say(json.dumps(line))
        lines.append(line)
    return lines


def timed(work: Callable[[], Ranker]) -> tuple[Ranker, float]:
    """The result, and the core seconds it took: other work on the machine does not count."""
    began = time.process_time()
    made = work()
    return made, time.process_time() - began


def summary(lines: list[dict[str, Any]]) -> Mapping[str, float]:
    """Means over the slices, and what the worst slice is like."""
    ratio, cost = (np.array([line[name] for line in lines]) for name in ("ratio", "time_ratio"))
    kept = np.array([line["old_after"] / line["old_before"] for line in lines])
    seconds = [sum(line[f"{who}_cpu_seconds"] for line in lines) for who in ("incremental", "full")]
    return {
        "ratio_mean": float(ratio.mean()),
        "ratio_worst": float(ratio.min()),
        "time_ratio_worst": float(cost.max()),
        "time_ratio_of_all": seconds[0] / seconds[1],
        "old_kept_mean": float(kept.mean()),
        "old_kept_worst": float(kept.min()),
    }


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--slices", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--config", type=Path, help="settings that differ from the home's")
    options = parser.parse_args()
    patient_threads()
    home = Home.open(options.home)
    settings = home.settings(options.config)
    lines = replay(Replay(home, settings, options.slices, options.seed))
    publish("retrain", {"summary": summary(lines), "slices": lines})


if __name__ == "__main__":
    main()
