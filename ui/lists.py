"""The list region: its pages, what was understood as chips, the cards or a state in their place."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from mmrec.dialogue import Chip
from mmrec.types import Item, Recommendation
from ui import safe
from ui.buttons import icon_button, word_button
from ui.cards import card_html, ghosts_html, whence
from ui.pictures import picture_html
from ui.titles import parted
from ui.words import Words

Status = Literal["start", "loading", "ready", "nothing", "error"]
Page = Literal["for_you", "saved", "history", "taste"]
PAGES: tuple[Page, ...] = ("for_you", "saved", "history", "taste")


@dataclass(frozen=True, slots=True)
class Request:
    """What the list answers.

    Attributes:
        chips: its parts, each with its label as it is read.
        undoable: whether there is a step to take back.
        balance: of the picture against the words; None when there are not both.
    """

    chips: tuple[Chip, ...] = ()
    undoable: bool = False
    balance: float | None = None


def region_html(page: Page, status: Status, words: Words, body: str) -> str:
    """The whole region: the pages to choose among, and the one that is chosen."""
    busy = "true" if status == "loading" else "false"
    named = safe.text(words("recommendations" if page == "for_you" else page))
    tabs = "".join(
        word_button("go", words(key), key, state='aria-current="page"' if key == page else "")
        for key in PAGES
    )
    return (
        f'<section id="picks" class="picks {status}" lang="{words.language}" '
        f'data-message="{safe.text(words("message"))}" aria-busy="{busy}" aria-label="{named}">'
        f'<div class="bar-top"><nav class="pages" aria-label="{safe.text(words("pages"))}">{tabs}'
        f"</nav>{_layout(words) if page in ('for_you', 'saved') else ''}</div>{body}</section>"
    )


def list_html(
    status: Status,
    recommendations: Sequence[Recommendation],
    words: Words,
    *,
    heading: str = "",
    request: Request = Request(),
    message: str = "",
    saved: Collection[str] = (),
) -> str:
    """The heading, what was understood, and the cards or a state.

    Args:
        status: `loading` dims the cards that are still there.
        recommendations: in their order.
        words: the visitor's language.
        heading: plain text.
        request: what the list answers.
        message: what to say in place of cards (`nothing`, `error`).
        saved: ids of items that are kept.
    """
    shown = "".join(
        card_html(place, r, words, saved=r.item_id in saved)
        for place, r in enumerate(recommendations, 1)
    )
    body = f'<ol class="cards">{shown}</ol>' if shown else _state(status, message, words)
    return (
        f"<header><h2>{safe.text(heading)}</h2>{chips_html(request.chips, words)}"
        f"{_tools(request, words)}{_balance(request.balance, words)}"
        f'<span class="progress" aria-hidden="true"></span></header>{body}'
    )


def chips_html(chips: Sequence[Chip], words: Words) -> str:
    """What was understood, part by part, each with a button that takes it away."""
    rows = "".join(
        f'<li class="chip">{safe.text(chip.label)}'
        f"{icon_button('remove', words('remove', chip.label), value=chip.id)}</li>"
        for chip in chips
    )
    return (
        f'<ul class="chips" aria-label="{safe.text(words("understood"))}">{rows}</ul>'
        if rows
        else ""
    )


def starters_html(items: Sequence[Item], words: Words) -> str:
    """A newcomer's choice; which are chosen is the browser's to know until `begin` sends it."""
    tiles = "".join(map(_starter, items))
    begin = word_button("begin", words("begin"), kind="begin", state="disabled")
    return (
        f'<section class="starters" aria-label="{safe.text(words("choose"))}">'
        f"<h2>{safe.text(words('choose'))}</h2><p>{safe.text(words('choose_hint'))}</p>"
        f"<ul>{tiles}</ul><div>{begin}{word_button('not_now', words('not_now'))}</div></section>"
    )


def _starter(item: Item) -> str:
    """A tile: the year stands apart, so that a long name is cut and not the year."""
    name, year = parted(item.title)
    dated = f" <small>{year}</small>" if year is not None else ""
    return (
        '<li><button type="button" class="starter" aria-pressed="false" '
        f"{whence(item.item_id, '')}>"
        f'<span class="cover">{picture_html(item)}</span>'
        f"<span>{safe.text(name)}</span>{dated}</button></li>"
    )


def tries_html(says: Sequence[str], words: Words, *, choices: bool) -> str:
    """Lines to say with one press: choices of a question that is open, or things to try."""
    named = safe.text(words("choices" if choices else "tries"))
    buttons = "".join(word_button("say", said, said) for said in says)
    kind = "tries choices" if choices else "tries"
    return f'<div class="{kind}" role="group" aria-label="{named}">{buttons}</div>'


def _tools(request: Request, words: Words) -> str:
    undo = icon_button("undo", words("undo")) if request.undoable else ""
    anew = icon_button("start_over", words("start_over")) if request.chips else ""
    return f'<div class="tools">{undo}{anew}</div>' if undo or anew else ""


def _balance(balance: float | None, words: Words) -> str:
    """How much the words count against the picture, in per cent."""
    if balance is None:
        return ""
    share = round(100 * balance)
    said = safe.text(words("weighed", share, 100 - share))
    return (
        f'<label class="balance"><span aria-hidden="true">{safe.text(words("balance_picture"))}'
        f'</span><input type="range" min="0" max="100" step="5" value="{100 - share}" '
        f'data-act="balance" aria-label="{safe.text(words("balance"))}" aria-valuetext="{said}">'
        f'<span aria-hidden="true">{safe.text(words("balance_words"))}</span></label>'
    )


def _layout(words: Words) -> str:
    buttons = "".join(
        icon_button("layout", words(key), drawn=key, value=key) for key in ("grid", "rows")
    )
    named = safe.text(words("layout"))
    return f'<div class="layout" role="group" aria-label="{named}">{buttons}</div>'


def _state(status: Status, message: str, words: Words) -> str:
    if status in ("loading", "start"):
        said = safe.text(words("looking"))
        return f'<ol class="cards">{ghosts_html()}</ol><p class="sr" role="status">{said}</p>'
    role = "alert" if status == "error" else "status"
    return f'<p class="state" role="{role}">{safe.text(message)}</p>'
