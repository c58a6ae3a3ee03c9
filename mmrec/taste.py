"""What a user is likely to want: by the trained ranker, or by content while there is none."""

from collections.abc import Sequence
from functools import lru_cache, partial
from typing import Protocol

import numpy as np

from mmrec.evaluation.baselines import Content
from mmrec.history import History
from mmrec.ranking.attribution import Share, explain, variants_of
from mmrec.ranking.ranker import Ranker
from mmrec.ranking.sketch import Sketch
from mmrec.retrieval.index import top
from mmrec.types import CatalogVectors, Floats, Ints, Modality

REMEMBERED = 10  # liked items that the taste of an untrained home rests on
SKETCH_FROM = 50_000  # items; fewer are scanned whole in a millisecond
AT_WORK = 16  # requests whose history is read once for its scores and its reasons
SURE = 300  # best items of a line whose scores are exact: more than a source may bring


class Taste(Protocol):
    """Scores a whole catalogue for histories, and says what carried a score."""

    def scores(self, histories: Sequence[History]) -> Floats:
        """(B, N), higher is better."""
        ...

    def shares(self, history: History, rows: Ints) -> list[tuple[Share, ...]]:
        """For each row (K,), which past events carried its score; weights sum to 1."""
        ...

    @property
    def vectors(self) -> Floats:
        """(N, D) unit vectors in which items that serve the same taste are near."""
        ...


class RankerTaste:
    """The trained model's taste.

    Args:
        ranker: the model over the catalogue.
        sketch_from: items from which on a CPU scans them rounded to eight bits.
    """

    def __init__(self, ranker: Ranker, sketch_from: int = SKETCH_FROM) -> None:
        self._ranker = ranker
        self.vectors: Floats = ranker.items.cpu().numpy()
        large = len(self.vectors) >= sketch_from and ranker.device.type == "cpu"
        self._sketch = Sketch(ranker.items) if large else None
        self._every = np.ones(len(self.vectors), np.bool_)
        self._variants = lru_cache(AT_WORK)(partial(variants_of, ranker))

    def scores(self, histories: Sequence[History]) -> Floats:
        """(B, N) cosine of taste and item over the temperature, and what memory and welcome add.

        Of a large catalogue the best `SURE` of each line are exact, the others good to some
        hundredths.
        """
        # One history alone is a request: its reasons will ask for what else is read in this pass.
        alone = len(histories) == 1
        tastes = (
            self._variants(histories[0]).tastes[:1] if alone else self._ranker.tastes(histories)
        )
        if self._sketch is None:
            return self._ranker.scores(histories, tastes)
        out = self._sketch.dots(tastes)
        self._ranker.add_to(out, histories)
        for line, taste in zip(out, tastes, strict=True):
            best = top(line, self._every, SURE)
            line[best] += self._sketch.lost(taste, best)
        return out

    def exact(self, histories: Sequence[History]) -> Floats:
        """(B, N) the same, exact throughout."""
        return self._ranker.scores(histories)

    def shares(self, history: History, rows: Ints) -> list[tuple[Share, ...]]:
        """By occlusion of events and the exact parts of the fusion."""
        return explain(self._ranker, history, rows, self._variants(history))


class ContentTaste:
    """The taste of a home without a model: likeness to what the user liked last."""

    def __init__(self, vectors: CatalogVectors) -> None:
        self._content = Content(vectors, REMEMBERED)
        every = np.concatenate([vectors.of(name)[0] for name in vectors.modalities], axis=1)
        length = np.linalg.norm(every, axis=1, keepdims=True)
        self.vectors: Floats = (every / np.maximum(length, 1e-9)).astype(np.float32)

    def scores(self, histories: Sequence[History]) -> Floats:
        """(B, N) cosine of words plus cosine of pictures, and of what else there is."""
        return self._content.scores(histories)

    def shares(self, history: History, rows: Ints) -> list[tuple[Share, ...]]:
        """In proportion to how near each liked event's words, picture, … are to the item's."""
        positions = np.flatnonzero(history.weights > 0)[-REMEMBERED:]
        liked, vectors = history.rows[positions], self._content.vectors
        parts = [vectors.of(name)[0] for name in vectors.modalities]
        near = np.stack([part[liked] @ part[rows].T for part in parts], axis=-1)  # (E, K, M)
        return [
            _in_proportion(positions, liked, near[:, column].clip(min=0), vectors.modalities)
            for column in range(len(rows))
        ]


def _in_proportion(
    positions: Ints, rows: Ints, near: Floats, columns: Sequence[Modality]
) -> tuple[Share, ...]:
    """Shares of one item from the nearness (E, M) of its words, picture, … to each liked event."""
    whole = float(near.sum())
    if whole == 0:
        return (Share(None, None, "popularity", 1.0),)
    found = [
        Share(int(position), int(row), modality, weight)
        for position, row, line in zip(positions, rows, (near / whole).tolist(), strict=True)
        for modality, weight in zip(columns, line, strict=True)
        if weight > 0
    ]
    return tuple(sorted(found, key=lambda share: -share.weight))
