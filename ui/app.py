"""The page: the only Gradio import. It draws a `Session` and hands it what the visitor does."""

import os
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar
from urllib.parse import quote, unquote

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")  # read when gradio is imported

import gradio as gr
from fastapi import Response
from gradio.events import api as endpoint

from mmrec.errors import ConfigError, MmrecError
from ui import api, screen
from ui.acts import act
from ui.lexicon import Lexicon
from ui.needs import Recommends
from ui.pictures import ADDRESS, DRAWN
from ui.session import Session
from ui.talk import Drawing
from ui.words import Words, preferred

_FOLDER = Path(__file__).parent
_SIX_HOURS = 6 * 3600
_MOST_USERS = 1000
_AT_ONCE = 32  # turns that are answered at the same time; a streamed answer holds its place
_PRESSES = (_FOLDER / "cards.js").read_text(encoding="utf-8")
_PAGE = (_FOLDER / "page.js").read_text(encoding="utf-8")

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
    warm: bool = False,
) -> gr.Blocks:
    """Serve the page; returns when it is stopped, or at once when not told to wait.

    With `warm`, the models of a first request load at once, beside the serving.

    Raises:
        ConfigError: the port is taken, or the address is not of this machine.
    """
    blocks = build(recommender, notes)
    blocks.queue(default_concurrency_limit=_AT_ONCE, max_size=4 * _AT_ONCE)
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
            prevent_thread_lock=True,
            quiet=True,
        )
    except OSError as error:
        raise ConfigError(
            f"{host}:{port} cannot be served: {error}.", "Try another --port."
        ) from None
    blocks.app.add_api_route(f"/{ADDRESS}/{{key}}", _picture, include_in_schema=False)
    if warm:
        Thread(target=_warm, args=(recommender,), daemon=True).start()
    if wait:
        blocks.block_thread()
    return blocks


def _picture(key: str) -> Response:
    """A picture that some page shows; its key is its content, so it never changes."""
    picture = DRAWN.get(key)
    if picture is None:
        return Response(status_code=404)
    forever = {"Cache-Control": "max-age=31536000, immutable"}
    return Response(picture, media_type="image/webp", headers=forever)


def _warm(recommender: Recommends) -> None:
    """Load the encoders before somebody waits for them; an error meets who asks for words."""
    with suppress(MmrecError):
        recommender.recommend(query="hello", k=1)


