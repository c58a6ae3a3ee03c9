"""What a model has learned from, told from its manifest alone, and what has come since.

Nothing but the version of the log and the rule of the split is kept with a model: the events are
there, so what was withheld from it is found again. Events that came late, with an old time, are as
new as any other.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from mmrec.config import EventSettings
from mmrec.evaluation.protocols import Case, Split, leave_one_out, split_at
from mmrec.history import History, HistoryBuilder
from mmrec.learning.recipe import read_events, thinned
from mmrec.store import Home
from mmrec.types import Bools

SPARED = "spared"  # of a manifest: the recipe of the model whose exam was not learned from
EXAM = 500  # likes
CUT = "cut"  # of a manifest: seconds since 1970; what came later was withheld

Key = tuple[int, float]  # row and time of an event of one user


def split_of(manifest: Mapping[str, Any], histories: Mapping[str, History]) -> Split:
    """The split that a model was made by, over the events that were there then."""
    if manifest.get(CUT) is None:
        return leave_one_out(histories)
    return split_at(histories, float(manifest[CUT]))


def learnt(
    home: Home, manifest: Mapping[str, Any], item_ids: tuple[str, ...]
) -> Mapping[str, History]:
    """What a model was fitted on, over the rows of the catalogue of now."""
    training = _split(home, manifest, item_ids).training
    if not (spared := manifest.get(SPARED)):
        return training
    exam = examined(exam_of(home, spared, item_ids))
    return {
        user: one.take(~exam_places(one, exam.get(user, set()))) for user, one in training.items()
    }


def exam_of(home: Home, manifest: Mapping[str, Any], item_ids: tuple[str, ...]) -> tuple[Case, ...]:
    """Likes that were withheld from a model, at most EXAM of them.

    They are spared for one more generation: the next model does not learn from them either, so
    they tell what it has forgotten. The one after it learns from them.
    """
    return thinned(_split(home, manifest, item_ids).test, EXAM)


def recipe_of(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a manifest that says what was withheld: enough for `exam_of`."""
    events = manifest["settings"]["events"]
    return {
        "events_version": manifest["events_version"],
        CUT: manifest.get(CUT),
        "settings": {"events": events},
    }


def examined(exam: Sequence[Case]) -> dict[str, set[Key]]:
    """The exam of each user: row and time of every like."""
    found: dict[str, set[Key]] = {}
    for case in exam:
        found.setdefault(case.user_id, set()).add((case.target, case.at))
    return found


def exam_places(history: History, exam: set[Key]) -> Bools:
    """(n,) which events of a history are examined."""
    keys = zip(history.rows.tolist(), history.ats.tolist(), strict=True)
    return np.fromiter((key in exam for key in keys), np.bool_, len(history))


def _split(home: Home, manifest: Mapping[str, Any], item_ids: tuple[str, ...]) -> Split:
    # The tastes of its training: with others, other events would have been withheld.
    events = EventSettings.model_validate(manifest["settings"]["events"])
    builder = HistoryBuilder(item_ids, events)
    _, table = read_events(home, events, upto=int(manifest["events_version"]))
    return split_of(manifest, builder.of_table(table))


def unlearnt(whole: Mapping[str, History], before: Mapping[str, History]) -> dict[str, Bools]:
    """For each user (n,) which events of the whole history were not in the one before."""
    return {
        user_id: _news(history, before[user_id])
        if user_id in before
        else np.ones(len(history), np.bool_)
        for user_id, history in whole.items()
    }


def _news(history: History, before: History) -> Bools:
    """(n,) true where an event has no match before; each event there matches one of its kind."""
    known = Counter(_keys(before))
    news = np.ones(len(history), np.bool_)
    for place, key in enumerate(_keys(history)):
        if known[key] > 0:
            known[key] -= 1
            news[place] = False
    return news


def _keys(history: History) -> list[tuple[int, int, float]]:
    rows, kinds = history.rows.tolist(), history.kinds.tolist()
    return list(zip(rows, kinds, history.ats.tolist(), strict=True))
