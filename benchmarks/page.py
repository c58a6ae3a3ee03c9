"""How long a visitor waits: first paint, cards, first words, against a bare Gradio page.

python -m benchmarks.page --home mmrec-home

A real browser (Chromium) visits both pages, each served by a process of its own. It writes events
of guests into the home: use a copy of a home.
"""

import argparse
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from benchmarks.browser import free_port, installed, opened
from benchmarks.measure import milliseconds, publish
from ui.words import Words

PATIENCE = 120  # seconds for a server, or for an answer
THOUGHT = 1000  # milliseconds between an answer and the next message
SEARCHES = (  # a visit each: what was explained once is kept
    "a slow story about two people in the rain",
    "robots who learn to love",
    "a heist that goes wrong",
    "growing up in a small town",
    "war seen by children",
    "a detective who cannot sleep",
    "music that changes a life",
    "lost in the desert",
    "a family dinner with secrets",
    "time travel by accident",
)
WHY = "why the first one?"
# The page notes itself when something first holds, so that no question of ours is in the figures.
WATCH = """reading => {
  const start = performance.now(), listed = () => document.querySelector('#picks')?.innerHTML;
  const before = {list: listed(), answers: document.querySelectorAll('#chat .bot-row').length};
  window.noted = {};
  const look = () => {
    const answers = document.querySelectorAll('#chat .bot-row'), now = performance.now() - start;
    const newest = answers.length > before.answers ? answers[answers.length - 1] : null;
    const said = newest?.querySelector('.said');
    const words = said ? said.cloneNode(true) : null;
    words?.querySelectorAll('.typing').forEach(dots => dots.remove());
    const text = words ? words.innerText.trim() : '';
    const list = document.querySelector('#picks');
    if (text && text !== reading) noted.words ??= now;
    if (said && !said.querySelector('.typing')) noted.whole ??= now;
    if (list && list.innerHTML !== before.list && !list.classList.contains('loading')
        && document.querySelector('.card:not(.ghost) h3')) noted.cards ??= now;
    if (!noted.whole) requestAnimationFrame(look);
  };
  look();
}"""
PAINTED = (
    "() => performance.getEntriesByType('paint').find(e => e.name === 'first-contentful-paint')"
    "?.startTime"
)


def main() -> None:
    """Measure a home's page beside a bare one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, default=Path("mmrec-home"))
    parser.add_argument("--visits", type=int, default=len(SEARCHES), choices=range(1, 11))
    given = parser.parse_args()
    if (chromium := installed()) is None:
        raise SystemExit("benchmarks.page needs Chromium on the PATH.")
    with ExitStack() as stack:
        bare = stack.enter_context(_served("-m", "benchmarks.peers.bare_page", "{port}"))
        ours = stack.enter_context(
            _served("-m", "ui", "--home", str(given.home), "--port", "{port}")
        )
        browser = stack.enter_context(opened(chromium))
        _visit(browser, ours, "anything")  # what loads at first use, the generator above all
        peer = [_glance(browser, bare) for _ in range(given.visits)]
        visits = [_visit(browser, ours, search) for search in SEARCHES[: given.visits]]
    found, plain = _summed(visits), _summed(peer)
    publish(
        "page",
        {
            "visits": given.visits,
            "milliseconds": found,
            "bare_gradio": plain,
            "first_paint_to_bare": round(
                found["first_paint"]["p50"] / plain["first_paint"]["p50"], 2
            ),
            "cards_to_bare_box": round(
                found["first_cards"]["p50"] / plain["message_box"]["p50"], 2
            ),
        },
    )


def _visit(browser: Any, address: str, search: str) -> dict[str, float]:
    """Milliseconds of one newcomer's visit, each from the act that it answers."""
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.set_default_timeout(PATIENCE * 1000)
    page.goto(address)
    page.wait_for_selector(".card:not(.ghost) h3")
    arrived = page.evaluate("performance.now()")
    page.wait_for_function(_QUIET)
    found = {"first_paint": page.evaluate(PAINTED), "first_cards": arrived}
    for name, message in (("search", search), ("why", WHY)):
        page.wait_for_timeout(THOUGHT)
        box = page.get_by_label("Message", exact=True)
        box.fill(message)
        page.evaluate(WATCH, Words()("reading"))
        box.press("Enter")
        page.wait_for_function("window.noted.whole")
        noted = page.evaluate("window.noted")
        found |= {f"{name}_{what}": time for what, time in noted.items()}
        page.wait_for_function(_QUIET)
    page.close()
    return found


_QUIET = (
    "() => !document.querySelector('#chat .typing') && !document.querySelector('#picks.loading')"
)


def _glance(browser: Any, address: str) -> dict[str, float]:
    """Milliseconds until a page shows anything, and until one can write to it."""
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.goto(address)
    page.wait_for_selector("textarea")
    box = page.evaluate("performance.now()")
    found = {"first_paint": page.evaluate(PAINTED), "message_box": box}
    page.close()
    return found


def _summed(visits: Sequence[dict[str, float]]) -> dict[str, dict[str, float]]:
    """Percentiles of what every visit noted, in milliseconds."""
    return {name: milliseconds(visit[name] / 1000 for visit in visits) for name in visits[0]}


@contextmanager
def _served(*command: str) -> Iterator[str]:
    """The address of a page that a process of its own serves."""
    port = free_port()
    filled = [part.replace("{port}", str(port)) for part in command]
    server = subprocess.Popen([sys.executable, *filled], stdout=subprocess.DEVNULL)
    address, ends = f"http://127.0.0.1:{port}", time.monotonic() + PATIENCE
    try:
        while not _answers(address):
            if server.poll() is not None or time.monotonic() > ends:
                raise SystemExit(f"The page of {' '.join(filled)} did not come up.")
            time.sleep(0.5)
        yield address
    finally:
        server.terminate()
        server.wait()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - of this machine
            return True
    except OSError:
        return False


if __name__ == "__main__":
    main()
