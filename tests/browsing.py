"""A visitor's hands and eyes: Chromium on the page, and what they find there."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from benchmarks.browser import installed, opened


@contextmanager
def chromium() -> Iterator:
    """A browser, or a skip that says what is missing."""
    executable = installed()
    if executable is None:
        pytest.skip("needs Chromium on the PATH, which is not on this machine")
    with opened(executable) as browser:
        yield browser


@contextmanager
def visit(browser, address) -> Iterator:
    """A fresh visitor's page; leaving it checks that nothing went wrong behind the scenes."""
    opened = browser.new_page(viewport={"width": 1400, "height": 900})
    wrong = []
    opened.on("pageerror", lambda error: wrong.append(f"script: {error}"))
    opened.on(
        "console", lambda line: wrong.append(f"console: {line.text}") if line.type == "error" else 0
    )
    inside = (address, "data:", "blob:")
    opened.on(
        "request", lambda sent: None if sent.url.startswith(inside) else wrong.append(sent.url)
    )
    opened.goto(address)
    opened.wait_for_selector(".card:not(.ghost) h3")
    wait_until_answered(opened)
    yield opened
    assert wrong == []
    assert opened.evaluate("window.hacked") is None
    opened.close()


def say(page, text):
    box = page.get_by_label("Message", exact=True)
    box.fill(text)
    box.press("Enter")
    page.locator("#chat .user").last.get_by_text(text).wait_for()
    wait_until_answered(page)


def wait_until_answered(page):
    """The last message is the page's, and whole."""
    page.wait_for_function(
        "() => { const all = document.querySelectorAll('#chat .message-row');"
        " return all.length && all[all.length - 1].classList.contains('bot-row')"
        " && !document.querySelector('#chat .typing')"
        " && !document.querySelector('#picks.loading'); }",
        timeout=120_000,  # the model that explains is slow on a busy machine
    )


def answer(page):
    return page.locator("#chat .bot-row").last.inner_text()


def clipped_buttons(page):
    """How many buttons reach over the edge of their card, or their words over their own."""
    return page.evaluate(
        "[...document.querySelectorAll('.actions button')].filter(b => b.getBoundingClientRect()"
        ".right > b.closest('.card').getBoundingClientRect().right"
        " || b.scrollWidth > b.clientWidth).length"
    )


def titles(page):
    return [text.split("\n")[-1] for text in page.locator(".card h3").all_inner_texts()]