class _Page:
    """The components of one page, and what connects them to a session."""

    def __init__(self, recommender: Recommends, lexicon: Lexicon) -> None:
        self._recommender = recommender
        self._lexicon = lexicon

    def lay_out(self, notes: Sequence[str]) -> None:
        """Place the components, top to bottom."""
        words = Words()
        self.state = gr.State(None, time_to_live=_SIX_HOURS)
        # Who was here, kept by the browser: no secret, so its key is none either.
        self.kept = gr.BrowserState("", storage_key="mmrec", secret="mmrec")  # noqa: S106
        with gr.Row(elem_id="top"):
            self.head = _drawn("brand", screen.head_html(words))
            self.user = gr.Dropdown(
                self._recommender.users(_MOST_USERS),
                value=None,
                label=words("who"),
                allow_custom_value=True,
                elem_id="user",
            )
        with gr.Row(elem_id="main"):
            with gr.Column(elem_id="talk"):
                self.chat = gr.Chatbot(
                    elem_id="chat",
                    show_label=False,
                    label=words("conversation"),
                    layout="bubble",
                    sanitize_html=True,
                    allow_tags=False,
                    latex_delimiters=[],
                    buttons=[],
                    feedback_options=None,
                    height="100%",
                )
                self.tries = _drawn("tries")
                self.box = gr.MultimodalTextbox(
                    file_types=["image"],
                    file_count="single",
                    sources=["upload"],
                    label=words("message"),
                    placeholder=words("placeholder"),
                    elem_id="box",
                    max_plain_text_length=1000,
                )
            with gr.Column(elem_id="list"):
                gr.HTML(screen.notes_html(notes), elem_id="notes", visible=bool(notes))
                self.cards = _drawn("cards", screen.waiting_html(words))
        self.detail = _drawn("detail")

    def connect(self, blocks: gr.Blocks) -> None:
        """Bind events to verbs."""
        outputs = [self.chat, self.cards, self.tries, self.detail, self.state]
        around = [self.head, self.user, self.box, self.kept]
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        here = [self.state, self.kept]
        blocks.load(self._arrive, here, [*outputs, *around], **quiet)
        self.user.input(self._pick, [self.user, *here], [*outputs, *around], **quiet)
        self.head.click(self._head, here, [*outputs, *around], **quiet)
        self.box.submit(
            self._say, [self.box, self.state], [*outputs, self.box], trigger_mode="once", **quiet
        )
        for drawn in (self.cards, self.tries, self.detail):
            drawn.click(self._act, self.state, outputs, trigger_mode="multiple", **quiet)

    def _arrive(
        self, state: Session | None, kept: str, request: gr.Request
    ) -> Generator[Drawn, None, None]:
        """Whoever was here before, or someone new, in the language of their browser."""
        user, _, chosen = kept.partition(" ")
        language = chosen or preferred(request.headers.get("accept-language", ""))
        session = state or Session(self._recommender, self._lexicon)
        for _ in session.speak("zh" if language == "zh" else "en"):
            pass
        yield from self._enter(session, lambda: session.start(unquote(user)), chosen)

    def _pick(
        self, user: str | None, state: Session | None, kept: str
    ) -> Generator[Drawn, None, None]:
        session = state or Session(self._recommender, self._lexicon)
        yield from self._enter(session, lambda: session.start(user), kept.partition(" ")[2])

    def _head(
        self, state: Session | None, kept: str, event: gr.EventData
    ) -> Generator[Drawn, None, None]:
        """The buttons of the head: someone new, or another language."""
        session = state or Session(self._recommender, self._lexicon)
        if event._data.get("act") == "speak":
            other: Any = "en" if session.words.language == "zh" else "zh"
            yield from self._enter(session, lambda: session.speak(other), other)
        else:
            yield from self._enter(session, session.start, kept.partition(" ")[2])

    def _enter(
        self, session: Session, verb: Callable[[], Drawing], chosen: str
    ) -> Generator[Drawn, None, None]:
        """A verb after which another user, or another language, is on the page.

        The browser keeps who it was and the language that was `chosen`, if one was.
        """
        around: Drawn | None = None
        for drawn in self._draw(session, lambda _: verb()):
            if around is None:
                words = session.words
                around = (
                    screen.head_html(words),
                    gr.update(
                        choices=self._recommender.users(_MOST_USERS),
                        value=session.user_id,
                        label=words("who"),
                    ),
                    gr.update(label=words("message"), placeholder=words("placeholder")),
                    f"{quote(session.user_id)} {chosen}",
                )
                yield (*drawn, *around)
            else:
                yield (*drawn, gr.skip(), gr.skip(), gr.skip(), gr.skip())

    def _say(self, message: dict[str, Any], state: Session | None) -> Generator[Drawn, None, None]:
        text, files = message.get("text") or "", message.get("files") or []
        cleared: Any = {"text": "", "files": []}
        if not text.strip() and not files:
            yield (*_SAME, state, gr.skip())
            return
        picture = str(files[0]) if files else None
        for drawn in self._draw(state, lambda session: session.say(text, picture)):
            yield (*drawn, cleared)
            cleared = gr.skip()

    def _act(self, state: Session | None, event: gr.EventData) -> Generator[Drawn, None, None]:
        sent = {key: str(event._data.get(key, "")) for key in ("act", "value", "request", "item")}
        yield from self._draw(state, lambda session: act(session, **sent))

    def _draw(
        self, state: Session | None, verb: Callable[[Session], Drawing]
    ) -> Generator[Drawn, None, None]:
        """Run a verb; each step of it is drawn, the list and the details only when they changed."""
        session = state or Session(self._recommender, self._lexicon)
        version, detail = -1, object()
        for _ in verb(session):
            anew, opened = session.version != version, session.detail is not detail
            version, detail = session.version, session.detail
            yield (
                [_message(bubble, session.words) for bubble in session.bubbles],
                screen.list_of(session) if anew else gr.skip(),
                screen.tries_of(session) if anew else gr.skip(),
                screen.detail_of(session) if anew or opened else gr.skip(),
                session,
            )
        if version == -1:  # nothing to draw; without a yield Gradio would empty every output
            yield (*_SAME, session)


_SAME = (gr.skip(), gr.skip(), gr.skip(), gr.skip())


def _drawn(elem_id: str, value: str = "") -> gr.HTML:
    """A region that is drawn by us, whose buttons the script reads."""
    return gr.HTML(value, elem_id=elem_id, js_on_load=_PRESSES, apply_default_css=False)


def _message(bubble: Any, words: Words) -> dict[str, Any]:
    content: list[Any] = [{"path": bubble.picture}] if bubble.picture else []
    if bubble.text or bubble.pending or not content:
        content.append(bubble.html(words))
    return {"role": bubble.role, "content": content}


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
