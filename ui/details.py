"""The details of one item as a dialog: all of its facts, its reasons, and what is similar."""

from collections.abc import Sequence
from dataclasses import dataclass

from mmrec.types import Recommendation
from ui import reasons, safe
from ui.buttons import actions, icon_button
from ui.cards import ghosts_html, reasons_html, small_html, whence
from ui.pictures import picture_html
from ui.titles import titled
from ui.words import Words

Shelf = tuple[str, Sequence[Recommendation]]  # a likeness, and what is near by it


@dataclass(frozen=True, slots=True)
class Detail:
    """An opened item; `shelves` is None while they are looked for."""

    place: Recommendation
    shelves: tuple[Shelf, ...] | None = None


def detail_html(detail: Detail | None, words: Words, *, saved: bool = False) -> str:
    """The dialog, which the page's script opens; nothing when nothing is opened."""
    if detail is None:
        return ""
    item = detail.place.item
    facts = "".join(
        f"<dt>{safe.text(name)}</dt><dd>{safe.text(value)}</dd>"
        for name, value in reasons.all_facts(item)
    )
    told = f'<p class="told">{safe.text(item.description)}</p>' if item.description else ""
    return (
        f'<dialog class="detail" aria-labelledby="detail-title" lang="{words.language}">'
        f"<article {whence(detail.place.item_id, detail.place.request_id)}>"
        f"{icon_button('close', words('close'), drawn='remove')}"
        f'<div class="cover">{picture_html(item)}</div><div class="body">'
        f'<h2 id="detail-title">{safe.text(titled(item))}</h2>{told}<dl>{facts}</dl>'
        f"{reasons_html(detail.place.reasons, words, 6)}{actions(item, words, saved=saved)}"
        f"</div></article>{_shelves(detail.shelves, words)}</dialog>"
    )


def _shelves(shelves: tuple[Shelf, ...] | None, words: Words) -> str:
    if shelves is None:
        return (
            f'<div class="shelf" aria-busy="true"><p class="sr" role="status">'
            f'{safe.text(words("looking"))}</p><ol class="cards">{ghosts_html()}</ol></div>'
        )
    drawn = "".join(
        f'<section class="shelf"><h3>{safe.text(words(f"similar_{by}"))}</h3>'
        f'<ol class="cards">{"".join(map(small_html, places))}</ol></section>'
        for by, places in shelves
        if places
    )
    return drawn or f'<p class="state" role="status">{safe.text(words("no_similar"))}</p>'
