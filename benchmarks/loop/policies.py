"""Who decides what is shown: asked for scores, and told when a week has passed.

The oracle knows every chance of the world; what it earns is what regret is counted from.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from benchmarks.loop.shop import Shop
from mmrec.config import RetrainingSettings
from mmrec.device import pick_device
from mmrec.evaluation.baselines import Popularity
from mmrec.evaluation.protocols import leave_one_out
from mmrec.history import History, HistoryBuilder
from mmrec.learning import retrain
from mmrec.learning.recipe import fit_recipe
from mmrec.ranking.ranker import Ranker
from mmrec.serving import load_ranker
from mmrec.store import Catalog, Home, ModelStore
from mmrec.types import CatalogVectors, Floats, Ints


class Policy(Protocol):
    """What is compared. `shop` is its own: it sees what came of its own lists."""

    shop: Shop

    def scores(self, week: int, people: Ints, histories: Sequence[History]) -> Floats:
        """(B, n) of at least the films of this week."""
        ...

    def learn(self, week: int) -> None:
        """Learn from all before this week."""
        ...


class Oracle:
    """Shows what each person is likeliest to like today."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop

    def scores(self, week: int, people: Ints, _histories: Sequence[History]) -> Floats:
        """(B, n) the chances themselves."""
        return self.shop.world.chances(week)[people]

    def learn(self, week: int) -> None:
        """It knows."""


class Popular:
    """Shows what most people liked so far, counted every week."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.learn(0)

    def scores(self, week: int, _people: Ints, histories: Sequence[History]) -> Floats:
        """(B, N) counts."""
        return self.counted.scores(histories)[:, : self.shop.world.films(week)]

    def learn(self, _week: int) -> None:
        """Count."""
        films = len(self.shop.stock.vectors.item_ids)
        self.counted = Popularity.fit(self.shop.log.histories(), films)


class Frozen:
    """Shows what a ranker of week 0 says; it reads what people did since, and knows new films."""

    def __init__(self, shop: Shop, ranker: Ranker) -> None:
        self.shop, self.ranker = shop, ranker

    def scores(self, _week: int, _people: Ints, histories: Sequence[History]) -> Floats:
        """(B, n) the ranker's."""
        return self.ranker.scores(histories)

    def learn(self, week: int) -> None:
        """Only the catalogue grows."""
        self.ranker = over(self.ranker, self.shop.vectors(week))


class Anew:
    """Trains from scratch on all that was liked, every week."""

    def __init__(self, shop: Shop, ranker: Ranker) -> None:
        self.shop, self.ranker = shop, ranker

    def scores(self, _week: int, _people: Ints, histories: Sequence[History]) -> Floats:
        """(B, n) the ranker's."""
        return self.ranker.scores(histories)

    def learn(self, week: int) -> None:
        """As `mmrec train` does."""
        shop = self.shop
        self.ranker = fit_recipe(
            leave_one_out(shop.log.histories()),
            shop.vectors(week),
            shop.tokens,
            shop.settings,
            device=pick_device(shop.settings.device),
            report=lambda _: None,
        ).ranker


class Loop:
    """`mmrec retrain` every week, its gate included: a home of its own, on disk.

    Attributes:
        verdicts: of each week, with the reasons.
    """

    def __init__(
        self, shop: Shop, start: Home, folder: Path, retraining: RetrainingSettings
    ) -> None:
        shutil.copytree(start.path, folder)
        self.shop, self.home = shop, Home.open(folder)
        self.settings = shop.settings.model_copy(update={"retraining": retraining})
        self.ranker = current(shop, self.home)
        self.verdicts: list[str] = []

    def scores(self, _week: int, _people: Ints, histories: Sequence[History]) -> Floats:
        """(B, n) the ranker's."""
        return self.ranker.scores(histories)

    def learn(self, week: int) -> None:
        """Go on from the current model; it stays when the gate refuses the new one."""
        self.shop.deliver(self.home, week)
        decision = retrain(self.home, self.settings).decision
        if decision is not None:
            self.verdicts.append("; ".join((decision.verdict, *decision.reasons)))
        self.ranker = current(self.shop, self.home)


def current(shop: Shop, home: Home) -> Ranker:
    """The ranker that serves in a home."""
    catalog = Catalog.open(home.catalog)
    vectors = catalog.vectors()
    builder = HistoryBuilder(vectors.item_ids, shop.settings.events)
    device = pick_device(shop.settings.device)
    models = ModelStore(home.models)
    return load_ranker(models, vectors, catalog.specs, builder, device=device).ranker


def over(ranker: Ranker, vectors: CatalogVectors) -> Ranker:
    """The same ranker over a catalogue that has grown."""
    return Ranker.from_state(*ranker.state(), vectors, ranker.device)
