"""The page: the only Gradio import. It draws a `Session` and hands it what the visitor does."""

import os
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import Any, TypeVar

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")  # read when gradio is imported

import gradio as gr
from gradio.events import api as endpoint

from mmrec.errors import ConfigError, MmrecError
from ui import api, cards, safe, words
from ui.lexicon import Lexicon
from ui.needs import Recommends
from ui.session import Drawing, Session

_FOLDER = Path(__file__).parent
_SIX_HOURS = 6 * 3600
_MOST_USERS = 1000
_NEW = "Someone new"
_PRESSES = (_FOLDER / "cards.js").read_text(encoding="utf-8")
_PAGE = (_FOLDER / "page.js").read_text(encoding="utf-8")
_TOGGLE = "() => { document.body.classList.toggle('dark'); }"

Drawn = tuple[Any, ...]
Answer = TypeVar("Answer")


def build(recommender: Recommends, notes: Sequence[str] = ()) -> gr.Blocks:
    """The page over a recommender.

    Args:
        recommender: what answers.
        notes: plain sentences that stay in view, such as that covers are drawn.
    """
    lexicon = Lexicon(recommender)
    page = _Page(recommender, lexicon)
    blocks = gr.Blocks(
        title="mmrec", fill_width=True, analytics_enabled=False, delete_cache=(3600, 86400)
    )
    with blocks:
        page.lay_out(notes)
        page.connect(blocks)
        _endpoints(recommender, lexicon)
    return blocks


def serve(
    recommender: Recommends,
    host: str = "127.0.0.1",
    port: int = 7860,
    *,
    notes: Sequence[str] = (),
    wait: bool = True,
) -> gr.Blocks:
    """Serve the page; returns when it is stopped, or at once when not told to wait.

    Raises:
        ConfigError: the port is taken, or the address is not of this machine.
    """
    blocks = build(recommender, notes)
    blocks.queue(default_concurrency_limit=4, max_size=64)
    try:
        blocks.launch(
            server_name=host,
            server_port=port,
            theme=_theme(),
            css_paths=[_FOLDER / "style.css"],
            js=_PAGE,
            footer_links=[],
            ssr_mode=False,
            show_error=False,
            max_file_size="10mb",
            prevent_thread_lock=not wait,
            quiet=True,
        )
    except OSError as error:
        raise ConfigError(
            f"{host}:{port} cannot be served: {error}.", "Try another --port."
        ) from None
    return blocks


class _Page:
    """The components of one page, and what connects them to a session."""

    def __init__(self, recommender: Recommends, lexicon: Lexicon) -> None:
        self._recommender = recommender
        self._lexicon = lexicon

    def lay_out(self, notes: Sequence[str]) -> None:
        """Place the components, top to bottom."""
        self.state = gr.State(None, time_to_live=_SIX_HOURS)
        with gr.Row(elem_id="top"):
            gr.HTML(_HEADER, elem_id="brand")
            self.theme = gr.Button("Light / dark", elem_id="theme", size="sm")
            self.user = gr.Dropdown(
                self._recommender.users(_MOST_USERS),
                value=None,
                label="Who is asking",
                allow_custom_value=True,
                elem_id="user",
            )
            self.fresh = gr.Button(_NEW, elem_id="fresh", size="sm")
        with gr.Row(elem_id="main"):
            with gr.Column(elem_id="talk"):
                self.chat = gr.Chatbot(
                    elem_id="chat",
                    show_label=False,
                    label="Conversation",
                    layout="bubble",
                    sanitize_html=True,
                    allow_tags=False,
                    latex_delimiters=[],
                    buttons=[],
                    feedback_options=None,
                    height="100%",
                )
                self.tries = gr.HTML(elem_id="tries", js_on_load=_PRESSES, apply_default_css=False)
                self.box = gr.MultimodalTextbox(
                    file_types=["image"],
                    file_count="single",
                    sources=["upload"],
                    label="Message",
                    placeholder="Something like … but funny",
                    elem_id="box",
                    max_plain_text_length=1000,
                )
            with gr.Column(elem_id="list"):
                gr.HTML(_notes_html(notes), elem_id="notes", visible=bool(notes))
                self.cards = gr.HTML(
                    cards.list_html("loading", (), heading=words.FOR_YOU),
                    elem_id="cards",
                    js_on_load=_PRESSES,
                    apply_default_css=False,
                )

    def connect(self, blocks: gr.Blocks) -> None:
        """Bind events to verbs."""
        outputs = [self.chat, self.cards, self.tries, self.state]
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        blocks.load(self._fresh, self.state, [*outputs, self.user], **quiet)
        self.user.input(self._pick, [self.user, self.state], outputs, **quiet)
        self.fresh.click(self._fresh, self.state, [*outputs, self.user], **quiet)
        self.theme.click(None, js=_TOGGLE, api_visibility="private")
        self.box.submit(
            self._say, [self.box, self.state], [*outputs, self.box], trigger_mode="once", **quiet
        )
        self.cards.click(self._press, self.state, outputs, trigger_mode="multiple", **quiet)
        self.tries.click(self._try, self.state, outputs, **quiet)

    def _pick(self, user: str | None, state: Session | None) -> Generator[Drawn, None, None]:
        yield from self._draw(state, lambda session: session.start(user))

    def _fresh(self, state: Session | None) -> Generator[Drawn, None, None]:
        users = self._recommender.users(_MOST_USERS)
        for drawn in self._draw(state, lambda session: session.start()):
            yield (*drawn, gr.update(choices=users, value=drawn[-1].user_id))

    def _say(self, message: dict[str, Any], state: Session | None) -> Generator[Drawn, None, None]:
        text, files = message.get("text") or "", message.get("files") or []
        cleared: Any = {"text": "", "files": []}
        if not text.strip() and not files:
            yield gr.skip(), gr.skip(), gr.skip(), state, gr.skip()
            return
        picture = str(files[0]) if files else None
        for drawn in self._draw(state, lambda session: session.say(text, picture)):
            yield (*drawn, cleared)
            cleared = gr.skip()

    def _press(self, state: Session | None, event: gr.EventData) -> Generator[Drawn, None, None]:
        act, request, item = (str(event._data.get(key, "")) for key in ("act", "request", "item"))
        yield from self._draw(state, lambda session: session.press(act, request, item))

    def _try(self, state: Session | None, event: gr.EventData) -> Generator[Drawn, None, None]:
        text = str(event._data.get("say", ""))
        yield from self._draw(state, lambda session: session.say(text))

    def _draw(
        self, state: Session | None, verb: Callable[[Session], Drawing]
    ) -> Generator[Drawn, None, None]:
        """Run a verb; each step of it is drawn, the list only when it changed."""
        session = state or Session(self._recommender, self._lexicon)
        drawn = -1
        for _ in verb(session):
            changed, drawn = session.version != drawn, session.version
            picks: Any = _cards_of(session) if changed else gr.skip()
            tries: Any = _tries_html(session) if changed else gr.skip()
            yield [_message(b) for b in session.bubbles], picks, tries, session
        if drawn == -1:  # nothing to draw; without a yield Gradio would empty every output
            yield gr.skip(), gr.skip(), gr.skip(), session


