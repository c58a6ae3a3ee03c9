"""The nouns: one type and one spelling each, shared by every room.

Times are seconds since 1970 (UTC) as a float, named `at`. Ids are strings.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast, get_args
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

FactValue = str | int | float | bool | list[str]
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

# What carried a score: the item's words, its picture, its sound, what people did with it (its
# trained id), how many people chose it, or how well it matches the words or picture of a query.
Modality = Literal["text", "image", "audio", "behaviour", "popularity", "query"]


def new_id() -> str:
    """A fresh random id for an event or a request."""
    return uuid4().hex


@dataclass(frozen=True, slots=True)
class Item:
    """A thing that can be recommended.

    `image` is where its picture lies: an absolute path once it is in the catalogue; `media` is
    the same for its other media, such as `audio`.
    `facts` are the catalogue's further columns, typed; filters and explanations use them.
    """

    item_id: str
    title: str
    description: str | None = None
    image: str | None = None
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    media: Mapping[str, str] = field(default_factory=dict)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled by its fields: a million pass between processes, at a third of the usual cost."""
        said = self.item_id, self.title, self.description, self.image, self.facts, self.media
        return Item, said

    def place(self, modality: str) -> str | None:
        """Where its picture (`image`) or another medium lies; None without one."""
        return self.image if modality == "image" else self.media.get(modality)


@dataclass(frozen=True, slots=True)
class Event:
    """What a user did (or was shown, kind `impression`), once.

    `value` is the number of a `rating`, or the text length of a `search`; most kinds have none.
    `request_id, position, propensity, model_id, source` tie it to the list it came from.
    """

    user_id: str
    item_id: str
    kind: str
    value: float | None = None
    at: float = field(default_factory=time.time)
    event_id: str = field(default_factory=new_id)
    request_id: str | None = None
    position: int | None = None
    propensity: float | None = None
    model_id: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Reject:
    """A catalogue or event row that was refused, and why. `line` is 1-based in `file`.

    `final`: the same row tried again must stay refused, for another row of its id won, of the same
    job or of a later one.
    """

    file: str
    line: int
    field: str
    reason: str
    row: Mapping[str, object]
    final: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What a request asks for, beside who asks: words, picture, sound, items to be like, filter.

    `balance` is the weight of the picture against all other wishes, from 0 to 1.
    """

    text: str | None = None
    image: str | None = None
    like: tuple[str, ...] = ()
    where: str | None = None
    audio: str | None = None
    balance: float = 0.5

    def __bool__(self) -> bool:
        return bool(self.text or self.image or self.like or self.audio)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that retrieval proposes: its catalogue row, and each source's score for it."""

    item_id: str
    row: int
    sources: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Reason:
    """A share of a score: one past event (or none: popularity, the query) through one modality.

    The weights of one recommendation are >= 0 and sum to 1.
    """

    weight: float
    modality: Modality
    item_id: str | None = None
    title: str | None = None
    kind: str | None = None
    at: float | None = None


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One place of a list: the item, why it is there, and what the log needs to learn from it."""

    item_id: str
    score: float
    rank: int
    sources: tuple[str, ...]
    reasons: tuple[Reason, ...]
    item: Item
    request_id: str
    propensity: float
    model_id: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable statement of a text, and the fact that supports it (None: unsupported)."""

    text: str
    kind: str
    support: str | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The facts a text may use: the item, what carried its score, the words of the query."""

    item: Item
    reasons: tuple[Reason, ...]
    query: str | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A text that was checked against its evidence before anyone saw it.

    `grounded`: every claim is supported. `written_by`: `model`, or `facts` when the model's text
    failed the check and a plain sentence made of the facts is shown in its place.
    """

    text: str
    claims: tuple[Claim, ...]
    evidence: Evidence
    grounded: bool
    model_id: str
    written_by: Literal["model", "facts"]


ContentKind = Literal[
    "explanation", "description", "headline", "comparison", "introduction", "newsletter", "email",
    "push", "reply",
]  # fmt: skip
CONTENT_KINDS: tuple[ContentKind, ...] = get_args(ContentKind)


@dataclass(frozen=True, slots=True)
class Content:
    """A text for one person, about one or several items.

    `parts` are its checked texts, one an item; `grounded` when all of them are. `written_by`: the
    model, the facts where its texts failed the check, or both.
    """

    kind: ContentKind
    text: str
    parts: tuple[Explanation, ...]
    grounded: bool
    model_id: str
    written_by: Literal["model", "facts", "both"]


@dataclass(frozen=True, slots=True)
class Told:
    """A text, or one part of it, with what it claims: all that its traits are read from."""

    text: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class TextVerdict:
    """What a reader said, once, of a text that was written for them: that it helped, or not.

    `text` is what stood there, `kind` what it was, `parts` what it was made of. `item_ids` are what
    it is about, `rests_on` the items of the reader's own history that carried these. `model_id`
    and `written_by` are those of the text.
    """

    user_id: str
    text: str
    kind: ContentKind
    helpful: bool
    parts: tuple[Told, ...]
    item_ids: tuple[str, ...]
    rests_on: tuple[str, ...]
    model_id: str
    written_by: Literal["model", "facts", "both"]
    at: float = field(default_factory=time.time)
    verdict_id: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class EncoderSpec:
    """What made a vector: two vectors may be compared only when their specs are equal.

    `revision` is a hub commit or a content hash; `preprocessing` names what happens before the
    network (for example image size, resize mode, mean and deviation).
    """

    name: str
    revision: str
    width: int
    preprocessing: str


@dataclass(frozen=True, slots=True)
class CatalogVectors:
    """All vectors of a catalogue in memory, in catalogue row order.

    `text` (N, Dt) and `image` (N, Di) hold unit rows, or zeros where `has_text` / `has_image`
    (N,) is false; they are float16 where a catalogue is too large to be scanned. `others` has the
    same pair for each further modality, such as `audio`.
    """

    item_ids: tuple[str, ...]
    text: Floats
    image: Floats
    has_text: Bools
    has_image: Bools
    others: Mapping[str, tuple[Floats, Bools]] = field(default_factory=dict)

    @property
    def modalities(self) -> tuple[Modality, ...]:
        """All of them: text, image, then the others."""
        return ("text", "image", *cast("Mapping[Modality, object]", self.others))

    def of(self, modality: str) -> tuple[Floats, Bools]:
        """Unit rows (N, D) of a modality, and which of them are there (N,); KeyError: no such."""
        known = {"text": (self.text, self.has_text), "image": (self.image, self.has_image)}
        return known[modality] if modality in known else self.others[modality]


@dataclass(frozen=True, slots=True)
class EventTable:
    """Events as columns of equal length, sorted by user, then time, then order of arrival.

    `value` is NaN where an event has none.
    """

    user_id: NDArray[np.object_]
    item_id: NDArray[np.object_]
    kind: NDArray[np.object_]
    value: NDArray[np.float64]
    at: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.at)

    def take(self, which: Ints | Bools) -> "EventTable":
        """Some of the events, or all in another order."""
        return EventTable(
            self.user_id[which],
            self.item_id[which],
            self.kind[which],
            self.value[which],
            self.at[which],
        )
