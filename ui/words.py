"""What the page says, in one place."""

import re
from collections.abc import Sequence

from mmrec.dialogue import Question, Taste
from mmrec.types import Event, FactValue, Item, Query, Recommendation

FOR_YOU = "For you"
UNDO = "Undo"
NOTHING_TO_UNDO = "There is nothing to take back."
READING = "Reading the facts"
BROKEN = "Something broke on the server. Its log says what; please try again."
NEW_HERE = (
    "Tell me what you like: name a title, describe a mood, or drop a picture here. "
    "Every like and dislike changes the next list."
)
_NOTED = {
    "like": "Noted: you like {}.",
    "save": "Saved: {}.",
    "cart": "In your cart: {}.",
    "rating": "Noted: your rating of {}.",
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


def heading(query: Query) -> str:
    """The heading of a list."""
    if query.image:
        return "Like your picture"
    if query.like:
        return "More like that"
    return "What you asked for" if query.text or query.where else FOR_YOU


def answer(intent: str, shown: Sequence[Recommendation], limits: str) -> str:
    """One line about a new list."""
    if not shown:
        return nothing(intent, limits)
    first = f"First is {shown[0].item.title}."
    count = "One pick" if len(shown) == 1 else f"{len(shown)} picks"
    begun = {
        "refine": f"Narrowed: {count.lower()} left to see.",
        "more": f"{count} more.",
        "undo": f"Taken back: {count.lower()}.",
        "start_over": f"Starting over: {count.lower()} for you.",
    }
    return f"{begun.get(intent, f'{count} for you.')} {first}"


def nothing(intent: str, limits: str) -> str:
    """What to do when nothing fits; `limits`: the filters as the user reads them."""
    if intent == "more":
        return "That was all of it. Say “start over”, or ask for something else."
    if limits:
        return f"Nothing in the catalogue fits: {limits}. Drop a limit, or say “start over”."
    return "Nothing in the catalogue fits that. Try other words, or say “start over”."


def question(asked: Question) -> str:
    """A question back, with its choices numbered."""
    choices = ", ".join(f"{number}) {o.label}" for number, o in enumerate(asked.options, 1))
    return f"{asked.text} {choices}"


def removed(label: str) -> str:
    """A removed part of the request as the visitor's line."""
    return f"Without: {label}"


def compared(items: Sequence[Item], by: str | None) -> str:
    """How items differ: in one fact, or in all that are not the same for all."""
    names = [by] if by else list(dict.fromkeys(name for item in items for name in item.facts))
    differing = [n for n in names if by or len({repr(item.facts.get(n)) for item in items}) > 1]
    lines = []
    for item in items:
        told = [
            f"{n.replace('_', ' ')} {_value(item.facts[n])}" for n in differing if n in item.facts
        ]
        lines.append(f"{item.title}: {', '.join(told) or 'nothing is known of it'}.")
    return " ".join(lines)


def profile(
    lately: Sequence[tuple[Event, Item]],
    liked: Sequence[str],
    rejected: Sequence[str],
    tastes: Sequence[Taste],
) -> str:
    """What is known of the visitor."""
    recent = dict.fromkeys(item.title for _, item in lately)
    lines = (
        ("Lately", list(recent)),
        ("You like", [*liked, *(taste.value for taste in tastes if taste.liked)]),
        ("Not for you", [*rejected, *(taste.value for taste in tastes if not taste.liked)]),
    )
    told = " ".join(f"{name}: {', '.join(titles)}." for name, titles in lines if titles)
    return told or f"I know nothing of you yet. {NEW_HERE}"


def _value(value: FactValue) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


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
