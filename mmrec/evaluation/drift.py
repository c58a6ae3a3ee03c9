"""Drift: how far what came lately lies from what a model was made of, each figure from 0 up; pure.

Counts are compared by the Jensen-Shannon distance, the root of the divergence in bits, from 0 to 1
(Endres and Schindelin 2003, https://doi.org/10.1109/TIT.2003.813506; unlike the population
stability index it needs no guess for what never occurred). Two draws of one source are apart by
chance: what that is expected to be is taken off before the root.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from mmrec.config import HOUR, DriftSettings
from mmrec.evaluation.metrics import Numbers
from mmrec.history import History, Times
from mmrec.types import Bools, CatalogVectors, Floats, Ints

GROUPS = 10  # of users by how much they did, of items by how often they were met, of ranks


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of drift.

    Attributes:
        name: what was compared.
        drift: how far the recent window lies from the training window.
        usual: the same of as many last events of the training window against those before them.
        alert: whether it drifted by more than is usual and allowed.
    """

    name: str
    drift: float
    usual: float
    alert: bool


@dataclass(frozen=True, slots=True)
class Drift:
    """How far the events that a model has not seen lie from those that it was made of.

    Attributes:
        recent: how many they are.
        measures: every figure; none where there is nothing to compare.
        why_not: why there are none.
    """

    recent: int
    measures: tuple[Measure, ...] = ()
    why_not: str | None = None

    @property
    def alerts(self) -> tuple[str, ...]:
        """What drifted too far, one sentence each."""
        return tuple(
            f"{one.name} drifted by {one.drift:.2f}, {one.usual:.2f} is usual"
            for one in self.measures
            if one.alert
        )

    def lines(self) -> list[str]:
        """For people."""
        if self.why_not is not None:
            return [f"drift     not known: {self.why_not}"]
        figures = ", ".join(f"{one.name} {one.drift:.2f}" for one in self.measures)
        return [
            f"drift     {figures} (of {self.recent} new events)",
            *(f"ALERT     {alert}" for alert in self.alerts),
        ]


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """Events of many users as columns of one length n, in the order of time.

    Attributes:
        users: (n,) a number for each user, the same in every window of one `windows` call.
        rows, kinds, ats, weights: (n,) as in a `History`.
    """

    users: Ints
    rows: Ints
    kinds: Ints
    ats: Times
    weights: Floats

    def __len__(self) -> int:
        return len(self.rows)

    def take(self, which: slice | Ints) -> "Window":
        """Some of the events."""
        return Window(
            self.users[which],
            self.rows[which],
            self.kinds[which],
            self.ats[which],
            self.weights[which],
        )


def windows(histories: Mapping[str, History], new: Mapping[str, Bools]) -> tuple[Window, Window]:
    """What a model was made of, and what came since: `new` marks (n,) that in every history."""
    ones = list(histories.values())
    users = np.repeat(np.arange(len(ones)), [len(one) for one in ones])
    marks = np.concatenate([np.zeros(0, np.bool_), *(new[user] for user in histories)])
    whole = Window(
        users,
        np.concatenate([np.zeros(0, np.int64), *(one.rows for one in ones)]),
        np.concatenate([np.zeros(0, np.int64), *(one.kinds for one in ones)]),
        np.concatenate([np.zeros(0), *(one.ats for one in ones)]),
        np.concatenate([np.zeros(0, np.float32), *(one.weights for one in ones)]),
    )
    order = np.argsort(whole.ats, kind="stable")
    return whole.take(order[~marks[order]]), whole.take(order[marks[order]])


