"""Folders as sources: pictures by themselves, with a sidecar, and what `datasets` saved."""

import json
from pathlib import Path

import pyarrow as pa
import pytest
from PIL import Image

from ingest.read import find_sources
from ingest.rows import Row
from mmrec.errors import DataError


def picture(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (8, 8), "red").save(path)


def rows_of(folder: Path) -> list[dict[str, object]]:
    rows = [row for source in find_sources([str(folder)]) for row in source.rows()]
    assert all(isinstance(row, Row) for row in rows)
    return [dict(row.values) for row in rows if isinstance(row, Row)]


def saved(folder: Path, labels: list[int], features: dict[str, object] | None = None) -> Path:
    """As `Dataset.save_to_disk` leaves it: a stream of batches, a state, an info."""
    folder.mkdir(parents=True)
    table = pa.table({"item_id": [f"i{n}" for n in labels], "title": ["T"] * len(labels),
                      "genre": labels})  # fmt: skip
    name = str(folder / "data-00000-of-00001.arrow")
    with pa.OSFile(name, "wb") as file, pa.ipc.new_stream(file, table.schema) as stream:
        stream.write_table(table)
    state = {"_data_files": [{"filename": "data-00000-of-00001.arrow"}]}
    (folder / "state.json").write_text(json.dumps(state))
    (folder / "dataset_info.json").write_text(json.dumps({"features": features or {}}))
    return folder


def test_pictures_alone_are_items_named_after_their_files(tmp_path: Path) -> None:
    picture(tmp_path / "lamps" / "red_desk-lamp.png")
    picture(tmp_path / "chair.jpg")
    (tmp_path / "notes.txt").write_text("not a picture")
    picture(tmp_path / ".hidden" / "secret.png")
    rows = rows_of(tmp_path)
    assert [(row["item_id"], row["title"], row["folder"]) for row in rows] == [
        ("chair", "chair", None),
        ("lamps/red_desk-lamp", "red desk lamp", "lamps"),
    ]


def test_a_sidecar_says_more_of_each_picture(tmp_path: Path) -> None:
    picture(tmp_path / "a.png")
    picture(tmp_path / "b.png")
    (tmp_path / "metadata.csv").write_text("file_name,title,price\na.png,A lamp,5\nb.png,,7\n")
    rows = rows_of(tmp_path)
    assert [(row["item_id"], row["image"], row["price"]) for row in rows] == [
        ("a", "a.png", "5"), ("b", "b.png", "7"),
    ]  # fmt: skip
    assert rows[0]["title"] == "A lamp"


def test_a_saved_dataset_is_read_with_the_names_of_its_classes(tmp_path: Path) -> None:
    genres = {"genre": {"_type": "ClassLabel", "names": ["horror", "comedy"]}}
    rows = rows_of(saved(tmp_path / "films", [1, 0, -1], genres))
    assert [row["genre"] for row in rows] == ["comedy", "horror", None]


def test_each_split_of_a_saved_dataset_is_a_source(tmp_path: Path) -> None:
    folder = tmp_path / "all"
    saved(folder / "train", [1, 2])
    saved(folder / "test", [3])
    (folder / "dataset_dict.json").write_text(json.dumps({"splits": ["train", "test"]}))
    assert [row["item_id"] for row in rows_of(folder)] == ["i1", "i2", "i3"]


def test_a_saved_selection_is_refused_with_what_to_do(tmp_path: Path) -> None:
    folder = saved(tmp_path / "some", [1])
    state = json.loads((folder / "state.json").read_text())
    (folder / "state.json").write_text(json.dumps(state | {"_indices_data_files": [{}]}))
    with pytest.raises(DataError, match="flatten_indices"):
        rows_of(folder)


def test_a_folder_that_holds_nothing_to_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError, match="empty"):
        rows_of(tmp_path / "empty")
