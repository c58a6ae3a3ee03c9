"""Matrix factorisation as `implicit` has it: ALS and BPR. The only import of that library.

Both are judged on histories that have grown since they were fitted, so a user's factors are made
from the history at hand, with the factors of the items as they were learnt.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from implicit.cpu.als import AlternatingLeastSquares
from implicit.cpu.bpr import BayesianPersonalizedRanking
from scipy import sparse
from threadpoolctl import threadpool_limits

from mmrec.evaluation.baselines import Popularity
from mmrec.evaluation.judge import ndcg_at_10
from mmrec.evaluation.protocols import Case
from mmrec.history import History
from mmrec.ranking.neighbours import indicator, likes
from mmrec.types import Floats

SEED = 0
ALS_GRID = tuple(product((16, 64, 128), (1.0, 10.0), (1.0, 10.0)))  # width, penalty, confidence
ALS_ROUNDS = 15
BPR_GRID = tuple(product((32, 64), (0.003, 0.01), (50, 150)))  # width, penalty, rounds
BPR_RATE = 0.05
LENGTHS = (0.3, 1.0, 3.0, 10.0)  # of a user's step, against the biases of the items


@dataclass(frozen=True, slots=True, eq=False)
class Als:
    """Weighted least squares over all cells (Hu, Koren and Volinsky 2008, `implicit`)."""

    popular: Popularity
    model: AlternatingLeastSquares

    @classmethod
    def fit(cls, training: Mapping[str, History], items: int, validation: Sequence[Case]) -> "Als":
        """Width, penalty and confidence of a like: the best of a grid on the validation."""
        choices = (cls.of(training, items, *settings) for settings in ALS_GRID)
        return max(choices, key=lambda choice: ndcg_at_10(choice, validation))

    @classmethod
    def of(
        cls,
        training: Mapping[str, History],
        items: int,
        width: int = 16,
        penalty: float = 10.0,
        confidence: float = 10.0,
    ) -> "Als":
        """With these settings."""
        model = AlternatingLeastSquares(
            factors=width,
            regularization=penalty,
            alpha=confidence,
            iterations=ALS_ROUNDS,
            random_state=SEED,
        )
        with threadpool_limits(1, "blas"):
            model.fit(sparse.csr_matrix(likes(training, items)), show_progress=False)
        return cls(Popularity.fit(training, items), model)

    def users(self, histories: Sequence[History]) -> Floats:
        """(B, D) factors of users, solved for their likes; zeros for a newcomer."""
        lines = indicator([np.unique(h.liked) for h in histories], len(self.popular.counts))
        with threadpool_limits(1, "blas"):
            made: Floats = self.model.recalculate_user(
                np.arange(len(histories)), sparse.csr_matrix(lines)
            )
        return made

    def scores(self, histories: Sequence[History]) -> Floats:
        """(B, N) products of factors; a newcomer gets the popular items."""
        found: Floats = self.users(histories) @ self.model.item_factors.T
        return _or_popular(found, histories, self.popular)


@dataclass(frozen=True, slots=True, eq=False)
class Bpr:
    """Pairs of a liked and another item put in order (Rendle et al. 2009, `implicit`).

    A user is one step of its gradient from nothing, against items by chance: the mean of the liked
    items' factors, minus the mean of all (https://arxiv.org/abs/1205.2618, section 4.3).

    Attributes:
        factors: (N, D) of the items, the mean taken off.
        biases: (N,) of the items.
        length: of the step.
    """

    popular: Popularity
    factors: Floats
    biases: Floats
    length: float

    @classmethod
    def fit(cls, training: Mapping[str, History], items: int, validation: Sequence[Case]) -> "Bpr":
        """Width, penalty, rounds and the length of a user's step: the best of a grid."""
        choices = (
            one for settings in BPR_GRID for one in cls.of_each_length(training, items, *settings)
        )
        return max(choices, key=lambda choice: ndcg_at_10(choice, validation))

    @classmethod
    def of_each_length(
        cls, training: Mapping[str, History], items: int, width: int, penalty: float, rounds: int
    ) -> "list[Bpr]":
        """One fit, and a scorer for each length of a user's step."""
        model = BayesianPersonalizedRanking(
            factors=width,
            regularization=penalty,
            iterations=rounds,
            learning_rate=BPR_RATE,
            num_threads=1,  # more race each other, and no two runs are alike
            random_state=SEED,
        )
        model.fit(sparse.csr_matrix(likes(training, items)), show_progress=False)
        factors, biases = model.item_factors[:, :-1], model.item_factors[:, -1]
        popular, centred = Popularity.fit(training, items), factors - factors.mean(axis=0)
        return [cls(popular, centred, biases, length) for length in LENGTHS]

    def scores(self, histories: Sequence[History]) -> Floats:
        """(B, N) products of factors and the items' biases; a newcomer gets the popular items."""
        lines = indicator([np.unique(h.liked) for h in histories], len(self.biases))
        sizes = np.maximum(lines.sum(axis=1), 1.0)[:, None]
        tastes = self.length * (lines @ self.factors) / sizes
        found: Floats = (tastes @ self.factors.T + self.biases).astype(np.float32)
        return _or_popular(found, histories, self.popular)


def _or_popular(scores: Floats, histories: Sequence[History], popular: Popularity) -> Floats:
    newcomers = np.array([len(history.liked) == 0 for history in histories], np.bool_)
    scores[newcomers] = popular.counts
    return scores
