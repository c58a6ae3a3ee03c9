"""MovieLens-100K, as it lies in the offline pack, made into the two files that ingest reads.

The source is three tab-separated files whose header cells carry a type (`item_id:token`). Titles
are filed by their second word there ("Godfather, The"); here they read as people say them. A few
rows are odd: a film nobody could name, a year inside the title. All are kept: no rating is lost.

Source: F. M. Harper and J. A. Konstan, "The MovieLens Datasets", ACM TiiS 5(4), 2015.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from mmrec.errors import DataError

ITEM_COLUMNS = ("item_id", "title", "year", "genres", "description", "image")
EVENT_COLUMNS = ("user_id", "item_id", "event", "value", "timestamp")
COVERS = "covers"  # the folder of drawn pictures, beside items.csv

_REMEDY = "Run `mmrec weights fetch` to unpack it again."
_UNNAMED = {"unknown", "unkonwn"}  # the second is how the source spells it
# Articles that a library files behind a comma, in the languages of this catalogue.
_ARTICLE = r"The|An?|L[aeo]s?|L'|Il|El|Gli|Der|Die|Das|Det|Den|Un|Una|Une|O"
_FILED = re.compile(rf"^(?P<rest>.+), (?P<article>{_ARTICLE})$")
_ALIAS = re.compile(r"^(?P<title>[^()]+) \((?P<alias>[^()]+)\)$")
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_YEAR_IN_TITLE = re.compile(r" \((?P<year>(?:18|19|20)\d\d)\)$")


@dataclass(frozen=True, slots=True)
class DemoData:
    """The two files that were written and how many rows each holds."""

    items: Path
    events: Path
    films: int
    ratings: int


def write_movielens(source: Path, target: Path) -> DemoData:
    """Read `ml-100k.item` and `ml-100k.inter` in `source`; write items.csv and events.csv.

    The image column names the cover that `covers.py` draws, relative to `target`. Each file
    is whole or absent.

    Raises:
        DataError: a file is missing or is not MovieLens-100K.
    """
    target.mkdir(parents=True, exist_ok=True)
    films = [_film(row) for row in _rows(source / "ml-100k.item")]
    known = {film[0] for film in films}
    ratings = [_rating(row, known, source) for row in _rows(source / "ml-100k.inter")]
    items, events = target / "items.csv", target / "events.csv"
    _write(items, ITEM_COLUMNS, films)
    _write(events, EVENT_COLUMNS, ratings)
    return DemoData(items, events, len(films), len(ratings))


def spoken_title(filed: str) -> str:
    """A title as people say it: "Godfather, The" is "The Godfather", also in an alias."""
    alias = _ALIAS.match(filed)
    if alias:
        return f"{spoken_title(alias['title'])} ({spoken_title(alias['alias'])})"
    match = _FILED.match(filed)
    if not match:
        return filed
    gap = "" if match["article"].endswith("'") else " "
    return f"{match['article']}{gap}{match['rest']}"


def _film(row: dict[str, str]) -> tuple[str, ...]:
    filed, year = row["movie_title"].strip(), row["release_year"].strip()
    in_title = _YEAR_IN_TITLE.search(filed)
    if in_title:
        filed = filed[: in_title.start()]
        year = in_title["year"]
    title = "Unknown film" if filed.lower() in _UNNAMED else spoken_title(filed)
    genres = [genre for genre in row["class"].split() if genre not in _UNNAMED]
    item_id = row["item_id"]
    return (
        item_id,
        title,
        year if _YEAR.fullmatch(year) else "",
        "|".join(genres),
        "",  # the source describes no film
        f"{COVERS}/{item_id}.jpg",
    )


def _rating(row: dict[str, str], known: set[str], source: Path) -> tuple[str, ...]:
    if row["item_id"] not in known:
        raise DataError(f"{source}: a rating of film {row['item_id']}, which is no film.", _REMEDY)
    return (row["user_id"], row["item_id"], "rating", row["rating"], row["timestamp"])


def _rows(file: Path) -> Iterator[dict[str, str]]:
    """Rows of a typed tab-separated file, keyed by the header's names without their types."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{file} cannot be read: {error}.", _REMEDY) from None
    needed = {"item_id", "movie_title" if file.suffix == ".item" else "rating"}
    names = [cell.partition(":")[0] for cell in lines[0].split("\t")] if lines else []
    if not needed <= set(names):
        raise DataError(f"{file} has the columns {names}, not MovieLens-100K's.", _REMEDY)
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if len(cells) != len(names):
            raise DataError(f"{file} line {number}: {len(cells)} cells of {len(names)}.", _REMEDY)
        yield dict(zip(names, cells, strict=True))


def _write(file: Path, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    unfinished = file.with_name(f".{file.name}.{uuid4().hex}")
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(columns)
            writer.writerows(rows)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
