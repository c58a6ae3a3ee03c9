"""Checking: ids that were met, in few bytes each; a broken source is stopped before it writes."""

import random
import tracemalloc
from pathlib import Path

import pytest

from ingest.check import check_rows, require_sound
from ingest.mapping import ItemMapping
from ingest.read import find_sources
from ingest.seen import Seen
from ingest.survey import SAMPLE, Plan, survey
from mmrec.errors import DataError
from mmrec.types import Item, Reject


def plan_of(path: Path, text: str) -> Plan:
    path.write_text(text, encoding="utf-8", errors="surrogateescape")
    return survey(find_sources([str(path)]), ItemMapping(), {})


def test_each_id_is_met_once_however_the_rows_are_cut_in_chunks() -> None:
    draw = random.Random(0)
    keys = [draw.randrange(500) for _ in range(2_000)]
    first: dict[int, int] = {}
    expected = [first.setdefault(key, place) for place, key in enumerate(keys)]
    seen, found, start = Seen(), [], 0
    while start < len(keys):
        end = start + draw.randint(1, 90)
        chunk = keys[start:end]
        met = seen.meet(chunk, [-place for place in range(start, start + len(chunk))],
                        list(range(start, start + len(chunk))))  # fmt: skip
        assert met.contents.tolist() == [-place for place in met.places.tolist()]
        found += met.places.tolist()
        start = end
    assert found == expected


def test_an_id_takes_less_than_forty_bytes() -> None:
    tracemalloc.start()
    seen = Seen()
    for start in range(0, 100_000, 500):
        keys = [hash(f"a rather long identifier of item {n}") for n in range(start, start + 500)]
        seen.meet(keys, keys, keys)
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept / 100_000 < 40


def test_the_first_of_an_id_is_named_across_files(tmp_path: Path) -> None:
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    one.write_text("item_id,title\n1,Alien\n")
    two.write_text("item_id,title\n1,Alien\n1,Aliens\n")
    sources = find_sources([str(one), str(two)])
    plan = survey(sources, ItemMapping(), {})
    good, same, other = check_rows((row for s in sources for row in s.rows()), plan)
    assert isinstance(good, tuple) and isinstance(good[1], Item) and same is None
    assert isinstance(other, Reject) and other.reason == f"'1' is on line 2 of '{one}' already"


GOOD, BAD = "{n},Film {n}\n", ",no id\n"


@pytest.mark.parametrize(
    ("rows", "limit", "stopped"),
    [
        (GOOD * 60 + BAD * 61, 0.5, True),
        (GOOD * 61 + BAD * 60, 0.5, False),
        (GOOD * 61 + BAD * 60, 0.1, True),
        (BAD * 200, 1.0, False),  # 1: let everything through
        (BAD * 20, 0.5, False),  # too few to call the source broken
        (GOOD * 60 + "a,b,c\n" * 61, 0.5, True),  # unreadable lines count
        ("1,Film {n}\n" * 200, 0.5, True),  # one id for all
        ((GOOD + BAD) * 30_000, 0.4, True),  # more rows than the sample holds
        ((GOOD + BAD) * 30_000, 0.6, False),
    ],
)
def test_a_source_that_is_plainly_broken_is_stopped(
    tmp_path: Path, rows: str, limit: float, stopped: bool
) -> None:
    lines = [line.replace("{n}", str(n)) for n, line in enumerate(rows.splitlines(keepends=True))]
    plan = plan_of(tmp_path / "films.csv", "item_id,title\n" + "".join(lines))
    assert len(plan.sample) == plan.rows if plan.rows <= SAMPLE else len(plan.sample) <= SAMPLE
    if stopped:
        with pytest.raises(DataError, match=r"would be refused.*The first is line \d+ of"):
            require_sound(plan, limit)
    else:
        require_sound(plan, limit)


def test_a_row_of_another_encoding_is_refused_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "films.csv"
    path.write_bytes("item_id,title\n1,Amélie\n2,Déjà\n".encode() + b"3,Am\xe9lie\n")
    (source,) = find_sources([str(path)])
    plan = survey([source], ItemMapping(), {})
    *_, last = check_rows(source.rows(), plan)
    assert isinstance(last, Reject) and last.field == "title"
    assert "not of the file's encoding" in last.reason
    assert any("not UTF-8" in note for note in plan.notes)
