"""A tiny known world in a home: everybody walks around a circle of items, one a minute."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch

from mmrec.config import Settings
from mmrec.history import HistoryBuilder
from mmrec.serving import load_ranker
from mmrec.store import Catalog, CatalogRow, EventLog, Hashes, Home, ModelStore
from mmrec.types import EncoderSpec, Event, Item

ITEMS, USERS = 30, 40
LATER = 2e9  # when the world goes on
TEXT = EncoderSpec("words", "r1", 16, "none")
IMAGE = EncoderSpec("pictures", "r1", 4, "none")
SETTINGS = Settings.of(
    {
        "device": "cpu",
        "ranker": {"width": 16, "blocks": 1, "history_length": 12, "dropout": 0.0},
        "training": {
            "epochs": 12,
            "patience": 12,
            "batch": 16,
            "learning_rate": 0.01,
            "averaging": 0.9,
        },
    }
)


def events() -> Iterator[Event]:
    """Everybody walks around a circle of items, one a minute."""
    random = np.random.default_rng(0)
    for user in range(USERS):
        start, began = int(random.integers(ITEMS)), 1e9 + 3600.0 * user
        for step in range(int(random.integers(5, 15))):
            item = f"i{(start + step) % ITEMS:02}"
            yield Event(f"u{user:02}", item, "like", at=began + 60.0 * step)


def walks(step: int, users: range, began: float = LATER) -> list[Event]:
    """Newcomers who walk around the circle in steps of so many items."""
    random = np.random.default_rng(1)
    return [
        Event(
            f"n{user:03}", f"i{(start + step * n) % ITEMS:02}", "like", at=began + 3600 * user + n
        )
        for user in users
        for start in [int(random.integers(ITEMS))]
        for n in range(12)
    ]


def item_row(number: int) -> CatalogRow:
    angle = 2 * np.pi * number / ITEMS * np.arange(1, 9)
    words = np.concatenate((np.cos(angle), np.sin(angle))).astype(np.float32) / 8**0.5
    item = Item(f"i{number:02}", f"Item {number}")
    return CatalogRow(item, {"text": words}, Hashes(f"{number:032x}"))


def fill(path: Path) -> Home:
    home = Home.create(path)
    Catalog.create(home.catalog, {"text": TEXT, "image": IMAGE}).write(
        [item_row(n) for n in range(ITEMS)]
    )
    record(home, events())
    return home


def record(home: Home, new: Iterator[Event] | list[Event]) -> None:
    log = EventLog.open(home.events)
    log.append(new)
    log.close()


def load(home: Home, settings: Settings = SETTINGS):
    catalog = Catalog.open(home.catalog)
    vectors = catalog.vectors()
    builder = HistoryBuilder(vectors.item_ids, settings.events)
    return load_ranker(
        ModelStore(home.models), vectors, catalog.specs, builder, device=torch.device("cpu")
    )
