"""Reading: the same two films in every format, and files that are not what they should be."""

import csv
import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ingest.read import Row, find_sources
from mmrec.errors import DataError
from mmrec.types import Reject

FILMS = [{"item_id": "1", "title": "Amélie, or so"}, {"item_id": "2", "title": "Line\nbreak"}]


def write(path: Path) -> None:
    """The films in the format that the path asks for."""
    plain = path.with_suffix("") if path.suffix in {".gz", ".zst"} else path
    if plain.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(FILMS), plain)
    elif plain.suffix == ".jsonl":
        plain.write_text("\n".join(json.dumps(film) for film in FILMS) + "\n")
    else:
        with plain.open("w", newline="", encoding="utf-8") as file:
            delimiter = "\t" if plain.suffix == ".tsv" else ","
            table = csv.DictWriter(file, ["item_id", "title"], delimiter=delimiter)
            table.writeheader()
            table.writerows(FILMS)
    if plain != path:
        codec = {".gz": "gzip", ".zst": "zstd"}[path.suffix]
        with pa.output_stream(str(path), compression=codec) as packed:
            packed.write(plain.read_bytes())
        plain.unlink()


def read(*given: Path | str) -> list[Row | Reject]:
    return [row for source in find_sources([str(g) for g in given]) for row in source.rows()]


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".jsonl", ".parquet"])
@pytest.mark.parametrize("packed", ["", ".gz", ".zst"])
def test_every_format_gives_the_same_rows(tmp_path: Path, suffix: str, packed: str) -> None:
    path = tmp_path / f"films{suffix}{packed}"
    write(path)
    rows = read(path)
    assert [dict(row.values) for row in rows if isinstance(row, Row)] == FILMS
    assert find_sources([str(path)])[0].columns() == ["item_id", "title"]


def test_a_byte_order_mark_does_not_stick_to_the_first_column(tmp_path: Path) -> None:
    path = tmp_path / "films.csv"
    path.write_text("item_id,title\n1,Heat\n", encoding="utf-8-sig")
    assert find_sources([str(path)])[0].columns() == ["item_id", "title"]
    assert dict(read(path)[0].values if isinstance(read(path)[0], Row) else {})["item_id"] == "1"


def test_lines_are_where_a_row_begins_and_blank_lines_are_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "films.csv"
    path.write_text('item_id,title\n1,"two\nlines"\n\n2,Heat\n3,too,many\n4\n')
    rows = read(path)
    assert [(type(row).__name__, row.line) for row in rows] == [
        ("Row", 2), ("Row", 5), ("Reject", 6), ("Reject", 7),
    ]  # fmt: skip
    assert isinstance(rows[2], Reject)
    assert "3 fields instead of 2" in rows[2].reason
    assert rows[2].row == {"fields": ["3", "too", "many"]}


def test_an_unclosed_quote_costs_a_reject_and_no_crash(tmp_path: Path) -> None:
    path = tmp_path / "films.csv"
    path.write_text('item_id,title\n1,"never closed\n' + "2,x\n" * 100_000)
    rows = read(path)
    assert rows and all(isinstance(row, Reject) for row in rows[:1])


def test_lines_that_are_no_json_objects_are_rejects(tmp_path: Path) -> None:
    path = tmp_path / "films.jsonl"
    path.write_text('{"item_id": 1}\n\nnot json\n[1]\n' + "[" * 100_000 + '\n{"item_id": 2}\n')
    rows = read(path)
    assert [type(row).__name__ for row in rows] == ["Row", "Reject", "Reject", "Reject", "Row"]
    assert [row.line for row in rows] == [1, 3, 4, 5, 6]


def test_a_folder_and_a_glob_find_each_file_once(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    for name in ("b.csv", "a.jsonl", "deep/c.parquet"):
        write(tmp_path / name)
    (tmp_path / "notes.txt").write_text("not rows")
    files = [s.path.name for s in find_sources([str(tmp_path), str(tmp_path / "*.csv")])]
    assert files == ["a.jsonl", "b.csv", "c.parquet"]


def cut_short(path: Path) -> None:
    path.write_bytes(gzip.compress(b"item_id,title\n" + b"1,Heat\n" * 9999)[:60])


@pytest.mark.parametrize(
    ("name", "make", "told"),
    [
        ("films.csv", None, "no such file"),
        ("films.xlsx", lambda path: path.write_bytes(b"PK"), "no format"),
        ("latin.csv", lambda path: path.write_bytes(b"item_id,title\n1,Am\xe9lie\n"), "not UTF-8"),
        ("cut.csv.gz", cut_short, "cannot be read"),
        ("fake.csv.gz", lambda path: path.write_bytes(b"item_id,title\n"), "cannot be read"),
        ("fake.parquet", lambda path: path.write_bytes(b"item_id,title\n"), "damaged"),
        ("empty", lambda path: path.mkdir(), "holds no rows"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_clear_line(
    tmp_path: Path, name: str, make: Callable[[Path], object] | None, told: str
) -> None:
    if make:
        make(tmp_path / name)
    with pytest.raises(DataError, match=told) as caught:
        read(tmp_path / name)
    assert "\n" not in str(caught.value) and name in str(caught.value)


def test_the_real_file_with_unquoted_commas_gives_rejects_for_exactly_its_long_rows(
    movies: Path,
) -> None:
    rows = read(movies.parent / "messy" / "unquoted_commas.csv")
    rejects = [row for row in rows if isinstance(row, Reject)]
    assert (len(rows), len(rejects)) == (29_230, 12_078)  # wc -l, awk NF != 9
    assert all("instead of 9" in reject.reason for reject in rejects)
