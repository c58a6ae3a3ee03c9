"""THE MAIN PATH: understand, retrieve, rank, diversify, explain; and what comes back: record.

One request's story, read top to bottom; the cleverness lives in the rooms it calls. A recommender
may be used from several threads.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self

import numpy as np

from mmrec.caps import capped_values
from mmrec.config import OFFLINE, Settings
from mmrec.encoders import open_picture
from mmrec.errors import ConfigError, NotFound, did_you_mean
from mmrec.history import History
from mmrec.likeness import Likeness, likeness
from mmrec.loading import Models
from mmrec.presentation import Chosen, present, sure
from mmrec.ranking.lists import Pool, compose
from mmrec.reasons import Scores
from mmrec.retrieval.candidates import gather
from mmrec.retrieval.index import standardise
from mmrec.retrieval.query import QueryMatch, QueryMatcher
from mmrec.snapshot import CONTENT, Shelf, Snapshot
from mmrec.store import Home
from mmrec.types import (
    Bools,
    Candidate,
    Event,
    Evidence,
    Explanation,
    Floats,
    Item,
    Query,
    Recommendation,
)

GIVEN = "given"  # the source of candidates that the caller named
SCORED = 1 << 24  # scores of several users that are held at once


class Recommender:
    """Recommends, searches, explains and remembers, over one home.

    Open it with `Recommender.open(home)`. Models load at first use.
    """

    def __init__(self, home: Home, settings: Settings) -> None:
        self.settings = settings
        self._shelf = Shelf(home, settings)
        self._models = Models(settings, self._shelf)

    @classmethod
    def open(cls, home: str | Path, config: Path | None = None) -> Self:
        """The recommender of an existing home.

        Raises:
            StoreError: there is no home, or its catalogue is empty or of other encoders.
            ConfigError: the configuration is wrong.
        """
        place = Home.open(Path(home))
        settings = place.settings(config)
        return cls(place.under(settings), settings)

    def recommend(
        self,
        user_id: str | None = None,
        *,
        history: Sequence[str] | None = None,
        query: str | Query | None = None,
        image: str | Path | None = None,
        where: str | None = None,
        exclude: Iterable[str] = (),
        k: int = 10,
    ) -> list[Recommendation]:
        """A list for a user, for a session that nobody stored, or for a newcomer.

        Args:
            user_id: whose stored events count, up to this moment; unknown ids are newcomers.
            history: item ids, oldest first, in place of stored events.
            query: words, or a whole `Query`, that the list should answer.
            image: a picture file that it should look like.
            where: a filter over the catalogue's facts, such as `year >= 1990`.
            exclude: item ids to leave out.
            k: at most so many.

        Raises:
            NotFound: an item of the history or the query is not in the catalogue.
            ConfigError: the filter is wrong, or k is.
            DataError: the picture cannot be read.
        """
        snapshot = self._shelf.current()
        wanted = _as_query(query, image, where)
        past = self._past(snapshot, user_id, history)
        scores = self._score(snapshot, past, self._match(snapshot, wanted))
        chosen = self._choose(snapshot, scores, wanted, snapshot.index.mask(exclude), _positive(k))
        return present(snapshot, self._shelf.catalog, [(chosen, scores)])[0]

    def recommend_many(
        self, user_ids: Sequence[str], *, where: str | None = None, k: int = 10
    ) -> list[list[Recommendation]]:
        """A list for each user, in their order: read, scored and looked up together.

        Raises:
            ConfigError: the filter is wrong, or k is.
        """
        snapshot, wanted = self._shelf.current(), Query(where=where)
        nobody = snapshot.index.mask(())
        lists: list[list[Recommendation]] = []
        step = max(1, SCORED // len(snapshot.index))
        for start in range(0, len(user_ids), step):
            pasts = [self._past(snapshot, user, None) for user in user_ids[start : start + step]]
            tastes = _tastes(snapshot, pasts)
            scored = [Scores(past, mine, None) for past, mine in zip(pasts, tastes, strict=True)]
            chosen = [
                (self._choose(snapshot, scores, wanted, nobody, _positive(k)), scores)
                for scores in scored
            ]
            lists += present(snapshot, self._shelf.catalog, chosen)
        return lists

    def rank(
        self, user_id: str, item_ids: Sequence[str], *, history: Sequence[str] | None = None
    ) -> list[Recommendation]:
        """The given items in this user's order; nothing is left out.

        Raises:
            NotFound: an item is not in the catalogue.
        """
        snapshot = self._shelf.current()
        scores = self._score(snapshot, self._past(snapshot, user_id, history), None)
        rows = snapshot.index.rows(dict.fromkeys(item_ids))
        order = rows[np.argsort(-scores.total[rows], kind="stable")].tolist()
        ids = snapshot.index.item_ids
        given = [Candidate(ids[row], row, {GIVEN: float(scores.total[row])}) for row in order]
        return present(snapshot, self._shelf.catalog, [(sure(given), scores)])[0]

    def similar(self, item_id: str, k: int = 10, by: Likeness = "all") -> list[Recommendation]:
        """Items like this one: in words, in looks, in who chooses them, or in all three.

        Raises:
            NotFound: no such item, or it has no vector of that kind.
            ConfigError: `by` is no likeness.
        """
        snapshot = self._shelf.current()
        match = likeness(snapshot, item_id, by)
        allowed = np.ones(len(snapshot.index), dtype=np.bool_) & ~snapshot.index.mask([item_id])
        return self._found(snapshot, Scores(None, None, match.total, match), allowed, k)

    def search(
        self,
        text: str | None = None,
        *,
        image: str | Path | None = None,
        where: str | None = None,
        k: int = 10,
    ) -> list[Recommendation]:
        """Hybrid search: meaning, literal words and look; with only a filter, the most liked.

        Raises:
            ConfigError: nothing to search for, or the filter is wrong.
            DataError: the picture cannot be read.
        """
        snapshot = self._shelf.current()
        wanted = _as_query(text, image, where)
        if not wanted and not where:
            raise ConfigError("Nothing to search for.", "Give words, --image or --where.")
        allowed = self._filter(snapshot, where)
        match = self._match(snapshot, wanted)
        if match is None:
            return self._found(snapshot, self._score(snapshot, None, None), allowed, k)
        return self._found(snapshot, Scores(None, None, match.total, match), allowed, k)

    def explain(
        self, user_id: str, item: str | Recommendation, query: str | None = None
    ) -> Explanation:
        """Why an item suits a user: written by the model, checked claim by claim.

        Args:
            user_id: for whom.
            item: an item id, or a recommendation whose reasons are known already.
            query: the words that the recommendation answered.

        Raises:
            NotFound: the item is not in the catalogue.
            WeightsError: the language model is not on this machine.
        """
        evidence = self.evidence(user_id, item, query)
        return self._models.explainer().explain(evidence, self._told(user_id, evidence))

    def evidence(
        self, user_id: str, item: str | Recommendation, query: str | None = None
    ) -> Evidence:
        """The facts that an explanation of this item for this user may use."""
        place = self.rank(user_id, [item])[0] if isinstance(item, str) else item
        return Evidence(place.item, place.reasons, query)

    def record(self, *events: Event) -> int:
        """Append what users did; it counts in the very next call. Returns how many were new.

        Raises:
            ConfigError: a kind that the settings do not know, or no user.
            NotFound: an item that the catalogue does not hold.
        """
        kinds = self.settings.events.kinds
        for event in events:
            if event.kind not in kinds:
                hint = did_you_mean(event.kind, kinds)
                raise ConfigError(f"'{event.kind}' is no kind of event.", hint)
            if not event.user_id:
                raise ConfigError("An event needs a user_id.", "Name the user.")
        self._shelf.current().index.rows(event.item_id for event in events)
        return self._shelf.log.append(events)

    def show(self, user_id: str, recommendations: Sequence[Recommendation]) -> None:
        """Log that a list was shown: one impression a place, with position and propensity."""
        self._shelf.log.append(
            Event(
                user_id,
                place.item_id,
                "impression",
                request_id=place.request_id,
                position=place.rank,
                propensity=place.propensity,
                model_id=place.model_id,
                source="+".join(place.sources),
            )
            for place in recommendations
        )

    # What a screen needs to show around a list.

    def knows(self, user_id: str) -> bool:
        """Whether the log holds an event of this user."""
        return self._shelf.log.has_user(user_id)

    def require_user(self, user_id: str) -> None:
        """Refuse a user without events, who may be a misspelt one.

        Raises:
            NotFound: the log has no event of this user.
        """
        if not self.knows(user_id):
            hint = did_you_mean(user_id, self.users()) if user_id else ""
            near = hint if "mean" in hint else "`--new` recommends for somebody without events."
            raise NotFound(f"User '{user_id}' has no events.", near)

    def users(self, limit: int = 1000) -> list[str]:
        """Users who have events, at most `limit`."""
        return self._shelf.log.users()[:limit]

    def history(self, user_id: str, limit: int = 20) -> list[tuple[Event, Item]]:
        """What a user did lately, newest first, without impressions and vanished items."""
        events = [e for e in reversed(self._shelf.log.of_user(user_id)) if e.kind != "impression"]
        known = [event for event in events if self._shelf.catalog.has(event.item_id)][:limit]
        items = self._shelf.catalog.items([event.item_id for event in known])
        return list(zip(known, items, strict=True))

    def items(self, item_ids: Sequence[str]) -> list[Item]:
        """The items of some ids, in their order.

        Raises:
            NotFound: one is not in the catalogue.
        """
        return self._shelf.catalog.items(item_ids)

    def titles(self) -> dict[str, str]:
        """Every title by item id."""
        return self._shelf.current().titles

    def facts(self) -> dict[str, type]:
        """The catalogue's typed fact columns."""
        return self._shelf.catalog.fact_types()

    def notes(self) -> list[str]:
        """What a screen should say about the limits of what it shows."""
        notes = []
        if self._shelf.current().model_id == CONTENT:
            notes.append("No ranker is trained yet: lists rest on likeness. Run `mmrec train`.")
        if self.settings.encoders.image == OFFLINE:
            notes.append(
                "Pictures are matched by a small stand-in for CLIP: good for plain objects and "
                "looks, unreliable for what a picture means."
            )
        if self._shelf.has_drawn_covers:
            notes.append("The covers of this demo are drawn from titles and genres.")
        return notes

    # The steps of a request.

    def _told(self, user_id: str, evidence: Evidence) -> list[tuple[Event, Item]]:
        """What the reasons rest on, with its items: how a film was rated, what it has in common."""
        kinds = {r.item_id: r.kind or "" for r in reversed(evidence.reasons) if r.item_id}
        told = {item_id: Event(user_id, item_id, kind) for item_id, kind in kinds.items()}
        for event in self._shelf.log.of_user(user_id):
            if event.kind == kinds.get(event.item_id):
                told[event.item_id] = event
        return list(zip(told.values(), self._shelf.catalog.items(list(told)), strict=True))

    def _past(
        self, snapshot: Snapshot, user_id: str | None, items: Sequence[str] | None
    ) -> History:
        if items is not None:
            snapshot.index.rows(items)
            return snapshot.histories.of_items(items)
        events = self._shelf.log.of_user(user_id) if user_id else []
        return snapshot.histories.of_events(events)

    def _match(self, snapshot: Snapshot, wanted: Query) -> QueryMatch | None:
        if not wanted:
            return None
        matcher = QueryMatcher(
            snapshot.index,
            self._shelf.catalog.words,
            self._models.text,
            self._models.image,
            self.settings.retrieval,
        )
        return matcher.match(wanted, open_picture)

    def _score(self, snapshot: Snapshot, past: History | None, match: QueryMatch | None) -> Scores:
        """Taste alone, or taste and query match on one scale, weighed."""
        taste = _tastes(snapshot, [past])[0]
        if match is None:
            return Scores(past, taste, None)
        weight = self.settings.retrieval.query_weight
        return Scores(past, (1 - weight) * standardise(taste), weight * match.total, match)

    def _allowed(self, snapshot: Snapshot, past: History | None, wanted: Query) -> Bools:
        """(N,) what passes the filter and is neither finished with nor what it should be like."""
        repeatable = np.isin(snapshot.histories.tokens, self.settings.retrieval.repeatable)
        allowed = self._filter(snapshot, wanted.where) & ~snapshot.index.mask(wanted.like)
        if past:
            allowed[past.rows[~repeatable[past.kinds]]] = False
        return allowed

    def _filter(self, snapshot: Snapshot, where: str | None) -> Bools:
        if not where:
            return np.ones(len(snapshot.index), dtype=np.bool_)
        return snapshot.index.mask(self._shelf.catalog.matching(where))

    def _choose(
        self, snapshot: Snapshot, scores: Scores, wanted: Query, barred: Bools, k: int
    ) -> list[Chosen]:
        """Candidates of every source that may be shown, made into a list."""
        allowed = self._allowed(snapshot, scores.past, wanted) & ~barred
        per_source = self.settings.retrieval.per_source
        candidates = gather(snapshot.index, _sources(snapshot, scores), allowed, per_source)
        rows = np.array([candidate.row for candidate in candidates], dtype=np.int64)
        pool = Pool(
            scores.total[rows],
            snapshot.taste.vectors[rows],
            snapshot.popularity[rows],
            capped_values(self._shelf.catalog, self.settings.lists.caps, candidates),
        )
        places = compose(pool, k, self.settings.lists, np.random.default_rng())
        return [(candidates[place.position], place) for place in places]

    def _found(
        self, snapshot: Snapshot, scores: Scores, allowed: Bools, k: int
    ) -> list[Recommendation]:
        """The best answers, whoever asks: no taste of a user, no diversity."""
        candidates = gather(snapshot.index, _sources(snapshot, scores), allowed, _positive(k))
        best = sorted(candidates, key=lambda candidate: -scores.total[candidate.row])[:k]
        return present(snapshot, self._shelf.catalog, [(sure(best), scores)])[0]


