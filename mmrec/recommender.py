"""THE MAIN PATH: understand, retrieve, rank, diversify, explain; and what comes back: record.

One request's story, read top to bottom; the cleverness lives in the rooms it calls. A recommender
may be used from several threads.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np

from mmrec.choosing import Chooser, as_query
from mmrec.config import OFFLINE, Settings
from mmrec.errors import ConfigError, NotFound, did_you_mean
from mmrec.likeness import Likeness, likeness
from mmrec.loading import Models
from mmrec.memory import Memory
from mmrec.presentation import present, sure
from mmrec.reasons import Scores
from mmrec.snapshot import CONTENT, Shelf
from mmrec.store import Home
from mmrec.telling import Teller, items_of, require_kind
from mmrec.types import (
    Candidate,
    Content,
    Event,
    Evidence,
    Explanation,
    Item,
    Query,
    Recommendation,
)

if TYPE_CHECKING:
    from mmrec.generation.explain import Writer
    from mmrec.generation.record import Record

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
        self._chooser = Chooser(self._shelf, self._models, settings)
        self._teller = Teller(
            self._shelf, self._models, settings.retrieval.remembered, settings.events
        )
        self.memory = Memory(home, settings, self._shelf)

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
        audio: str | Path | None = None,
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
            audio: a sound file that it should sound like.
            where: a filter over the catalogue's facts, such as `year >= 1990`.
            exclude: item ids to leave out.
            k: at most so many.

        Raises:
            NotFound: an item of the history or the query is not in the catalogue.
            ConfigError: the filter is wrong, or k is, or sounds are not known here.
            DataError: the picture or the sound cannot be read.
        """
        snapshot = self._shelf.current()
        wanted = as_query(query, image, audio, where)
        past = self._chooser.past(snapshot, user_id, history)
        scores = self._chooser.score(snapshot, past, self._chooser.match(snapshot, wanted))
        chosen = self._chooser.choose(snapshot, scores, wanted, snapshot.index.mask(exclude), k)
        return present(snapshot, [(chosen, scores)])[0]

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
            pasts = [
                self._chooser.past(snapshot, user, None) for user in user_ids[start : start + step]
            ]
            chosen = [
                (self._chooser.choose(snapshot, scores, wanted, nobody, k), scores)
                for scores in self._chooser.tasted(snapshot, pasts)
            ]
            lists += present(snapshot, chosen)
        return lists

    def rank(
        self, user_id: str, item_ids: Sequence[str], *, history: Sequence[str] | None = None
    ) -> list[Recommendation]:
        """The given items in this user's order; nothing is left out.

        Raises:
            NotFound: an item is not in the catalogue.
        """
        snapshot = self._shelf.current()
        scores = self._chooser.score(snapshot, self._chooser.past(snapshot, user_id, history), None)
        rows = snapshot.index.rows(dict.fromkeys(item_ids))
        order = rows[np.argsort(-scores.total[rows], kind="stable")].tolist()
        ids = snapshot.index.item_ids
        given = [Candidate(ids[row], row, {GIVEN: float(scores.total[row])}) for row in order]
        return present(snapshot, [(sure(given), scores)])[0]

    def similar(self, item_id: str, k: int = 10, by: Likeness = "all") -> list[Recommendation]:
        """Items like this one: in words, look, sound, in who chooses them, or in all of these.

        Raises:
            NotFound: no such item, or it has no vector of that kind.
            ConfigError: `by` is no likeness.
        """
        snapshot = self._shelf.current()
        match = likeness(snapshot, item_id, by)
        allowed = np.ones(len(snapshot.index), dtype=np.bool_) & ~snapshot.index.mask([item_id])
        return self._chooser.found(snapshot, Scores(None, None, match.total, match), allowed, k)

    def search(
        self,
        text: str | None = None,
        *,
        image: str | Path | None = None,
        audio: str | Path | None = None,
        where: str | None = None,
        k: int = 10,
    ) -> list[Recommendation]:
        """Hybrid search: meaning, literal words, look, sound; with only a filter, the most liked.

        Raises:
            ConfigError: nothing to search for, the filter is wrong, or sounds are not known here.
            DataError: the picture or the sound cannot be read.
        """
        snapshot = self._shelf.current()
        wanted = as_query(text, image, audio, where)
        if not wanted and not where:
            raise ConfigError("Nothing to search for.", "Give words, --image, --audio or --where.")
        allowed = self._chooser.passing(snapshot, where)
        match = self._chooser.match(snapshot, wanted)
        if match is None:
            scores = self._chooser.score(snapshot, None, None)
        else:
            scores = Scores(None, None, match.total, match)
        return self._chooser.found(snapshot, scores, allowed, k)

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
        (explanation,) = self.explain_many(user_id, [item], query)
        return explanation

    def explain_many(
        self, user_id: str, items: Sequence[str | Recommendation], query: str | None = None
    ) -> list[Explanation]:
        """Why each of these items suits a user; written together, each in its own words.

        Raises:
            NotFound: an item is not in the catalogue.
            WeightsError: the language model is not on this machine.
        """
        return self._teller.explain(user_id, self._placed(user_id, items), query)

    def explain_live(
        self, user_id: str, item: str | Recommendation, query: str | None = None
    ) -> Iterator[Explanation]:
        """Why an item suits a user, while it is written: each text begins with the one before it.

        Every sentence was checked before it comes, and none is taken back; the last is the whole.
        Closing the iterator ends the writing.

        Raises:
            NotFound: the item is not in the catalogue.
            WeightsError: the language model is not on this machine.
        """
        (place,) = self._placed(user_id, [item])
        yield from self._teller.explain_live(user_id, place, query)

    def write(
        self,
        user_id: str,
        kind: str,
        items: Sequence[str | Recommendation] = (),
        query: str | None = None,
    ) -> Content:
        """Content for a user, each of its parts checked against the facts.

        Args:
            user_id: for whom.
            kind: of content, such as a headline or a newsletter (`mmrec.types.CONTENT_KINDS`).
            items: what it is about, in this order; without any, what is recommended to the user.
            query: the words that the items answer.

        Raises:
            ConfigError: no such kind, or too few items for a comparison.
            NotFound: an item is not in the catalogue.
            WeightsError: the language model is not on this machine.
        """
        known = require_kind(kind)
        chosen = items or self.recommend(user_id, query=query, k=items_of(known))
        return self._teller.write(user_id, known, self._placed(user_id, chosen), query)

    def evidence(
        self, user_id: str, item: str | Recommendation, query: str | None = None
    ) -> Evidence:
        """The facts that an explanation of this item for this user may use."""
        (place,) = self._placed(user_id, [item])
        return Evidence(place.item, place.reasons, query)

    def why(
        self,
        user_id: str,
        item: str | Recommendation,
        query: str | None = None,
        where: str | None = None,
    ) -> "Record":
        """All that is known of why an item suits a user, to be opened beside an explanation.

        Needs no language model. `query` and `where` are those that the recommendation answered.

        Raises:
            NotFound: the item is not in the catalogue.
        """
        (place,) = self._placed(user_id, [item])
        return self._teller.why(user_id, place, query, where)

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

    def rate_text(self, user_id: str, text: Explanation | Content, helpful: bool | None) -> None:
        """Keep what a reader says of a text: that it helped or not; None takes it back.

        `mmrec retrain` learns from it which of several texts to show.

        Raises:
            ConfigError: no user.
        """
        self.memory.rate(user_id, text, helpful)

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
        snapshot = self._shelf.current()
        row_of = snapshot.index.row_of
        known = [e for e in self._done(user_id)[::-1] if e.item_id in row_of][:limit]
        items = snapshot.view.items([row_of[event.item_id] for event in known])
        return list(zip(known, items, strict=True))

    def items(self, item_ids: Sequence[str]) -> list[Item]:
        """The items of some ids, in their order.

        Raises:
            NotFound: one is not in the catalogue.
        """
        return self._shelf.catalog.items(item_ids)

    def titles(self) -> dict[str, str]:
        """Every title by item id."""
        return self._shelf.current().view.titles()

    def facts(self) -> dict[str, type]:
        """The catalogue's typed fact columns."""
        return self._shelf.catalog.fact_types()

    def turn_model(self) -> "Writer | None":
        """The language model that reads turns of the chat; None: the grammar does."""
        return self._models.writer() if self.settings.dialogue.reader == "model" else None

    def notes(self) -> list[str]:
        """What who runs this should know of the limits of what is shown."""
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

    def _placed(self, user_id: str, items: Sequence[str | Recommendation]) -> list[Recommendation]:
        """Items as places of a list, in the order given; those named by id are ranked for it."""
        named = [item for item in items if isinstance(item, str)]
        ranked = {place.item_id: place for place in self.rank(user_id, named)} if named else {}
        return [ranked[item] if isinstance(item, str) else item for item in items]

    def _done(self, user_id: str) -> list[Event]:
        """What a user did lately, oldest first."""
        remembered = self.settings.retrieval.remembered
        return self._shelf.log.of_user(user_id, remembered, impressions=False)
