"""A folder of pictures as rows: each file an item, named after itself; or a sidecar says more."""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ingest.rows import Row

PICTURES = frozenset(".jpg .jpeg .png .webp .gif .bmp .tif .tiff .avif .ico .ppm .pgm .pnm".split())
COLUMNS = ("item_id", "title", "image", "folder")
FILE_NAME = "file_name"  # what a sidecar calls the picture, as `datasets` has it
_GAPS = re.compile(r"[\s_]+|(?<=\w)-(?=\w)")


def picture_files(folder: Path) -> Iterator[Path]:
    """Every picture under a folder, in order, one directory in memory at a time; none is opened."""
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and os.path.splitext(name)[1].lower() in PICTURES:  # noqa: PTH122
                yield Path(where, name)


def folder_rows(folder: Path) -> Iterator[Row]:
    """An item for each picture: its id is the path without suffix, its title the name in words."""
    for path in picture_files(folder):
        yield Row(str(path), 1, picture_fields(path.relative_to(folder)) | {"image": path.name})


def picture_fields(relative: Path) -> dict[str, Any]:
    """What the path of a picture says: an id, a title, and the folder that it lies in."""
    where = relative.parent.as_posix()
    return {
        "item_id": relative.with_suffix("").as_posix(),
        "title": readable(relative.stem),
        "image": relative.as_posix(),
        "folder": None if where == "." else where,
    }


def with_picture_fields(row: Row) -> Row:
    """A row of a sidecar: where it has no id, title or image, its `file_name` says them."""
    name = row.values.get(FILE_NAME)
    if not isinstance(name, str) or not name.strip():
        return row
    said: Mapping[str, Any] = {k: v for k, v in row.values.items() if k != FILE_NAME}
    derived = picture_fields(Path(name.strip()))
    del derived["folder"]
    return row._replace(values={**derived, **said})


def readable(stem: str) -> str:
    """A file's name as a title: `red_desk-lamp` is `red desk lamp`."""
    return _GAPS.sub(" ", stem).strip() or stem
