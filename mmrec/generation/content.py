"""Content for one person: a headline, a push text, a newsletter. Every part is checked on its own.

What frames the parts (a greeting, a list of titles) claims nothing but the titles.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from mmrec.generation.checker import check, grounded
from mmrec.generation.explain import Explainer, Task
from mmrec.generation.facts import Facts, Past, Subject, subject_of
from mmrec.generation.plan import Kind
from mmrec.generation.text import joined
from mmrec.generation.wording import article, is_describing, lowered, plural
from mmrec.types import Content, ContentKind, Explanation

PUSH_LIMIT = 140  # characters that a phone shows of a message
_PART: dict[ContentKind, Kind] = {
    "headline": "headline",
    "description": "description",
    "comparison": "description",
}


def compose(explainer: Explainer, kind: ContentKind, tasks: Sequence[Task]) -> Content:
    """Content of one kind about these items, in this order.

    Args:
        explainer: writes and checks each part.
        kind: of content.
        tasks: the items, each with its evidence and what the user did; at least one.
    """
    parts = explainer.explain_many(tasks, _PART.get(kind, "explanation"))
    subjects = [subject_of(part.evidence.item) for part in parts]
    noun = explainer.nouns[0]
    texts = [part.text for part in parts]
    if kind == "comparison":
        text = "\n".join([*texts, *_comparisons(subjects, explainer.nouns)])
    elif kind == "introduction":
        text = introduction(subjects, noun)
    elif kind == "reply":
        text = f"{introduction(subjects, noun)} {texts[0]}"
    elif kind == "push":
        text = _push(parts[0], subjects[0])
    elif kind in {"newsletter", "email"}:
        text = _letter(kind, subjects, texts, noun)
    else:
        text = "\n".join(texts)
    writers = {part.written_by for part in parts}
    by: Literal["model", "facts", "both"] = writers.pop() if len(writers) == 1 else "both"
    return Content(kind, text, tuple(parts), all(p.grounded for p in parts), parts[0].model_id, by)


def introduction(subjects: Sequence[Subject], noun: str) -> str:
    """One sentence before a list: its titles, and what all of them are."""
    titles = joined(f'"{subject.title}"' for subject in subjects[:3])
    more = len(subjects) - 3
    rest = f", and {more} more" if more > 0 else ""
    shared = _shared(subjects)
    if len(subjects) == 1:
        kind = f"{' '.join(shared[:1])} {noun}".strip()
        return f"Here is {article(kind)} {kind} for you: {titles}."
    kind = f"{' '.join(shared[:1])} {plural(noun)}".strip()
    return f"Here are {len(subjects)} {kind} for you: {titles}{rest}."


def _shared(subjects: Sequence[Subject]) -> list[str]:
    """The describing values, such as genres, that all of the items have."""
    each = [
        [value for fact in one.facts if is_describing(fact) for value in lowered(fact.values)]
        for one in subjects
    ]
    return [value for value in each[0] if all(value in values for values in each)]


def _comparisons(subjects: Sequence[Subject], nouns: tuple[str, ...]) -> list[str]:
    """True sentences about two items each: what they have in common, which is newer."""
    found = []
    for first, second in pairwise(subjects):
        facts = Facts(first, (Past(second, "", 0.0, {"text": 1.0}),), {"text": 1.0}, None, nouns)
        titles = f'"{first.title}" and "{second.title}"'
        both = [
            f"{titles} are both {joined(lowered(fact.values[:3]))} {plural(nouns[0])}."
            for fact in facts.shared(facts.past[0])
            if is_describing(fact)
        ]
        ages = [f'"{first.title}" is {word} than "{second.title}".' for word in ("newer", "older")]
        found += [text for text in (*both, *ages) if grounded(check(text, facts))]
    return found


def _push(part: Explanation, subject: Subject) -> str:
    """As much as a phone shows: the text, or the title alone."""
    return part.text if len(part.text) <= PUSH_LIMIT else f'For you: "{subject.title}".'


def _letter(kind: ContentKind, subjects: Sequence[Subject], texts: Sequence[str], noun: str) -> str:
    """A subject line, a greeting and a paragraph for each item."""
    about = f'Subject: For you: "{subjects[0].title}"'
    about += f" and {len(subjects) - 1} more" if len(subjects) > 1 else ""
    hello = "Hello," if kind == "email" else f"Your {plural(noun) if len(subjects) > 1 else noun}"
    items = [f"{one.title}\n{text}" for one, text in zip(subjects, texts, strict=True)]
    close = ["Until next time."] if kind == "email" else []
    return "\n\n".join([about, hello, introduction(subjects, noun), *items, *close])
