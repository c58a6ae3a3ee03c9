"""Whatever bytes come in: every row is accounted for, and no error of another family is raised."""

import gzip
import io
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image
from test_ingest_items import TinyImage, TinyText

from conftest import shared_data
from ingest.encoders import Encoders
from ingest.pipeline import ingest_items
from ingest.report import ItemReport
from mmrec.config import Settings
from mmrec.errors import MmrecError
from mmrec.store import Catalog, Home

pytestmark = pytest.mark.slow
FEW = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
ROWS = b'item_id,title,year,image\n1,Alien,1979,a.png\n2,"Heat, again",1995,\n3,Up,,b.png\n'
LINES = b'{"item_id": 1, "title": "Alien"}\n{"item_id": "2", "title": "Heat", "year": 1995}\n'
CELLS = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.lists(st.text(max_size=5), max_size=3),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)


def ingested(folder: Path, sources: list[str]) -> ItemReport | None:
    """The report; None when the job refused its sources in the family of errors."""
    home = Home.create(folder / f"home{len(list(folder.iterdir()))}")
    encoders = Encoders(
        TinyText, TinyImage, Encoders.of(Settings()).item_text,
        Encoders.of(Settings()).open_picture, lambda _: None,
    )  # fmt: skip
    try:
        report = ingest_items(
            home, Settings(), sources, images=folder, max_error_rate=1, encoders=encoders
        )
    except MmrecError as refused:
        assert refused.message
        return None
    done = report.added + report.updated + report.unchanged + report.rejected + report.skipped
    assert done == report.read
    assert Catalog.open(home.catalog).count() == report.added == report.items
    return report


def mutated(good: bytes) -> st.SearchStrategy[bytes]:
    """The bytes with some replaced, cut off or put in."""
    places = st.integers(0, len(good))
    return st.lists(st.tuples(places, places, st.binary(max_size=6)), min_size=1, max_size=4).map(
        lambda changes: _changed(good, changes)
    )


def _changed(good: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    for start, size, put in changes:
        good = good[:start] + put + good[start + size % 8 :]
    return good


@FEW
@given(
    content=st.one_of(st.binary(max_size=200), mutated(ROWS)), name=st.sampled_from(["csv", "tsv"])
)
def test_any_bytes_as_a_table(tmp_path: Path, content: bytes, name: str) -> None:
    file = tmp_path / f"rows.{name}"
    file.write_bytes(content)
    ingested(tmp_path, [str(file)])


@FEW
@given(content=st.one_of(st.binary(max_size=200), mutated(LINES)), packed=st.booleans())
def test_any_bytes_as_lines_of_json(tmp_path: Path, content: bytes, packed: bool) -> None:
    file = tmp_path / ("rows.jsonl.gz" if packed else "rows.jsonl")
    file.write_bytes(gzip.compress(content) if packed else content)
    ingested(tmp_path, [str(file)])


@FEW
@given(content=st.binary(max_size=200), name=st.sampled_from(["parquet", "csv.gz", "csv.zst"]))
def test_any_bytes_as_a_packed_file(tmp_path: Path, content: bytes, name: str) -> None:
    file = tmp_path / f"rows.{name}"
    file.write_bytes(content)
    ingested(tmp_path, [str(file)])


@FEW
@example(rows=[{"item_id": "1", "title": "Alien", "tags": 2**63}])  # no whole number of 64 bits
@given(rows=st.lists(st.fixed_dictionaries(
    {"item_id": CELLS, "title": CELLS}, optional={"image": CELLS, "year": CELLS, "tags": CELLS}
), min_size=1, max_size=8))  # fmt: skip
def test_any_cells_in_a_row(tmp_path: Path, rows: list[dict[str, object]]) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    report = ingested(tmp_path, [str(file)])
    assert report is None or report.read == len(rows)


def picture(kind: str) -> bytes:
    drawn = Image.linear_gradient("L").resize((24, 24)).convert("RGB")
    out = io.BytesIO()
    drawn.save(out, kind)
    return out.getvalue()


@FEW
@given(
    content=st.sampled_from(["PNG", "JPEG", "GIF", "WEBP"]).flatmap(lambda k: mutated(picture(k)))
)
def test_any_bytes_as_a_picture_keep_the_item(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.png").write_bytes(content)
    (tmp_path / "one.csv").write_text("item_id,title,image\n1,Alien,a.png\n")
    report = ingested(tmp_path, [str(tmp_path / "one.csv")])
    assert report is not None
    assert report.items == 1
    assert report.pictures_refused in {0, 1}


def test_a_table_full_of_unquoted_commas_is_accounted_for_row_by_row(tmp_path: Path) -> None:
    source = shared_data("messy") / "unquoted_commas.csv"
    text = source.read_text(encoding="utf-8", errors="replace")
    (tmp_path / "messy.csv").write_text(text.replace("ID,", "item_id,", 1), encoding="utf-8")
    report = ingested(tmp_path, [str(tmp_path / "messy.csv")])
    assert report is not None
    assert (report.read, report.added, report.rejected) == (29_230, 17_152, 12_078)


def test_blank_posters_and_files_that_are_none_leave_their_items_without_a_picture(
    tmp_path: Path,
) -> None:
    for part in ("blank_posters", "not_images"):
        files = sorted(file for file in (shared_data("messy") / part).iterdir() if file.is_file())
        rows = "".join(f"{n},Film {n},{file}\n" for n, file in enumerate(files))
        (tmp_path / f"{part}.csv").write_text("item_id,title,image\n" + rows)
        report = ingested(tmp_path, [str(tmp_path / f"{part}.csv")])
        assert report is not None
        assert (report.items, report.pictures_refused) == (len(files), len(files))
