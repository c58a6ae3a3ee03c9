"""Model folders: whole or absent, and one of them current."""

import json
from pathlib import Path

import pytest
import torch

from mmrec.errors import NotFound, StoreError
from mmrec.store import ModelStore


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models")


def test_a_model_comes_back_as_it_was_saved(store: ModelStore) -> None:
    weight = torch.arange(6.0).reshape(2, 3).T  # not contiguous
    model_id = store.save({"weight": weight}, {"metrics": {"ndcg@10": 0.25}})
    tensors, manifest = store.load(model_id)
    assert torch.equal(tensors["weight"], weight)
    assert manifest["metrics"] == {"ndcg@10": 0.25} and manifest["model_id"] == model_id


def test_ids_sort_by_the_time_of_saving(store: ModelStore) -> None:
    ids = [store.save({}, {"n": n}) for n in range(3)]
    assert ids == sorted(ids)
    assert [manifest["n"] for manifest in store.list()] == [0, 1, 2]


def test_nothing_is_current_until_it_is_promoted(store: ModelStore) -> None:
    assert store.current() is None and store.list() == []
    with pytest.raises(NotFound, match="mmrec train"):
        store.load()
    first, second = store.save({}, {"n": 1}), store.save({}, {"n": 2})
    assert store.current() is None
    store.promote(second)
    assert store.load()[1]["n"] == 2
    store.promote(first)
    assert store.current() == first


@pytest.mark.parametrize("model_id", ["20260101-000000-000000-abcd", "../models", ".", ""])
def test_an_unknown_model_is_neither_promoted_nor_described(
    store: ModelStore, model_id: str
) -> None:
    with pytest.raises(NotFound):
        store.promote(model_id)
    with pytest.raises(NotFound):
        store.manifest(model_id)
    assert store.current() is None


def test_a_save_that_fails_leaves_nothing(store: ModelStore) -> None:
    with pytest.raises(ValueError, match="JSON"):
        store.save({}, {"loss": float("nan")})
    with pytest.raises(AttributeError):
        store.save({"weight": "not a tensor"}, {})  # type: ignore[dict-item]
    assert store.list() == []
    assert not store.folder.exists() or not list(store.folder.iterdir())


def test_a_folder_without_its_rename_is_no_model(store: ModelStore) -> None:
    model_id = store.save({}, {})
    (store.folder / model_id).rename(store.folder / f".{model_id}.tmp")
    assert store.list() == []
    store.save({}, {"n": 2})  # a young leftover may be another save under way
    assert (store.folder / f".{model_id}.tmp").exists()


def test_a_damaged_model_says_so(store: ModelStore) -> None:
    model_id = store.save({"weight": torch.ones(3)}, {})
    (store.folder / model_id / "tensors.safetensors").write_bytes(b"\0" * 20)
    with pytest.raises(StoreError, match="damaged"):
        store.load(model_id)
    (store.folder / model_id / "manifest.json").write_text("{")
    with pytest.raises(StoreError, match="damaged"):
        store.manifest(model_id)


def test_a_model_folder_holds_json_and_safetensors_only(store: ModelStore) -> None:
    folder = store.folder / store.save({"weight": torch.ones(1)}, {"n": 1})
    assert sorted(p.name for p in folder.iterdir()) == ["manifest.json", "tensors.safetensors"]
    assert json.loads((folder / "manifest.json").read_text())["n"] == 1


def test_a_rollback_goes_back_one_reign_at_a_time(store: ModelStore) -> None:
    first, second, third = (store.save({}, {"n": n}) for n in range(3))
    for model_id in (first, second, third, second):  # second reigns again
        store.promote(model_id)
    assert store.current() == second
    assert store.rollback() == third
    assert store.rollback() == first
    with pytest.raises(NotFound, match="mmrec models list"):
        store.rollback()
    assert store.current() == first
