"""Scores into the chance that a candidate is liked next, and how honest that chance is."""

from collections.abc import Callable, Mapping

import numpy as np
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from benchmarks.reranking.slates import Slates
from mmrec.evaluation.calibration import ece, softmax
from mmrec.evaluation.metrics import Numbers
from mmrec.types import Floats

LEAST = 1e-12  # chance whose logarithm is taken
SHOWN = 10

Calibrator = Callable[[Numbers], Numbers]  # (n,) log chances to (n,) chances


def calibration(learnt: tuple[Slates, Floats], judged: tuple[Slates, Floats]) -> dict[str, float]:
    """ECE of the plain softmax over the candidates, and after Platt's and the isotonic correction.

    Platt 1999 is a logistic regression on the log chance; isotonic is Zadrozny and Elkan 2002
    (https://doi.org/10.1145/775047.775151).

    Args:
        learnt: moments with scores (n, K) that were not made by a model of theirs.
        judged: others, whose error is told.

    Returns:
        The error by name, over all candidates and over the first ten places; and the share of
        candidates that were liked next, which an error must be held against.
    """
    said, liked = _log_chances(learnt[1]), learnt[0].liked
    asked, truth = _log_chances(judged[1]), judged[0].liked
    first = np.argsort(-judged[1], axis=1, kind="stable")[:, :SHOWN]
    came = np.take_along_axis(truth, first, axis=1)
    figures = {}
    for name, correct in _calibrators(said.ravel(), liked.ravel()).items():
        chances = correct(asked.ravel()).reshape(asked.shape)
        figures[name] = ece(chances.ravel(), truth.ravel())
        shown = np.take_along_axis(chances, first, axis=1)
        figures[f"{name}, first ten"] = ece(shown.ravel(), came.ravel())
    return {**figures, "liked": float(truth.mean()), "liked, first ten": float(came.mean())}


def _log_chances(scores: Floats) -> Numbers:
    return np.asarray(np.log(np.maximum(softmax(scores), LEAST)), np.float64)


def _calibrators(said: Numbers, liked: np.ndarray) -> Mapping[str, Calibrator]:
    platt = LogisticRegression(C=1e6).fit(said[:, None], liked)
    isotonic = IsotonicRegression(out_of_bounds="clip").fit(said, liked)
    return {
        "softmax": np.exp,
        "platt": lambda x: np.asarray(platt.predict_proba(x[:, None])[:, 1], np.float64),
        "isotonic": lambda x: np.asarray(isotonic.predict(x), np.float64),
    }
