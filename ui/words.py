"""What the page says, in one place."""

import re
from collections.abc import Sequence

from mmrec.dialogue import Turn
from mmrec.types import Event, Item, Recommendation

FOR_YOU = "For you"
READING = "Reading the facts"
BROKEN = "Something broke on the server. Its log says what; please try again."
NEW_HERE = (
    "Tell me what you like: name a title, describe a mood, or drop a picture here. "
    "Every like and dislike changes the next list."
)
_NOTED = {
    "like": "Noted: you like {}.",
    "view": "Noted: you know {} already.",
    "dislike": "Noted: you dislike {}. It is out of the list.",
    "not_interested": "Noted: no interest in {}. It is out of the list.",
}
_PRESSED = {
    "why": "Why {}?",
    "like": "I like {}.",
    "dislike": "I dislike {}.",
    "not_interested": "Not interested in {}.",
}


def welcome(
    user_id: str, lately: Sequence[tuple[Event, Item]], shown: Sequence[Recommendation]
) -> str:
    """The first line of the chat."""
    if not shown:
        return "The catalogue has nothing to show yet."
    if not lately:
        return f"Welcome. {NEW_HERE}"
    titles = ", ".join(dict.fromkeys(item.title for _, item in lately))
    return f"Welcome back, {user_id}. Lately: {titles}. The list starts from there."


def help_text(intent: str, titles: Sequence[str]) -> str:
    """What can be said here, with titles that are on the screen."""
    one = spoken(titles[0]) if titles else "a title you like"
    greeting = "Good to have you here. " if intent == "greeting" else ""
    return (
        f"{greeting}You can say: “something like {one} but funny”, “only …”, “no …”, “after 1990”, "
        "“why the second one?”, “I didn't like the third”, “show me more”, “start over”. "
        "Or add a picture."
    )


def heading(turn: Turn) -> str:
    """The heading of a list."""
    if turn.query.image:
        return "Like your picture"
    if turn.query.like:
        return "More like that"
    return "What you asked for" if turn.query.text or turn.query.where else FOR_YOU


def answer(turn: Turn, shown: Sequence[Recommendation]) -> str:
    """One line about a new list."""
    if not shown:
        return nothing(turn)
    first = f"First is {shown[0].item.title}."
    count = "One pick" if len(shown) == 1 else f"{len(shown)} picks"
    if turn.intent == "refine":
        return f"Narrowed: {count.lower()} left to see. {first}"
    if turn.intent == "more":
        return f"{count} more. {first}"
    return f"{count} for you. {first}"


def nothing(turn: Turn) -> str:
    """What to do when nothing fits."""
    if turn.intent == "more":
        return "That was all of it. Say “start over”, or ask for something else."
    limits = ", ".join(part.label for part in turn.constraints)
    if limits:
        return f"Nothing in the catalogue fits: {limits}. Drop a limit, or say “start over”."
    return "Nothing in the catalogue fits that. Try other words, or say “start over”."


def noted(kind: str, titles: Sequence[str], shown: Sequence[Recommendation]) -> str:
    """That a judgement was taken, and what came of it."""
    names = " and ".join(titles)
    follows = f" Now first: {shown[0].item.title}." if shown else ""
    return _NOTED.get(kind, "Noted: {}.").format(names) + follows


def pressed(kind: str, title: str) -> str:
    """A pressed button as the visitor's line."""
    return _PRESSED[kind].format(title)


def spoken(title: str) -> str:
    """A title as people say it: `Matrix, The (1999)` is `The Matrix`."""
    undated = re.sub(r"\s*\([^()]*\)", "", title).strip() or title
    moved = re.fullmatch(r"(.+), (The|A|An)", undated)
    return f"{moved[2]} {moved[1]}" if moved else undated


def suggestions(shown: Sequence[Recommendation]) -> list[str]:
    """Things to try now, about what is on the screen."""
    if not shown:
        return ["What can you do?", "Start over"]
    tries = [f"Something like {spoken(shown[0].item.title)} but funny"]
    if len(shown) > 1:
        tries.append("Why the second one?")
    if len(shown) > 2:
        tries.append("I didn't like the third")
    return [*tries, "Show me more"]
