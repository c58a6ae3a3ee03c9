"""What can be told of a text by numbers: how long, what it claims, from which side, in which tone

Read from the text and its claims alone, as the checker noted them, so that a text that was shown
long ago has them too. None depends on a catalogue: a claim about any fact of it counts as a fact.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from mmrec.generation.discourse import OF_HISTORY
from mmrec.generation.text import tokens_of, words_of
from mmrec.types import Claim, Floats, Told

TRAITS = (
    "length",  # log of the words
    "short",
    "long",
    "sentences",
    "facts",  # different values of the item's facts, numbers among them
    "number",
    "history",  # something of the reader's own is named
    "history_first",  # before the item is
    "title_first",  # the text begins with a title
    "comparison",
    "match",  # it says what matched: words, looks, the choice of others
    "request",
    "quote",  # of the description
    "praise",
    "reader",  # share of words that address the reader
    "hedges",  # share of words that leave it open
    "lively",
    "repeats",  # share of pairs of words that came before
)
_NO_FACT = {
    "title", "recommendation", "history", "comparison", "modality", "query", "description",
    "praise",
}  # fmt: skip
_SHORT, _LONG = 12, 28  # words
_READER = frozenset({"you", "your", "yours"})
_HEDGES = frozenset({"may", "might", "could", "should", "perhaps"})


def traits_of(parts: Sequence[Told]) -> Floats:
    """(T,) the traits of a text, in the order of TRAITS: the mean over its parts, at least one."""
    rows = np.array([_traits(one.text, one.claims) for one in parts], dtype=np.float32)
    mean: Floats = rows.mean(axis=0)
    return mean


def _traits(text: str, claims: Sequence[Claim]) -> list[float]:
    words = words_of(text)
    count = max(1, len(words))
    pairs = list(pairwise(words))
    kinds = {claim.kind for claim in claims}
    titles = [claim.support for claim in claims if claim.kind == "title"]
    facts = {claim.text.casefold() for claim in claims if claim.kind not in _NO_FACT}
    return [
        math.log(count),
        float(len(words) <= _SHORT),
        float(len(words) >= _LONG),
        float(_sentences(text)),
        float(len(facts)),
        float("number" in kinds),
        float(OF_HISTORY in titles),
        float(titles[:1] == [OF_HISTORY]),
        float(text.startswith('"')),
        float("comparison" in kinds),
        float("modality" in kinds),
        float("query" in kinds),
        float("description" in kinds),
        float("praise" in kinds),
        sum(word in _READER for word in words) / count,
        sum(word in _HEDGES for word in words) / count,
        float(text.rstrip().endswith("!")),
        1 - len(set(pairs)) / max(1, len(pairs)),
    ]


def _sentences(text: str) -> int:
    """How many sentences end: marks inside a title in quotation marks end none."""
    outside = "".join(text.split('"')[::2])
    return max(1, sum(token.text in ".!?" for token in tokens_of(outside)))
