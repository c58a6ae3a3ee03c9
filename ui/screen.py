"""A session as HTML: which regions the page has, and what stands in each."""

from ui import safe
from ui.buttons import icon_button, word_button
from ui.details import detail_html
from ui.lists import list_html, region_html, starters_html, tries_html
from ui.portraits import history_html, saved_html, taste_html
from ui.session import Session
from ui.words import Words

_SIGN = (
    '<svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="9"/>'
    '<path d="M9 22V11l7 7 7-7v11"/></svg>'
)


def head_html(words: Words) -> str:
    """The name of the page, and what is set for the whole of it."""
    buttons = word_button("fresh", words("someone_new")) + common_buttons(words)
    return brand_html("mmrec", words("tagline"), buttons)


def brand_html(name: str, tagline: str, settings: str) -> str:
    """The head of a page: its name and what it is, as plain text, and its buttons as HTML."""
    return (
        f'<div class="brand">{_SIGN}<div><h1>{safe.text(name)}</h1><p>{safe.text(tagline)}</p>'
        f'</div><div class="settings">{settings}</div></div>'
    )


def common_buttons(words: Words) -> str:
    """What every page has in its head: the other language, light or dark."""
    other = f'lang="{"en" if words.language == "zh" else "zh"}"'
    return word_button("speak", words("other"), state=other) + icon_button("theme", words("theme"))


def waiting_html(words: Words) -> str:
    """The list before anybody is there."""
    body = list_html("loading", (), words, heading=words("for_you"))
    return region_html("for_you", "loading", words, body)


def list_of(session: Session) -> str:
    """The region of the list, or of the page that is chosen instead of it."""
    words, visitor = session.words, session.visitor
    if session.page == "saved":
        body = saved_html(visitor.saved_items(), words)
    elif session.page == "history":
        body = history_html(visitor.lately(), words)
    elif session.page == "taste":
        said = [chip for chip in session.parts if chip.kind == "taste"]
        body = taste_html(visitor.profile(), said, words)
    else:
        choosing = session.starters and not session.conversation.asked
        body = starters_html(session.starters, words) if choosing else ""
        body += list_html(
            session.status,
            session.shown,
            words,
            heading=session.heading,
            request=session.request,
            message=session.message,
            saved=visitor.saved,
        )
    return region_html(session.page, session.status, words, body)


def tries_of(session: Session) -> str:
    """What can be said with one press."""
    return tries_html(
        session.tries, session.words, choices=session.conversation.question is not None
    )


def detail_of(session: Session) -> str:
    """The opened item."""
    opened = session.detail
    saved = opened is not None and opened.place.item_id in session.visitor.saved
    return detail_html(opened, session.words, saved=saved)
