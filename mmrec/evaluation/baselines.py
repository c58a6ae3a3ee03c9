"""What the ranker must beat, in the same harness and on the same users.

Each baseline chooses its own settings on the same validation cases as the ranker does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from mmrec.evaluation.judge import ndcg_at_10
from mmrec.evaluation.protocols import Case
from mmrec.history import History
from mmrec.ranking.neighbours import Neighbours, indicator, likes, nearest, similarities
from mmrec.types import CatalogVectors, Floats

SHRINKAGES = (0.0, 5.0, 20.0, 100.0)
NEIGHBOURS = (400, 150, 50)  # falling: each is cut from the one before
RECENTS = (1, 2, 3, 5, 10, 30, 100, 100_000)


@dataclass(frozen=True, slots=True, eq=False)
class Popularity:
    """Every user gets what most users liked. `counts` (N,): likes of each item."""

    counts: Floats

    @classmethod
    def fit(cls, training: Mapping[str, History], items: int) -> "Popularity":
        """Count the likes."""
        counts = np.zeros(items, np.float32)
        for history in training.values():
            np.add.at(counts, history.liked, 1.0)
        return cls(counts)

    def scores(self, histories: Sequence[History]) -> Floats:
        """(B, N) the counts, for everybody."""
        return np.broadcast_to(self.counts, (len(histories), len(self.counts)))


@dataclass(frozen=True, slots=True, eq=False)
class ItemKnn:
    """Items that the same users liked as the user's last ones; a newcomer gets the popular ones.

    Attributes:
        near: the similarities, the `neighbours` nearest of each item, shrunk by `shrinkage`.
    """

    popular: Popularity
    near: Neighbours
    neighbours: int
    shrinkage: float

    @classmethod
    def fit(
        cls, training: Mapping[str, History], items: int, validation: Sequence[Case]
    ) -> "ItemKnn":
        """Neighbours, shrinkage and length of memory: the best of a grid on the validation."""
        liked = likes(training, items)
        popular = Popularity.fit(training, items)
        best, best_figure = None, -1.0
        for shrinkage, neighbours in product(SHRINKAGES, NEIGHBOURS):
            if neighbours == NEIGHBOURS[0]:
                similar = similarities(liked, shrinkage, neighbours)
            similar = nearest(similar, neighbours)
            for recent in RECENTS:
                model = cls(popular, Neighbours(similar, recent), neighbours, shrinkage)
                figure = ndcg_at_10(model, validation)
                if figure > best_figure:
                    best, best_figure = model, figure
        assert best is not None
        return best

    def scores(self, histories: Sequence[History]) -> Floats:
        """(B, N) summed similarities."""
        newcomers = np.array([len(history.liked) == 0 for history in histories], np.bool_)
        return np.where(newcomers[:, None], self.popular.counts, self.near.scores(histories))


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """Items whose words and pictures are like those of the last liked ones: no learning at all."""

    vectors: CatalogVectors
    recent: int

    @classmethod
    def fit(cls, vectors: CatalogVectors, validation: Sequence[Case]) -> "Content":
        """The length of memory: the best on the validation."""
        choices = [cls(vectors, recent) for recent in (1, 3, 10, 30, 100)]
        figures = [ndcg_at_10(choice, validation) for choice in choices]
        return choices[int(np.argmax(figures))]

    def scores(self, histories: Sequence[History]) -> Floats:
        """(B, N) cosine of words plus cosine of pictures, …; a missing one counts 0."""
        lines = [history.liked[-self.recent :] for history in histories]
        taste = indicator(lines, len(self.vectors.item_ids))
        scores = np.zeros((len(lines), len(self.vectors.item_ids)), np.float32)
        for name in self.vectors.modalities:
            part = self.vectors.of(name)[0]
            scores += _unit(taste @ part) @ part.T
        return scores


def _unit(vectors: Floats) -> Floats:
    unit: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return unit
