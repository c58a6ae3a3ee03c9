"""What each part of the page shows while a verb runs: the page's events, without the page."""

from collections.abc import Callable, Generator, Mapping
from typing import Any
from urllib.parse import quote, unquote

from ui import screen
from ui.acts import act
from ui.bubbles import Bubble
from ui.lexicon import Lexicon
from ui.needs import Recommends
from ui.session import Session
from ui.talk import Drawing
from ui.words import Words, language_of

MOST_USERS = 1000  # that can be chosen among
SAME = object()  # a part that stays as it is
Drawn = tuple[Any, ...]  # messages, list, tries, details, session; then what the event adds


class Change(dict[str, Any]):
    """What changes of a component beside its content."""


class Answers:
    """The events of a page as steps to draw.

    `kept` is what the browser keeps: who was here, and the language that was chosen, if one was.
    """

    def __init__(self, recommender: Recommends, lexicon: Lexicon) -> None:
        self._recommender = recommender
        self._lexicon = lexicon

    def arrive(
        self, state: Session | None, kept: str, accepted: str
    ) -> Generator[Drawn, None, None]:
        """Whoever was here before, or someone new, in the language of their browser."""
        user, _, chosen = kept.partition(" ")
        session = state or Session(self._recommender, self._lexicon)
        for _ in session.speak(language_of(kept, accepted)):
            pass
        yield from self._enter(session, lambda: session.start(unquote(user)), chosen)

    def pick(
        self, user: str | None, state: Session | None, kept: str
    ) -> Generator[Drawn, None, None]:
        """A user that was chosen or typed."""
        session = state or Session(self._recommender, self._lexicon)
        yield from self._enter(session, lambda: session.start(user), kept.partition(" ")[2])

    def head(
        self, state: Session | None, kept: str, sent: Mapping[str, Any]
    ) -> Generator[Drawn, None, None]:
        """The buttons of the head: someone new, or another language."""
        session = state or Session(self._recommender, self._lexicon)
        if sent.get("act") == "speak":
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
                    Change(
                        choices=self._recommender.users(MOST_USERS),
                        value=session.user_id,
                        label=words("who"),
                    ),
                    Change(label=words("message"), placeholder=words("placeholder")),
                    f"{quote(session.user_id)} {chosen}",
                )
                yield (*drawn, *around)
            else:
                yield (*drawn, SAME, SAME, SAME, SAME)

    def say(self, message: dict[str, Any], state: Session | None) -> Generator[Drawn, None, None]:
        """A message, a picture, or both."""
        text, files = message.get("text") or "", message.get("files") or []
        if not text.strip() and not files:
            yield (SAME, SAME, SAME, SAME, state)
            return
        picture = str(files[0]) if files else None
        yield from self._draw(state, lambda session: session.say(text, picture))

    def act(self, state: Session | None, sent: Mapping[str, Any]) -> Generator[Drawn, None, None]:
        """A button in a drawn region."""
        told = {key: str(sent.get(key, "")) for key in ("act", "value", "request", "item")}
        yield from self._draw(state, lambda session: act(session, **told))

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
                screen.list_of(session) if anew else SAME,
                screen.tries_of(session) if anew else SAME,
                screen.detail_of(session) if anew or opened else SAME,
                session,
            )
        if version == -1:  # nothing to draw; without a step every part would be emptied
            yield (SAME, SAME, SAME, SAME, session)


def _message(bubble: Bubble, words: Words) -> dict[str, Any]:
    content: list[Any] = [{"path": bubble.picture}] if bubble.picture else []
    if bubble.text or bubble.pending or not content:
        content.append(bubble.html(words))
    return {"role": bubble.role, "content": content}
