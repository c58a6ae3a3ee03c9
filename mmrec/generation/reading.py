"""How a text is read before it is judged: titles, facts, numbers; sentences cut in clauses."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from mmrec.generation.facts import Fact, Facts, Subject
from mmrec.generation.lexicon import BREAKS, CUES, PLAIN, PRAISE, SENTENCE_ENDS
from mmrec.generation.text import Token, tokens_of, words_of

PieceKind = Literal["title", "fact", "number", "query", "passage", "quote", "word", "mark"]
_CLAUSE_MARKS = frozenset(",;:()–—…")
_PASSAGE = 3  # words of a description that a text must quote at least


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text that is understood as one thing.

    `subjects`: the items a title may mean. `columns`: the names of the facts a value may be of.
    """

    kind: PieceKind
    text: str
    lower: str
    capital: bool = False
    subjects: tuple[Subject, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(slots=True)
class Clause:
    """A part of a sentence, with the mark or word that opened it."""

    opener: str
    pieces: list[Piece] = field(default_factory=list)

    def has(self, words: frozenset[str] | set[str]) -> bool:
        """Whether one of the words stands in the clause as a plain word."""
        return any(piece.kind == "word" and piece.lower in words for piece in self.pieces)

    def of(self, kind: PieceKind) -> list[Piece]:
        """The pieces of one kind."""
        return [piece for piece in self.pieces if piece.kind == kind]

    @property
    def titles(self) -> list[Subject]:
        """The items whose titles stand here."""
        return [subject for piece in self.of("title") for subject in piece.subjects]


Sentence = list[Clause]


class Reader:
    """Finds in a text what one set of facts knows."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.subjects = (facts.item, *(past.subject for past in facts.past))
        self._titles: dict[tuple[str, ...], list[Subject]] = {}
        for subject in self.subjects:
            for name in subject.names:
                self._titles.setdefault(_key(name), []).append(subject)
        self._values: dict[tuple[str, ...], list[str]] = {}
        for name, value in _values(self.subjects):
            if key := _stems(words_of(value)):
                self._values.setdefault(key, []).append(name)
        self._longest = max(map(len, (*self._titles, *self._values)))
        self._query = _stems(words_of(facts.query or ""))
        self._passage = " ".join(("", *words_of(facts.item.description), ""))

    def read(self, text: str) -> list[Sentence]:
        """The sentences of a text, each a list of clauses."""
        sentences: list[Sentence] = [[Clause("")]]
        for piece in self._pieces(text):
            clauses = sentences[-1]
            if piece.kind == "mark" and piece.text in SENTENCE_ENDS:
                sentences.append([Clause("")])
            elif piece.kind == "mark" and piece.text in _CLAUSE_MARKS:
                clauses.append(Clause(piece.text))
            elif piece.kind == "word" and piece.lower in BREAKS and clauses[-1].pieces:
                clauses.append(Clause(piece.lower, [piece]))
            else:
                clauses[-1].pieces.append(piece)
        return [clauses for clauses in sentences if any(clause.pieces for clause in clauses)]

    def _pieces(self, text: str) -> Iterator[Piece]:
        """The pieces in order. Words of the query are known only where a search is spoken of."""
        tokens = tokens_of(text)
        at = 0
        asking = False
        while at < len(tokens):
            found = self._quoted(text, tokens, at) or self._known(text, tokens, at, asking=asking)
            piece, at = found
            if piece.kind == "mark":
                asking = asking and piece.text not in _CLAUSE_MARKS and piece.text != "."
            asking = asking or (piece.kind == "word" and CUES.get(piece.lower) == "query")
            yield piece

    def _quoted(self, text: str, tokens: Sequence[Token], at: int) -> tuple[Piece, int] | None:
        """What stands in double quotes is a title, the query or a passage: wholly, or unknown."""
        if tokens[at].text != '"':
            return None
        ends = [i for i in range(at + 1, len(tokens)) if tokens[i].text == '"']
        if not ends:
            return Piece("quote", text[tokens[at].start :], ""), len(tokens)
        inside = text[tokens[at].end : tokens[ends[0]].start].strip(" ,.")
        words = words_of(inside)
        subjects = self._titles.get(_key(inside))
        if subjects:
            piece = Piece("title", inside, inside.casefold(), subjects=tuple(subjects))
        elif words and _stems(words) == self._query:
            piece = Piece("query", inside, inside.casefold())
        elif len(words) >= _PASSAGE and f" {' '.join(words)} " in self._passage:
            piece = Piece("passage", inside, inside.casefold())
        else:
            piece = Piece("quote", inside, inside.casefold())
        return piece, ends[0] + 1

    def _known(
        self, text: str, tokens: Sequence[Token], at: int, *, asking: bool
    ) -> tuple[Piece, int]:
        """The longest title, value or part of the query that begins here, or the token alone."""
        token = tokens[at]
        if token.kind == "mark":
            return Piece("mark", token.text, token.text), at + 1
        for run, end in reversed(list(_runs(tokens, at, self._longest))):
            span = text[token.start : run[-1].end]
            key = tuple(word.lower for word in run)
            subjects = [s for s in self._titles.get(key, []) if _spelt(run, s)]
            if subjects:
                return Piece("title", span, span.casefold(), subjects=tuple(subjects)), end
            columns = self._values.get(_stems(key))
            if columns:
                return Piece("fact", span, span.casefold(), columns=tuple(columns)), end
            if asking and _within(_stems(key), self._query) and not set(key) <= PLAIN:
                return Piece("query", span, span.casefold()), end
        kind: PieceKind = "number" if token.kind == "number" else "word"
        return Piece(kind, token.text, token.lower, capital=token.capital), at + 1


def stem(word: str) -> str:
    """A word without a plural ending."""
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def holding(subject: Subject, piece: Piece) -> list[Fact]:
    """The facts of an item that have the piece as a value."""
    wanted = _stems(words_of(piece.text))
    return [
        fact
        for fact in subject.facts
        if any(_stems(words_of(value)) == wanted for value in fact.values)
    ]


def _runs(tokens: Sequence[Token], at: int, longest: int) -> Iterator[tuple[list[Token], int]]:
    """Growing runs of words from a token on, over marks that may stand inside a title."""
    run: list[Token] = []
    for i in range(at, len(tokens)):
        if tokens[i].text == '"' or len(run) == longest + 4:
            return
        if tokens[i].kind != "mark":
            run.append(tokens[i])
            yield list(run), i + 1


def _spelt(run: Sequence[Token], subject: Subject) -> bool:
    """Whether unquoted words are a title: capitals as in the title, and not all everyday words."""
    written = [token.text for token in run]
    if all(token.lower in PLAIN | PRAISE for token in run):
        return False
    return any(written == [t.text for t in tokens_of(n) if t.kind != "mark"] for n in subject.names)


def _values(subjects: Sequence[Subject]) -> Iterator[tuple[str, str]]:
    for subject in subjects:
        for fact in subject.facts:
            if not fact.numeric:
                yield from ((fact.name, value) for value in fact.values)


def _key(name: str) -> tuple[str, ...]:
    return words_of(name) or (name.strip().casefold(),)


def _stems(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(stem, words))


def _within(part: Sequence[str], whole: Sequence[str]) -> bool:
    return any(
        tuple(whole[i : i + len(part)]) == tuple(part) for i in range(len(whole) - len(part) + 1)
    )
