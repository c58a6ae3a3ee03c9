"""Does a second stage win? Trees and a cross network over the ranker's candidates, against it

python -m benchmarks.rerank --home mmrec-home-movies --seeds 0 1 2

Three periods of time: the ranker learns from the first, second stages from how the ranker's
candidates fared in the second, and both are judged on the third, paired, on the same cases. It is
the second stage that has the easier part: it has seen events that the ranker has not. So a loss is
a loss, and a win asks for a ranker that is fitted again before it is believed.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measure import publish
from benchmarks.reranking.calibrators import calibration
from benchmarks.reranking.cross_network import cross_network
from benchmarks.reranking.slates import Slates, names, slates
from benchmarks.reranking.trees import boosted_trees
from benchmarks.reranking.trial import Learner, Outcome, trial
from mmrec.config import Settings
from mmrec.device import pick_device
from mmrec.evaluation.metrics import bootstrap
from mmrec.evaluation.pairs import Pairs
from mmrec.evaluation.protocols import Split, time_split
from mmrec.evaluation.significance import LEVEL, holm, sign_flips
from mmrec.facts import telling_facts
from mmrec.history import IMPRESSION, History, HistoryBuilder
from mmrec.learning.recipe import fit_recipe, read_events
from mmrec.ranking.ranker import Ranker
from mmrec.ranking.training import Progress
from mmrec.store import Catalog, Home, ModelStore
from mmrec.types import CatalogVectors

SECOND, THIRD = 0.8, 0.9  # shares of all events before these periods
TAUGHT = 30  # likes of a user in the second period that are learnt from
LEARNERS: Mapping[str, Learner] = {
    "boosted trees": boosted_trees,
    "cross network, likes": partial(cross_network, meetings=0.0),
    "cross network, likes and meetings": partial(cross_network, meetings=0.3),
}


def main() -> None:
    """Measure on the events of a home."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, default=Path("mmrec-home"))
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--candidates", type=int, default=200)
    parser.add_argument(
        "--kept", type=Path, help="a folder for first stages of this home, not fitted again"
    )
    given = parser.parse_args()
    home = Home.open(given.home)
    catalog, settings = Catalog.open(home.catalog), home.settings()
    vectors = catalog.vectors()
    builder = HistoryBuilder(vectors.item_ids, settings.events)
    version, table = read_events(home, settings.events)
    histories = builder.of_table(table)
    facts = {item.item_id: dict(telling_facts(item)) for item in catalog.scan()}
    early, first, third = periods(histories)
    pairs = Pairs.fit(first.training, vectors, [facts[one] for one in vectors.item_ids])
    stages = FirstStages(first, vectors, builder.tokens, settings, version)
    runs = []
    for seed in given.seeds:
        ranker = stages.ranker(seed, ModelStore(given.kept) if given.kept else None)
        taught = slates(ranker, pairs, first.test, early, given.candidates)
        test = slates(ranker, pairs, third.test, histories, given.candidates)
        runs.append(run(taught, test, seed))
    publish(
        "rerank",
        {
            "impressions": int((table.kind == IMPRESSION).sum()),
            "candidates": given.candidates,
            "features": len(names(pairs)),
            "verdict": verdict(runs),
            "seeds": {str(one.seed): one.figures() for one in runs},
        },
    )


def periods(histories: Mapping[str, History]) -> tuple[dict[str, History], Split, Split]:
    """The histories before the third period; the split of these at the second; of all at the third.

    The first split trains and validates the ranker, and its test cases are what second stages learn
    from. The test cases of the second split are the judge's.
    """
    ats = np.concatenate([history.ats for history in histories.values()])
    cut = float(np.quantile(ats, THIRD))
    cuts = {
        user: history.before(int(np.searchsorted(history.ats, cut, side="left")))
        for user, history in histories.items()
    }
    early = {user: history for user, history in cuts.items() if len(history)}
    return early, time_split(early, SECOND / THIRD, TAUGHT), time_split(histories, THIRD)


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """One seed: moments to learn from, moments to judge by, what each learner came to."""

    seed: int
    taught: Slates
    test: Slates
    outcomes: Mapping[str, Outcome]

    def figures(self) -> dict[str, Any]:
        """JSON values."""
        first = {
            "taught_ndcg@10": float(self.taught.ndcg(self.taught.scores).mean()),
            "ndcg@10": float(self.test.ndcg(self.test.scores).mean()),
            "found_taught": float(self.taught.found.mean()),
            "found": float(self.test.found.mean()),
            "ece": calibration((self.taught, self.taught.scores), (self.test, self.test.scores)),
        }
        return {
            "taught": {"moments": len(self.taught), "users": len(set(self.taught.users))},
            "test": {"moments": len(self.test), "users": len(set(self.test.users))},
            "first stage": first,
            **{name: self._of(outcome) for name, outcome in self.outcomes.items()},
        }

    def _of(self, outcome: Outcome) -> dict[str, Any]:
        return {
            "training": outcome.stage,
            "taught_gain": asdict(bootstrap(outcome.gains, self.taught.users)),
            "ndcg@10": float(self.test.ndcg(outcome.scores).mean()),
            "gain": asdict(bootstrap(outcome.test_gains, self.test.users)),
            "p": sign_flips(outcome.test_gains, self.test.users),
            "ece": calibration((self.taught, outcome.foretold), (self.test, outcome.scores)),
        }


def run(taught: Slates, test: Slates, seed: int) -> Run:
    """Try every learner on one first stage's candidates."""
    outcomes = {name: trial(learner, taught, test, seed) for name, learner in LEARNERS.items()}
    return Run(seed, taught, test, outcomes)


def verdict(runs: Sequence[Run]) -> dict[str, Any]:
    """Of each learner the gain in NDCG@10 on the test, a case's mean over seeds; p after Holm."""
    users = runs[0].test.users
    gains = {
        name: np.mean([one.outcomes[name].test_gains for one in runs], axis=0) for name in LEARNERS
    }
    chances = holm({name: sign_flips(gain, users) for name, gain in gains.items()})
    return {
        name: {
            "gain": asdict(bootstrap(gain, users)),
            "p": chances[name],
            "wins": bool(gain.mean() > 0 and chances[name] < LEVEL),
        }
        for name, gain in gains.items()
    }


@dataclass(frozen=True, slots=True, eq=False)
class FirstStages:
    """Rankers of a split, of the home's settings but for the seed."""

    split: Split
    vectors: CatalogVectors
    tokens: tuple[str, ...]
    settings: Settings
    events_version: int

    def ranker(self, seed: int, kept: ModelStore | None) -> Ranker:
        """The one that was kept of this seed, these settings and these events, or a fitted one."""
        training = self.settings.training.model_copy(update={"seed": seed})
        settings = self.settings.model_copy(update={"training": training})
        device = pick_device(settings.device)
        made_of = {
            "settings": settings.model_dump(mode="json"),
            "events_version": self.events_version,
            "shares": [SECOND, THIRD],
        }
        if kept:
            for manifest in kept.list():
                if manifest["made_of"] == made_of:
                    tensors, _ = kept.load(manifest["model_id"])
                    return Ranker.from_state(tensors, manifest["model"], self.vectors, device)
        fitted = fit_recipe(
            self.split, self.vectors, self.tokens, settings, device=device, report=_tell
        )
        if kept:
            tensors, model = fitted.ranker.state()
            kept.save(tensors, {"model": model, "made_of": made_of})
        return fitted.ranker


def _tell(progress: Progress) -> None:
    sys.stderr.write(f"epoch {progress.epoch}: validation {progress.validation:.4f}\n")


if __name__ == "__main__":
    main()
