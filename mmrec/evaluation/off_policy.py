"""What another policy would have earned, from the log of the one that ran, and how surely.

Every estimate needs the exact chance with which each logged choice was made: places that
`lists.exploration` drew carry it, places that follow from the request carry 1 and say nothing of
what was not shown. All weights are `target / logged` chance of the choice.

IPS: Horvitz and Thompson 1952, https://doi.org/10.1080/01621459.1952.10483446. SNIPS: Swaminathan
and Joachims 2015, "The self-normalized estimator for counterfactual learning", eq. 8. Doubly
robust: Dudík et al. 2011, https://arxiv.org/abs/1103.4601, eq. 1. Intervals are by empirical
likelihood (`mmrec.evaluation.likelihood`) over independent choices: those of the normal
distribution held the truth in 61 to 91 of 100 logs where the draw was bold (docs/results.md).
"""

from dataclasses import dataclass
from functools import cached_property

from mmrec.errors import DataError
from mmrec.evaluation.likelihood import Weighed
from mmrec.evaluation.metrics import Numbers


@dataclass(frozen=True, eq=False)
class Logged:
    """Choices that were made by chance, and what came of them.

    Attributes:
        rewards: (n,) what each earned.
        chances: (n,) with which the logging policy made it, in (0, 1].
        wanted: (n,) with which the other policy would make it, in [0, 1].
        least, most: between what any reward lies, also one that was never seen.

    Raises:
        DataError: a chance that is none, or a reward beyond those: such a log cannot be learned
            from.
    """

    rewards: Numbers
    chances: Numbers
    wanted: Numbers
    least: float = 0.0
    most: float = 1.0

    def __post_init__(self) -> None:
        if not len(self.rewards):
            raise DataError("The log holds no choice made by chance.", "Set `lists.exploration`.")
        logged = (self.chances > 0) & (self.chances <= 1)
        if not (logged & (self.wanted >= 0) & (self.wanted <= 1)).all():
            raise DataError(
                "A chance in the log is not between 0 and 1.", "Leave such impressions out."
            )
        if not ((self.rewards >= self.least) & (self.rewards <= self.most)).all():
            raise DataError(
                f"A reward in the log is not between {self.least:g} and {self.most:g}.",
                "Say between what rewards lie.",
            )

    @property
    def weights(self) -> Numbers:
        """(n,) how much more often the other policy would choose so."""
        return self.wanted / self.chances

    @cached_property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the other policy's mean reward, whichever estimate stands in it."""
        weights = self.weights
        seen = Weighed(weights, weights * self.rewards, 0.0, 0.0, self.least, self.most)
        low, high = seen.interval()
        return max(low, self.least), min(high, self.most)


@dataclass(frozen=True, slots=True)
class Estimate:
    """The mean reward of the other policy, its 95 % interval, and how many choices it rests on.

    `effective` is Kish's sample size (sum w)^2 / sum w^2: far below the number of choices, the mean
    is not to be trusted, and the interval is wide.
    """

    mean: float
    low: float
    high: float
    effective: float


def ips(log: Logged) -> Estimate:
    """Inverse propensity scoring: unbiased, and wide where the policies differ."""
    weights = log.weights
    return Estimate(float((weights * log.rewards).mean()), *log.interval, effective(weights))


def snips(log: Logged) -> Estimate:
    """The same over the sum of weights: never beyond the rewards that were seen; biased by 1/n."""
    weights = log.weights
    mean = float((weights * log.rewards).sum() / weights.sum()) if weights.any() else float("nan")
    return Estimate(mean, *log.interval, effective(weights))


def doubly_robust(log: Logged, expected: Numbers, valued: Numbers) -> Estimate:
    """A model of rewards, corrected by what the log says of its errors: right if either is.

    Args:
        log: the choices.
        expected: (n,) what the model expects of each logged choice.
        valued: (n,) what it expects of the other policy in the same situation.
    """
    weights = log.weights
    terms = valued + weights * (log.rewards - expected)
    seen = Weighed(
        weights,
        terms,
        least=float(valued.min()),
        most=float(valued.max()),
        worst=log.least - float(expected.max()),
        best=log.most - float(expected.min()),
    )
    return Estimate(float(terms.mean()), *seen.interval(), effective(weights))


def effective(weights: Numbers) -> float:
    """Kish's effective sample size."""
    squares = float((weights**2).sum())
    return float(weights.sum()) ** 2 / squares if squares else 0.0
