"""A visitor's session as one document and back, so that a restart in the middle loses nothing."""

import logging
from dataclasses import dataclass, field
from functools import cache

from pydantic import TypeAdapter, ValidationError

from mmrec.dialogue import Conversation
from ui.bubbles import Bubble

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a session.

    Attributes:
        looks: item ids by the picture that a request may hold.
        settled: whether a newcomer has answered, or put away, the first choice.
    """

    conversation: Conversation
    bubbles: list[Bubble]
    looks: dict[str, str] = field(default_factory=dict)
    balance: float = 0.5
    settled: bool = False


def document(kept: Kept) -> str:
    """The session as JSON."""
    # A number of a condition may be whole, which is no float to the adapter but one to JSON.
    return _adapter().dump_json(kept, warnings="none").decode()


def session_of(text: str) -> Kept | None:
    """What was kept; None, logged, when an older version of mmrec wrote it otherwise."""
    try:
        return _adapter().validate_json(text)
    except ValidationError as error:
        _log.warning("A kept conversation cannot be read and is begun anew: %s", error)
        return None


@cache
def _adapter() -> TypeAdapter[Kept]:
    return TypeAdapter(Kept)
