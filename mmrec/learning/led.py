"""Which likes a list led to: there the model that made the list is at home.

A like that answers a place that followed from the request is of an item that this model put before
the user, so it stands high by that model and says little of another. A like of something that the
user came across without a list, or in a place that was left to chance, favours neither.
"""

from collections.abc import Sequence

import numpy as np

from mmrec.config import Settings
from mmrec.evaluation.protocols import Case
from mmrec.outcomes import outcomes
from mmrec.store import EventLog, Home
from mmrec.types import Bools, Event


def led_by_lists(
    home: Home, settings: Settings, cases: Sequence[Case], item_ids: Sequence[str], now: float
) -> Bools:
    """(n,) for each case, whether its like answers a place of a list that was not left to chance.

    Args:
        home: whose log.
        settings: what answers an impression.
        cases: likes of the log, over the rows of `item_ids`.
        item_ids: the catalogue, in row order.
        now: seconds since 1970.
    """
    log = EventLog.open(home.events)
    try:
        users = {case.user_id for case in cases}
        led = {user: _led(log.of_user(user), settings, now) for user in users}
    finally:
        log.close()
    answers = ((item_ids[case.target], case.at) in led[case.user_id] for case in cases)
    return np.fromiter(answers, np.bool_, len(cases))


def _led(events: Sequence[Event], settings: Settings, now: float) -> set[tuple[str, float]]:
    """Item and time of what one user did at a place that followed from a request.

    A deed that names a request counts as such too when nothing tells how the place was filled.
    """
    found = outcomes(events, settings.events, settings.outcomes, now)
    places = {deed.event_id: one.impression for one in found for deed in one.deeds}
    return {
        (one.item_id, one.at)
        for one in events
        if (one.event_id in places and not _by_chance(places[one.event_id]))
        or (one.request_id is not None and one.event_id not in places)
    }


def _by_chance(shown: Event) -> bool:
    return shown.propensity is not None and shown.propensity < 1
