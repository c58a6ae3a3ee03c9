"""Common English words, which are no slips: `planets` is not plants, `drown` not brown.

`english.txt` holds words of five letters or more: the whole words among the pieces of BERT's
vocabulary (https://huggingface.co/bert-base-uncased, Apache 2.0) but its names, and words that
several texts of a film catalogue write small.
"""

from functools import cache
from importlib.resources import files


def is_english(word: str) -> bool:
    """Whether a word as compared, or the one that it is the plural of, is a common one."""
    return word in _words() or word.removesuffix("s") in _words()


@cache
def _words() -> frozenset[str]:
    text = (files("mmrec.dialogue") / "english.txt").read_text(encoding="utf-8")
    return frozenset(text.split())
