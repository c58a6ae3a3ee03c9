"""A list that is more than its best scores: various, new to people, within caps, and learning.

The places are filled one after the other. All but the last few take the best candidate by maximal
marginal relevance; the last `exploration` places are drawn by chance, and what the chance was is
kept, so that the log can later tell what another list would have earned.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from mmrec.config import ListSettings
from mmrec.types import Floats, Ints

Values = Sequence[frozenset[str]]  # of each candidate: the values of one fact


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """The candidates of one list.

    Attributes:
        scores: (K,) on any scale.
        vectors: (K, D) unit; items that serve the same taste are near.
        likes: (K,) how many people chose each.
        hopes: (K,) what places that are left to chance are drawn by; None: the scores.
        values: of each fact that has a cap, the values of every candidate.
    """

    scores: Floats
    vectors: Floats
    likes: Floats
    values: Mapping[str, Values] = field(default_factory=dict)
    hopes: Floats | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a list.

    Attributes:
        position: of the candidate in its pool.
        propensity: how likely this candidate was in this place, given the places before it.
        explored: whether it was drawn by chance.
    """

    position: int
    propensity: float
    explored: bool


def compose(pool: Pool, k: int, settings: ListSettings, random: np.random.Generator) -> list[Place]:
    """At most k places, best first; fewer when there are no more candidates or a cap forbids them.

    Args:
        pool: the candidates.
        k: how many places.
        settings: how various, how new, which caps, how much by chance.
        random: where chance comes from.
    """
    exploring = min(settings.exploration, k - 1)
    sure = _Sure(pool, settings)
    places: list[Place] = []
    while len(places) < k - exploring and (best := sure.best()) is not None:
        sure.take(best)
        places.append(Place(best, 1.0, explored=False))
    while len(places) < k and (free := sure.free()).size:
        chances = _chances(pool, free, settings)
        drawn = int(random.choice(len(free), p=chances))
        sure.take(int(free[drawn]))
        places.append(Place(int(free[drawn]), float(chances[drawn]), explored=True))
    return places


def chances_after(
    pool: Pool, before: Sequence[int], settings: ListSettings
) -> tuple[Ints, NDArray[np.float64]]:
    """How a place is left to chance after others: positions (F,) that are free, and how likely.

    Args:
        pool: the candidates.
        before: positions of those that are in the list already.
        settings: as of `compose`, which draws by the same chances.
    """
    sure = _Sure(pool, settings)
    for position in before:
        sure.take(position)
    free = sure.free()
    return free, _chances(pool, free, settings)


class _Sure:
    """The places that nothing is left to chance in, and what is still free for the next.

    Each step takes the largest `(1 - d) * relevance - d * nearest`, where relevance is the score
    scaled to 0..1 over the candidates and nearest the largest cosine, cut off at 0, to what is
    chosen already (Carbonell and Goldstein 1998, https://doi.org/10.1145/290941.291025, section 2;
    we scale the relevance, so that the trade-off means the same for every scorer). Equal values go
    to the earlier candidate.
    """

    def __init__(self, pool: Pool, settings: ListSettings) -> None:
        self._pool, self._settings = pool, settings
        news = settings.novelty * scaled(-np.log2(1 + pool.likes))
        self._relevance = scaled(scaled(pool.scores) + news)
        self._nearest = np.zeros(len(pool.scores), np.float32)
        self._free = np.ones(len(pool.scores), np.bool_)
        self._counts: dict[tuple[str, str], int] = {}

    def best(self) -> int | None:
        """The candidate of the next place, None when none is free."""
        trade_off = self._settings.diversity
        value = (1 - trade_off) * self._relevance - trade_off * self._nearest
        value = np.where(self._free, value, -np.inf)
        best = int(np.argmax(value)) if value.size else 0
        return best if value.size and self._free[best] else None

    def free(self) -> Ints:
        """Positions that a place may still take."""
        return np.flatnonzero(self._free)

    def take(self, position: int) -> None:
        """Give a candidate its place; those that a cap now forbids are no longer free."""
        self._free[position] = False
        if self._settings.diversity > 0:
            near = self._pool.vectors @ self._pool.vectors[position]
            np.maximum(self._nearest, near, out=self._nearest)
        for fact, most in self._settings.caps.items():
            values = self._pool.values.get(fact, ())
            for value in values[position] if values else ():
                seen = self._counts[fact, value] = self._counts.get((fact, value), 0) + 1
                if seen == most:
                    self._free &= ~np.array([value in there for there in values], np.bool_)


def draw_chances(scores: Floats, temperature: float) -> NDArray[np.float64]:
    """(K,) how likely each free candidate is drawn: a softmax of their scores, scaled to 0..1."""
    logits = scaled(scores) / temperature
    chances = np.exp(logits - logits.max(), dtype=np.float64)
    return np.asarray(chances / chances.sum())


def scaled(values: Floats) -> Floats:
    """(K,) to 0..1; ones when all are equal."""
    if not values.size or values.max() <= values.min():
        return np.ones(len(values), np.float32)
    low, high = float(values.min()), float(values.max())
    return np.asarray((values - low) / (high - low), np.float32)


def _chances(pool: Pool, free: Ints, settings: ListSettings) -> NDArray[np.float64]:
    """(F,) how likely each free candidate is to be drawn."""
    hopes = pool.scores if pool.hopes is None else pool.hopes
    if not free.size:
        return np.zeros(0)
    return draw_chances(hopes[free], settings.exploration_temperature)
