"""Folders that Hugging Face `datasets` saved (`save_to_disk`), read without that package."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from ingest.columnar import BATCH, BATCH_OF_BYTES, batch_rows, holds_bytes
from ingest.rows import Row
from mmrec.errors import DataError

STATE, INFO, SPLITS = "state.json", "dataset_info.json", "dataset_dict.json"


def dataset_folders(folder: Path) -> list[Path]:
    """The datasets that a folder is: itself, each split of a `DatasetDict`, or none.

    Raises:
        DataError: it says that it is one, and cannot be read.
    """
    if (folder / STATE).is_file():
        return [folder]
    if (folder / SPLITS).is_file():
        names = _json(folder / SPLITS).get("splits", [])
        return [folder / str(name) for name in names]
    return []


def dataset_columns(folder: Path) -> list[str]:
    """The names of its columns."""
    for path in _files(folder):
        with pa.memory_map(str(path)) as file, pa.ipc.open_stream(file) as stream:
            return list(stream.schema.names)
    return []


def dataset_rows(folder: Path, columns: Sequence[str] | None) -> Iterator[Row]:
    """Its rows in order; a class label by its name, as `dataset_info.json` has it."""
    labels = _labels(folder)
    for row in batch_rows(_batches(folder, columns), str(folder)):
        if labels:
            named = {name: _label(row.values[name], labels[name]) for name in labels
                     if name in row.values}  # fmt: skip
            yield row._replace(values={**row.values, **named})
        else:
            yield row


def _batches(folder: Path, columns: Sequence[str] | None) -> Iterator[Any]:
    for path in _files(folder):
        with pa.memory_map(str(path)) as file, pa.ipc.open_stream(file) as stream:
            size = BATCH_OF_BYTES if holds_bytes(stream.schema) else BATCH
            for batch in stream:
                chosen = [c for c in batch.schema.names if columns is None or c in columns]
                for start in range(0, batch.num_rows, size):
                    yield batch.select(chosen).slice(start, size)


def _files(folder: Path) -> list[Path]:
    state = _json(folder / STATE)
    if state.get("_indices_data_files"):
        raise DataError(
            f"{folder} was saved as a selection of rows of another dataset.",
            "Save it again after `dataset.flatten_indices()`.",
        )
    return [folder / str(entry["filename"]) for entry in state.get("_data_files", [])]


def _labels(folder: Path) -> Mapping[str, Sequence[str]]:
    info = folder / INFO
    features = (_json(info).get("features") or {}) if info.is_file() else {}
    return {
        name: feature["names"]
        for name, feature in features.items()
        if isinstance(feature, dict) and feature.get("_type") == "ClassLabel" and "names" in feature
    }


def _label(value: Any, names: Sequence[str]) -> Any:
    known = isinstance(value, int) and 0 <= value < len(names)
    return names[value] if known else None if value == -1 else value  # -1: no label


def _json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"{path} cannot be read: {error}.", "Save the dataset again.") from None
    if not isinstance(content, dict):
        raise DataError(f"{path} is not what `datasets` writes.", "Save the dataset again.")
    return content
