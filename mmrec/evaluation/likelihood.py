"""How surely a weighted mean is known: empirical likelihood, which holds where weights are wild.

The interval of the normal distribution is blind to what was hardly ever tried: a few huge weights
that did not come up make the mean too small and the spread as well. Here every distribution
counts that could have made the log, those too which leave some chance to what nobody saw; known is
only that weights are 1 on average, and the range of rewards. A mean is inside when the best such
distribution with that mean is not too unlikely beside the best of all.

Owen 1988, "Empirical likelihood ratio confidence intervals for a single functional"; with weights:
Karampatziakis, Langford and Mineiro 2020, "Empirical likelihood for contextual bandits",
https://arxiv.org/abs/1906.03323, section 4. Their largest weight is infinite here: it need not be
known.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import LinearConstraint, brentq, minimize

from mmrec.evaluation.metrics import Numbers

UNLIKELY = 3.841459  # 95 % of chi-squared with one degree of freedom
_STEPS = 60  # doublings of a standard error before a side counts as open


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """What was seen, and between what the rest may lie.

    Attributes:
        weights: (n,) each >= 0, 1 on average in truth.
        terms: (n,) whose mean is wanted; each is `a + weight * b` for some a and b.
        least, most: of `a`.
        worst, best: of `b`.
    """

    weights: Numbers
    terms: Numbers
    least: float
    most: float
    worst: float
    best: float

    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the mean; a side that nothing bounds is infinite."""
        centre, floor = self._centre()
        spread = max(float(self.terms.std()), 1e-9) / len(self.terms) ** 0.5

        def beyond(mean: float) -> float:
            return self._evidence(mean) - floor - UNLIKELY

        def side(way: float) -> float:
            inside, step = centre, way * 2 * spread
            for _ in range(_STEPS):
                if beyond(inside + step) > 0:
                    found: float = brentq(beyond, inside, inside + step, xtol=0.01 * spread)
                    return found
                inside, step = inside + step, 2 * step
            return way * float("inf")

        return side(-1.0), side(1.0)

    def _evidence(self, mean: float) -> float:
        """Twice the log of how much likelier the data are without that mean than with it.

        By the dual: the largest sum of logs of `1 + beta (weight - 1) + gamma (term - mean)`,
        which may be negative for nothing that could be seen.
        """
        apart = np.stack((self.weights - 1, self.terms - mean), axis=1)
        # One row each: weight 0 with the least and most term, and the two rays of huge weights.
        possible = np.array(
            [[-1, self.least - mean], [-1, self.most - mean], [1, self.worst], [1, self.best]]
        )
        found = minimize(
            _loss,
            np.zeros(2),
            args=(apart,),
            jac=True,
            method="SLSQP",
            constraints=LinearConstraint(possible, [-1, -1, 0, 0]),
            options={"ftol": 1e-9, "maxiter": 200},
        )
        return float(-2 * found.fun)

    def _centre(self) -> tuple[float, float]:
        """The likeliest mean, and the evidence against it, as what was seen weighs too much."""
        apart = self.weights - 1
        if apart.mean() <= 0:  # what is missing may be with what nobody saw
            return float(self.terms.mean()), 0.0

        def left(beta: float) -> float:
            return float((apart / (1 + beta * apart)).mean())

        most = 1 - 1e-9  # of beta: weights of 0 are possible
        beta = most if left(most) > 0 else brentq(left, 0.0, most)
        shares = 1 / (1 + beta * apart) / len(apart)
        unseen = max(0.0, 1 - float(shares.sum()))  # of weight 0
        likeliest = float(shares @ self.terms) + unseen * self.least
        return likeliest, float(-2 * np.log(shares * len(apart)).sum())


def _loss(dual: Numbers, apart: Numbers) -> tuple[float, Numbers]:
    """Minus the sum of logs, and its slope; below 1/n a parabola goes on (Owen 2001, 3.14)."""
    x, least = 1 + apart @ dual, 1 / len(apart)
    fine = x > least
    safe = np.where(fine, x, least)
    low = x / least
    logs = np.where(fine, np.log(safe), np.log(least) - 1.5 + 2 * low - low**2 / 2)
    slopes = np.where(fine, 1 / safe, (2 - low) / least)
    return -float(logs.sum()), -(slopes @ apart)
