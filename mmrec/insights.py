"""What an operator wants to know of a home: its state, its model, what came of lists, decisions."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from mmrec.config import DAY, Settings
from mmrec.evaluation.report import EvaluationReport
from mmrec.health import HomeStatus, home_status
from mmrec.learning import drift_of
from mmrec.learning.decisions import Decision, Decisions
from mmrec.outcomes import Outcome, Tally, outcomes, tally
from mmrec.store import EventLog, Home

LATELY = 30  # days in which something was shown for it to be counted
NEWEST = 20  # decisions


@dataclass(frozen=True, slots=True)
class Insights:
    """How a home is doing.

    Attributes:
        status: what `mmrec status` says.
        evaluation: how the model that serves was judged when it was made; None without one.
        lists: what came of what people were shown in the last LATELY days.
        decisions: about new models, the NEWEST, newest first.
    """

    status: HomeStatus
    evaluation: EvaluationReport | None
    lists: Tally
    decisions: tuple[Decision, ...]


def insights_of(home: Home, settings: Settings) -> Insights:
    """Gather it. Takes as long as `mmrec status`, and grows with what was shown lately.

    Raises:
        StoreError: something in the home is damaged.
    """
    status = home_status(home, drift_of(home, settings))
    return Insights(
        status,
        EvaluationReport.of_json(status.metrics) if status.metrics else None,
        tally(_outcomes(home, settings, frozenset(status.bots))),
        tuple(reversed(Decisions(home.decisions).list(NEWEST))),
    )


def _outcomes(home: Home, settings: Settings, bots: frozenset[str]) -> Iterator[Outcome]:
    """Of what people were shown lately; accounts that are no people look at nothing."""
    log, now = EventLog.open(home.events), time.time()
    since = now - LATELY * DAY
    for user_id in log.users(shown_since=since):
        if user_id not in bots:
            found = outcomes(log.of_user(user_id), settings.events, settings.outcomes, now)
            yield from (one for one in found if one.impression.at >= since)
    log.close()
