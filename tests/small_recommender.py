"""A real but small recommender over eight items, for the tests of the page; no models, no disk.

It likes what shares genres with what the user liked, honours filters of the dialogue's form, and
remembers everything it is told.
"""

import re

from mmrec.config import EventSettings
from mmrec.errors import NotFound
from mmrec.profile import profile_of
from mmrec.types import (
    Claim,
    Event,
    Evidence,
    Explanation,
    Item,
    Query,
    Reason,
    Recommendation,
    new_id,
)

ATTACK = '<script>window.hacked=1</script>"\'><img src=x onerror="window.hacked=1">'
MARKDOWN = (
    "[x](javascript:window.hacked=1) **b** `c` $$d$$ ${window.hacked=1} {{value}} www.evil.com"
)


def film(item_id, title, year, genres, description=None):
    """An item of the small catalogue."""
    return Item(item_id, f"{title} ({year})", description, None, {"year": year, "genres": genres})


ITEMS = (
    film("m1", "Alien", 1979, ["Horror", "Sci-Fi"], "A crew meets a creature."),
    film("m2", "Heat", 1995, ["Crime"], "A thief and a policeman."),
    film("m3", "Matrix, The", 1999, ["Action", "Sci-Fi"]),
    film("m4", "Big", 1988, ["Comedy"], "A boy wakes up as a man."),
    film("m5", "Psycho", 1960, ["Horror"], "A motel."),
    film("m6", "Galaxy Quest", 1999, ["Comedy", "Sci-Fi"], "Actors in space."),
    film("m7", f"Trap {ATTACK}", 2001, [ATTACK], ATTACK),
    film("m8", f"Trick {MARKDOWN}", 2002, [MARKDOWN], MARKDOWN),
)


class SmallMemory:
    """What the small recommender remembers of visitors: conversations in a dict."""

    def __init__(self, recommender) -> None:
        self._recommender = recommender
        self.conversations: dict[str, str] = {}

    def keep(self, user_id, document):
        self.conversations[user_id] = document

    def kept(self, user_id):
        return self.conversations.get(user_id)

    def forget(self, user_id, event_ids):
        mine = [e for e in self._recommender.events if e.user_id == user_id]
        gone = [e for e in mine if e.event_id in event_ids]
        self._recommender.events = [e for e in self._recommender.events if e not in gone]
        return gone

    def profile(self, done, counts, total):
        weight = EventSettings().weight
        return profile_of(done, lambda event: weight(event.kind, event.value), counts, total)

    def starters(self, k=12):
        return list(self._recommender._items.values())[:k]


