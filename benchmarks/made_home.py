"""A home of any size, made up: clustered vectors, a network of the default shape, heavy users.

Nothing in it means anything, but every step of a request has as much to do as in a real one. It is
made once for each size and kept in the user's cache folder.
"""

import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import sparse

from benchmarks.measure import seconds_of
from mmrec.config import RankerSettings, Settings
from mmrec.history import HistoryBuilder
from mmrec.ranking.neighbours import Neighbours
from mmrec.ranking.ranker import Network, Ranker, Shape
from mmrec.store import Catalog, CatalogRow, EventLog, Hashes, Home, ModelStore
from mmrec.types import CatalogVectors, EncoderSpec, Event, Floats, Item
from mmrec.weights import cache_dir

WIDTH = 384  # of the offline encoders
SPECS = {name: EncoderSpec(f"made-up {name}", "1", WIDTH, "none") for name in ("text", "image")}
TOPICS, STRANDS, NOISE = 200, 20, 0.7  # clusters, those within each, and the rest of a vector
BATCH = 20_000
LIKED_TOGETHER = 20  # items that each item remembers
PEOPLE, EVENTS = 500, 40
HEAVY, HEAVY_EVENTS = 5, 50_000
FORMAT = 2  # of what is made: another one is made anew


def made_home(items: int) -> Home:
    """The home of this many items, made if it is not in the cache."""
    place = cache_dir() / "benchmarks" / f"home-{FORMAT}-{items}"
    if not place.exists():
        beside = place.with_suffix(".tmp")
        shutil.rmtree(beside, ignore_errors=True)
        seconds = seconds_of(lambda: _make(beside, items))
        beside.rename(place)
        sys.stderr.write(f"Made a home of {items} items in {seconds:.0f} s: {place}\n")
    return Home.open(place)


def item_id(number: int) -> str:
    """Ids sort as their numbers do."""
    return f"i{number:08d}"


def person(number: int) -> str:
    """The first HEAVY people have HEAVY_EVENTS events each, the others EVENTS."""
    return f"p{number:04d}"


def vectors_of(items: int, seed: int) -> Iterator[Floats]:
    """Unit vectors (b, WIDTH): around strands within topics, as texts of a catalogue are."""
    random = np.random.default_rng(seed)
    topics = _unit(random.normal(size=(TOPICS, 1, WIDTH)))
    strands = _unit(topics + 0.8 * _unit(random.normal(size=(TOPICS, STRANDS, WIDTH))))
    strands = strands.reshape(-1, WIDTH)
    for start in range(0, items, BATCH):
        size = min(BATCH, items - start)
        noise = random.standard_normal((size, WIDTH), dtype=np.float32) * (NOISE * WIDTH**-0.5)
        yield _unit(strands[random.integers(len(strands), size=size)] + noise)


def _make(place: Path, items: int) -> None:
    home = Home.create(place)
    settings = Settings()
    home.keep_settings(settings)
    catalog = Catalog.create(home.catalog, SPECS)
    for rows in _rows(items):
        catalog.append(rows)
    sys.stderr.write("Making the indices: minutes for a million items.\n")
    catalog.ensure_indices(index_from=1)  # to measure it at any size
    _keep_events(EventLog.open(home.events), items)
    _keep_model(ModelStore(home.models), items, settings)


def _rows(items: int) -> Iterator[list[CatalogRow]]:
    for number, (text, image) in enumerate(
        zip(vectors_of(items, 0), vectors_of(items, 1), strict=True)
    ):
        sys.stderr.write(f"Making items {number * BATCH} to {number * BATCH + len(text)}.\n")
        yield [
            CatalogRow(
                Item(
                    item_id(number * BATCH + line),
                    f"Thing {number * BATCH + line}",
                    f"Number {line} of part {number}, of kind {line % 50}.",
                    facts={"year": 1950 + line % 75, "kind": f"kind {line % 50}"},
                ),
                {"text": text[line], "image": image[line]},
                Hashes("0" * 32),
            )
            for line in range(len(text))
        ]


def _keep_events(log: EventLog, items: int) -> None:
    """Likes and clicks, a few items far more often than the rest."""
    random, now = np.random.default_rng(2), time.time()
    for number in range(PEOPLE):
        size = HEAVY_EVENTS if number < HEAVY else EVENTS
        rows = (items * random.random(size) ** 3).astype(np.int64)
        ats = now - np.sort(random.random(size))[::-1] * 1e8
        log.append(
            Event(person(number), item_id(row), "like" if row % 2 else "click", at=at)
            for row, at in zip(rows.tolist(), ats.tolist(), strict=True)
        )


def _keep_model(models: ModelStore, items: int, settings: Settings) -> None:
    """Networks with the weights that training would begin with, and a memory of made-up pairs."""
    torch.manual_seed(0)
    ids = tuple(map(item_id, range(items)))
    tokens = HistoryBuilder((), settings.events).tokens
    shape = Shape(RankerSettings(), ids, tokens, WIDTH, WIDTH)
    nothing = np.zeros((items, 0), np.float32), np.zeros(items, np.bool_)
    ranker = Ranker(
        [Network(shape) for _ in range(shape.settings.networks)],
        shape,
        CatalogVectors(ids, nothing[0], nothing[0], nothing[1], nothing[1]),
        torch.device("cpu"),
    )
    random = np.random.default_rng(3)
    columns = random.integers(items, size=items * LIKED_TOGETHER)
    values = random.random(len(columns), dtype=np.float32) * 0.2
    starts = np.arange(0, len(columns) + 1, LIKED_TOGETHER)
    similar = sparse.csr_array((values, columns, starts), shape=(items, items))
    similar.sum_duplicates()
    ranker.neighbours = Neighbours(similar, recent=20, decay=0.8)
    tensors, config = ranker.state()
    encoders = {name: asdict(spec) for name, spec in SPECS.items()}
    models.promote(models.save(tensors, {"model": config, "encoders": encoders}))


def _unit(vectors: NDArray[Any]) -> Floats:
    unit: Floats = (vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)).astype(np.float32)
    return unit
