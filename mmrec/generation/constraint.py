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

    `words` may come again, `phrases` come once at most. Each begins with its own space, if any.
    """

    words: tuple[str, ...]
    phrases: tuple[str, ...]


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
        self._pauses = {encode(mark)[-1] for mark in (",", ":")}
        self._once = {tuple(encode(phrase)) for phrase in vocabulary.phrases}
        words = {tuple(encode(word)) for word in vocabulary.words}
        self._root = _trie([*words, *self._once])
        self._words = _trie(words)

    def allowed(self, written: Sequence[int]) -> list[int]:
        """The tokens that may come next; `written` holds those since the opening."""
        if written and written[-1] in (self._end, self._stop):
            return [self._stop]
        nodes, fresh = self._walk(written)
        following = {token for node in nodes for token in node if token is not None}
        if fresh:
            following |= self._starts(written)
            paused = not written or written[-1] in self._pauses
            if paused:
                following -= self._pauses
            elif len(written) >= _SENTENCE_STEPS:
                following.add(self._end)
        return sorted(following) or [self._stop]

    def _walk(self, written: Sequence[int]) -> tuple[list[_Node], bool]:
        """The open places in the trie, and whether a new word may begin."""
        nodes: list[_Node] = []
        fresh = True
        for token in written:
            places = [*nodes, self._root] if fresh else nodes
            nodes = [node[token] for node in places if token in node]
            fresh = any(None in node for node in nodes)
        return nodes, fresh

    def _starts(self, written: Sequence[int]) -> set[int]:
        """First tokens of all words, and of the phrases not written yet."""
        spent = {phrase for phrase in self._once if _holds(written, phrase)}
        starts = {phrase[0] for phrase in self._once - spent}
        return starts | {token for token in self._words if token is not None}


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
