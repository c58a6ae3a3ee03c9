"""What of a text may be shown: whole sentences, each claim supported, something said."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from mmrec.generation.checker import check, grounded
from mmrec.generation.facts import Facts
from mmrec.generation.plan import Kind
from mmrec.generation.text import words_of
from mmrec.types import Claim

# A text that states none of these says nothing ("This is a good pick for you.").
SAYS_NOTHING = {"title", "recommendation", "praise"}
_TITLE = re.compile(r'"[^"]*"')
# What a small model gets wrong now and then: one thing that is "both", a word said twice, people
# who do nothing.
_SLIP = re.compile(
    r"\b(?:one|it|this \w+) is both\b|\b(\w+) \1\b|(?:^|[.!?] )many people(?: here)?[.!?]",
    re.IGNORECASE,
)
# A full stop behind an initial ends no sentence: "directed by John G. Avildsen".
_END = re.compile(r'(?<!\b[A-ZÀ-ÖØ-Þ])[.!?]"?(?=\s|$)')


class Written(NamedTuple):
    """A text that may be shown, and what it claims."""

    text: str
    claims: tuple[Claim, ...]


def sound_text(text: str, facts: Facts, kind: Kind = "explanation") -> Written | None:
    """A text as it may be shown: whole sentences, every claim supported, something said."""
    whole = text.strip() if kind == "headline" else whole_sentences(text)
    if not whole or (facts.item.title and not _names_item(whole, facts)):
        return None
    if _slips(whole):
        return None
    claims = check(whole, facts)
    says = kind == "headline" or any(claim.kind not in SAYS_NOTHING for claim in claims)
    return Written(whole, claims) if says and grounded(claims) else None


def bears_more(whole: str, facts: Facts) -> bool:
    """Whether nothing in these sentences is wrong, though they may say too little to be shown."""
    return not _slips(whole) and grounded(check(whole, facts))


def _slips(whole: str) -> bool:
    sentences = [part.strip() for part in _END.split(whole) if part.strip()]
    repeated = len(sentences) != len(set(sentences))
    return repeated or _SLIP.search(_TITLE.sub("", whole)) is not None


def _names_item(text: str, facts: Facts) -> bool:
    """Whether a text names the item, and not only a longer title that begins alike."""
    for past in facts.past:
        for longer in past.subject.names:
            if any(name in longer and name != longer for name in facts.item.names):
                text = text.replace(longer, "")
    return any(name in text for name in facts.item.names)


def sound_part(text: str, facts: Facts, kind: Kind = "explanation") -> Written | None:
    """As many of the first sentences of a text as may be shown: a false one ends it."""
    if kind == "headline":
        return sound_text(text, facts, kind)
    ends = [found.end() for found in _END.finditer(text)]
    parts = (sound_text(text[:end], facts, kind) for end in reversed(ends) if apart(text[:end]))
    return next((part for part in parts if part), None)


def apart(text: str) -> bool:
    """Whether the end of a text is the end of a sentence: a full stop in a title is none."""
    return text.count('"') % 2 == 0


def promises(text: str, facts: Facts, banned: Sequence[str]) -> bool:
    """Whether a text makes one of the claims that the configuration bans, outside of a title."""
    for subject in (facts.item, *(past.subject for past in facts.past)):
        for name in subject.names:
            text = text.replace(name, "")
    told = f" {' '.join(words_of(text))} "
    return any(f" {' '.join(words_of(phrase))} " in told for phrase in banned)


def whole_sentences(text: str) -> str:
    """The text up to its last full stop: what was cut off in the middle is left out."""
    ends = [found.end() for found in _END.finditer(text)]
    return text[: ends[-1]].strip() if ends else ""
