"""A conversation as JSON and back, so that a restart in the middle of it loses nothing."""

from functools import cache

from pydantic import TypeAdapter, ValidationError

from mmrec.dialogue.conversation import Conversation
from mmrec.errors import DataError


def kept(conversation: Conversation) -> str:
    """The whole state, with its question and its undo steps, as one JSON document."""
    return _adapter().dump_json(conversation, exclude_defaults=True).decode()


def restored(document: str) -> Conversation:
    """The conversation that was kept.

    Raises:
        DataError: it is no such document.
    """
    try:
        return _adapter().validate_json(document)
    except ValidationError as error:
        raise DataError(
            f"A kept conversation can not be read: {error.errors()[0]['msg']}.",
            "Start a new conversation.",
        ) from error


@cache
def _adapter() -> TypeAdapter[Conversation]:
    return TypeAdapter(Conversation)
