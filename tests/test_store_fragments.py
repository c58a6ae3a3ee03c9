"""Fragments: what workers wrote is invisible until one process commits all of it."""

import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mmrec.store import Catalog, CatalogRow, Fragments, Hashes
from mmrec.types import EncoderSpec, Item

SPECS = {"text": EncoderSpec("t", "1", 4, "none"), "image": EncoderSpec("i", "1", 3, "none")}


def row(number: int) -> CatalogRow:
    text = np.eye(4, dtype=np.float32)[number % 4]
    facts = {"year": 1900 + number, "genres": ["a", "b"]}
    hashes = Hashes(f"{number:032x}", {"text": f"{number + 1:032x}", "image": ""})
    item = Item(f"i{number:03}", f"Title {number}", None, None, facts)
    return CatalogRow(item, {"text": text, "image": None}, hashes)


def begun(folder: Path) -> Catalog:
    """A catalogue whose facts are columns already."""
    catalog = Catalog.create(folder, SPECS)
    catalog.append([row(0)])
    return catalog


def parts_of(catalog: Catalog, *parts: list[int]) -> list[Fragments]:
    """What a process writes that knows the catalogue by its address only."""
    there = pickle.loads(pickle.dumps(catalog))
    return pickle.loads(
        pickle.dumps([there.write_apart([row(number) for number in part]) for part in parts])
    )


def test_fragments_of_two_workers_make_the_table_that_append_makes(tmp_path: Path) -> None:
    here, there = begun(tmp_path / "here"), begun(tmp_path / "there")
    here.append([row(number) for number in range(1, 21)])
    parts = parts_of(there, list(range(1, 11)), list(range(11, 21)))
    assert there.count() == 1
    before = there.version()
    report = there.commit(parts)
    assert (report.added, there.count(), there.version()) == (20, 21, before + 1)
    ids = [f"i{number:03}" for number in range(21)]
    assert there.items(ids) == here.items(ids)
    np.testing.assert_array_equal(there.vectors().text, here.vectors().text)
    assert there.ledger().get("i007") == row(7).hashes
    assert there.matching("year = 1907") == {"i007"}


def test_a_committed_row_is_replaced_by_its_key_and_never_doubled(tmp_path: Path) -> None:
    catalog = begun(tmp_path)
    catalog.commit(parts_of(catalog, [1, 2]))
    report = catalog.write([row(2), row(3)])
    assert (report.added, report.updated, catalog.count()) == (1, 1, 4)


def test_two_workers_with_one_id_are_refused_and_nothing_is_visible(tmp_path: Path) -> None:
    catalog = begun(tmp_path)
    with pytest.raises(ValueError, match="one id"):
        catalog.commit(parts_of(catalog, [1], [1]))
    assert catalog.count() == 1


def test_a_fact_that_is_no_column_yet_is_left_to_the_writer(tmp_path: Path) -> None:
    catalog = Catalog.create(tmp_path, SPECS)
    assert catalog.write_apart([row(1)]) is None
    assert not list(tmp_path.rglob("*.lance/data/*"))


def test_a_column_that_came_after_the_fragment_is_null_in_it(tmp_path: Path) -> None:
    catalog = begun(tmp_path)
    parts = parts_of(catalog, [1])
    other = row(2)
    item = replace(other.item, facts={"length": 90.5})
    catalog.append([CatalogRow(item, other.vectors, other.hashes)])
    catalog.commit(parts)
    assert catalog.items(["i001", "i002"]) == [row(1).item, item]


def test_no_fragments_are_no_new_version(tmp_path: Path) -> None:
    catalog = Catalog.create(tmp_path, SPECS)
    before = catalog.version()
    assert catalog.commit([]).added == 0
    assert catalog.version() == before
