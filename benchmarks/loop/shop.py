"""The shop of one seed: real films in the order of their arrival, in a home that can be trained."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.loop.log import Log
from benchmarks.loop.tastes import Tastes, fit, most_liked
from benchmarks.loop.world import VISITS, Rules, World
from mmrec.config import Settings
from mmrec.history import HistoryBuilder
from mmrec.learning.recipe import read_events
from mmrec.store import Catalog, CatalogRow, EventLog, Hashes, Home
from mmrec.types import CatalogVectors, EncoderSpec, Ints, Item


@dataclass(frozen=True, slots=True, eq=False)
class Stock:
    """What all seeds share: the films with their vectors, and the tastes that real people showed.

    `start` is the last real event's time: simulated weeks come after it.
    """

    vectors: CatalogVectors
    specs: dict[str, EncoderSpec]
    tastes: Tastes
    start: float


def stock(home: Home, settings: Settings, items: int, seed: int = 0) -> Stock:
    """The most liked items of a home, those that people met last at the end, and who likes them."""
    catalog = Catalog.open(home.catalog)
    vectors = catalog.vectors()
    builder = HistoryBuilder(vectors.item_ids, settings.events)
    _, table = read_events(home, settings.events)
    histories = list(builder.of_table(table).values())
    rows = most_liked(histories, len(vectors.item_ids), items)
    first = np.full(len(vectors.item_ids), np.inf)
    for history in histories:
        np.minimum.at(first, history.rows, history.ats)
    rows = rows[np.argsort(first[rows], kind="stable")]
    tastes = fit(histories, rows, seed)
    return Stock(_taken(vectors, rows), dict(catalog.specs), tastes, float(table.at.max()))


def _taken(vectors: CatalogVectors, rows: Ints) -> CatalogVectors:
    """The vectors of these rows, in their order, under ids that sort like it."""
    return CatalogVectors(
        tuple(f"f{number:05d}" for number in range(len(rows))),
        vectors.text[rows],
        vectors.image[rows],
        vectors.has_text[rows],
        vectors.has_image[rows],
    )


def first(vectors: CatalogVectors, count: int) -> CatalogVectors:
    """The catalogue when it had only its first `count` films."""
    return CatalogVectors(
        vectors.item_ids[:count],
        vectors.text[:count],
        vectors.image[:count],
        vectors.has_text[:count],
        vectors.has_image[:count],
    )


@dataclass(eq=False)
class Shop:
    """A world, what was liked in it so far, and what there is to learn from.

    Attributes:
        settings: with which every policy learns.
        tokens: kinds of events, as the settings name them.
    """

    world: World
    log: Log
    stock: Stock
    settings: Settings
    tokens: tuple[str, ...]

    @classmethod
    def open(cls, stock: Stock, rules: Rules, settings: Settings, seed: int) -> "Shop":
        """After the weeks without a recommender."""
        world = World(stock.tastes, rules, seed)
        tokens = HistoryBuilder(stock.vectors.item_ids, settings.events).tokens
        log = Log(world, tokens.index("like"), stock.start, stock.vectors.item_ids)
        training = settings.training.model_copy(update={"seed": seed})
        shop = cls(world, log, stock, settings.model_copy(update={"training": training}), tokens)
        for week in range(-rules.before, 0):
            shop.browse(week)
        return shop

    def apart(self) -> "Shop":
        """The same shop, for another policy."""
        return replace(self, log=self.log.copy())

    def vectors(self, week: int) -> CatalogVectors:
        """The catalogue of a week."""
        return first(self.stock.vectors, self.world.films(week))

    def browse(self, week: int) -> None:
        """What people find by themselves at the end of a week."""
        chances = self.world.chances(week)
        people, lists = self.world.window(week, self.log.met, chances)
        liked = self.world.likes(week, VISITS, people, lists, chances)
        self.log.add(people, lists, liked, week, 0.9, shown=False)

    def home(self, folder: Path) -> Home:
        """A home with the films of week 0 and all that was liked so far."""
        home = Home.create(folder)
        home.keep_settings(self.settings)
        Catalog.create(home.catalog, self.stock.specs)
        self.deliver(home, 0)
        return home

    def deliver(self, home: Home, week: int) -> None:
        """Put the films of a week, and what was liked since the last time, into a home."""
        vectors = self.vectors(week)
        catalog = Catalog.open(home.catalog)
        catalog.write([_row(vectors, place) for place in range(catalog.count(), len(vectors.text))])
        log = EventLog.open(home.events)
        log.append(self.log.news())
        log.close()


def _row(vectors: CatalogVectors, place: int) -> CatalogRow:
    pair = {"text": vectors.text, "image": vectors.image}
    there = {"text": vectors.has_text, "image": vectors.has_image}
    known = {name: rows[place] for name, rows in pair.items() if there[name][place]}
    item_id = vectors.item_ids[place]
    return CatalogRow(Item(item_id, item_id), known, Hashes(f"{place:032x}"))
