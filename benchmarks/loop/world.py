"""People with tastes that last and tastes that drift, films that arrive, and what comes of a list.

What is fitted to real data: appeals, films, and the spread of tastes (`benchmarks.loop.tastes`).
What is assumed stands in `Rules` and in the constants here. Luck is drawn for a person, a film and
a visit, never for a policy, so that policies differ by what they show and by nothing else.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from benchmarks.loop.tastes import Tastes
from mmrec.evaluation.metrics import top
from mmrec.types import Bools, Floats, Ints

PLACES = 10  # of a list
VISITS, VISITING = 3, 0.5  # occasions in a week, and how likely each is taken
# Of what ten films with the most appeal show, one in so many is liked by who looks at it.
POPULAR = 0.2
HALF_LIFE = 8.0  # weeks in which a passing taste, and a fashion, loses half of its memory
FASHION = 0.3  # spread of what moves everybody alike, against that of people's tastes
NEWS, NEWS_HALF_LIFE = 1.0, 4.0  # logits that a film gains by being new, and weeks to half of it
BROWSED = 1.0  # how firmly people find what they like without a recommender: 0 by chance


@dataclass(frozen=True, slots=True)
class Rules:
    """How large a world is, and how much of it changes.

    Attributes:
        users: people; a share `joining` of them comes during the weeks that count.
        weeks: that count, after `before` weeks without a recommender.
        drift: share of the variance of tastes that passes; 0: what people like, they always do.
        arriving: share of the films, the last ones, that come during the weeks that count.
    """

    users: int = 250
    weeks: int = 12
    before: int = 52
    drift: float = 0.4
    joining: float = 0.3
    arriving: float = 0.3
    fashion: float = FASHION


class World:
    """One seed of it.

    Args:
        tastes: over films in the order of their arrival.
        rules: its size and its change.
        seed: of all chance in it.
    """

    def __init__(self, tastes: Tastes, rules: Rules, seed: int) -> None:
        self.tastes, self.rules, self.seed = tastes, rules, seed
        films, users = len(tastes.appeals), rules.users
        self.arrival = _spread(films, rules.arriving, rules.weeks)  # (N,) week, < 0: there before
        self.joined = _spread(users, rules.joining, rules.weeks)  # (U,) likewise
        random = np.random.default_rng((seed, 0))
        self._people = self._walks(random)
        self._base = self._level()

    def films(self, week: int) -> int:
        """How many films there are: the first ones."""
        return int((self.arrival <= week).sum())

    def chances(self, week: int) -> NDArray[np.float32]:
        """(U, n) how likely each person likes each film of this week on looking at it."""
        count = self.films(week)
        age = np.maximum(0, week - self.arrival[:count])
        news = np.where(self.arrival[:count] >= 0, NEWS * 0.5 ** (age / NEWS_HALF_LIFE), 0.0)
        logits = self._people[week + self.rules.before] @ self.tastes.films[:count].T
        logits = logits + (self.tastes.appeals[:count] + news + self._base)
        return np.asarray(1 / (1 + np.exp(-logits)), np.float32)

    def visitors(self, week: int, visit: int) -> Ints:
        """(n,) people who see a list on this occasion."""
        random = np.random.default_rng((self.seed, 1, week + self.rules.before, visit))
        comes = random.random(self.rules.users) < VISITING
        return np.flatnonzero(comes & (self.joined <= week))

    def likes(self, week: int, visit: int, people: Ints, lists: Ints, chances: Floats) -> Bools:
        """(n, k) what people like of lists (n, k): looked at by place, then liked by taste."""
        random = np.random.default_rng((self.seed, 2, week + self.rules.before, visit))
        films = len(self.tastes.appeals)
        looks = random.random((self.rules.users, PLACES), np.float32)[people]
        moods = random.random((self.rules.users, films), np.float32)[people]
        looked = looks[:, : lists.shape[1]] < looking(lists.shape[1])
        fine = np.take_along_axis(moods, lists, axis=1) < np.take_along_axis(
            chances[people], lists, axis=1
        )
        return np.asarray(looked & fine)

    def window(self, week: int, met: Bools, chances: Floats) -> tuple[Ints, Ints]:
        """(n,) people and (n, PLACES) films that they come across without a recommender.

        By chance, in proportion to the odds that they like them to the power BROWSED: people look
        for what they like. Nothing that is met (U, N) already.
        """
        random = np.random.default_rng((self.seed, 3, week + self.rules.before))
        people = np.flatnonzero(self.joined <= week)
        count = self.films(week)
        noise = random.gumbel(size=met.shape)[:, :count]
        sought = np.asarray(BROWSED * np.log(chances / (1 - chances)) + noise, np.float32)
        sought[met[:, :count]] = -np.inf
        return people, top(sought[people], PLACES)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """(U,) names of the people; they sort as their numbers do."""
        return tuple(f"p{number:05d}" for number in range(self.rules.users))

    def _walks(self, random: np.random.Generator) -> NDArray[np.float64]:
        """(weeks, U, D) tastes: what lasts, what passes (first-order autoregression), fashion."""
        rules, real = self.rules, self.tastes.people.astype(np.float64)
        root = np.linalg.cholesky(np.cov(real.T) + 1e-6 * np.eye(real.shape[1]))
        weeks, shape = rules.before + rules.weeks, (rules.users, real.shape[1])
        lasting = random.normal(size=shape)
        passing = _walk(random, weeks, shape)
        fashion = _walk(random, weeks, (1, shape[1]))
        mixed = (1 - rules.drift) ** 0.5 * lasting + rules.drift**0.5 * passing
        return np.asarray(real.mean(axis=0) + (mixed + rules.fashion * fashion) @ root.T)

    def _level(self) -> float:
        """What to add to all logits, so that the ten most appealing films are as liked as told."""
        best = np.argsort(-self.tastes.appeals, kind="stable")[:PLACES]
        logits = self._people[0] @ self.tastes.films[best].T + self.tastes.appeals[best]
        low, high = -20.0, 20.0
        for _ in range(60):
            middle = (low + high) / 2
            chance = float((1 / (1 + np.exp(-logits - middle))).mean())
            low, high = (middle, high) if chance < POPULAR else (low, middle)
        return low


def looking(places: int) -> NDArray[np.float64]:
    """(k,) how likely a place is looked at: 1 / log2(1 + rank)."""
    return np.asarray(1 / np.log2(np.arange(2, places + 2)))


def _walk(random: np.random.Generator, weeks: int, shape: tuple[int, int]) -> NDArray[np.float64]:
    """(weeks, *shape) standard normal at every moment, half forgotten after HALF_LIFE."""
    kept = 0.5 ** (1 / HALF_LIFE)
    steps = random.normal(size=(weeks, *shape))
    walk = [steps[0]]
    for step in steps[1:]:
        walk.append(kept * walk[-1] + (1 - kept**2) ** 0.5 * step)
    return np.stack(walk)


def _spread(count: int, late: float, weeks: int) -> Ints:
    """(count,) the week of each: far back, but for a late share that comes evenly, in order."""
    coming = round(late * count)
    week = np.full(count, -(10**6), np.int64)
    if coming:
        week[count - coming :] = np.arange(coming) * weeks // coming
    return week