def _cards_of(session: Session) -> str:
    return cards.list_html(
        session.status,
        session.shown,
        heading=session.heading,
        chips=session.chips,
        message=session.message,
    )


def _message(bubble: Any) -> dict[str, Any]:
    content: list[Any] = [{"path": bubble.picture}] if bubble.picture else []
    if bubble.text or bubble.pending or not content:
        content.append(bubble.html())
    return {"role": bubble.role, "content": content}


def _tries_html(session: Session) -> str:
    buttons = "".join(
        f'<button type="button" data-say="{safe.text(say)}">{safe.text(say)}</button>'
        for say in words.suggestions(session.shown)
    )
    return f'<div class="tries" role="group" aria-label="Things to try">{buttons}</div>'


def _notes_html(notes: Sequence[str]) -> str:
    return "".join(f'<p class="note" role="note">{safe.text(note)}</p>' for note in notes)


_HEADER = (
    '<div class="brand"><svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" '
    'rx="9"/><path d="M9 22V11l7 7 7-7v11"/></svg><div><h1>mmrec</h1>'
    "<p>words, pictures and taste</p></div></div>"
)


def _endpoints(recommender: Recommends, lexicon: Lexicon) -> None:
    """Named endpoints for programs: plain values in, JSON out."""

    def ask(message: str, user_id: str = "") -> dict[str, Any]:
        """One chat turn without a page: the reply, how it was understood, and the list."""
        return _or_error(lambda: api.ask(recommender, lexicon, message, user_id))

    def recommend(user_id: str = "", k: int = 10) -> list[dict[str, Any]]:
        """A list for a user."""
        return _or_error(lambda: api.recommend(recommender, user_id, k))

    def explain(user_id: str, item_id: str) -> dict[str, Any]:
        """Why an item suits a user."""
        return _or_error(lambda: api.explain(recommender, user_id, item_id))

    def record(user_id: str, item_id: str, kind: str) -> dict[str, Any]:
        """Record what a user did; it counts in the next call."""
        return _or_error(lambda: api.record(recommender, user_id, item_id, kind))

    for function in (ask, recommend, explain, record):
        endpoint(function, api_name=function.__name__)


def _or_error(call: Callable[[], Answer]) -> Answer:
    try:
        return call()
    except MmrecError as error:
        raise gr.Error(f"{error.message} {error.remedy}", print_exception=False) from None


def _theme() -> gr.themes.Base:
    """System fonts only: nothing is asked of another host."""
    return gr.themes.Base(
        primary_hue="teal",
        neutral_hue="stone",
        radius_size="lg",
        font=[gr.themes.Font("system-ui"), gr.themes.Font("sans-serif")],
        font_mono=[gr.themes.Font("ui-monospace"), gr.themes.Font("monospace")],
    )
