"""A second stage of boosted trees, as LightGBM has them, on top of the first one's scores."""

import numpy as np
from lightgbm import LGBMRanker

from benchmarks.reranking.slates import SecondStage, Slates
from mmrec.types import Floats, Ints

NEGATIVES = 60  # candidates that were not liked next, of each moment, by chance
ROUNDS = (10, 30, 100)
RATE, LEAVES, ENOUGH = 0.05, 7, 50


def boosted_trees(taught: Slates, seed: int) -> list[SecondStage]:
    """Second stages of more and more trees: `ROUNDS` of them."""
    taught = taught.take(taught.found)
    chosen = _sample(taught, np.random.default_rng(seed))
    features, liked, scores = (
        np.concatenate([one[line] for one, line in zip(column, chosen, strict=True)])
        for column in (taught.features, taught.liked, taught.scores)
    )
    model = LGBMRanker(
        n_estimators=ROUNDS[-1],
        learning_rate=RATE,
        num_leaves=LEAVES,
        min_child_samples=ENOUGH,
        subsample=0.8,
        subsample_freq=1,
        colsample_bytree=0.7,
        reg_lambda=5.0,
        random_state=seed,
        deterministic=True,
        n_jobs=1,
        verbose=-1,
    ).fit(features, liked.astype(np.int64), group=[len(c) for c in chosen], init_score=scores)
    return [_corrected(model, rounds) for rounds in ROUNDS]


def _sample(taught: Slates, random: np.random.Generator) -> list[Ints]:
    """Of each moment the candidate that was liked, then some that were not."""
    return [
        np.r_[np.flatnonzero(line), random.permutation(np.flatnonzero(~line))[:NEGATIVES]]
        for line in taught.liked
    ]


def _corrected(model: LGBMRanker, rounds: int) -> SecondStage:
    def scores(slates: Slates) -> Floats:
        flat = slates.features.reshape(-1, slates.features.shape[2])
        shift = np.asarray(model.predict(flat, num_iteration=rounds), np.float32)
        return slates.scores + shift.reshape(slates.scores.shape)

    return scores
