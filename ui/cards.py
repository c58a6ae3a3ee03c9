"""Recommendations as cards: pure HTML, and everything that comes from outside is escaped."""

from collections.abc import Sequence

from mmrec.types import Item, Reason, Recommendation
from ui import reasons, safe
from ui.buttons import actions
from ui.pictures import picture_html
from ui.titles import titled
from ui.words import Words

_MOST_REASONS = 3
_GHOSTS = 8


def card_html(place: int, recommendation: Recommendation, words: Words, *, saved: bool) -> str:
    """One card. Its buttons carry the request and the item, which the server checks again."""
    item = recommendation.item
    return (
        f'<li class="card" {whence(recommendation.item_id, recommendation.request_id)}>'
        f'<div class="cover">{picture_html(item)}<span class="place" aria-hidden="true">{place}'
        f'</span></div><div class="body"><h3><span class="sr">{place}. </span>{title_button(item)}'
        f'</h3><p class="facts">{_key_facts(item)}</p>'
        f"{reasons_html(recommendation.reasons, words)}{actions(item, words, saved=saved)}"
        "</div></li>"
    )


def small_html(recommendation: Recommendation) -> str:
    """A card that only opens: in the shelves of the details, among saved items."""
    item = recommendation.item
    return (
        f'<li class="card small" {whence(recommendation.item_id, recommendation.request_id)}>'
        f'<div class="cover">{picture_html(item)}</div><div class="body">'
        f'<h3>{title_button(item)}</h3><p class="facts">{_key_facts(item)}</p></div></li>'
    )


def ghosts_html() -> str:
    """The skeleton of a list that is being made."""
    bones = '<div class="cover"></div><div class="body"><b></b><i></i><i></i></div>'
    return f'<li class="card ghost" aria-hidden="true">{bones}</li>' * _GHOSTS


def whence(item_id: str, request_id: str) -> str:
    """The attributes that tie what is pressed to an item and to the list that showed it."""
    return f'data-request="{safe.text(request_id)}" data-item="{safe.text(item_id)}"'


def title_button(item: Item) -> str:
    """The title, which opens the details."""
    return f'<button type="button" class="title" data-act="open">{safe.text(titled(item))}</button>'


def reasons_html(given: Sequence[Reason], words: Words, most: int = _MOST_REASONS) -> str:
    """What the score rests on: one bar for each past event or wish, one colour a modality."""
    groups: dict[str, list[Reason]] = {}
    for reason in sorted(given, key=lambda reason: -reason.weight):
        groups.setdefault(reasons.because(reason, words), []).append(reason)
    heaviest = sorted(groups.items(), key=lambda group: -sum(r.weight for r in group[1]))
    rows = "".join(_reason(why, parts, words) for why, parts in heaviest[:most])
    named = safe.text(words("reasons"))
    return f'<ul class="reasons" aria-label="{named}">{rows}</ul>' if rows else ""


def _reason(why: str, parts: Sequence[Reason], words: Words) -> str:
    said = " · ".join(f"{reasons.through(p, words)} {reasons.share(p)} %" for p in parts)
    bars = "".join(
        f'<i class="{part.modality}" style="width:{reasons.share(part)}%"></i>' for part in parts
    )
    return (
        f'<li><span class="why"><span>{safe.text(why)}</span><span>{safe.text(said)}</span></span>'
        f'<span class="bar" aria-hidden="true">{bars}</span></li>'
    )


def _key_facts(item: Item) -> str:
    return " · ".join(safe.text(fact) for fact in reasons.key_facts(item))
