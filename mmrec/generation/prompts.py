"""What the language model is asked: examples, the facts as one line, a true opening to go on.

Every value was cleaned when the facts were made (`text.clean`): one line, no mark-up, no template
tokens, bounded length. It stands in the prompt as data, after its name.
"""

import re
from itertools import pairwise

from mmrec.generation.constraint import Vocabulary
from mmrec.generation.facts import Facts, Past, Subject
from mmrec.generation.wording import (
    article,
    capital,
    credits_of,
    deed,
    is_describing,
    leading_past,
    lowered,
    plural,
)

Message = dict[str, str]

_TASK = (
    "You write one short, friendly sentence that recommends a {noun} to a user. "
    "You use only the facts given."
)
# The examples are true of their facts, and differ in order, choice and tone.
_EXAMPLES = (
    (
        (
            'Title: "The Terminator". Year: 1984. Genres: action, sci-fi. Directed by James '
            'Cameron. The user: you liked "Aliens". In common: action, sci-fi.'
        ),
        (
            'Because you liked "Aliens", you may enjoy "The Terminator", another action and sci-fi '
            "{noun} directed by James Cameron."
        ),
    ),
    (
        (
            'Title: "Up". Year: 2009. Genres: animation, children. '
            'The user: you rated "Toy Story" highly. In common: animation.'
        ),
        (
            'Since you rated "Toy Story" highly, "Up" is a good match for you: both are animation '
            "{nouns}."
        ),
    ),
    (
        (
            'Title: "Emma". Year: 1996. Genres: comedy, romance. Directed by Douglas McGrath. '
            'The user: you liked "Heat".'
        ),
        (
            'You liked "Heat", so you might like to try "Emma", a romance and comedy {noun} '
            "from 1996."
        ),
    ),
)
# No "of", "that", "in" or "has": a small model goes round in circles with them.
_WORDS = (
    "a an the is are and it this you your may might like enjoy for too also"
    " next good great natural match pick choice"
).split()
_TOGETHER = (" both are", " another")
_NAMING = tuple(
    " {title} is| {title} may be| you may enjoy {title},| you might enjoy {title},"
    "| you might like {title},| you could try {title},| you may enjoy {title}:".split("|")
)
_VALUES = 4  # of one fact, in a prompt


def messages_of(facts: Facts) -> list[Message]:
    """The conversation whose next turn is the explanation."""
    words = {"noun": facts.nouns[0], "nouns": plural(facts.nouns[0])}
    messages = [{"role": "system", "content": _TASK.format(**words)}]
    for given, written in _EXAMPLES:
        messages.append({"role": "user", "content": given})
        messages.append({"role": "assistant", "content": written.format(**words)})
    messages.append({"role": "user", "content": _record(facts)})
    return messages


def vocabulary_of(facts: Facts, opening: str = "") -> Vocabulary:
    """What the model may write of these facts: everyday words, and the facts as phrases.

    The title comes with a verb, so that the sentence has one, and not again where the opening has
    it already.
    """
    past = leading_past(facts)
    title = f'"{facts.item.title}"'
    named = tuple(way.format(title=title) for way in _NAMING)
    phrases = [] if title in opening else [named]
    phrases += [(f" {value}",) for value in _describing(facts.item)]
    phrases += [(f" {credit}",) for credit in credits_of(facts.item)]
    if facts.item.year:
        phrases.append((f" from {facts.item.year}",))
    words = [f" {word}" for word in _WORDS]
    words += [",", ":", f" {facts.nouns[0]}"]
    if past and _common(facts, past):
        phrases.append(_TOGETHER)
        words.append(f" {plural(facts.nouns[0])}")
    return Vocabulary(tuple(words), tuple(phrases))


def _record(facts: Facts) -> str:
    parts = [f'Title: "{facts.item.title}".']
    if facts.item.year:
        parts.append(f"Year: {facts.item.year}.")
    parts += [
        f"{fact.name.capitalize()}: {', '.join(lowered(fact.values[:_VALUES]))}."
        for fact in facts.item.facts
        if is_describing(fact)
    ]
    parts += [f"{capital(credit)}." for credit in credits_of(facts.item)]
    past = leading_past(facts)
    if past:
        parts.append(f"The user: {deed(past)}.")
        common = _common(facts, past)
        parts += [f"In common: {', '.join(common)}."] if common else []
    elif facts.query:
        parts.append(f"The user searched for: {facts.query}.")
    return " ".join(parts)


def _describing(subject: Subject) -> list[str]:
    return [
        value
        for fact in subject.facts
        if is_describing(fact)
        for value in lowered(fact.values[:_VALUES])
    ]


def _common(facts: Facts, past: Past) -> list[str]:
    shared = facts.shared(past)
    return [v for fact in shared if is_describing(fact) for v in lowered(fact.values[:_VALUES])]


def reads_well(text: str) -> bool:
    """Whether a grounded text is also decent English: no lost ends, wrong articles or repeats."""
    own = _QUOTED.sub("“”", text)  # what stands in quotes is a title
    words = [word.strip(",.:").lower() for word in own.split()]
    if not text.endswith(".") or words[-1] in _LOST_ENDS or own.count(":") > 1:
        return False
    for word, after in pairwise(words):
        if word == after or (word in {"a", "an"} and after and article(after) != word):
            return False
    told = [word for word in words if len(word) > _SHORT]
    bare = ":" in own and not _SENTENCE_LIKE & set(own.partition(":")[2].split())
    return len(told) == len(set(told)) and not bare and not any(lost in own for lost in _CLUMSY)


_QUOTED = re.compile(r'"[^"]*"')
_SHORT = 3  # letters of words that may come twice
# What follows a colon has one of these, or is a bare list of values.
_SENTENCE_LIKE = frozenset("a an the it this both is are you directed starring by from".split())
_LOST_ENDS = frozenset(
    "a an the is are and of to as with for in which that has so your by it".split()
)
_CLUMSY = (
    "both are a ",
    "both are the ",
    " a and ",
    " and a ",
    " and an ",
    " the and ",
    " is and ",
    " and,",
    " and:",
    " the,",
)
