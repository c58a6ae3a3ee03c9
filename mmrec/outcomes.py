"""What became of what was shown: each place of a list with the deeds that answer it, and its worth.

A deed answers one impression of its item: the one of the request that it names, else the newest
before it; and only for so long as its kind may take. What nobody answered counts as passed over
only after a while: until then it is pending. Nothing of this is kept, so a deed that comes late is
counted when the log is next read.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from mmrec.config import EventSettings, OutcomeSettings
from mmrec.history import IMPRESSION
from mmrec.types import Event

State = Literal["answered", "passed", "pending"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One impression and what came of it.

    Attributes:
        deeds: what answers it, oldest first.
        reward: the sum of their weights; 0 without any.
    """

    impression: Event
    deeds: tuple[Event, ...]
    reward: float
    state: State

    def row(self) -> dict[str, Any]:
        """The impression's fields, and beside them the outcome: `answers` are ids of events."""
        answers = [deed.event_id for deed in self.deeds]
        return asdict(self.impression) | {
            "state": self.state,
            "reward": self.reward,
            "answers": answers,
        }


@dataclass(frozen=True, slots=True)
class Tally:
    """Outcomes, counted.

    Attributes:
        shown: impressions.
        states: how many of them were answered, were passed over, are pending.
        kinds: for each kind of deed, how many of them it answers; several kinds may answer one.
    """

    shown: int
    states: Mapping[str, int]
    kinds: Mapping[str, int]


def tally(found: Iterable[Outcome]) -> Tally:
    """What came of all of them together."""
    states, kinds = Counter[str](), Counter[str]()
    for one in found:
        states[one.state] += 1
        kinds.update({deed.kind for deed in one.deeds})
    return Tally(states.total(), states, kinds)


def outcomes(
    events: Sequence[Event], weights: EventSettings, waits: OutcomeSettings, now: float
) -> list[Outcome]:
    """The outcome of every impression of one user, oldest first.

    Args:
        events: all of the user's, in any order.
        weights: what each kind is worth; one that it does not know is worth nothing.
        waits: how long each kind may take, and when nothing more is waited for.
        now: seconds since 1970. What is shown or done later has not happened yet.
    """
    happened = sorted((one for one in events if one.at <= now), key=lambda one: one.at)
    shown = [one for one in happened if one.kind == IMPRESSION]
    answers = _answers(shown, (one for one in happened if one.kind != IMPRESSION), waits)
    found = []
    for place, one in enumerate(shown):
        deeds = answers[place]
        worth = [weights.weight(it.kind, it.value) for it in deeds if it.kind in weights.kinds]
        silent: State = "passed" if now - one.at >= waits.passed_over else "pending"
        state: State = "answered" if deeds else silent
        found.append(Outcome(one, tuple(deeds), float(sum(worth)), state))
    return found


def _answers(
    shown: Sequence[Event], deeds: Iterable[Event], waits: OutcomeSettings
) -> dict[int, list[Event]]:
    """By place in `shown`, the deeds that answer it."""
    of_item = defaultdict[str, list[int]](list)
    for place, one in enumerate(shown):
        of_item[one.item_id].append(place)
    answers = defaultdict[int, list[Event]](list)
    for deed in deeds:
        delay = waits.delay(deed.kind)
        for place in reversed(of_item[deed.item_id]):
            if _answers_it(deed, shown[place]) and deed.at - shown[place].at <= delay:
                answers[place].append(deed)
                break
    return answers


def _answers_it(deed: Event, impression: Event) -> bool:
    """By the request that it names, whatever two clocks say; without one, by being later."""
    if deed.request_id is not None:
        return deed.request_id == impression.request_id
    return deed.at >= impression.at
