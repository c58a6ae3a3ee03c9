"""Where a catalogue lies: a folder, or an address in an object store and what reaching it takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlparse


@dataclass(frozen=True, slots=True)
class Place:
    """An address such as `s3://bucket/catalogue`.

    Attributes:
        uri: of the folder that holds the tables.
        options: of the object store, such as `endpoint` and `region`. Never secrets: those are
            taken from the environment of each process, so that a place can be shown and sent.
    """

    uri: str
    options: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.uri


Where = Path | Place


def where_of(address: str, options: Mapping[str, str]) -> Where:
    """A folder for `file://…`, else the place at an address."""
    parts = urlparse(address)
    if parts.scheme == "file":
        return Path(unquote(parts.path))
    return Place(address.rstrip("/"), dict(options))
