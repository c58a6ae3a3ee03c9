"""What the ranker must beat, in the same harness and on the same users.

Each baseline chooses its own settings on the same validation cases as the ranker does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy import sparse

from mmrec.evaluation.judge import ndcg_at_10
from mmrec.evaluation.protocols import Case
from mmrec.history import History
from mmrec.types import CatalogVectors, Floats

BLOCK = 1024  # items whose similarities are held at once
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
    """Items that the same users liked as the user's own.

    similarity(i, j) = |liked i and j| / (sqrt(|i| |j|) + shrinkage), the `neighbours` nearest of
    each item kept (Sarwar et al. 2001, https://doi.org/10.1145/371920.372071, section 3; shrinkage
    as in Koren 2008). A score sums the similarities to the `recent` last liked items; a user who
    liked nothing yet gets the popular ones.
    """

    popular: Popularity
    similar: sparse.csr_array  # (N, N): line i, the items that i speaks for
    neighbours: int
    shrinkage: float
    recent: int

    @classmethod
    def fit(
        cls, training: Mapping[str, History], items: int, validation: Sequence[Case]
    ) -> "ItemKnn":
        """Neighbours, shrinkage and length of memory: the best of a grid on the validation."""
        liked = _user_by_item(training, items)
        popular = Popularity.fit(training, items)
        best, best_figure = None, -1.0
        for shrinkage, neighbours in product(SHRINKAGES, NEIGHBOURS):
            if neighbours == NEIGHBOURS[0]:
                similar = _similarities(liked, shrinkage, neighbours)
            similar = _nearest(similar, neighbours)
            for recent in RECENTS:
                model = cls(popular, similar, neighbours, shrinkage, recent)
                figure = ndcg_at_10(model, validation)
                if figure > best_figure:
                    best, best_figure = model, figure
        assert best is not None
        return best

    def scores(self, histories: Sequence[History]) -> Floats:
        """(B, N) summed similarities."""
        lines = [np.unique(history.liked[-self.recent :]) for history in histories]
        scores = (_indicator(lines, self.similar.shape[0]) @ self.similar).toarray()
        newcomers = np.array([len(line) == 0 for line in lines], np.bool_)
        return np.where(newcomers[:, None], self.popular.counts, scores)


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
        """(B, N) cosine of words plus cosine of pictures; a missing one counts 0."""
        lines = [history.liked[-self.recent :] for history in histories]
        taste = _indicator(lines, len(self.vectors.item_ids))
        scores = np.zeros((len(lines), len(self.vectors.item_ids)), np.float32)
        for part in (self.vectors.text, self.vectors.image):
            scores += _unit(taste @ part) @ part.T
        return scores


def _unit(vectors: Floats) -> Floats:
    unit: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return unit


def _indicator(lines: Sequence[np.ndarray], items: int) -> sparse.csr_array:
    """(B, N) ones where a line names an item."""
    sizes = [len(line) for line in lines]
    columns = np.concatenate([*lines, np.zeros(0, np.int64)])
    indptr = np.r_[0, np.cumsum(sizes)]
    ones = np.ones(len(columns), np.float32)
    matrix = sparse.csr_array((ones, columns, indptr), shape=(len(lines), items))
    matrix.sum_duplicates()
    return matrix


def _user_by_item(training: Mapping[str, History], items: int) -> sparse.csr_array:
    return _indicator([np.unique(history.liked) for history in training.values()], items)


def _similarities(liked: sparse.csr_array, shrinkage: float, neighbours: int) -> sparse.csr_array:
    """(N, N) shrunk cosines, made a block of items at a time to bound the memory."""
    by_item = liked.T.tocsr()
    norms = np.sqrt(np.diff(by_item.indptr)).astype(np.float32)
    blocks = []
    for start in range(0, by_item.shape[0], BLOCK):
        both = (by_item[start : start + BLOCK] @ liked).tocoo()
        left, right = both.coords[0] + start, both.coords[1]
        values = both.data / (norms[left] * norms[right] + shrinkage)
        values[left == right] = 0.0
        block = sparse.csr_array((values, (both.coords[0], right)), shape=both.shape)
        blocks.append(_nearest(block, neighbours))
    return sparse.csr_array(sparse.vstack(blocks, format="csr"))


def _nearest(similar: sparse.csr_array, neighbours: int) -> sparse.csr_array:
    """Only the largest entries of each line; of equal ones, the first columns."""
    lines = np.repeat(np.arange(similar.shape[0]), np.diff(similar.indptr))
    order = np.lexsort((similar.indices, -similar.data, lines))
    place = np.arange(len(order)) - similar.indptr[lines[order]]
    kept = order[(place < neighbours) & (similar.data[order] > 0)]
    return sparse.csr_array(
        (similar.data[kept], (lines[kept], similar.indices[kept])), shape=similar.shape
    )
