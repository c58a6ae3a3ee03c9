"""The page: the only Gradio import. It lays the page out and hands on what a visitor does."""

import os
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")  # read when gradio is imported

import gradio as gr
from fastapi import Response
from gradio.events import api as endpoint

from mmrec.errors import ConfigError, MmrecError
from mmrec.insights import Insights
from ui import api, screen
from ui.answers import MOST_USERS, SAME, Answers, Change, Drawn
from ui.insights import page_html, waiting_html
from ui.lexicon import Lexicon
from ui.needs import Recommends
from ui.pictures import ADDRESS, DRAWN
from ui.session import Session
from ui.words import Language, Words, language_of

_FOLDER = Path(__file__).parent
_SIX_HOURS = 6 * 3600
INSIGHTS = "insights"  # the address of the operator's page
_AT_ONCE = 32  # turns that are answered at the same time; a streamed answer holds its place
_MOST = 4 * _AT_ONCE  # messages that are answered or wait for one another, and threads for them
_PRESSES = (_FOLDER / "cards.js").read_text(encoding="utf-8")
_CHAT = (_FOLDER / "chat.js").read_text(encoding="utf-8")
_PAGE = (_FOLDER / "page.js").read_text(encoding="utf-8")

Answer = TypeVar("Answer")


def build(
    recommender: Recommends,
    insights: Callable[[], Insights] | None = None,
    *,
    warm: bool = False,
) -> gr.Blocks:
    """The page over a recommender.

    Args:
        recommender: what answers.
        insights: gathers what the operator's page tells; None: there is no such page.
        warm: whether to load the models of a first request meanwhile.
    """
    lexicon = Lexicon(recommender)
    if warm:
        Thread(target=_warm, args=(recommender, lexicon), daemon=True).start()
    page = _Page(recommender, lexicon)
    blocks = gr.Blocks(
        title="mmrec", fill_width=True, analytics_enabled=False, delete_cache=(3600, 86400)
    )
    with blocks:
        page.lay_out()
        page.connect(blocks)
        _endpoints(recommender, lexicon)
    if insights is not None:
        # Known by its address only: a bar of pages would stand above the chat.
        with blocks.route("Insights", f"/{INSIGHTS}", show_in_navbar=False):
            _OperatorsPage(insights).connect(blocks)
    return blocks


def serve(
    recommender: Recommends,
    host: str = "127.0.0.1",
    port: int = 7860,
    *,
    insights: Callable[[], Insights] | None = None,
    wait: bool = True,
    warm: bool = False,
) -> gr.Blocks:
    """Serve the page; returns when it is stopped, or at once when not told to wait.

    With `insights`, the operator's page is at /insights. With `warm`, the models of a first request
    load at once, beside the serving.

    Raises:
        ConfigError: the port is taken, or the address is not of this machine.
    """
    blocks = build(recommender, insights, warm=warm)
    blocks.queue(default_concurrency_limit=_AT_ONCE, max_size=_MOST)
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
            max_threads=_MOST + _AT_ONCE,
            prevent_thread_lock=True,
            quiet=True,
        )
    except OSError as error:
        raise ConfigError(
            f"{host}:{port} cannot be served: {error}.", "Try another --port."
        ) from None
    blocks.app.add_api_route(f"/{ADDRESS}/{{key}}", _picture, include_in_schema=False)
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


def _warm(recommender: Recommends, lexicon: Lexicon) -> None:
    """Load the encoders before somebody waits for them; an error meets who asks for words."""
    with suppress(MmrecError):
        recommender.recommend(query="hello", k=1)
        lexicon.warm()


