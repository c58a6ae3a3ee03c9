"""Buttons as HTML. What a button does is its `data-act`; the server checks all that it is sent."""

from mmrec.types import Item
from ui import safe
from ui.titles import spoken
from ui.words import Words

_PATHS = {
    "like": "M7 11v9H4v-9zm2 9h8.2a2 2 0 0 0 2-1.6l1.3-6A2 2 0 0 0 18.6 10H14l.8-4.2A1.6 1.6 0 0 0 "
    "12 4.6L9 10.5z",
    "dislike": "M17 13V4h3v9zM15 4H6.8a2 2 0 0 0-2 1.6l-1.3 6A2 2 0 0 0 5.4 14H10l-.8 4.2A1.6 "
    "1.6 0 0 0 12 19.4l3-5.9z",
    "not_interested": "M4 12a8 8 0 1 0 16 0a8 8 0 1 0-16 0M6.5 6.5l11 11",
    "save": "M6 4h12v16l-6-4.5L6 20z",
    "look": "M4 5h16v14H4zM4 16l5-5 4 4 2.5-2.5L20 17M15.5 9.5h.01",
    "remove": "M6 6l12 12M18 6L6 18",
    "undo": "M9 7L4 12l5 5M4 12h10a6 6 0 0 1 6 6",
    "start_over": "M20 11a8 8 0 1 0-2.3 6.3M20 4v7h-7",
    "theme": "M4 12a8 8 0 1 0 16 0a8 8 0 1 0-16 0M12 4v16M15 5v14M18 7v10",
    "grid": "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z",
    "rows": "M4 6h16M4 12h16M4 18h16",
}


def icon(name: str) -> str:
    """A drawing that says nothing to a screen reader."""
    return f'<svg viewBox="0 0 24 24" aria-hidden="true"><path d="{_PATHS[name]}"/></svg>'


def icon_button(act: str, label: str, *, drawn: str = "", value: str = "", state: str = "") -> str:
    """A button that is a drawing.

    Args:
        act: what it does.
        label: plain text, its name and its tip.
        drawn: the drawing, when it is not that of the act.
        value: plain text that is sent along.
        state: further attributes, such as `aria-pressed`.
    """
    said = safe.text(label)
    sent = f' data-value="{safe.text(value)}"' if value else ""
    return (
        f'<button type="button" data-act="{act}"{sent} aria-label="{said}" title="{said}"'
        f"{f' {state}' if state else ''}>{icon(drawn or act)}</button>"
    )


def word_button(act: str, label: str, value: str = "", *, kind: str = "", state: str = "") -> str:
    """A button that is a word; `kind`: its class."""
    sent = f' data-value="{safe.text(value)}"' if value else ""
    styled = f' class="{kind}"' if kind else ""
    return (
        f'<button type="button" data-act="{act}"{styled}{sent}{f" {state}" if state else ""}>'
        f"{safe.text(label)}</button>"
    )


def actions(item: Item, words: Words, *, saved: bool) -> str:
    """What can be done with an item: judge it, keep it, look alike, ask why."""
    title = spoken(item.title)
    buttons = [
        icon_button(kind, words("of", words(kind), title))
        for kind in ("like", "dislike", "not_interested")
    ]
    keep = words("of", words("unsave" if saved else "save"), title)
    pressed = f'aria-pressed="{"true" if saved else "false"}"'
    buttons.append(icon_button("save", keep, state=pressed))
    if item.image:
        buttons.append(icon_button("look", words("of", words("look"), title)))
    asked = f'aria-label="{safe.text(words("why_item", title))}"'
    why = word_button("why", words("why"), kind="ask", state=asked)
    return f'<div class="actions">{"".join(buttons)}{why}</div>'
