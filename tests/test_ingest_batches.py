"""Batches are cut by the source alone."""

from ingest.batches import MEDIA, ROWS, cut
from ingest.rows import Row
from mmrec.types import Item, Reject


def good(number, image=None):
    return Row("films.csv", number, {}), Item(f"m{number}", "Film", None, image)


def test_every_row_is_in_one_batch_whatever_became_of_it():
    rows = [good(1), None, Reject("films.csv", 3, "title", "missing", {}), good(4)]
    (batch,) = cut(rows)
    assert (batch.read, batch.skipped, batch.rejected) == (4, 1, 1)
    assert [item.item_id for item in batch.items] == ["m1", "m4"]
    assert len(batch) == 4


def test_a_batch_ends_at_so_many_rows():
    sizes = [batch.read for batch in cut(good(number) for number in range(2 * ROWS + 1))]
    assert sizes == [ROWS, ROWS, 1]


def test_a_batch_ends_at_so_many_pictures():
    sizes = [batch.read for batch in cut(good(n, "a.png") for n in range(MEDIA + 2))]
    assert sizes == [MEDIA, 2]


def test_no_rows_make_no_batch():
    assert list(cut([])) == []
