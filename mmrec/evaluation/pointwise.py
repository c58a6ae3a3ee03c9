"""Learners of tables as scikit-learn and LightGBM have them, over features of user and item.

They learn to tell what people liked next from other items, and score a catalogue item by item. The
only import of both libraries.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from lightgbm import LGBMRanker
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC

from mmrec.evaluation.factorised import Als
from mmrec.evaluation.judge import ndcg_at_10
from mmrec.evaluation.lessons import Described, Examples
from mmrec.evaluation.pairs import Pairs
from mmrec.evaluation.protocols import Case
from mmrec.history import History
from mmrec.types import Floats, Ints

SEED = 0
ENOUGH_CASES = 200  # of validation, for settings: each is scored feature by feature
PENALTIES = (0.001, 0.1)  # inverse: what scikit-learn calls C
LEAVES = (15, 31)
TREES, TREE_RATE = 200, 0.05
LAYERS, DECAYS = (64, 32), (1e-4, 1.0)

Model = Callable[[Floats], Floats]  # features (n, F) to scores (n,)


@dataclass(frozen=True, slots=True, eq=False)
class Pointwise:
    """Scores each of `items` items by its features alone."""

    described: Described
    model: Model
    items: int

    def scores(self, histories: Sequence[History]) -> Floats:
        """(B, N), a user at a time: N * F features are held at once."""
        rows = np.arange(self.items)
        out = np.zeros((len(histories), self.items), np.float32)
        for line, history in enumerate(histories):
            out[line] = self.model(self.described.of(history, rows))
        return out


@dataclass(frozen=True, slots=True, eq=False)
class Crossed:
    """Features of both, and the products of their factors, one by one.

    That is the input of neural collaborative filtering whose factors are learnt beforehand (He et
    al. 2017, https://arxiv.org/abs/1708.05031, sections 3.2 and 3.4.1), with facts beside it.
    """

    pairs: Pairs
    factors: Als

    def of(self, history: History, rows: Ints) -> Floats:
        """(K, F + D) of one user and the items of these rows (K,)."""
        products = self.factors.users([history]) * self.factors.model.item_factors[rows]
        return np.concatenate([self.pairs.of(history, rows), products], axis=1, dtype=np.float32)


def logistic_regressions(shown: Examples) -> list[Model]:
    """One for each penalty, on standardised features, the classes balanced."""
    return [
        _standardised(LogisticRegression(C=penalty, class_weight="balanced", max_iter=300), shown)
        for penalty in PENALTIES
    ]


def linear_svms(shown: Examples) -> list[Model]:
    """One for each penalty, on standardised features, the classes balanced."""
    return [
        _standardised(LinearSVC(C=penalty, class_weight="balanced", random_state=SEED), shown)
        for penalty in PENALTIES
    ]


def tree_ensembles(shown: Examples) -> list[Model]:
    """Gradient-boosted trees that order each lesson (LambdaMART), one for each number of leaves."""
    made = [
        LGBMRanker(
            n_estimators=TREES,
            learning_rate=TREE_RATE,
            num_leaves=leaves,
            min_child_samples=50,
            subsample=0.8,
            subsample_freq=1,
            colsample_bytree=0.8,
            random_state=SEED,
            deterministic=True,
            verbose=-1,
        ).fit(shown.features, shown.liked, group=shown.groups)
        for leaves in LEAVES
    ]
    return [_predicting(one) for one in made]


def neural_nets(shown: Examples) -> list[Model]:
    """Two hidden layers, stopped early, one for each decay of the weights."""
    return [
        _standardised(
            MLPClassifier(
                LAYERS,
                alpha=decay,
                batch_size=min(512, max(16, len(shown.liked) // 50)),
                early_stopping=True,
                max_iter=50,
                random_state=SEED,
            ),
            shown,
        )
        for decay in DECAYS
    ]


def best_of(
    models: Sequence[Model], described: Described, items: int, validation: Sequence[Case]
) -> Pointwise:
    """The one that some of the validation cases like best."""
    cases = validation[:: -(-len(validation) // ENOUGH_CASES) or 1]
    choices = [Pointwise(described, model, items) for model in models]
    return max(choices, key=lambda choice: ndcg_at_10(choice, cases))


def _standardised(model: Any, shown: Examples) -> Model:
    scale = StandardScaler().fit(shown.features)
    model.fit(scale.transform(shown.features), shown.liked)
    score = getattr(model, "decision_function", None) or (lambda x: model.predict_proba(x)[:, 1])
    return lambda features: np.asarray(score(scale.transform(features)), np.float32)


def _predicting(model: LGBMRanker) -> Model:
    return lambda features: np.asarray(model.predict(features), np.float32)
