"""A list of recommendations as HTML: pure, and everything that comes from outside is escaped."""

from collections.abc import Sequence
from typing import Literal

from mmrec.types import Reason, Recommendation
from ui import reasons, safe
from ui.pictures import picture_html

Status = Literal["start", "loading", "ready", "nothing", "error"]
_MOST_REASONS = 3

_ICONS = {
    "like": "M7 11v9H4v-9zm2 9h8.2a2 2 0 0 0 2-1.6l1.3-6A2 2 0 0 0 18.6 10H14l.8-4.2A1.6 1.6 0 0 0 "
    "12 4.6L9 10.5z",
    "dislike": "M17 13V4h3v9zM15 4H6.8a2 2 0 0 0-2 1.6l-1.3 6A2 2 0 0 0 5.4 14H10l-.8 4.2A1.6 "
    "1.6 0 0 0 12 19.4l3-5.9z",
    "not_interested": "M6 6l12 12M18 6L6 18",
}
_BUTTONS = (("like", "Like"), ("dislike", "Dislike"), ("not_interested", "Not interested"))


def list_html(
    status: Status,
    recommendations: Sequence[Recommendation],
    *,
    heading: str = "",
    chips: Sequence[str] = (),
    message: str = "",
) -> str:
    """The whole list region: heading, what was understood, and the cards or a state.

    Args:
        status: `loading` dims the cards that are still there.
        recommendations: in their order.
        heading: plain text.
        chips: what the request was understood as, plain text.
        message: what to say in place of cards (`start`, `nothing`, `error`).
    """
    busy = "true" if status == "loading" else "false"
    shown = "".join(card_html(place, r) for place, r in enumerate(recommendations, 1))
    body = f'<ol class="cards">{shown}</ol>' if shown else _state(status, message)
    return (
        f'<section id="picks" class="picks {status}" aria-busy="{busy}" '
        'aria-label="Recommendations">'
        f'<header><h2>{safe.text(heading)}</h2><div class="chips">{chips_html(chips)}</div>'
        f'<span class="progress" aria-hidden="true"></span></header>{body}</section>'
    )


def chips_html(chips: Sequence[str]) -> str:
    """Short phrases as chips."""
    return "".join(f'<span class="chip">{safe.text(chip)}</span>' for chip in chips)


def card_html(place: int, recommendation: Recommendation) -> str:
    """One card. Its buttons carry the request and the item, which the server checks again."""
    item = recommendation.item
    title = safe.text(item.title)
    facts = " · ".join(safe.text(fact) for fact in reasons.key_facts(item))
    return (
        f'<li class="card" data-request="{safe.text(recommendation.request_id)}" '
        f'data-item="{safe.text(recommendation.item_id)}">'
        f'<div class="cover">{picture_html(item)}<span class="place" aria-hidden="true">{place}'
        f'</span></div><div class="body"><h3><span class="sr">{place}. </span>{title}</h3>'
        f'<p class="facts">{facts}</p>{_about(recommendation)}'
        f"{reasons_html(recommendation.reasons)}{_actions(title)}</div></li>"
    )


def reasons_html(given: Sequence[Reason]) -> str:
    """What the score rests on: one bar for each past event or wish, one colour a modality."""
    groups: dict[str, list[Reason]] = {}
    for reason in sorted(given, key=lambda reason: -reason.weight):
        groups.setdefault(reasons.because(reason), []).append(reason)
    heaviest = sorted(groups.items(), key=lambda group: -sum(r.weight for r in group[1]))
    rows = "".join(_reason(why, parts) for why, parts in heaviest[:_MOST_REASONS])
    return f'<ul class="reasons" aria-label="Reasons">{rows}</ul>' if rows else ""


def _reason(why: str, parts: Sequence[Reason]) -> str:
    said = " · ".join(f"{reasons.through(part)} {reasons.share(part)} %" for part in parts)
    bars = "".join(
        f'<i class="{part.modality}" style="width:{reasons.share(part)}%"></i>' for part in parts
    )
    return (
        f'<li><span class="why"><span>{safe.text(why)}</span><span>{safe.text(said)}</span></span>'
        f'<span class="bar" aria-hidden="true">{bars}</span></li>'
    )


def _about(recommendation: Recommendation) -> str:
    item = recommendation.item
    facts = "".join(
        f"<dt>{safe.text(name)}</dt><dd>{safe.text(value)}</dd>"
        for name, value in reasons.all_facts(item)
    )
    words = f"<p>{safe.text(item.description)}</p>" if item.description else ""
    if not facts and not words:
        return ""
    said = safe.text(f"About {item.title}")
    return (
        f'<details class="about"><summary aria-label="{said}">About</summary>{words}'
        f"<dl>{facts}</dl></details>"
    )


def _actions(title: str) -> str:
    icons = "".join(
        f'<button type="button" data-act="{kind}" aria-label="{name}: {title}" title="{name}">'
        f'<svg viewBox="0 0 24 24" aria-hidden="true"><path d="{_ICONS[kind]}"/></svg></button>'
        for kind, name in _BUTTONS
    )
    why = (
        f'<button type="button" class="ask" data-act="why" aria-label="Why {title}?">'
        "Why this?</button>"
    )
    return f'<div class="actions">{icons}{why}</div>'


def _state(status: Status, message: str) -> str:
    if status == "loading":
        ghost = '<li class="card ghost" aria-hidden="true"><div class="cover"></div></li>'
        return f'<ol class="cards">{ghost * 5}</ol><p class="sr" role="status">Looking…</p>'
    role = "alert" if status == "error" else "status"
    return f'<p class="state" role="{role}">{safe.text(message)}</p>'
