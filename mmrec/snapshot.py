"""One consistent view of a home for serving: catalogue, model and popularity that belong together.

A snapshot never changes; when the catalogue or the current model does, a new one takes its place.
What a user did is not in it: histories are read from the event log at every request.
"""

import time
from dataclasses import dataclass
from threading import Lock

import numpy as np

from mmrec.bots import by_people
from mmrec.config import Settings
from mmrec.device import pick_device
from mmrec.errors import StoreError
from mmrec.evaluation.baselines import Popularity
from mmrec.generation.preference import Preference
from mmrec.history import HistoryBuilder
from mmrec.lazy import Lazy
from mmrec.ranking.votes import votes
from mmrec.retrieval.index import CatalogIndex, standardise
from mmrec.serving import load_ranker
from mmrec.store import Catalog, EventLog, Home, ModelStore, View
from mmrec.taste import ContentTaste, RankerTaste, Taste
from mmrec.types import Floats, Ints

CONTENT = "content"  # the model id of a home that has no trained model yet
DRAWN_COVERS = "covers"  # the folder of a home's media that the demo draws into
LOOK_AGAIN = 2.0  # seconds until a changed catalogue or model is noticed


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """What a request is answered from.

    Attributes:
        view: the titles, and the items by row.
        popularity: (N,) likes of each item.
        standing: (N,) what they are worth, as `votes` counts them: what lists rest on.
        fame: (N,) the standing on the scale of a score, for whoever has no taste yet.
        by_popularity: (N,) rows, the most liked first.
        model_id: the trained model, or `content` when there is none yet.
        preference: what readers of texts prefer, as it came with the model; None: not known.
        made_from: catalogue version and current model; when they change, it is out of date.
    """

    index: CatalogIndex
    histories: HistoryBuilder
    taste: Taste
    view: View
    popularity: Floats
    standing: Floats
    fame: Floats
    by_popularity: Ints
    model_id: str
    preference: Preference | None
    made_from: tuple[int, str | None]

    def title(self, item_id: str | None) -> str | None:
        """The title of an item; None for no item, or one that is not here."""
        row = self.index.row_of.get(item_id or "")
        return None if row is None else self.view.title(row)

    def like(self, row: int) -> Floats | None:
        """(N,) standardised nearness to an item as the ranker sees it; None while untrained."""
        if self.model_id == CONTENT:
            return None
        return standardise(self.taste.vectors @ self.taste.vectors[row])


class Shelf:
    """What a home keeps, opened for serving, and the snapshot of the moment.

    Raises, at the first use:
        NotFound: there is no catalogue.
        StoreError: the catalogue is empty, or the current model does not fit it.
    """

    def __init__(self, home: Home, settings: Settings) -> None:
        self._settings = settings
        self.has_drawn_covers = (home.media / DRAWN_COVERS).is_dir()
        self._catalog = Lazy(lambda: Catalog.open(home.catalog))
        self._log = Lazy(lambda: EventLog.open(home.events))
        self._models = ModelStore(home.models)
        self._lock = Lock()
        self._snapshot: Snapshot | None = None
        self._looked = 0.0

    @property
    def catalog(self) -> Catalog:
        """The items."""
        return self._catalog()

    @property
    def log(self) -> EventLog:
        """The events."""
        return self._log()

    def current(self) -> Snapshot:
        """The newest snapshot; looks for changes every few seconds, not at every request."""
        snapshot = self._snapshot
        if snapshot is not None and time.monotonic() - self._looked < LOOK_AGAIN:
            return snapshot
        # While one thread takes a new snapshot, the others go on with the old one.
        if not self._lock.acquire(blocking=snapshot is None) and snapshot is not None:
            return snapshot
        try:
            now = (self.catalog.version(), self._models.current())
            if self._snapshot is None or self._snapshot.made_from != now:
                self._snapshot = self._take(now)
            self._looked = time.monotonic()
            return self._snapshot
        finally:
            self._lock.release()

    def _take(self, made_from: tuple[int, str | None]) -> Snapshot:
        view = self.catalog.view()
        large = len(view.item_ids) >= self._settings.retrieval.index_from
        # Nobody scans them then: half the memory, and the few that are asked for are made whole.
        vectors = view.vectors(np.float16 if large and made_from[1] else np.float32)
        if not vectors.item_ids:
            raise StoreError("The catalogue is empty.", "Run `mmrec ingest items SOURCE`.")
        histories = HistoryBuilder(vectors.item_ids, self._settings.events)
        people = by_people(self.log.table(), self._settings.events.most_per_minute)
        past = histories.of_table(people)
        taste: Taste
        preference = None
        if made_from[1] is None:
            taste = ContentTaste(vectors)
        else:
            device = pick_device(self._settings.device)
            specs = self.catalog.specs
            loaded = load_ranker(self._models, vectors, specs, histories, device=device)
            taste = RankerTaste(loaded.ranker)
            preference = Preference.of_manifest(loaded.manifest)
        popularity = Popularity.fit(past, len(vectors.item_ids)).counts
        standing = votes(past.values(), len(vectors.item_ids))
        return Snapshot(
            index=CatalogIndex(vectors, self.catalog.nearest if large else None),
            histories=histories,
            taste=taste,
            view=view,
            popularity=popularity,
            standing=standing,
            fame=np.log1p(standing),
            by_popularity=np.argsort(-standing, kind="stable"),
            model_id=made_from[1] or CONTENT,
            preference=preference,
            made_from=made_from,
        )
