"""Common English words, which are no slips: `planets` is not plants, `drown` not brown."""

from functools import cache

_LONGEST_SHORT = 4  # letters; a slip in fewer makes another word too easily to tell
_OFTEN = 1000  # times in the corpus that the words were counted in, so that slips in it are none


def is_english(word: str) -> bool:
    """Whether a word as compared, or the one that it is the plural of, is a common one."""
    return word in _words() or word.removesuffix("s") in _words()


@cache
def _words() -> frozenset[str]:
    from spellchecker import SpellChecker

    counted = SpellChecker(language="en").word_frequency.dictionary
    return frozenset(
        word
        for word, times in counted.items()
        if times >= _OFTEN and len(word) > _LONGEST_SHORT and word.isalpha()
    )
