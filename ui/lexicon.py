"""What the dialogue knows of the catalogue, kept in step with it and shared by all visitors."""

from dataclasses import dataclass
from threading import Lock

from mmrec.dialogue import TitleIndex, Vocabulary
from ui.needs import Recommends


@dataclass(frozen=True, slots=True)
class Words:
    """The titles and the words of the facts at one moment."""

    titles: TitleIndex
    vocabulary: Vocabulary


class Lexicon:
    """Reads the catalogue at first use (a second for ten thousand items) and after an ingest."""

    def __init__(self, recommender: Recommends) -> None:
        self._recommender = recommender
        self._lock = Lock()
        self._words: Words | None = None

    def current(self) -> Words:
        """The words of the catalogue as it is now."""
        titles = self._recommender.titles()
        with self._lock:
            if self._words is None or self._words.titles.titles != titles:
                items = self._recommender.items(list(titles))
                vocabulary = Vocabulary.of(items, self._recommender.facts())
                self._words = Words(TitleIndex(titles), vocabulary)
            return self._words
