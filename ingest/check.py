"""Rows to items: one good `Item`, or one `Reject` that says which field is wrong and why."""

import re
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import islice
from typing import Any

from ingest.facts import FactKind, as_text, convert
from ingest.mapping import parts
from ingest.rows import Row
from ingest.seen import Seen
from ingest.survey import REQUIRED, Plan
from mmrec.errors import DataError
from mmrec.types import FactValue, Item, Reject

LIMITS = {"item_id": 256, "title": 1_000, "description": 50_000}
PLACE_LIMIT = 2_000  # characters of where a picture or a sound lies
FACT_LIMIT = 20_000  # characters of one cell
CHUNK = 256  # rows that are compared with all earlier ones at once
BYTES = "bytes:"  # a medium that the row itself holds: this and a digest of it
FEW = 100  # rows: of fewer, a rate says little
_LINE_BITS = 40  # of a place; the rest says which file
_LOST = re.compile("[\udc80-\udcff]")


def require_sound(plan: Plan, max_error_rate: float) -> None:
    """Stop before anything is written when too many rows of a source would be refused.

    Judged by the plan's sample, which is all rows of a small source. A few rows are let through.

    Raises:
        DataError: the source is plainly broken, or read the wrong way.
    """
    if len(plan.sample) < FEW or max_error_rate >= 1:
        return
    refused = [one for one in check_rows(plan.sample, plan) if isinstance(one, Reject)]
    require_few(refused, len(plan.sample), max_error_rate, f"the {plan.rows:,} rows")


def require_few(refused: Sequence[Reject], looked: int, max_error_rate: float, of: str) -> None:
    """Stop when too many of the rows that were looked at are refused; `of` says which rows.

    Raises:
        DataError: the source is plainly broken, or read the wrong way.
    """
    if looked < FEW or len(refused) <= max_error_rate * looked:
        return
    first = refused[0]
    raise DataError(
        f"About {len(refused) / looked:.0%} of {of} would be refused, more than --max-error-rate "
        f"{max_error_rate:g} allows; nothing was written. The first is line {first.line} of "
        f"{first.file}: {first.field or 'row'}: {first.reason}.",
        "Mend the source or the mapping (see --dry-run), or allow more.",
    )


def check_rows(
    rows: Iterable[Row | Reject], plan: Plan
) -> Iterator[tuple[Row, Item] | Reject | None]:
    """Each row as an item or a reject; None for a row that says again what an earlier one said.

    Of rows with one `item_id` the first counts; a later, different one is rejected.
    """
    check, seen = Checker(plan), Seen()
    files: dict[str, int] = {}
    rows = iter(rows)
    while chunk := list(islice(rows, CHUNK)):
        checked = [(row, row if isinstance(row, Reject) else check(row)) for row in chunk]
        good = [(row, item) for row, item in checked if isinstance(item, Item)]
        places = [
            files.setdefault(row.file, len(files)) << _LINE_BITS | row.line for row, _ in good
        ]
        first = seen.meet(
            [hash(item.item_id) for _, item in good], [_content(item) for _, item in good], places
        )
        firsts = iter(zip(places, first.places.tolist(), first.contents.tolist(), strict=True))
        for row, item in checked:
            if isinstance(item, Reject):
                yield item
                continue
            assert isinstance(row, Row)
            own, place, content = next(firsts)
            if place == own:
                yield row, item
            elif content == _content(item):
                yield None
            else:
                file = list(files)[place >> _LINE_BITS]
                line = place & (1 << _LINE_BITS) - 1
                reason = f"'{item.item_id}' is on line {line} of '{file}' already"
                yield row.reject("item_id", reason, final=True)


def _content(item: Item) -> int:
    """A digest of what an item says; Python's own, so it is of this process only."""
    return hash((item.title, item.description, item.image, repr(item.facts), *item.media.values()))


