"""The writer of a job, on batches of a few rows: whole batches, and nobody else's in between."""

from pathlib import Path

import numpy as np
import pytest

from ingest.batches import Batch
from ingest.writer import Writer
from mmrec.errors import StoreError
from mmrec.store import Catalog, CatalogRow, Hashes, Ledger
from mmrec.types import EncoderSpec, Item

SPECS = {"text": EncoderSpec("t", "1", 4, "none")}


def row(number: int, year: int = 1999) -> CatalogRow:
    text = np.eye(4, dtype=np.float32)[number % 4]
    item = Item(f"i{number}", f"Title {number}", None, None, {"year": year})
    return CatalogRow(item, {"text": text}, Hashes(f"{year:032x}", {"text": f"{number:032x}"}))


def batch(*rows: CatalogRow) -> Batch:
    return Batch(read=len(rows), changed=list(rows), ids=[one.item.item_id for one in rows])


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    catalog = Catalog.create(tmp_path / "catalog", SPECS)
    catalog.append([row(0), row(1)])
    return catalog


def writer_of(catalog: Catalog, settled: list[Batch]) -> Writer:
    return Writer(
        lambda _: catalog,
        catalog.ledger(),
        settled.append,
        there=catalog,
        version=catalog.version(),
    )


def test_what_was_written_apart_is_committed_with_what_was_not(catalog: Catalog) -> None:
    settled: list[Batch] = []
    writer = writer_of(catalog, settled)
    apart = batch()
    apart.fragments = catalog.write_apart([row(2), row(3)])
    for one in (batch(row(1, year=2001)), apart, batch(row(4))):
        writer(one)
    assert settled == [] and catalog.count() == 2
    writer.commit()
    assert [one.changes for one in settled] == [1, 2, 1] and writer.written == 4
    assert catalog.count() == 5 and catalog.matching("year = 2001") == {"i1"}


def test_a_job_that_is_not_alone_stops_and_doubles_nothing(
    tmp_path: Path, catalog: Catalog
) -> None:
    settled: list[Batch] = []
    writer = writer_of(catalog, settled)
    writer(batch(row(2)))
    writer.commit()
    Catalog.open(tmp_path / "catalog").append([row(3)])
    writer(batch(row(3)))
    with pytest.raises(StoreError, match="Another process wrote"):
        writer.commit()
    assert len(settled) == 1
    assert catalog.ledger().find(["i3"]) >= 0 and catalog.count() == 4


def test_a_catalogue_that_somebody_else_made_meanwhile_is_not_written_to(catalog: Catalog) -> None:
    nothing = Ledger.of(())
    writer = Writer(lambda _: catalog, nothing, lambda _: None, there=None, version=None)
    writer(batch(row(1)))
    with pytest.raises(StoreError, match="Another process wrote"):
        writer.commit()
    assert catalog.count() == 2
