"""What a log tells of a policy that nobody saw, against what the world knows of it.

A list of ten leaves its last place to chance (`lists.exploration`), by the scores of the policy
that serves. From such logs of fresh people the estimators of `mmrec.evaluation.off_policy` tell
what the place would earn by another policy's scores; the world knows the answer.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.loop.shop import Shop
from benchmarks.loop.world import PLACES, looking
from mmrec.evaluation.judge import Scorer
from mmrec.evaluation.metrics import Numbers, top
from mmrec.evaluation.off_policy import Estimate, Logged, doubly_robust, ips, snips
from mmrec.ranking.lists import draw_chances, scaled
from mmrec.types import Ints

POOL = 100  # candidates of a list
CHOICES = 3000  # lists in one log, about what a quarter of a year leaves
REPLAYS = 200  # logs
TEMPERATURES = (0.1, 0.3, 1.0)  # of the draw, by both policies; the first is the default


@dataclass(frozen=True, slots=True, eq=False)
class Situations:
    """Last places of lists, one a person, each open to the same number F of films.

    Attributes:
        logging, wanted: (S, F) how likely each film gets the place, by either policy.
        worth: (S, F) how likely it is liked there.
        features: (S, F, 3) what the model of rewards sees: one, and both scores.
    """

    logging: Numbers
    wanted: Numbers
    worth: Numbers
    features: Numbers

    @classmethod
    def of(
        cls, shop: Shop, serving: Scorer, other: Scorer, week: int, temperature: float
    ) -> "Situations":
        """What everybody who liked something would find in a week, drawn at a temperature."""
        people = np.flatnonzero(shop.log.met.any(axis=1))
        histories = [shop.log.history(person) for person in people.tolist()]
        films = shop.world.films(week)
        ours, theirs = (np.array(one.scores(histories)[:, :films]) for one in (serving, other))
        ours[shop.log.met[people, :films]] = -np.inf
        free = top(ours, POOL)[:, PLACES - 1 :]
        ours, theirs = (np.take_along_axis(one, free, axis=1) for one in (ours, theirs))
        chances = np.take_along_axis(shop.world.chances(week)[people], free, axis=1)
        both = [np.stack([scaled(line) for line in one]) for one in (ours, theirs)]
        return cls(
            np.stack([draw_chances(line, temperature) for line in ours]),
            np.stack([draw_chances(line, temperature) for line in theirs]),
            chances * looking(PLACES)[-1],
            np.stack([np.ones(free.shape), *both], axis=2).astype(np.float64),
        )

    def truth(self, chances: Numbers) -> float:
        """What the place earns by these chances (S, F), mean over people."""
        return float((chances * self.worth).sum(axis=1).mean())

    def draw(self, random: np.random.Generator) -> tuple[Ints, Ints, Logged]:
        """One log: (n,) situations, (n,) films, and what came of them."""
        where = random.integers(len(self.worth), size=CHOICES)
        sums = np.cumsum(self.logging, axis=1)[where]
        film = (sums < random.random((CHOICES, 1)) * sums[:, -1:]).sum(axis=1)
        rewards = (random.random(CHOICES) < self.worth[where, film]).astype(np.float64)
        return where, film, Logged(rewards, self.logging[where, film], self.wanted[where, film])


def checked(situations: Situations, seed: int) -> dict[str, Any]:
    """How often each estimator's interval holds the truth, and how wide it is."""
    random = np.random.default_rng((seed, 4))
    model = _model(situations, random)
    truth = situations.truth(situations.wanted)
    found: dict[str, list[Estimate]] = {"ips": [], "snips": [], "doubly_robust": []}
    for _ in range(REPLAYS):
        where, film, log = situations.draw(random)
        expected = situations.features @ model  # (S, F)
        valued = (situations.wanted * expected).sum(axis=1)[where]
        found["ips"].append(ips(log))
        found["snips"].append(snips(log))
        found["doubly_robust"].append(doubly_robust(log, expected[where, film], valued))
    return {
        "truth": truth,
        "serving": situations.truth(situations.logging),
        "choices": CHOICES,
        "effective": float(np.mean([one.effective for one in found["ips"]])),
        **{name: _held(estimates, truth) for name, estimates in found.items()},
    }


def _model(situations: Situations, random: np.random.Generator) -> Numbers:
    """(3,) least squares of rewards on the features, from a log of its own."""
    where, film, log = situations.draw(random)
    return np.asarray(np.linalg.lstsq(situations.features[where, film], log.rewards)[0])


def _held(estimates: list[Estimate], truth: float) -> dict[str, float]:
    held = [one.low <= truth <= one.high for one in estimates]
    return {
        "held": float(np.mean(held)),
        "bias": float(np.mean([one.mean for one in estimates])) - truth,
        "half_width": float(np.mean([one.high - one.low for one in estimates])) / 2,
    }
