"""Constrained decoding: the model may only write words and phrases it was given.

A trie over their tokens says at each step which tokens may follow. So a small model chooses and
orders, and cannot invent a name, a number or a plot; whether what it said is true of the right item
is still for the checker.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

_Node = dict[int | None, Any]  # token -> node; None marks the end of a phrase
_SENTENCE_STEPS = 5  # tokens before which a sentence may not end


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a sentence may be made of.

    `words` may come again. Each tuple in `phrases` is the ways to put one thing: one of them may
    come, once. Each begins with its own space, if any.
    """

    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]


class Grammar:
    """The tokens allowed after those written so far, for one vocabulary and one tokenizer.

    Args:
        encode: text to token ids, without special tokens.
        vocabulary: what may be written.
        stop: the token that ends a text.
    """

    def __init__(
        self, encode: Callable[[str], list[int]], vocabulary: Vocabulary, stop: int
    ) -> None:
        self._stop = stop
        self._end = encode(".")[-1]
        self._pauses = {encode(mark)[-1] for mark in (",", ":", 'x",', 'x":')}
        self._ways = [
            {tuple(encode(phrase)) for phrase in phrases} for phrases in vocabulary.phrases
        ]
        self._words = {tuple(encode(word)) for word in vocabulary.words}
        self._tries: dict[frozenset[int], _Node] = {}

    def allowed(self, written: Sequence[int]) -> list[int]:
        """The tokens that may come next; `written` holds those since the opening."""
        if written and written[-1] in (self._end, self._stop):
            return [self._stop]
        following: set[int] = set()
        whole = False  # the text so far ends with a whole word
        for start in self._starts(written):
            node = self._descend(self._trie_after(written[:start]), written[start:])
            if node:
                following |= {token for token in node if token is not None}
            whole = whole or start == len(written)
        if whole and (not written or written[-1] in self._pauses):
            following -= self._pauses
        elif whole and len(written) >= _SENTENCE_STEPS:
            following.add(self._end)
        return sorted(following) or [self._stop]

    def _starts(self, written: Sequence[int]) -> list[int]:
        """The places where a word may begin: after every whole word, in any reading of the text."""
        every = self._trie_after(())
        starts = [0]
        for start in starts:
            node: _Node | None = every
            for end in range(start, len(written)):
                node = self._descend(node, written[end : end + 1]) if node else None
                if node and None in node and end + 1 not in starts:
                    starts.append(end + 1)
        return starts

    def _trie_after(self, written: Sequence[int]) -> _Node:
        """The words, and the phrases that were not written yet in any of their ways."""
        spent = frozenset(
            i for i, ways in enumerate(self._ways) if any(_holds(written, way) for way in ways)
        )
        if spent not in self._tries:
            fresh = [ways for i, ways in enumerate(self._ways) if i not in spent]
            self._tries[spent] = _trie(self._words.union(*fresh))
        return self._tries[spent]

    @staticmethod
    def _descend(node: _Node, tokens: Sequence[int]) -> _Node | None:
        for token in tokens:
            if token not in node:
                return None
            node = node[token]
        return node


def _trie(sequences: Iterable[Sequence[int]]) -> _Node:
    root: _Node = {}
    for sequence in sequences:
        node = root
        for token in sequence:
            node = node.setdefault(token, {})
        node[None] = True
    return root


def _holds(whole: Sequence[int], part: Sequence[int]) -> bool:
    width = len(part)
    return any(tuple(whole[i : i + width]) == part for i in range(len(whole) - width + 1))
