"""The page's verbs for programs: plain values in, plain values out."""

from typing import Any

from mmrec.types import Event, Recommendation
from ui.lexicon import Lexicon
from ui.needs import Recommends
from ui.session import Session, newcomer


def ask(recommender: Recommends, lexicon: Lexicon, message: str, user_id: str) -> dict[str, Any]:
    """One chat turn of the user's conversation; of a new one without a user."""
    session = Session(recommender, lexicon, seconds_a_word=0)
    session.take_up(user_id or newcomer())
    for _ in session.say(message):
        pass
    return {
        "user_id": session.user_id,
        "reply": session.bubbles[-1].text,
        "understood": list(session.chips),
        "items": [_plain(place) for place in session.shown],
    }


def recommend(recommender: Recommends, user_id: str, k: int) -> list[dict[str, Any]]:
    """A list for a user; its impressions are logged when the user has a name."""
    shown = recommender.recommend(user_id or None, k=k)
    if user_id:
        recommender.show(user_id, shown)
    return [_plain(place) for place in shown]


def explain(recommender: Recommends, user_id: str, item_id: str) -> dict[str, Any]:
    """An explanation with its claims."""
    got = recommender.explain(user_id, item_id)
    return {
        "text": got.text,
        "grounded": got.grounded,
        "written_by": got.written_by,
        "model_id": got.model_id,
        "claims": [{"text": c.text, "kind": c.kind, "support": c.support} for c in got.claims],
    }


def record(recommender: Recommends, user_id: str, item_id: str, kind: str) -> dict[str, Any]:
    """How many events were new."""
    return {"recorded": recommender.record(Event(user_id, item_id, kind))}


def _plain(place: Recommendation) -> dict[str, Any]:
    return {
        "item_id": place.item_id,
        "title": place.item.title,
        "rank": place.rank,
        "score": place.score,
        "facts": dict(place.item.facts),
        "sources": list(place.sources),
        "reasons": [
            {
                "weight": reason.weight,
                "modality": reason.modality,
                "item_id": reason.item_id,
                "title": reason.title,
                "kind": reason.kind,
            }
            for reason in place.reasons
        ],
        "request_id": place.request_id,
        "propensity": place.propensity,
        "model_id": place.model_id,
    }
