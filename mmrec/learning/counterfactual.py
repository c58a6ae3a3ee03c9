"""What the places that were left to chance tell of a model before anybody sees its lists.

Each such place is a choice whose chance is known. The new model is asked how likely it would have
filled the same place, below the same items and with what the user had done by then; from both
chances, and what came of the place, follows what it would earn there. Lists that answered a query
are left out: the log does not hold the query.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from mmrec.choosing import POPULAR, SEQUENCE, Chooser
from mmrec.config import Settings
from mmrec.evaluation.metrics import Numbers
from mmrec.evaluation.off_policy import Logged, doubly_robust, ips, snips
from mmrec.history import IMPRESSION, History
from mmrec.loading import Models
from mmrec.outcomes import Outcome, outcomes
from mmrec.presentation import EXPLORED
from mmrec.ranking.lists import Pool, chances_after, scaled
from mmrec.ranking.ranker import Ranker
from mmrec.retrieval.candidates import Candidates
from mmrec.snapshot import Shelf, Snapshot
from mmrec.store import Home
from mmrec.taste import RankerTaste
from mmrec.types import Event, Query

MOST = 3000  # choices that are looked at, the newest
SCORED = 64  # histories whose scores are held at once
UNASKED = {SEQUENCE, POPULAR, EXPLORED}  # the sources of a list that answered no query


@dataclass(frozen=True, slots=True)
class _Choice:
    """One place that chance filled.

    Attributes:
        past: what the user had done by then.
        above: the items of the places before it.
        shown: what came of it.
    """

    past: History
    above: tuple[str, ...]
    shown: Outcome

    @property
    def earned(self) -> float:
        """1 when somebody liked it."""
        return float(self.shown.reward > 0)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a model would do with a place.

    Attributes:
        wanted: how likely it would fill it with what was shown.
        worth: what it holds of what was shown, of 0..1 among its candidates; 0 when not among them.
        valued: the same of what it would show, on average.
    """

    wanted: float
    worth: float
    valued: float


def off_policy(
    home: Home, settings: Settings, ranker: Ranker, since: float, now: float
) -> dict[str, Any] | None:
    """What places left to chance would earn by a model, as JSON values; None with too few of them.

    Args:
        home: whose log.
        settings: how lists are made, and from how many choices on something is said.
        ranker: over the catalogue of now.
        since: seconds since 1970; only choices from then on count, whose outcome it never saw.
        now: seconds since 1970.

    Returns:
        `choices`, how many; `earned`, the share of them that was liked; and of that share by the
        model, for each of `ips`, `snips` and `doubly_robust`, the mean, its interval and the
        effective sample size.
    """
    shelf = Shelf(home, settings)
    users = shelf.log.users(shown_since=since, by_chance=True)
    if not users:
        return None  # the usual case: no model need be loaded for it
    snapshot = shelf.current()
    if len(snapshot.index) != len(ranker.features):
        return None  # the catalogue has just changed
    choices = list(_choices(shelf, users, settings, since, now))[-MOST:]
    if len(choices) < settings.retraining.fewest:
        return None
    model = replace(snapshot, taste=RankerTaste(ranker))
    chooser = Chooser(shelf, Models(settings, shelf), settings)
    answers = list(_answers(chooser, model, choices, settings))
    earned = np.array([one.earned for one in choices])
    log = Logged(
        earned,
        np.array([one.shown.impression.propensity for one in choices], np.float64),
        np.array([one.wanted for one in answers]),
    )
    expected, valued = _expected(earned, answers)
    return {
        "choices": len(choices),
        "earned": float(earned.mean()),
        "ips": asdict(ips(log)),
        "snips": asdict(snips(log)),
        "doubly_robust": asdict(doubly_robust(log, expected, valued)),
    }


def _choices(
    shelf: Shelf, users: Sequence[str], settings: Settings, since: float, now: float
) -> Iterator[_Choice]:
    """The choices of these users, those of each oldest first."""
    histories = shelf.current().histories
    for user in users:
        events = shelf.log.of_user(user)
        lists: dict[str, list[Event]] = {}
        for one in events:
            if one.kind == IMPRESSION and one.request_id:
                lists.setdefault(one.request_id, []).append(one)
        for outcome in outcomes(events, settings.events, settings.outcomes, now):
            shown = outcome.impression
            if outcome.state == "pending" or not _by_chance(shown, since):
                continue
            together = lists.get(shown.request_id or "", [])
            if not all(_sources(one) <= UNASKED for one in together):
                continue
            past = histories.of_events([one for one in events if one.at < shown.at])
            above = [one for one in together if (one.position or 0) < (shown.position or 0)]
            yield _Choice(
                past.last(settings.retrieval.remembered),
                tuple(one.item_id for one in above),
                outcome,
            )


def _by_chance(shown: Event, since: float) -> bool:
    return (
        shown.at >= since
        and EXPLORED in _sources(shown)
        and shown.propensity is not None
        and 0 < shown.propensity < 1
    )


def _sources(event: Event) -> set[str]:
    return set((event.source or "").split("+"))


def _answers(
    chooser: Chooser, snapshot: Snapshot, choices: Sequence[_Choice], settings: Settings
) -> Iterator[_Answer]:
    nobody = snapshot.index.mask(())
    for start in range(0, len(choices), SCORED):
        some = choices[start : start + SCORED]
        scored = chooser.tasted(snapshot, [one.past for one in some])
        for choice, scores in zip(some, scored, strict=True):
            candidates, pool = chooser.pool(snapshot, scores, Query(), nobody)
            yield _answer(snapshot, choice, candidates, pool, settings)


def _answer(
    snapshot: Snapshot, choice: _Choice, candidates: Candidates, pool: Pool, settings: Settings
) -> _Answer:
    place = {int(row): position for position, row in enumerate(candidates.rows.tolist())}
    row_of = snapshot.index.row_of
    above = [place[row_of[one]] for one in choice.above if row_of.get(one, -1) in place]
    free, chances = chances_after(pool, above, settings.lists)
    worth = scaled(pool.scores[free])
    shown = place.get(row_of.get(choice.shown.impression.item_id, -1), -1)
    at = np.flatnonzero(free == shown)
    if not at.size:
        return _Answer(0.0, 0.0, float(chances @ worth))
    return _Answer(float(chances[at[0]]), float(worth[at[0]]), float(chances @ worth))


def _expected(earned: Numbers, answers: Sequence[_Answer]) -> tuple[Numbers, Numbers]:
    """(n,) what the model's own scores foretell of what was shown, and of what it would show.

    A straight line by least squares, for the doubly robust estimate, which corrects its errors.
    """
    worth = np.array([(1.0, one.worth) for one in answers])
    line = np.linalg.lstsq(worth, earned)[0]
    valued = np.array([(1.0, one.valued) for one in answers])
    return np.clip(worth @ line, 0, 1), np.clip(valued @ line, 0, 1)
