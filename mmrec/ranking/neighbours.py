"""What people liked together: the ranker's short memory beside its transformer, and item-kNN.

similarity(i, j) = |liked i and j| / (sqrt(|i| |j|) + shrinkage), the nearest of each item kept
(Sarwar et al. 2001, https://doi.org/10.1145/371920.372071, section 3; shrinkage as in Koren 2008,
https://doi.org/10.1145/1401890.1401944). A score sums the similarities to the last liked items.
Where behaviour is thin, counting what goes together is surer than what a network makes of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import sparse
from torch import Tensor

from mmrec.history import History
from mmrec.ranking.order import followed
from mmrec.types import Floats, Ints

MEMORY = "neighbours."  # what the names of its tensors begin with
BLOCK = 1024  # items whose similarities are held at once
_NOBODY, _NOTHING = np.zeros(0, np.int32), np.zeros(0, np.float32)
WINDOW = 50  # likes between two items that still count as one after the other


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """Similarities of items, and how they are summed.

    Attributes:
        similar: (N, N) sparse, line i: the items that i speaks for.
        recent: how many last likes speak.
        weight: what the sum is multiplied by.
        decay: how loud each like is, against the next one after it.
    """

    similar: sparse.csr_array
    recent: int
    weight: float = 1.0
    decay: float = 1.0

    def scores(self, histories: Sequence[History]) -> Floats:
        """(B, N) weighted sums of similarities; zeros for a history without likes."""
        out = np.zeros((len(histories), self.similar.shape[0]), np.float32)
        self.add_to(out, histories)
        return out

    def add_to(self, scores: Floats, histories: Sequence[History]) -> None:
        """Add what the memory says to scores (B, N) in place: of most items it says nothing."""
        for line, history in zip(scores, histories, strict=True):
            np.add.at(line, *self._heard(history))

    def scores_of(self, histories: Sequence[History], rows: Ints) -> Floats:
        """(B, K) the same, of a few rows (K,): what a like says of them is looked up once."""
        likes = [self._speakers(history) for history in histories]
        every, speaker = np.unique(np.concatenate([_NOBODY, *likes]), return_inverse=True)
        loud = np.zeros((len(histories), len(every)), np.float32)
        line = np.repeat(np.arange(len(likes)), [len(mine) for mine in likes])
        place = np.concatenate([_NOBODY, *(np.arange(len(mine)) for mine in likes)])
        loud[line, speaker] = self._voice(place)
        wanted, back = np.unique(rows, return_inverse=True)
        said = np.zeros((len(every), len(wanted)), np.float32)
        sizes, columns, values = self._lines(every)
        places = np.searchsorted(wanted, columns).clip(max=len(wanted) - 1)
        asked = wanted[places] == columns
        said[np.repeat(np.arange(len(every)), sizes)[asked], places[asked]] = values[asked]
        sums: Floats = (loud @ said)[:, back]
        return sums

    def _heard(self, history: History) -> tuple[Ints, Floats]:
        """Items (n,) that the last likes speak for, as often as each is named; how loud (n,)."""
        likes = self._speakers(history)
        sizes, columns, values = self._lines(likes)
        voices = np.repeat(self._voice(np.arange(len(likes))), sizes)
        return columns, (values * voices).astype(np.float32)

    def _speakers(self, history: History) -> Ints:
        """The last likes, newest first."""
        return latest(history.liked[-self.recent :])

    def _voice(self, place: Ints) -> NDArray[np.float64]:
        """How loud the likes at these places are, the newest at 0."""
        return np.asarray(self.weight * self.decay**place, np.float64)

    def _lines(self, rows: Ints) -> tuple[Ints, Ints, Floats]:
        """How many items (n,) each of these speaks for, which ones, and how similar they are.

        The lines are cut out one by one: a sparse product costs as much as the catalogue is long.
        """
        starts, ends = self.similar.indptr[rows], self.similar.indptr[rows + 1]
        lines = list(map(slice, starts.tolist(), ends.tolist()))
        columns = np.concatenate([_NOBODY, *(self.similar.indices[line] for line in lines)])
        values = np.concatenate([_NOTHING, *(self.similar.data[line] for line in lines)])
        return ends - starts, columns, values

    def over(self, rows: Ints, items: int) -> Self:
        """The same over other rows: `rows` (N,) says where each item went, -1 that it is gone."""
        pairs = self.similar.tocoo()  # not `nonzero`: it passes over zeros, which have values too
        lines, columns = (rows[place] for place in pairs.coords)
        kept = (lines >= 0) & (columns >= 0)
        places = (lines[kept], columns[kept])
        moved = sparse.csr_array((pairs.data[kept], places), shape=(items, items))
        return replace(self, similar=moved)

    def state(self) -> tuple[dict[str, Tensor], dict[str, Any]]:
        """Tensors and JSON values: all that `from_state` needs."""
        tensors = {
            f"{MEMORY}values": torch.from_numpy(self.similar.data.astype(np.float32)),
            f"{MEMORY}columns": torch.from_numpy(self.similar.indices.astype(np.int32)),
            f"{MEMORY}starts": torch.from_numpy(self.similar.indptr.astype(np.int64)),
        }
        return tensors, {"recent": self.recent, "weight": self.weight, "decay": self.decay}

    @classmethod
    def from_state(cls, tensors: Mapping[str, Tensor], config: Mapping[str, Any]) -> Self:
        """The neighbours that `state` described, over the same rows."""
        values, columns, starts = (
            tensors[f"{MEMORY}{name}"].numpy() for name in ("values", "columns", "starts")
        )
        size = len(starts) - 1
        similar = sparse.csr_array((values, columns, starts), shape=(size, size))
        # Models of version 0.1 have no decay: every like of theirs is equally loud.
        decay = float(config.get("decay", 1.0))
        return cls(similar, int(config["recent"]), float(config["weight"]), decay)


def latest(rows: Ints) -> Ints:
    """The distinct rows, newest first; of one that comes twice, the last time counts."""
    backward = rows[::-1]
    return backward[np.sort(np.unique(backward, return_index=True)[1])]


def likes(training: Mapping[str, History], items: int) -> sparse.csr_array:
    """(U, N) ones where a user liked an item."""
    return indicator([np.unique(history.liked) for history in training.values()], items)


def indicator(lines: Sequence[Ints], items: int) -> sparse.csr_array:
    """(B, N) a one for each time that a line names an item, in its order."""
    sizes = [len(line) for line in lines]
    columns = np.concatenate([*lines, np.zeros(0, np.int64)])
    indptr = np.r_[0, np.cumsum(sizes)]
    ones = np.ones(len(columns), np.float32)
    return sparse.csr_array((ones, columns, indptr), shape=(len(lines), items))


def similarities(liked: sparse.csr_array, shrinkage: float, neighbours: int) -> sparse.csr_array:
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
        blocks.append(nearest(block, neighbours))
    return sparse.csr_array(sparse.vstack(blocks, format="csr"))


def transitions(
    training: Mapping[str, History],
    items: int,
    *,
    backward: float,
    evenness: float,
    shrinkage: float,
    neighbours: int,
) -> sparse.csr_array:
    """(N, N) the same for what was liked after an item: near it counts more, before it less.

    similarity(i, j) = count(i, j) / (|i|^(1 - evenness) |j|^evenness + shrinkage): between the
    chance of j after i, which favours what is popular, and the cosine (Deshpande and Karypis 2004,
    https://doi.org/10.1145/963770.963776, section 4: their alpha).

    Args:
        training: histories, of which the likes count.
        items: size N.
        backward: what a like before the item is worth, against one after it; 1: no order.
        evenness: .5 as the cosine, 0 as the chance.
        shrinkage: added to the product of the norms.
        neighbours: how many of each item are kept.
    """
    lines = [_once(history.liked) for history in training.values()]
    ahead = followed(lines, items, WINDOW)
    count = (ahead + backward * ahead.T).tocoo()
    often = np.bincount(np.concatenate(lines), minlength=items).astype(np.float32)
    left, right = count.coords
    norms = often[left] ** (1 - evenness) * often[right] ** evenness
    values = count.data / (norms + shrinkage)
    values[left == right] = 0.0
    return nearest(sparse.csr_array((values, (left, right)), shape=count.shape), neighbours)


def _once(rows: Ints) -> Ints:
    """The distinct rows, by when each came first: nobody speaks for a pair of items twice."""
    return rows[np.sort(np.unique(rows, return_index=True)[1])]


def nearest(similar: sparse.csr_array, neighbours: int) -> sparse.csr_array:
    """Only the largest entries of each line, as float32; of equal ones, the first columns."""
    lines = np.repeat(np.arange(similar.shape[0]), np.diff(similar.indptr))
    order = np.lexsort((similar.indices, -similar.data, lines))
    place = np.arange(len(order)) - similar.indptr[lines[order]]
    kept = order[(place < neighbours) & (similar.data[order] > 0)]
    values = similar.data[kept].astype(np.float32)  # as they are saved: a loaded one is the same
    return sparse.csr_array((values, (lines[kept], similar.indices[kept])), shape=similar.shape)
