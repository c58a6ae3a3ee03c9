"""How like one item all others are: in words, look, sound, who chooses them, or all of these."""

from collections.abc import Callable
from typing import Literal, get_args

from mmrec.errors import ConfigError, NotFound, did_you_mean
from mmrec.retrieval.query import Part, QueryMatch
from mmrec.snapshot import Snapshot
from mmrec.types import Floats, Modality

Likeness = Literal["text", "image", "audio", "behaviour", "all"]


def likeness(snapshot: Snapshot, item_id: str, by: Likeness) -> QueryMatch:
    """The nearness of every item to one item.

    Raises:
        NotFound: no such item, or it has no vector of that kind.
        ConfigError: `by` is no likeness.
    """
    row = int(snapshot.index.rows([item_id])[0])
    choices: dict[Modality, Callable[[], Floats | None]] = {
        "text": lambda: snapshot.index.like("text", row),
        "image": lambda: snapshot.index.like("image", row),
        "behaviour": lambda: snapshot.like(row),
    }
    if "audio" in snapshot.index.vectors.others:
        choices["audio"] = lambda: snapshot.index.like("audio", row)
    if by not in get_args(Likeness):
        raise ConfigError(f"by: '{by}' is no likeness.", did_you_mean(by, get_args(Likeness)))
    matches = {modality: choices[modality]() for modality in choices if by in (modality, "all")}
    parts = tuple(Part(m, found, item_id) for m, found in matches.items() if found is not None)
    if not parts:
        remedy = "Run `mmrec train`." if by == "behaviour" else "Compare it by another kind."
        raise NotFound(f"Item '{item_id}' has no {by} vector.", remedy)
    return QueryMatch((parts,))
