"""What a browser sends when something is pressed, as a verb of the session; nothing is trusted."""

import json
from collections.abc import Callable

from ui.session import Session
from ui.talk import Drawing

_MOST = 500  # ids that one press may name


def act(session: Session, *, act: str, value: str, request: str, item: str) -> Drawing:
    """The verb of a pressed button; what is not known draws nothing.

    Args:
        session: whose page it is.
        act: the button's `data-act`.
        value: its `data-value`: a line to say, the id of a chip, ids as JSON, a number.
        request: the list that it stands in.
        item: the item that it is about.
    """
    verbs: dict[str, Callable[[], Drawing]] = {
        "say": lambda: session.say(value),
        "remove": lambda: session.remove(value),
        "undo": session.undo,
        "start_over": session.start_over,
        "go": lambda: session.go(value),
        "close": session.close,
        "forget": lambda: session.forget(_ids(value)),
        "begin": lambda: session.begin(_ids(value)),
        "not_now": session.not_now,
        "helpful": lambda: session.rate(value, helpful=True),
        "unhelpful": lambda: session.rate(value, helpful=False),
        "balance": lambda: session.weigh(_share(value)),
    }
    chosen = verbs.get(act)
    return chosen() if chosen is not None else session.press(act, request, item)


def _ids(value: str) -> list[str]:
    try:
        read = json.loads(value)
    except ValueError:
        return []
    return [str(one) for one in read[:_MOST]] if isinstance(read, list) else []


def _share(value: str) -> float:
    """The words' per cent of the slider as the picture's share; the middle when it is no number."""
    return 1 - int(value) / 100 if value.isascii() and value.isdigit() else 0.5
