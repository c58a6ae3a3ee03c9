"""The ledger: three items whose hashes are known, and what a job asks about them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmrec.store import Hashes, Ledger

A, B, ZERO_END = "a" * 32, "b" * 32, "c" * 30 + "00"


@pytest.fixture
def ledger() -> Ledger:
    return Ledger.of(
        [
            {"item_id": ["x", "y"], "facts": [A, B], "text": [A, A], "image": ["", B]},
            {"item_id": ["żółw"], "facts": [A], "text": [ZERO_END], "image": [None]},
        ]
    )


def test_items_are_found_and_strangers_are_not(ledger: Ledger) -> None:
    places = ledger.find(["y", "nobody", "żółw", "x", ""])
    assert (places >= 0).tolist() == [True, False, True, True, False]
    assert len(ledger) == 3 and ledger.get("nobody") is None


def test_hashes_come_back_as_they_went_in(ledger: Ledger) -> None:
    assert ledger.get("x") == Hashes(A, {"text": A, "image": ""})
    assert ledger.get("y") == Hashes(B, {"text": A, "image": B})
    assert ledger.get("żółw") == Hashes(A, {"text": ZERO_END, "image": ""})


def test_what_changed_is_seen(ledger: Ledger) -> None:
    places = ledger.find(["x", "y", "żółw", "new"])
    assert ledger.same(places, "text", [A, B, ZERO_END, A]).tolist() == [True, False, True, False]
    assert ledger.same(places, "image", ["", "", "", ""]).tolist() == [True, False, True, False]


def test_a_modality_that_is_not_there_counts_as_empty(ledger: Ledger) -> None:
    places = ledger.find(["x", "y", "new"])
    assert ledger.same(places, "audio", ["", A, ""]).tolist() == [True, False, False]


def test_an_empty_catalogue_knows_nobody() -> None:
    empty = Ledger.of(())
    assert len(empty) == 0 and empty.get("x") is None
    assert empty.find(["x"]).tolist() == [-1]
    assert empty.same(np.array([-1]), "text", [A]).tolist() == [False]


def test_a_hash_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        Ledger.of([{"item_id": ["x"], "facts": ["abcd"]}])


@given(st.lists(st.text(max_size=8), unique=True, max_size=40), st.text(max_size=8))
def test_an_id_is_known_exactly_when_it_was_put_in(ids: list[str], stranger: str) -> None:
    ledger = Ledger.of([{"item_id": ids, "facts": [A] * len(ids)}])
    places = ledger.find(ids)
    assert sorted(places.tolist()) == list(range(len(ids)))
    assert (ledger.get(stranger) is None) == (stranger not in ids)
