"""New vectors beside those that serve: whatever moment a process dies at, the next one goes on."""

from pathlib import Path

import numpy as np
import pytest

from mmrec.store import Catalog, CatalogRow, Hashes
from mmrec.types import EncoderSpec, Item

OLD = EncoderSpec("old", "1", 2, "none")
NEW = EncoderSpec("new", "1", 3, "none")
IMAGE = EncoderSpec("image", "1", 2, "none")
NUMBERS = range(5)


def vector(number: int, width: int) -> np.ndarray:
    made = np.arange(1, width + 1, dtype=np.float32) + number
    return made / np.linalg.norm(made)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Five films with old text vectors; the fifth has none."""
    catalog = Catalog.create(tmp_path / "catalog", {"text": OLD, "image": IMAGE})
    catalog.append(
        [
            CatalogRow(
                Item(f"m{n}", f"Film {n}"),
                {"text": vector(n, 2) if n < 4 else None},
                Hashes("0" * 31 + str(n), {"text": "1" * 31 + str(n)}),
            )
            for n in NUMBERS
        ]
    )
    return tmp_path / "catalog"


def fill(catalog: Catalog, most: int = 9) -> int:
    """Make the missing vectors of at most so many batches of one item."""
    going = catalog.reembedding("text", NEW)
    done = 0
    for items in list(going.batches(1))[:most]:
        (item,) = items
        going.fill([item.item_id], vector(int(item.item_id[1:]), 3)[None])
        done += 1
    return done


def serves(folder: Path, spec: EncoderSpec) -> None:
    """The catalogue answers by the vectors of this encoder."""
    catalog = Catalog.open(folder)
    assert catalog.specs["text"] == spec
    found = catalog.vectors()
    assert found.item_ids == tuple(f"m{n}" for n in NUMBERS)
    assert found.has_text.tolist() == [True] * 4 + [False]
    assert np.allclose(found.text[2], vector(2, spec.width), atol=1e-3)
    assert catalog.nearest("text", vector(0, spec.width), 1)[0][0] == "m0"


def test_the_old_vectors_serve_until_the_switch_and_the_new_ones_after_it(folder: Path) -> None:
    catalog = Catalog.open(folder)
    assert catalog.reembedding("text", NEW).left() == 4
    serves(folder, OLD)
    assert fill(catalog) == 4
    serves(folder, OLD)
    catalog.reembedding("text", NEW).switch()
    serves(folder, NEW)
    assert Catalog.open(folder).storage().reembedding == {}


def test_what_was_made_before_a_death_is_not_made_again(folder: Path) -> None:
    assert fill(Catalog.open(folder), most=3) == 3
    serves(folder, OLD)
    assert Catalog.open(folder).storage().reembedding == {"text": "new"}
    assert fill(Catalog.open(folder)) == 1
    Catalog.open(folder).reembedding("text", NEW).switch()
    serves(folder, NEW)


def test_a_death_right_after_the_switch_leaves_nothing_that_the_next_writer_does_not_clear(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(Catalog.open(folder))
    going = Catalog.open(folder).reembedding("text", NEW)
    monkeypatch.setattr("mmrec.store.reembedding.drop_leftovers", lambda table: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        going.switch()
    monkeypatch.undo()
    serves(folder, NEW)
    Catalog.create(folder, {"text": NEW, "image": IMAGE})
    serves(folder, NEW)
    assert not [name for name in Catalog.open(folder)._table.schema.names if "old" in name]


def test_an_item_without_a_new_vector_is_left_to_the_next_ingest(folder: Path) -> None:
    fill(Catalog.open(folder), most=3)
    Catalog.open(folder).reembedding("text", NEW).switch()
    ledger = Catalog.open(folder).ledger()
    assert sum(ledger.get(f"m{n}").of["text"] == "" for n in range(4)) == 1


def test_another_encoder_than_the_one_begun_begins_anew(folder: Path) -> None:
    fill(Catalog.open(folder), most=2)
    third = EncoderSpec("third", "1", 4, "none")
    assert Catalog.open(folder).reembedding("text", third).left() == 4


def test_a_re_embedding_can_be_given_up(folder: Path) -> None:
    fill(Catalog.open(folder), most=2)
    Catalog.open(folder).keep_vectors("text")
    assert Catalog.open(folder).storage().reembedding == {}
    serves(folder, OLD)