class SmallRecommender:
    """Deterministic; `events` is its log, `asked` what it was asked for, `verdicts` on texts."""

    def __init__(self, items=ITEMS) -> None:
        self._items = {item.item_id: item for item in items}
        self.events: list[Event] = [
            Event("u1", "m1", "like", at=1.0),
            Event("<b>u2</b>", "m4", "rating", 5.0, at=2.0),
        ]
        self.asked: list[Query | None] = []
        self.verdicts: dict[tuple[str, str], bool] = {}
        self.memory = SmallMemory(self)
        self.reads = None

    def recommend(self, user_id=None, *, query=None, exclude=(), k=10):
        self.asked.append(query)
        past = [e for e in self.events if e.user_id == user_id and e.kind != "impression"]
        gone = set(exclude) | {e.item_id for e in past if e.kind not in ("click", "view")}
        gone |= set(query.like) if query is not None else set()
        liked = [e for e in past if e.kind in ("like", "rating")]
        found = [item for item in self._items.values() if item.item_id not in gone]
        found = [
            item for item in found if _passes(item, query.where if query is not None else None)
        ]
        scored = sorted(found, key=lambda item: -self._score(item, liked, query))
        request = new_id()
        return [
            Recommendation(
                item.item_id,
                self._score(item, liked, query),
                rank,
                ("small",),
                self._reasons(liked, query),
                item,
                request,
                0.5,
                "small-1",
            )
            for rank, item in enumerate(scored[:k], 1)
        ]

    def similar(self, item_id, k=10, by="all"):
        if by != "text":
            raise NotFound(f"No {by}.", "Compare it by another kind.")
        return self.recommend(None, query=Query(like=(item_id,)), k=k)

    def explain(self, user_id, item, query=None):
        place = self.items([item])[0] if isinstance(item, str) else item.item
        if place.item_id == "m4":
            raise NotFound("Big cannot be explained.", "Ask for another one.")
        by = "model" if place.item_id == "m1" else "facts"
        reasons = () if isinstance(item, str) else item.reasons
        claims = (Claim(f"It is {place.title}", "title", place.title), Claim("year", "year", None))
        text = f"{place.title} suits you."
        return Explanation(text, claims, Evidence(place, reasons, query), True, "small-1", by)

    def explain_live(self, user_id, item, query=None):
        yield self.explain(user_id, item, query)

    def rate_text(self, user_id, text, helpful):
        self.verdicts.pop((user_id, text.text), None)
        if helpful is not None:
            self.verdicts[user_id, text.text] = helpful

    def record(self, *events):
        self.events += events
        return len(events)

    def show(self, user_id, recommendations):
        self.events += [
            Event(user_id, r.item_id, "impression", request_id=r.request_id, position=r.rank)
            for r in recommendations
        ]

    def knows(self, user_id):
        return any(event.user_id == user_id for event in self.events)

    def users(self, limit=1000):
        return sorted({event.user_id for event in self.events})[:limit]

    def history(self, user_id, limit=20):
        mine = [e for e in self.events if e.user_id == user_id and e.kind != "impression"]
        return [(event, self._items[event.item_id]) for event in reversed(mine)][:limit]

    def items(self, item_ids):
        return [self._items[item_id] for item_id in item_ids]

    def titles(self):
        return {item.item_id: item.title for item in self._items.values()}

    def facts(self):
        return {"year": int, "genres": list}

    def turn_model(self):
        """What a test put in place of a language model that reads."""
        return self.reads

    def of_kind(self, kind):
        """The logged events of one kind."""
        return [event for event in self.events if event.kind == kind]

    def _score(self, item, liked, query):
        like = [event.item_id for event in liked] + (list(query.like) if query else [])
        shared = [set(self._items[one].facts["genres"]) & set(item.facts["genres"]) for one in like]
        words = (query.text or "").lower().split() if query else []
        return len([genre for genres in shared for genre in genres]) + sum(
            word in f"{item.title} {item.description}".lower() for word in words
        )

    def _reasons(self, liked, query):
        if query and query.like:
            return (
                Reason(0.7, "text", query.like[0], self._items[query.like[0]].title, "query"),
                Reason(0.3, "image", query.like[0], self._items[query.like[0]].title, "query"),
            )
        if liked:
            event = liked[-1]
            title = self._items[event.item_id].title
            return (
                Reason(0.62, "text", event.item_id, title, event.kind, event.at),
                Reason(0.28, "image", event.item_id, title, event.kind, event.at),
                Reason(0.1, "popularity"),
            )
        return (Reason(1.0, "popularity"),)


def _passes(item, where):
    if not where:
        return True
    genres = item.facts["genres"]
    wanted = re.findall(r"(NOT )?array_has\(genres, '([^']*)'\)", where)
    if any((genre in genres) == bool(no) for no, genre in wanted):
        return False
    years = re.findall(r"year (>=|<=|>|<|=) (\d+)", where)
    compare = {
        ">": int.__gt__,
        ">=": int.__ge__,
        "<": int.__lt__,
        "<=": int.__le__,
        "=": int.__eq__,
    }
    return all(compare[sign](item.facts["year"], int(year)) for sign, year in years)
