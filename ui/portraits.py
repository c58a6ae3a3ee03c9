"""What is known of a visitor, as pages: saved items, history, taste; entries can be forgotten."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from mmrec.dialogue import Chip
from mmrec.profile import Done, Profile, Trait
from mmrec.types import Event
from ui import safe
from ui.buttons import actions, icon_button
from ui.cards import title_button, whence
from ui.lists import chips_html
from ui.pictures import picture_html
from ui.titles import spoken
from ui.words import Words


def saved_html(saved: Sequence[Done], words: Words) -> str:
    """The kept items as cards."""
    cards = "".join(
        f'<li class="card" {whence(item.item_id, "")}><div class="cover">{picture_html(item)}</div>'
        f'<div class="body"><h3>{title_button(item)}</h3>{actions(item, words, saved=True)}</div>'
        "</li>"
        for _, item in saved
    )
    body = f'<ol class="cards">{cards}</ol>' if cards else _empty("no_saved", words)
    return f"<header><h2>{safe.text(words('saved'))}</h2></header>{body}"


def history_html(done: Sequence[Done], words: Words) -> str:
    """What was done, newest first."""
    body = _entries(done, words) if done else _empty("no_history", words)
    return f"<header><h2>{safe.text(words('history'))}</h2></header>{body}"


def taste_html(profile: Profile, said: Sequence[Chip], words: Words) -> str:
    """What the system makes of it: lately, for long, in facts, and what it keeps away."""
    parts = [
        _part("said", chips_html(said, words), words),
        _part("attributes", "".join(_trait(trait, words) for trait in profile.traits), words),
        _part("recent", _entries(profile.recent, words), words),
        _part("lasting", _entries(profile.lasting, words), words),
        _part("avoided", _entries(profile.avoided, words), words),
    ]
    body = "".join(parts) or _empty("no_taste", words)
    few = profile and not profile.traits and not profile.lasting
    hint = f'<p class="hint">{safe.text(words("few_likes"))}</p>' if few else ""
    return f"<header><h2>{safe.text(words('taste'))}</h2></header>{hint}{body}"


def _part(key: str, rows: str, words: Words) -> str:
    return (
        f'<section class="known"><h3>{safe.text(words(key))}</h3>{rows}</section>' if rows else ""
    )


def _entries(done: Sequence[Done], words: Words) -> str:
    rows = "".join(
        f"<li {whence(item.item_id, '')}>{title_button(item)}"
        f'<span class="when">{safe.text(_deed(event, words))}</span>'
        f"{_forget([event.event_id], words('forget', spoken(item.title)))}</li>"
        for event, item in done
    )
    return f'<ul class="entries">{rows}</ul>' if rows else ""


def _trait(trait: Trait, words: Words) -> str:
    share = round(100 * trait.liked / trait.of)
    label = words("forget_trait", trait.value, len(trait.event_ids))
    return (
        f'<div class="trait"><span>{safe.text(trait.value)} <small>{safe.text(trait.fact)}</small>'
        f'</span><span class="when">{safe.text(words("share_of", trait.liked, trait.of))}</span>'
        f'{_forget(trait.event_ids, label)}<span class="bar" aria-hidden="true">'
        f'<i class="behaviour" style="width:{share}%"></i></span></div>'
    )


def _forget(event_ids: Sequence[str], label: str) -> str:
    return icon_button("forget", label, drawn="remove", value=json.dumps(list(event_ids)))


def _deed(event: Event, words: Words) -> str:
    kind = words.either(f"kind_{event.kind}", "noted_other", event.kind)
    value = f" {event.value:g}" if event.kind == "rating" and event.value is not None else ""
    return f"{kind}{value} · {datetime.fromtimestamp(event.at, UTC):%Y-%m-%d}"


def _empty(key: str, words: Words) -> str:
    return f'<p class="state" role="status">{safe.text(words(key))}</p>'
