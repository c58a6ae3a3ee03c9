"""What the dialogue knows of the catalogue, kept in step with it and shared by all visitors."""

from threading import Lock

from mmrec.dialogue import GrammarReader, Known, TitleIndex, Vocabulary
from ui.needs import Recommends


class Lexicon:
    """Reads the catalogue at first use (a second for ten thousand items) and after an ingest."""

    def __init__(self, recommender: Recommends) -> None:
        self._recommender = recommender
        self._lock = Lock()
        self._known: Known | None = None

    def current(self) -> Known:
        """The titles and words of the catalogue as it is now."""
        titles = self._recommender.titles()
        with self._lock:
            if self._known is None or self._known.titles.titles != titles:
                items = self._recommender.items(list(titles))
                vocabulary = Vocabulary.of(items, self._recommender.facts())
                self._known = Known(TitleIndex(titles), vocabulary, self._recommender.items)
            return self._known

    def reader(self) -> GrammarReader:
        """What understands messages about the catalogue as it is now."""
        return GrammarReader(self.current())
