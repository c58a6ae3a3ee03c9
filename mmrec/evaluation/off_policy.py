"""What another policy would have earned, from the log of the one that ran, and how surely.

Every estimate needs the exact chance with which each logged choice was made: places that
`lists.exploration` drew carry it, places that follow from the request carry 1 and say nothing of
what was not shown. All weights are `target / logged` chance of the choice.

IPS: Horvitz and Thompson 1952, https://doi.org/10.1080/01621459.1952.10483446. SNIPS: Swaminathan
and Joachims 2015, "The self-normalized estimator for counterfactual learning", eq. 8. Doubly
robust: Dudík et al. 2011, https://arxiv.org/abs/1103.4601, eq. 1. Intervals are of the normal
distribution over independent choices; for SNIPS by the delta method (Owen 2013, "Monte Carlo
theory, methods and examples", eq. 9.8).
"""

from dataclasses import dataclass

import numpy as np

from mmrec.errors import DataError
from mmrec.evaluation.metrics import Numbers

SURE = 1.959964  # standard errors in a 95 % interval


@dataclass(frozen=True, slots=True, eq=False)
class Logged:
    """Choices that were made by chance, and what came of them.

    Attributes:
        rewards: (n,) what each earned.
        chances: (n,) with which the logging policy made it, in (0, 1].
        wanted: (n,) with which the other policy would make it, in [0, 1].

    Raises:
        DataError: a chance that is none: such a log cannot be learned from.
    """

    rewards: Numbers
    chances: Numbers
    wanted: Numbers

    def __post_init__(self) -> None:
        if not len(self.rewards):
            raise DataError("The log holds no choice made by chance.", "Set `lists.exploration`.")
        logged = (self.chances > 0) & (self.chances <= 1)
        if not (logged & (self.wanted >= 0) & (self.wanted <= 1)).all():
            raise DataError(
                "A chance in the log is not between 0 and 1.", "Leave such impressions out."
            )

    @property
    def weights(self) -> Numbers:
        """(n,) how much more often the other policy would choose so."""
        return self.wanted / self.chances


@dataclass(frozen=True, slots=True)
class Estimate:
    """The mean reward of the other policy, its 95 % interval, and how many choices it rests on.

    `effective` is Kish's sample size (sum w)^2 / sum w^2: far below the number of choices, the
    interval is not to be trusted.
    """

    mean: float
    low: float
    high: float
    effective: float


def ips(log: Logged) -> Estimate:
    """Inverse propensity scoring: unbiased, and wide where the policies differ."""
    return _estimate(log, log.weights * log.rewards)


def snips(log: Logged) -> Estimate:
    """The same over the sum of weights: never beyond the rewards that were seen; biased by 1/n."""
    weights = log.weights
    if not weights.sum():
        return Estimate(float("nan"), float("-inf"), float("inf"), 0.0)
    mean = float((weights * log.rewards).sum() / weights.sum())
    spread = np.sqrt(((weights * (log.rewards - mean)) ** 2).sum()) / weights.sum()
    return Estimate(mean, mean - SURE * spread, mean + SURE * spread, effective(weights))


def doubly_robust(log: Logged, expected: Numbers, valued: Numbers) -> Estimate:
    """A model of rewards, corrected by what the log says of its errors: right if either is.

    Args:
        log: the choices.
        expected: (n,) what the model expects of each logged choice.
        valued: (n,) what it expects of the other policy in the same situation.
    """
    return _estimate(log, valued + log.weights * (log.rewards - expected))


def effective(weights: Numbers) -> float:
    """Kish's effective sample size."""
    squares = float((weights**2).sum())
    return float(weights.sum()) ** 2 / squares if squares else 0.0


def _estimate(log: Logged, terms: Numbers) -> Estimate:
    mean, size = float(terms.mean()), len(terms)
    spread = float(terms.std(ddof=1)) / size**0.5 if size > 1 else float("inf")
    return Estimate(mean, mean - SURE * spread, mean + SURE * spread, effective(log.weights))