class Checker:
    """What a plan wants of every row, looked up once. Call it with a row."""

    def __init__(self, plan: Plan) -> None:
        wishes = plan.wishes
        self._fields = tuple(
            (name, columns, LIMITS[name], name in REQUIRED)
            for name, columns in (
                ("item_id", (wishes.item_id,)),
                ("title", parts(wishes.title)),
                ("description", parts(wishes.description)),
            )
        )
        self._media = tuple(wishes.media.items())
        self._facts = tuple((name, *plan.facts[name]) for name in plan.facts)

    def __call__(self, row: Row) -> Item | Reject:
        """The row by itself."""
        values = row.values
        texts: list[str] = []
        for name, columns, limit, required in self._fields:
            text = _text(values, columns)
            if len(text) > limit or not text.isascii() or (required and not text):
                reason = "missing" if not text and required else _refuse_text(text, limit)
                if reason:
                    return row.reject(name, reason)
            texts.append(text)
        if not texts[0].isprintable():
            return row.reject("item_id", "holds control characters")
        media = _media(row, self._media)
        if isinstance(media, Reject):
            return media
        facts: dict[str, FactValue] = {}
        for name, columns, kind in self._facts:
            try:
                value = _fact(values, columns, kind)
            except ValueError as error:
                return row.reject(name, str(error))
            if value is not None:
                facts[name] = value
        image = media.pop("image", None)
        return Item(texts[0], texts[1], texts[2] or None, image, facts, media)


def _media(row: Row, columns: Iterable[tuple[str, str]]) -> dict[str, str] | Reject:
    """Where the row's media lie, by modality."""
    media: dict[str, str] = {}
    for name, column in columns:
        cell = row.values.get(column)
        try:
            place = medium_name(cell) if cell else ""
        except ValueError:
            return row.reject(name, "a data URL whose base64 is damaged")
        if place:
            if (reason := _refuse_text(place, PLACE_LIMIT)) is not None:
                return row.reject(name, reason)
            media[name] = place
    return media


def _text(values: Mapping[str, Any], columns: tuple[str, ...]) -> str:
    """The cells of a field, joined by a blank."""
    if len(columns) == 1:
        cell = values.get(columns[0])
        return cell.strip() if type(cell) is str else as_text(cell)
    return " ".join(text for column in columns if (text := as_text(values.get(column))))


def medium_name(cell: Any) -> str:
    """What a cell says of a picture or sound: a path or URL, or BYTES and a digest of them."""
    content = medium_bytes(cell)
    if content is not None:
        return BYTES + blake2b(content, digest_size=16).hexdigest()
    return as_text(cell.get("path") if isinstance(cell, dict) else cell)


def medium_bytes(cell: Any) -> bytes | None:
    """The picture or sound that a cell holds: bytes, a data URL, or `{bytes, path}`; or None.

    Raises:
        ValueError: a data URL that is none.
    """
    content = cell.get("bytes") if isinstance(cell, dict) else cell
    if isinstance(content, str) and content[:5].lower() == "data:":
        return b64decode(content.partition(",")[2], validate=True) or None
    return content if isinstance(content, bytes) and content else None


def _fact(values: Mapping[str, Any], columns: tuple[str, ...], kind: FactKind) -> FactValue | None:
    cell = values.get(columns[0]) if len(columns) == 1 else _text(values, columns)
    value = convert(cell, kind)
    for text in value if isinstance(value, list) else (value,):
        if isinstance(text, str) and (reason := _refuse_text(text, FACT_LIMIT)) is not None:
            raise ValueError(reason)
    return value


def _refuse_text(text: str, limit: int) -> str | None:
    if len(text) > limit:
        return f"{len(text):,} characters, more than {limit:,}"
    if text.isascii():
        return None
    try:
        text.encode()
    except UnicodeEncodeError:
        lost = _LOST.search(text) is not None
        return "holds bytes that are not of the file's encoding" if lost else "not valid Unicode"
    return None
