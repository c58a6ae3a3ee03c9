"""A catalogue's vectors, searched exactly in memory while that is fast, else by the store's index.

A scan of an in-memory matrix beats a database index up to some hundred thousand items, and it
scores *every* item, so that sources can be added up instead of merged by rank. Of a larger
catalogue the index names the nearest, and all others count as neither near nor far.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial

import numpy as np

from mmrec.errors import NotFound, did_you_mean
from mmrec.lazy import Lazy
from mmrec.types import Bools, CatalogVectors, Floats, Ints

NEAREST = 1000  # items that the store's index is asked for
SAMPLE = 10_000  # vectors that tell the mean and the deviation of all
Nearest = Callable[[str, Floats, int, str | None], Sequence[tuple[str, float]]]
BLOCK = 256  # scores of which the best stands for all, when the best of a catalogue are sought


class CatalogIndex:
    """Rows of the catalogue by item id, and how near each is to a vector.

    Args:
        vectors: of all items.
        nearest: the store's index: modality, vector, count and filter to ids and cosines; None:
            scan. A filter is for the index alone: a scan scores what it bars, too.
    """

    def __init__(self, vectors: CatalogVectors, nearest: Nearest | None = None) -> None:
        self.item_ids = vectors.item_ids
        self.vectors = vectors
        self._nearest = nearest
        self._samples = {
            m: Lazy(partial(self._sample, m)) for m in ("text", "image", *vectors.others)
        }

    def __len__(self) -> int:
        return len(self.item_ids)

    @cached_property
    def row_of(self) -> dict[str, int]:
        """Catalogue row by item id."""
        return {item_id: row for row, item_id in enumerate(self.item_ids)}

    def rows(self, item_ids: Iterable[str]) -> Ints:
        """Catalogue rows (n,) of items.

        Raises:
            NotFound: an id that the catalogue does not hold.
        """
        try:
            return np.array([self.row_of[item_id] for item_id in item_ids], dtype=np.int64)
        except KeyError as missing:
            name = str(missing.args[0])
            hint = did_you_mean(name, self.row_of) if len(self) < 100_000 else ""
            if "mean" not in hint:
                hint = "Look it up with `mmrec search`."
            raise NotFound(f"Item '{name}' is not in the catalogue.", hint) from None

    def mask(self, item_ids: Iterable[str]) -> Bools:
        """(N,) true for the items named; ids that are not there are passed over."""
        mask = np.zeros(len(self), dtype=np.bool_)
        rows = [self.row_of[item_id] for item_id in item_ids if item_id in self.row_of]
        mask[rows] = True
        return mask

    def text_match(self, vector: Floats, where: str | None = None) -> Floats:
        """(N,) standardised nearness of each item's words to a unit vector (Dt,)."""
        return self.match("text", vector, where)

    def image_match(self, vector: Floats, where: str | None = None) -> Floats:
        """(N,) standardised nearness of each item's picture to a unit vector (Di,)."""
        return self.match("image", vector, where)

    def like(self, modality: str, row: int, where: str | None = None) -> Floats | None:
        """(N,) standardised nearness to one item's words, picture, …; None if it has none."""
        vectors, there = self.vectors.of(modality)
        return self.match(modality, vectors[row], where) if there[row] else None

    def match(self, modality: str, vector: Floats, where: str | None = None) -> Floats:
        """(N,) standardised nearness of each item's medium to a unit vector (D,)."""
        vectors, there = self.vectors.of(modality)
        if self._nearest is None or not there.any():
            return standardise(vectors @ vector, there)
        vector = vector.astype(np.float32)
        usual = self._samples[modality]() @ vector
        spread = max(float(usual.std()), 1e-9)
        scores = np.zeros(len(self), np.float32)
        for item_id, cosine in self._nearest(modality, vector, NEAREST, where):
            if item_id in self.row_of:  # the store may hold items that came after this snapshot
                scores[self.row_of[item_id]] = (cosine - float(usual.mean())) / spread
        return scores

    def _sample(self, modality: str) -> Floats:
        """Vectors (n, D) spread over the catalogue, to tell what nearness is usual."""
        vectors, there = self.vectors.of(modality)
        rows = np.flatnonzero(there)
        sample: Floats = vectors[rows[:: max(1, len(rows) // SAMPLE)]].astype(np.float32)
        return sample


def standardise(scores: Floats, present: Bools | None = None) -> Floats:
    """Scores (N,) at mean 0 and deviation 1 over the items that have one; 0 for the others.

    Standard scores of different sources can be added: a missing one is neutral.
    """
    chosen = scores if present is None else scores[present]
    if chosen.size == 0:
        return np.zeros_like(scores, dtype=np.float32)
    spread = float(chosen.std())
    result = (scores - chosen.mean()) / spread if spread > 1e-9 else np.zeros_like(scores)
    if present is not None:
        result = np.where(present, result, 0.0)
    return np.asarray(result, dtype=np.float32)


def top(scores: Floats, allowed: Bools, count: int) -> Ints:
    """Rows of the `count` best allowed scores, best first; ties go to the lower row."""
    open_scores = np.where(allowed, scores, np.float32(-np.inf))
    rows = np.flatnonzero(open_scores >= _bar(open_scores, count))
    rows = rows[allowed[rows]]
    order = np.argsort(-open_scores[rows], kind="stable")[:count]
    return rows[order].astype(np.int64)


def first(order: Ints, allowed: Bools, count: int) -> Ints:
    """The first `count` allowed rows of an order (N,): no more of it is looked at than needed."""
    looked_at = 2 * count
    while True:
        rows = order[:looked_at]
        rows = rows[allowed[rows]]
        if len(rows) >= count or looked_at >= len(order):
            return rows[:count]
        looked_at *= 4


def _bar(scores: Floats, count: int) -> float:
    """A value that at least `count` scores reach, and few more: found without ordering them all.

    Of `count` blocks' maxima each is a score, so the lowest of the best `count` is reached by that
    many.
    """
    blocks = len(scores) // BLOCK
    if blocks <= count:
        return float(np.partition(scores, -count)[-count]) if len(scores) > count else -np.inf
    best = scores[: blocks * BLOCK].reshape(blocks, BLOCK).max(axis=1)
    return float(np.partition(best, -count)[-count])


def union(parts: Sequence[Ints]) -> Ints:
    """Rows that occur in any part, each once, in order of first appearance."""
    if not parts:
        return np.zeros(0, dtype=np.int64)
    rows = np.concatenate(parts)
    _, first = np.unique(rows, return_index=True)
    return rows[np.sort(first)]
