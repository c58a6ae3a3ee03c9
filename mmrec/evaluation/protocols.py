"""Which events are withheld, and what a ranker may know when it predicts them.

Both protocols rank the whole catalogue without the items that the user has already met, and hold
out only liked events of items that are new to the user.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from mmrec.history import History
from mmrec.types import Bools, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One thing to predict: what this user liked next.

    Attributes:
        history: everything that the user did before.
        target: catalogue row of the item.
        at: when it happened.
        new_user: the user did nothing before the model was fitted.
        new_item: nobody met the item before the model was fitted.
        hidden: rows that the user met and the history does not show: they are not ranked either.
    """

    user_id: str
    history: History
    target: int
    at: float
    new_user: bool = False
    new_item: bool = False
    hidden: Ints = field(default_factory=lambda: np.zeros(0, np.int64))


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """What to fit on, what to choose settings by, what to judge by."""

    training: Mapping[str, History]
    validation: tuple[Case, ...]
    test: tuple[Case, ...]


def leave_one_out(histories: Mapping[str, History]) -> Split:
    """The last liked event of a user is the test, the one before it the validation.

    The events before the validation event are for fitting; a user with fewer than three likes is
    only fitted on. A test case's history is all that came before it, the validation event included.
    """
    training: dict[str, History] = {}
    validation: list[Case] = []
    test: list[Case] = []
    for user_id, history in sorted(histories.items()):
        places = new_likes(history)
        if len(places) < 3:
            training[user_id] = history
            continue
        training[user_id] = history.before(int(places[-2]))
        validation.append(_case(user_id, history, int(places[-2])))
        test.append(_case(user_id, history, int(places[-1])))
    return Split(training, tuple(validation), tuple(_mark(test, training)))


def time_split(
    histories: Mapping[str, History], quantile: float = 0.9, targets_per_user: int = 10
) -> Split:
    """Fit on what happened before a moment, predict what came after it.

    The moment is a quantile of all event times; the rest is `split_at`.
    """
    if not histories:
        return Split({}, (), ())
    cut = float(np.quantile(np.concatenate([h.ats for h in histories.values()]), quantile))
    return split_at(histories, cut, targets_per_user)


def split_at(histories: Mapping[str, History], cut: float, targets_per_user: int = 10) -> Split:
    """Fit on what happened before a moment (seconds since 1970), predict what came after it.

    Each like after it is predicted from the user's true past, live events after the moment
    included: the model is old, the history is not. At most `targets_per_user` likes of a user
    count, spread evenly over them. The last like of each user before the moment is the validation.
    """
    known: dict[str, History] = {}
    training: dict[str, History] = {}
    validation: list[Case] = []
    test: list[Case] = []
    for user_id, history in sorted(histories.items()):
        past = history.before(int(np.searchsorted(history.ats, cut, side="left")))
        if len(past):
            known[user_id] = training[user_id] = past
        places = new_likes(past)
        if len(places) >= 3:
            training[user_id] = past.before(int(places[-1]))
            validation.append(_case(user_id, past, int(places[-1])))
        later = new_likes(history)
        later = later[later >= len(past)]
        test += [_case(user_id, history, int(place)) for place in _spread(later, targets_per_user)]
    return Split(training, tuple(validation), tuple(_mark(test, known)))


def cold_items(
    histories: Mapping[str, History],
    items: int,
    share: float = 0.1,
    targets_per_user: int = 3,
    seed: int = 0,
) -> tuple[Split, Bools]:
    """Hide a random share of the items that people met, and ask for them.

    All events of a hidden item are withheld, from training and from every history. A like of one is
    predicted from what the user did before it with other items; the other hidden items that the
    user met are not ranked, for they may be as right. With the items that are left it is
    `leave_one_out`, so that the same model is judged on warm items too.

    Returns:
        The split, whose test cases are the likes of hidden items, then those of warm ones; (N,)
        true for the hidden rows.
    """
    met = items_of(histories)
    hidden = np.zeros(items, np.bool_)
    chosen = np.random.default_rng(seed).permutation(met)[: round(share * len(met))]
    hidden[chosen] = True
    split = leave_one_out({user: one.take(~hidden[one.rows]) for user, one in histories.items()})
    cold: list[Case] = []
    for user_id, history in sorted(histories.items()):
        places = new_likes(history)
        places = _spread(places[hidden[history.rows[places]]], targets_per_user)
        cold += [_case(user_id, history, int(place)) for place in places]
    away = {user: np.unique(one.rows[hidden[one.rows]]) for user, one in histories.items()}
    test = [_blind(case, hidden, away[case.user_id]) for case in (*cold, *split.test)]
    validation = [_blind(case, hidden, away[case.user_id]) for case in split.validation]
    return Split(split.training, tuple(validation), tuple(_mark(test, split.training))), hidden


def new_likes(history: History) -> Ints:
    """(m,) positions of the likes of items that the user had not met before."""
    first = np.zeros(len(history), np.bool_)
    first[np.unique(history.rows, return_index=True)[1]] = True
    return np.flatnonzero(first & (history.weights > 0))


def items_of(histories: Mapping[str, History]) -> Ints:
    """Catalogue rows that anybody met, sorted."""
    if not histories:
        return np.zeros(0, np.int64)
    return np.unique(np.concatenate([history.rows for history in histories.values()]))


def seen(cases: tuple[Case, ...], items: int) -> Bools:
    """(B, N) true for what each user has already met."""
    mask = np.zeros((len(cases), items), np.bool_)
    for line, case in enumerate(cases):
        mask[line, case.history.rows] = True
        mask[line, case.hidden] = True
    return mask


def _spread(places: Ints, count: int) -> Ints:
    if len(places) <= count:
        return places
    return places[np.linspace(0, len(places) - 1, count).round().astype(np.int64)]


def _blind(case: Case, hidden: Bools, away: Ints) -> Case:
    """The case as if the user had met no hidden item, and would meet none but the target."""
    history = case.history.take(~hidden[case.history.rows])
    return replace(case, history=history, hidden=away[away != case.target])


def _case(user_id: str, history: History, place: int) -> Case:
    return Case(user_id, history.before(place), int(history.rows[place]), float(history.ats[place]))


def _mark(cases: list[Case], known: Mapping[str, History]) -> list[Case]:
    met = set(items_of(known).tolist())
    return [
        replace(case, new_user=case.user_id not in known, new_item=case.target not in met)
        for case in cases
    ]
