"""The mapping file: which column is which, written as YAML.

item_id: movieId
title: name
description: [tagline, overview]     # joined by a blank
audio: preview                       # a sound file, where encoders.audio is configured
facts: {released: year}              # a fact's name: its column
lists: {genres: ","}                 # a column that holds a list, and its separator
types: {code: text}                  # text int float bool list, instead of what it looks like
skip: [internal_notes]
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Literal, Self

from pydantic import Field

from mmrec.config import Section
from mmrec.errors import ConfigError, DataError, did_you_mean

Columns = str | tuple[str, ...]
TypeName = Literal["text", "int", "float", "bool", "list"]


class Mapping(Section):
    """What a mapping of items and one of events share."""

    @classmethod
    def given(cls, mapping: "Path | Self | None") -> Self:
        """The mapping of a file, or one that is there already; without any, the plain names."""
        return cls.load(mapping) if isinstance(mapping, Path) else mapping or cls()


class ItemMapping(Mapping):
    """Where an item's fields are; columns not named here become facts under their own names."""

    item_id: str = "item_id"
    title: Columns = "title"
    description: Columns = "description"
    image: str = "image"
    audio: str | None = None
    facts: dict[str, Columns] = Field(default_factory=dict)
    lists: dict[str, str] = Field(default_factory=dict)
    types: dict[str, TypeName] = Field(default_factory=dict)
    skip: tuple[str, ...] = ()

    def hearing(self, *, sounds: bool) -> Self:
        """With the plain name of the column of sounds, where sounds are embedded at all.

        Raises:
            ConfigError: the mapping names such a column, and they are not.
        """
        if sounds:
            return self.model_copy(update={"audio": self.audio or "audio"})
        if self.audio:
            raise ConfigError(
                f"The mapping names a column of sounds, '{self.audio}', and no encoder of sounds "
                "is configured.",
                "Set encoders.audio, such as in configs/audio.yaml.",
            )
        return self

    @property
    def media(self) -> dict[str, str]:
        """The column of each modality that lies in files."""
        return {"image": self.image} | ({"audio": self.audio} if self.audio else {})

    @property
    def fields(self) -> dict[str, tuple[str, ...]]:
        """The columns of everything that is no fact."""
        return {
            "item_id": (self.item_id,),
            "title": parts(self.title),
            "description": parts(self.description),
            **{modality: (column,) for modality, column in self.media.items()},
        }

    def named(self) -> dict[str, tuple[str, ...]]:
        """Each setting that names columns, with the columns it names."""
        return {
            **self.fields,
            **{f"facts.{name}": parts(columns) for name, columns in self.facts.items()},
            "lists": tuple(self.lists),
            "types": tuple(self.types),
            "skip": self.skip,
        }


class EventMapping(Mapping):
    """Where an event's fields are. `kind` is the kind of every row of a source without `event`."""

    user_id: str = "user_id"
    item_id: str = "item_id"
    event: str = "event"
    value: str = "value"
    rating: str = "rating"
    timestamp: str = "timestamp"
    position: str = "position"
    event_id: str = "event_id"
    kind: str | None = None

    def named(self) -> dict[str, tuple[str, ...]]:
        """Each setting that names a column, with that column."""
        return {name: (column,) for name, column in self if name != "kind" and column}


def parts(columns: Columns) -> tuple[str, ...]:
    """The columns that a setting names, one or several."""
    return (columns,) if isinstance(columns, str) else columns


def require_columns(
    wishes: ItemMapping | EventMapping, needed: Iterable[str], there: list[str], file: Path
) -> None:
    """See that a file has the columns it must have and those that the mapping names.

    Args:
        wishes: the mapping.
        needed: the settings whose columns must be there even if the mapping does not name them.
        there: the file's columns.
        file: for errors.

    Raises:
        DataError: says which columns there are.
    """
    needed = set(needed)
    for setting, columns in wishes.named().items():
        chosen = setting.partition(".")[0] in wishes.model_fields_set
        missing = next((column for column in columns if column not in there), None)
        if missing is None or not (chosen or setting in needed):
            continue
        whose = f" (the mapping's {setting})" if chosen else ""
        near = did_you_mean(missing, there) if there else ""
        remedy = f"Name the right one in a mapping file: `{setting.partition('.')[0]}: COLUMN`."
        raise DataError(
            f"{file} has no column '{missing}'{whose}. It has: {', '.join(there) or 'none'}.",
            f"{near} {remedy}" if near.startswith("Did") else remedy,
        )
