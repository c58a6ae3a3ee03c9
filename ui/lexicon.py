"""What the dialogue knows of the catalogue, kept in step with it and shared by all visitors."""

from threading import Lock

from mmrec.dialogue import (
    GrammarReader,
    Known,
    LearnedRoles,
    ModelReader,
    Reader,
    TitleIndex,
    Vocabulary,
)
from ui.needs import Recommends


class Lexicon:
    """Reads the catalogue at first use (a second for ten thousand items) and after an ingest."""

    def __init__(self, recommender: Recommends) -> None:
        self._recommender = recommender
        self._learned = LearnedRoles()
        self._lock = Lock()
        self._known: Known | None = None
        self._reader: Reader | None = None

    def current(self) -> Known:
        """The titles and words of the catalogue as it is now."""
        titles = self._recommender.titles()
        with self._lock:
            if self._known is None or self._known.titles.titles != titles:
                items = self._recommender.items(list(titles))
                vocabulary = Vocabulary.of(items, self._recommender.facts())
                self._known = Known(TitleIndex(titles), vocabulary, self._recommender.items)
                self._reader = None
            return self._known

    def reader(self) -> Reader:
        """What understands messages about the catalogue as it is now."""
        known = self.current()
        with self._lock:
            if self._reader is None:
                known = self._known or known  # another thread may have read a newer catalogue
                grammar = GrammarReader(known, self._learned)
                model = self._recommender.turn_model()
                self._reader = ModelReader(model, known, grammar) if model else grammar
            return self._reader

    def warm(self) -> None:
        """Read the catalogue and what sentences are told by, before somebody waits for it."""
        self.reader()
        self._learned.warm()