def measures(
    before: Window,
    since: Window,
    vectors: CatalogVectors,
    settings: DriftSettings,
    ranks: tuple[Numbers, Numbers] | None = None,
) -> tuple[Measure, ...]:
    """Every figure of drift.

    Args:
        before: the training window.
        since: the recent window.
        vectors: the catalogue, for what the likes of both look like.
        settings: how much more than usual is an alert.
        ranks: where the model puts likes that it has not seen, of both windows.
    """
    now = _figures(before, since, vectors)
    size = min(len(since), len(before) // 2)
    usual = dict.fromkeys(now, 0.0)
    if size >= settings.fewest:
        cut = len(before) - size
        usual |= _figures(before.take(slice(cut)), before.take(slice(cut, None)), vectors)
    if ranks is not None and min(map(len, ranks)) >= settings.fewest_likes:
        now["scores"], usual["scores"] = _by_quantile(*ranks), 0.0
    return tuple(
        Measure(name, drift, usual[name], drift - usual[name] > settings.threshold)
        for name, drift in now.items()
    )


def _figures(before: Window, since: Window, vectors: CatalogVectors) -> dict[str, float]:
    found = {
        "kinds": apart(np.bincount(before.kinds), np.bincount(since.kinds)),
        "hours": apart(_hours(before), _hours(since)),
        "rate": _of_rates(_rate(before), _rate(since)),
        "users": _by_share(before.users, since.users),
        "items": _by_share(before.rows, since.rows),
    }
    liked = before.rows[before.weights > 0], since.rows[since.weights > 0]
    for name in vectors.modalities:
        rows, present = vectors.of(name)
        one, other = (part[present[part]] for part in liked)
        if len(one) > 1 and len(other) > 1:
            found[name] = shift(rows[one], rows[other])
    return found


def apart(one: Ints, other: Ints) -> float:
    """The Jensen-Shannon distance of two counts (B,) of the same bins, chance taken off, 0 to 1."""
    width = max(len(one), len(other))
    counts = np.zeros((2, width))
    counts[0, : len(one)], counts[1, : len(other)] = one, other
    sizes = counts.sum(axis=1, keepdims=True)
    if not sizes.all():
        return 0.0
    shares = counts / sizes
    mean = shares.mean(axis=0)
    ratio = np.divide(shares, mean, out=np.ones_like(shares), where=shares > 0)
    bits = float((shares * np.log2(ratio)).sum() / 2)
    chance = (np.count_nonzero(mean) - 1) / 8 / np.log(2) * float((1 / sizes).sum())
    return float(np.sqrt(max(bits - chance, 0.0)))


def shift(one: Floats, other: Floats) -> float:
    """How far the means of two sets of vectors (n, D), (m, D) are apart, in deviations of one.

    What chance is expected to make of it is taken off before the root.
    """
    means = one.mean(axis=0, dtype=np.float64), other.mean(axis=0, dtype=np.float64)
    spread = float(one.var(axis=0, dtype=np.float64).sum())
    if spread == 0:
        return float(np.linalg.norm(means[0] - means[1]) > 0)
    square = float(((means[0] - means[1]) ** 2).sum()) / spread
    return float(np.sqrt(max(square - 1 / len(one) - 1 / len(other), 0.0)))


def _hours(window: Window) -> Ints:
    """(24,) events of each hour of the day, UTC."""
    return np.bincount((window.ats // HOUR % 24).astype(np.int64), minlength=24)


def _rate(window: Window) -> float:
    """Events an hour; all in one second count as if they took one."""
    return len(window) * HOUR / max(float(np.ptp(window.ats)), 1.0) if len(window) else 0.0


def _of_rates(one: float, other: float) -> float:
    return abs(one - other) / max(one + other, 1e-9)


def _by_share(before: Ints, since: Ints) -> float:
    """By groups that each make a tenth of the events before, the busiest first; and what is new."""
    names, counts = np.unique(before, return_counts=True)
    if not len(names):
        return 0.0
    order = np.argsort(-counts, kind="stable")
    ahead = np.cumsum(counts[order]) - counts[order]
    group = np.empty(len(names), np.int64)
    group[order] = GROUPS * ahead // counts.sum()
    places = np.searchsorted(names, since).clip(max=len(names) - 1)
    later = np.where(names[places] == since, group[places], GROUPS)
    return apart(np.bincount(group, counts).astype(np.int64), np.bincount(later))


def _by_quantile(before: Numbers, since: Numbers) -> float:
    """By bins that each hold a tenth of the numbers before."""
    edges = np.unique(np.quantile(before, np.linspace(0, 1, GROUPS + 1)[1:-1]))
    return apart(
        np.bincount(np.searchsorted(edges, before)), np.bincount(np.searchsorted(edges, since))
    )
