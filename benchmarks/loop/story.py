"""Weeks of one policy: what is shown, what is liked, what is learned, what it cost."""

import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.loop.policies import Policy
from benchmarks.loop.world import PLACES, VISITS, looking
from mmrec.evaluation.lists import coverage, gini
from mmrec.evaluation.metrics import Numbers, top
from mmrec.history import History
from mmrec.types import Bools, Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """The first occasion of a week: who came, with what past, and what was expected of the lists.

    `expected` is the mean over people of the likes that their lists were worth.
    """

    week: int
    people: Ints
    histories: list[History]
    met: Bools
    expected: float


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """How it went.

    Attributes:
        rewards: (weeks,) likes of what was shown.
        lists: how many were shown.
        shown: (N,) how often each film was.
        moments: of each week.
        seconds: of one core, for learning.
    """

    rewards: Numbers
    lists: int
    shown: Ints
    moments: list[Moment]
    seconds: float

    def figures(self, oracle: "Course", transfer: float) -> dict[str, Any]:
        """JSON values."""
        total, best = float(self.rewards.sum()), float(oracle.rewards.sum())
        return {
            "reward": total,
            "reward_per_list": total / self.lists,
            "regret": best - total,
            "rewards_by_week": self.rewards.tolist(),
            "backward_transfer": transfer,
            "coverage": coverage(self.shown),
            "gini": gini(self.shown),
            "learning_core_seconds": round(self.seconds, 2),
        }


def live(policy: Policy) -> Course:
    """All weeks. A policy learns before each but the first, which it enters as it was made."""
    shop, rules = policy.shop, policy.shop.world.rules
    shown = np.zeros(len(shop.stock.vectors.item_ids), np.int64)
    rewards, moments, count, seconds = np.zeros(rules.weeks), list[Moment](), 0, 0.0
    for week in range(rules.weeks):
        if week:
            began = time.process_time()
            policy.learn(week)
            seconds += time.process_time() - began
        chances = shop.world.chances(week)
        for visit in range(VISITS):
            people = shop.world.visitors(week, visit)
            histories = [shop.log.history(person) for person in people.tolist()]
            met = shop.log.met[people]
            lists = choose(policy, week, people, histories, met)
            if not visit:
                worth = expected(chances[people], lists)
                moments.append(Moment(week, people, histories, met, worth))
            liked = shop.world.likes(week, visit, people, lists, chances)
            shop.log.add(people, lists, liked, week, 0.3 * visit, shown=True)
            rewards[week] += liked.sum()
            count += len(lists)
            np.add.at(shown, lists, 1)
        shop.browse(week)
    return Course(rewards, count, shown, moments, seconds)


def choose(policy: Policy, week: int, people: Ints, histories: list[History], met: Bools) -> Ints:
    """(n, PLACES) the best films of the week that each has not liked yet."""
    films = policy.shop.world.films(week)
    scores = np.array(policy.scores(week, people, histories), np.float32)[:, :films]
    scores[met[:, :films]] = -np.inf
    return top(scores, PLACES)


def expected(chances: Floats, lists: Ints) -> float:
    """Likes that lists (n, k) are worth, by the chances (n, N) of the world: mean over lists."""
    worth = np.take_along_axis(chances, lists, axis=1) * looking(lists.shape[1])
    return float(worth.sum(axis=1).mean())


def backward_transfer(policy: Policy, course: Course) -> float:
    """Mean over weeks but the last of how much better the last policy would have done then.

    Lopez-Paz and Ranzato 2017, https://arxiv.org/abs/1706.08840, eq. 3, with the expected likes of
    a list in place of accuracy, as a share of what was expected then. Below 0: it has forgotten.
    """
    changes = []
    for moment in course.moments[:-1]:
        chances = policy.shop.world.chances(moment.week)[moment.people]
        lists = choose(policy, moment.week, moment.people, moment.histories, moment.met)
        changes.append(expected(chances, lists) / moment.expected - 1.0)
    return float(np.mean(changes))