def _tastes(snapshot: Snapshot, pasts: Sequence[History | None]) -> list[Floats]:
    """(N,) for each history; what is popular where there is none, for nothing else is known."""
    known = [past for past in pasts if past]
    tastes = iter(snapshot.taste.scores(known)) if known else iter(())
    return [next(tastes) if past else np.log1p(snapshot.popularity) for past in pasts]


def _sources(snapshot: Snapshot, scores: Scores) -> dict[str, Floats]:
    """What proposes candidates: the sequence, each modality of the query, what is popular."""
    sources: dict[str, Floats] = {}
    if scores.taste is not None:
        if scores.past:
            sources["sequence"] = scores.taste
        sources["popular"] = snapshot.popularity
    if scores.match is not None:
        sources["query"] = scores.match.total
        sources |= {str(name): part for name, part in scores.match.by_modality().items()}
    return sources


def _as_query(query: str | Query | None, image: str | Path | None, where: str | None) -> Query:
    """Words or a whole query, with the picture and the filter that were given beside it."""
    wanted = query if isinstance(query, Query) else Query(text=query or None)
    if image is not None:
        wanted = replace(wanted, image=str(image))
    if where:
        both = f"({wanted.where}) AND ({where})" if wanted.where else where
        wanted = replace(wanted, where=both)
    return wanted


def _positive(k: int) -> int:
    if k < 1:
        raise ConfigError(f"k is {k}.", "Ask for at least one item.")
    return k
