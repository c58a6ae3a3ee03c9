"""The steps of one request: what a user did, how everything scores, what is chosen for the list."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from mmrec.caps import capped_values
from mmrec.config import Settings
from mmrec.encoders import open_picture
from mmrec.errors import ConfigError
from mmrec.history import History
from mmrec.loading import Models
from mmrec.presentation import Chosen, present, sure
from mmrec.ranking.bandit import hopes
from mmrec.ranking.lists import Pool, compose
from mmrec.reasons import Scores
from mmrec.retrieval.candidates import Candidates, gather
from mmrec.retrieval.index import standardise
from mmrec.retrieval.query import QueryMatch, QueryMatcher
from mmrec.snapshot import Shelf, Snapshot
from mmrec.types import Bools, Floats, Query, Recommendation

POPULAR = "popular"  # the source of candidates that most people liked
SEQUENCE = "sequence"  # the source that the taste of a user proposes


class Chooser:
    """Scores a catalogue for one request and chooses from it. Every step takes its snapshot."""

    def __init__(self, shelf: Shelf, models: Models, settings: Settings) -> None:
        self._shelf = shelf
        self._models = models
        self._settings = settings

    def past(self, snapshot: Snapshot, user_id: str | None, items: Sequence[str] | None) -> History:
        """What a user did lately, or a session of these items in its place.

        Raises:
            NotFound: an item of the session is not in the catalogue.
        """
        if items is not None:
            snapshot.index.rows(items)
            return snapshot.histories.of_items(items)
        if not user_id:
            return snapshot.histories.of_events([])
        remembered = self._settings.retrieval.remembered
        return snapshot.histories.of_deeds(self._shelf.log.deeds(user_id, remembered))

    def match(self, snapshot: Snapshot, wanted: Query) -> QueryMatch | None:
        """How well everything answers a query; None where nothing is asked for."""
        if not wanted:
            return None
        matcher = QueryMatcher(
            snapshot.index,
            self._shelf.catalog.words,
            self._models.text,
            self._models.image,
            self._settings.retrieval,
            audio_encoder=self._models.audio if self._settings.encoders.audio else None,
        )
        return matcher.match(wanted, open_picture)

    def score(self, snapshot: Snapshot, past: History | None, match: QueryMatch | None) -> Scores:
        """Taste alone, or taste and query match on one scale, weighed."""
        taste = _tastes(snapshot, [past])[0]
        if match is None:
            return Scores(past, taste, None)
        weight = self._settings.retrieval.query_weight
        return Scores(past, (1 - weight) * standardise(taste), weight * match.total, match)

    def tasted(self, snapshot: Snapshot, pasts: Sequence[History]) -> list[Scores]:
        """The scores of several users without a query, made together."""
        tastes = _tastes(snapshot, pasts)
        return [Scores(past, mine, None) for past, mine in zip(pasts, tastes, strict=True)]

    def _allowed(self, snapshot: Snapshot, past: History | None, wanted: Query) -> Bools:
        """(N,) what passes the filter and is neither finished with nor what it should be like."""
        repeatable = np.isin(snapshot.histories.tokens, self._settings.retrieval.repeatable)
        allowed = self.passing(snapshot, wanted.where) & ~snapshot.index.mask(wanted.like)
        if past:
            allowed[past.rows[~repeatable[past.kinds]]] = False
        return allowed

    def passing(self, snapshot: Snapshot, where: str | None) -> Bools:
        """(N,) what passes the filter."""
        if not where:
            return np.ones(len(snapshot.index), dtype=np.bool_)
        return snapshot.index.mask(self._shelf.catalog.matching(where))

    def choose(
        self, snapshot: Snapshot, scores: Scores, wanted: Query, barred: Bools, k: int
    ) -> list[Chosen]:
        """Candidates of every source that may be shown, made into a list.

        Raises:
            ConfigError: the filter is wrong, or k is.
        """
        _require_positive(k)
        candidates, pool = self.pool(snapshot, scores, wanted, barred)
        places = compose(pool, k, self._settings.lists, np.random.default_rng())
        return [(candidates[place.position], place) for place in places]

    def pool(
        self, snapshot: Snapshot, scores: Scores, wanted: Query, barred: Bools
    ) -> tuple[Candidates, Pool]:
        """Candidates of every source that may be shown, and what a list of them is made by.

        Raises:
            ConfigError: the filter is wrong.
        """
        allowed = self._allowed(snapshot, scores.past, wanted) & ~barred
        per_source = self._settings.retrieval.per_source
        candidates = gather(
            snapshot.index,
            _sources(snapshot, scores),
            allowed,
            per_source,
            {POPULAR: snapshot.by_popularity},
        )
        rows = candidates.rows
        return candidates, Pool(
            scores.total[rows],
            snapshot.taste.vectors[rows],
            snapshot.popularity[rows],
            capped_values(self._shelf.catalog, self._settings.lists.caps, candidates),
            hopes(self._settings.lists, scores.past, snapshot.taste.vectors, scores.total, rows),
        )

    def found(
        self, snapshot: Snapshot, scores: Scores, allowed: Bools, k: int
    ) -> list[Recommendation]:
        """The best answers, whoever asks: no taste of a user, no diversity.

        Raises:
            ConfigError: k is below 1.
        """
        _require_positive(k)
        candidates = gather(snapshot.index, _sources(snapshot, scores), allowed, k)
        best = np.argsort(-scores.total[candidates.rows], kind="stable")[:k]
        chosen = [candidates[position] for position in best.tolist()]
        return present(snapshot, [(sure(chosen), scores)])[0]


def _tastes(snapshot: Snapshot, pasts: Sequence[History | None]) -> list[Floats]:
    """(N,) for each history; what is popular where there is none, for nothing else is known."""
    known = [past for past in pasts if past]
    tastes = iter(snapshot.taste.scores(known)) if known else iter(())
    return [next(tastes) if past else snapshot.fame for past in pasts]


def _sources(snapshot: Snapshot, scores: Scores) -> dict[str, Floats]:
    """What proposes candidates: the sequence, each modality of the query, what is popular."""
    sources: dict[str, Floats] = {}
    if scores.taste is not None:
        if scores.past:
            sources[SEQUENCE] = scores.taste
        sources[POPULAR] = snapshot.standing
    if scores.match is not None:
        sources["query"] = scores.match.total
        sources |= {str(name): part for name, part in scores.match.by_modality().items()}
    return sources


def as_query(
    query: str | Query | None,
    image: str | Path | None,
    audio: str | Path | None,
    where: str | None,
) -> Query:
    """Words or a whole query, with the picture, sound and filter that were given beside it."""
    wanted = query if isinstance(query, Query) else Query(text=query or None)
    if image is not None:
        wanted = replace(wanted, image=str(image))
    if audio is not None:
        wanted = replace(wanted, audio=str(audio))
    if where:
        both = f"({wanted.where}) AND ({where})" if wanted.where else where
        wanted = replace(wanted, where=both)
    return wanted


def _require_positive(k: int) -> None:
    if k < 1:
        raise ConfigError(f"k is {k}.", "Ask for at least one item.")
