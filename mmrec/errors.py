"""The family of errors that a person can cause, each with what, where and what to do.

MmrecError                 exit 1: the message, then the remedy
├── ConfigError            exit 2: a setting or an argument is wrong
├── DataError              a source file cannot be read as what it was given for
├── StoreError             the home, its catalogue, its event log or a model folder
│   ├── EncoderMismatch    vectors in the catalogue come from another encoder
│   └── NotFound           an item, a user or a model that is not there
├── WeightsError           a language or vision model is not on this machine
└── EndpointError          the server of the language model does not answer as it should

They are caught only at the doors (command line, page). A bad catalogue row is a value,
`mmrec.types.Reject`, not an exception.
"""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any


def first_line(error: BaseException) -> str:
    """What another library's error says, in one line; its kind when it says nothing."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


class MmrecError(Exception):
    """Something a person can mend.

    Args:
        message: what is wrong, and where.
        remedy: what to do about it.
    """

    exit_code = 1

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}".strip())
        self.message = message
        self.remedy = remedy

    def __reduce__(self) -> tuple[Any, ...]:
        """Errors come whole from other processes, whatever their own `__init__` takes."""
        return _again, (type(self), self.message, self.remedy)


def _again(kind: type[MmrecError], message: str, remedy: str) -> MmrecError:
    error = kind.__new__(kind)
    MmrecError.__init__(error, message, remedy)
    return error


class ConfigError(MmrecError):
    """A setting or an argument is wrong."""

    exit_code = 2


class DataError(MmrecError):
    """A source file cannot be read as what it was given for."""


class StoreError(MmrecError):
    """The home, its catalogue, its event log or a model folder is not usable as asked."""


class EncoderMismatch(StoreError):
    """The vectors in the catalogue were made by another encoder than the one configured."""


class NotFound(StoreError):
    """An item, a user or a model that is not there."""


class WeightsError(MmrecError):
    """A model's weights are not on this machine, or are not what they should be."""


class EndpointError(MmrecError):
    """The server of the language model cannot be reached, refuses, or answers something else."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint for a misspelt name: `Did you mean 'year'?`, or the known names when none is near."""
    names = list(known)
    near = get_close_matches(word, names, n=1, cutoff=0.6)
    if near:
        return f"Did you mean '{near[0]}'?"
    return f"Known: {', '.join(sorted(names))}." if names else ""