class _Page:
    """The components of one page, and what connects them to a session."""

    def __init__(self, recommender: Recommends, lexicon: Lexicon) -> None:
        self._users = recommender.users(MOST_USERS)
        self._answers = Answers(recommender, lexicon)

    def lay_out(self) -> None:
        """Place the components, top to bottom."""
        words = Words()
        self.state = gr.State(None, time_to_live=_SIX_HOURS)
        self.kept = _kept()
        with gr.Row(elem_id="top"):
            self.head = _drawn("brand", screen.head_html(words))
            self.user = gr.Dropdown(
                self._users,
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
                self.tries = _drawn("tries", script=_PRESSES + _CHAT)
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
        told = self.box.submit(
            self._say,
            [self.box, self.state],
            outputs,
            js="(message, state) => [window.mmrecSent(message), state]",
            trigger_mode="multiple",  # "once" drops what is sent before the last answer has ended
            concurrency_limit=_MOST,  # what waits for its turn takes no other visitor's place
            **quiet,
        )
        boxes: dict[str, Any] = {
            "inputs": self.box,
            "outputs": self.box,
            "api_visibility": "private",
        }
        self.tries.submit(None, js="(now) => window.mmrecEmptied(now)", **boxes)
        for unsent in (self.tries.input, told.failure):
            unsent(None, js="(now) => window.mmrecUnsent(now)", **boxes)
        for drawn in (self.cards, self.tries, self.detail):
            drawn.click(self._act, self.state, outputs, trigger_mode="multiple", **quiet)

    def _arrive(
        self, state: Session | None, kept: str, request: gr.Request
    ) -> Generator[Drawn, None, None]:
        accepted = request.headers.get("accept-language", "")
        yield from _shown(self._answers.arrive(state, kept, accepted))

    def _pick(
        self, user: str | None, state: Session | None, kept: str
    ) -> Generator[Drawn, None, None]:
        yield from _shown(self._answers.pick(user, state, kept))

    def _head(
        self, state: Session | None, kept: str, event: gr.EventData
    ) -> Generator[Drawn, None, None]:
        yield from _shown(self._answers.head(state, kept, event._data))

    def _say(self, message: dict[str, Any], state: Session | None) -> Generator[Drawn, None, None]:
        yield from _shown(self._answers.say(message, state))

    def _act(self, state: Session | None, event: gr.EventData) -> Generator[Drawn, None, None]:
        yield from _shown(self._answers.act(state, event._data))


class _OperatorsPage:
    """The page of who runs this: one region, whose figures are gathered when it is opened."""

    def __init__(self, gather: Callable[[], Insights]) -> None:
        self._gather = gather
        self._kept = _kept()
        self._region = _drawn(INSIGHTS, waiting_html(Words()))

    def connect(self, blocks: gr.Blocks) -> None:
        """Gather at every opening and refresh, one at a time: it takes a second of a processor."""
        quiet: dict[str, Any] = {
            "show_progress": "hidden",
            "api_visibility": "private",
            "concurrency_limit": 1,
            "concurrency_id": INSIGHTS,
        }
        blocks.load(self._arrive, self._kept, self._region, **quiet)
        self._region.click(self._press, self._kept, [self._region, self._kept], **quiet)

    def _arrive(self, kept: str, request: gr.Request) -> str:
        return page_html(self._gather, Words(_language(kept, request)))

    def _press(
        self, kept: str, request: gr.Request, event: gr.EventData
    ) -> Generator[tuple[Any, str], None, None]:
        language = _language(kept, request)
        if event._data.get("act") == "speak":
            language = "en" if language == "zh" else "zh"
            kept = f"{kept.partition(' ')[0]} {language}"
        yield waiting_html(Words(language)), kept
        yield page_html(self._gather, Words(language)), kept


def _language(kept: str, request: gr.Request) -> Language:
    return language_of(kept, request.headers.get("accept-language", ""))


def _kept() -> gr.BrowserState:
    """Who was here and the language they chose, kept by the browser: no secret, nor is its key."""
    return gr.BrowserState("", storage_key="mmrec", secret="mmrec")  # noqa: S106


def _shown(steps: Iterable[Drawn]) -> Generator[Drawn, None, None]:
    """Each step as Gradio takes it: what stays as it is, and what changes of a component."""
    for step in steps:
        yield tuple(
            gr.skip() if part is SAME else gr.update(**part) if isinstance(part, Change) else part
            for part in step
        )


def _drawn(elem_id: str, value: str = "", script: str = _PRESSES) -> gr.HTML:
    """A region that is drawn by us, whose buttons the script reads."""
    return gr.HTML(value, elem_id=elem_id, js_on_load=script, apply_default_css=False)


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
