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
from mmrec.errors import ConfigError, DataError
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
    assert rows[2].row == {"item_id": "3", "title": "too", "extra_fields": ["many"]}


def test_an_unclosed_quote_costs_a_reject_and_no_crash(tmp_path: Path) -> None:
    path = tmp_path / "films.csv"
    path.write_text('item_id,title\n1,"never closed\n' + "2,x\n" * 100_000)
    first, *rest = read(path)
    assert isinstance(first, Reject) and first.line == 2 and "never closed" in first.reason
    assert first.row == {"text": '1,"never closed'}
    assert len(rest) == 100_000 and all(isinstance(row, Row) for row in rest)
    assert rest[-1].line == 100_002


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ('1,"5 inch\n2,x\n3,"y"\n4,z\n', ["R2", "2", "3", "4"]),  # the next quote is no end
        ('1,"two\nlines",x\n4,z\n', ["R2", "4"]),  # a text of two lines in a row too wide
        ('1,"open at the end\n', ["R2"]),
        ('1,say "hi" now\n2,"say "hi" now"\n', ["1", "2"]),  # stray quotes are text
        ('1,"a\rb"\r2,x\n3,y\r\n\r\n4,z', ["1", "2", "3", "4"]),  # every line end in one file
        ("1\n", ["R2"]),
    ],
)
def test_a_broken_row_costs_itself_and_not_those_after_it(
    tmp_path: Path, text: str, seen: list[str]
) -> None:
    path = tmp_path / "films.csv"
    path.write_bytes(b"item_id,title\n" + text.encode())
    rows = read(path)
    assert [
        row.values["item_id"] if isinstance(row, Row) else f"R{row.line}" for row in rows
    ] == seen


def test_rows_that_a_closed_quote_swallowed_are_read_again(tmp_path: Path) -> None:
    path = tmp_path / "screens.csv"
    path.write_text('item_id,title,size\n1,"5 inch,x\n2,b,7\n3,c,9"\n4,d,8\n')
    bad, *good = read(path)
    assert isinstance(bad, Reject) and "runs on into the next rows" in bad.reason
    assert [row.values["item_id"] for row in good if isinstance(row, Row)] == ["2", "3", "4"]


def test_a_line_without_end_is_refused_and_not_kept_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.delimited.LINE_LIMIT", 1000)
    monkeypatch.setattr("ingest.read.LINE_LIMIT", 1000)
    table, lines = tmp_path / "a.csv", tmp_path / "b.jsonl"
    table.write_text("item_id,title\n1," + "x" * 5000 + "\n2,y\n")
    lines.write_text('{"item_id": "' + "x" * 5000 + '"}\n{"item_id": "2"}\n')
    for path in (table, lines):
        bad, good = read(path)
        assert isinstance(bad, Reject) and "more than 1,000 characters" in bad.reason
        assert isinstance(good, Row) and good.values["item_id"] == "2"


def test_a_field_of_absurd_length_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "films.csv"
    path.write_text("item_id,title\n1," + "x" * 200_000 + "\n2,y\n")
    bad, good = read(path)
    assert isinstance(bad, Reject) and "field limit" in bad.reason and isinstance(good, Row)


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "films.csv").write_text("item_id,title,title\n1,a,b\n")
    with pytest.raises(DataError, match="two columns named 'title'"):
        read(tmp_path / "films.csv")


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_a_csv_of_other_lands_is_read_by_its_own_separator(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "films.csv"
    path.write_text(f"item_id{separator}title\n1{separator}Heat, the film\n")
    (row,) = read(path)
    assert isinstance(row, Row) and row.values == {"item_id": "1", "title": "Heat, the film"}


TITLES = {
    "utf-8": "Amélie", "utf-8-sig": "Amélie", "utf-16": "Amélie", "utf-16-le": "Amélie",
    "utf-32": "Amélie", "cp1252": "Amélie – “Café” €5, très déjà vu",
    "cp1251": "Сталкер и другие фильмы о зоне", "cp932": "七人の侍と東京物語のすべて",
}  # fmt: skip


@pytest.mark.parametrize(("codec", "title"), TITLES.items())
@pytest.mark.parametrize("packed", ["", ".gz"])
def test_an_encoding_is_found_out_and_what_was_assumed_is_said(
    tmp_path: Path, codec: str, title: str, packed: str
) -> None:
    path = tmp_path / f"films.csv{packed}"
    data = f'item_id,title\n1,"{title}"\n'.encode(codec)
    path.write_bytes(gzip.compress(data) if packed else data)
    (source,) = find_sources([str(path)])
    (row,) = source.rows()
    assert isinstance(row, Row) and row.values == {"item_id": "1", "title": title}
    assert (source.note is None) is codec.startswith("utf-8")


def test_a_given_encoding_is_used_and_a_misspelt_one_refused(tmp_path: Path) -> None:
    path = tmp_path / "films.csv"
    path.write_bytes("item_id,title\n1,Přílet\n".encode("iso8859-2"))
    (source,) = find_sources([str(path)], "latin2")
    (row,) = source.rows()
    assert isinstance(row, Row) and row.values["title"] == "Přílet" and source.note is None
    with pytest.raises(ConfigError, match="Did you mean 'latin-1'"):
        find_sources([str(path)], "latin-11")
    with pytest.raises(ConfigError, match="no encoding"):
        find_sources([str(path)], "base64")


def test_a_damaged_row_in_utf_8_does_not_make_the_rest_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "films.csv"
    path.write_bytes("item_id,title\n1,Amélie\n2,Déjà\n".encode() + b"3,Am\xe9lie\n")
    (source,) = find_sources([str(path)])
    titles = [row.values["title"] for row in source.rows() if isinstance(row, Row)]
    assert titles == ["Amélie", "Déjà", "Am\udce9lie"]  # a lone surrogate: the check refuses it
    assert source.note is not None and "1 bytes are not UTF-8" in source.note


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
        ("odd.csv", lambda path: path.write_bytes(b"\xff\xfei\0t\0e"), "not in the encoding"),
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
