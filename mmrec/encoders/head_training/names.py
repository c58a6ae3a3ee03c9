"""What a picture is called, and which pictures show the same concept."""

import re
from collections.abc import Iterable
from hashlib import sha256

_AUTHOR = re.compile(r"^clip ?arts? by [^-]*-")
_NOISE = re.compile(r"\(.*?\)|\b(icon|symbol|md|v\d)\b|[^a-z' ]+")
_ARTICLES = {"a", "an", "the", "of", "with", "and", "in", "on", "for", "to", "from", "at", "by"}
_HEADLESS = {
    "face", "button", "sign", "person", "man", "woman", "mark", "front", "side", "colour", "color",
    "black", "white", "blue", "red", "green", "yellow", "small", "large",
}  # fmt: skip


def clean(name: str) -> str:
    """A name in lower case without digits, authors and remarks in brackets."""
    plain = _AUTHOR.sub(" ", name.lower()).replace("_", " ").replace("-", " ")
    return " ".join(_NOISE.sub(" ", plain).split())


def head_word(name: str) -> str:
    """The word that says what kind of thing it is, singular: `black cats` -> `cat`."""
    words = [word for word in re.findall(r"[a-z']+", name.lower()) if word not in _ARTICLES]
    telling = [word for word in words if word not in _HEADLESS] or words or [name]
    return _singular(telling[-1])


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def part_of(concept: str) -> str:
    """`train` (70 %), `validation` (15 %) or `test` (15 %), by the concept alone.

    So no head word of a test name is the head word of a training name, in any source.
    """
    place = int(sha256(concept.encode()).hexdigest(), 16) % 100
    return "train" if place < 70 else "validation" if place < 85 else "test"


def telling_tags(tags: Iterable[str], name: str) -> list[str]:
    """Tags that add something to the name; at most five, without the catalogue's own words."""
    found = []
    for tag in map(clean, tags):
        if 2 < len(tag) < 20 and tag not in _FILLER and tag not in name and tag not in found:
            found.append(tag)
    return found[:5]


_FILLER = {
    "hash", "unsorted", "clip art", "clipart", "image", "media", "public domain", "svg", "png",
    "appicon", "icons", "application", "theme", "desktop", "computer", "signs and symbols",
    "recreation", "lemon theme", "drawn", "lumen", "perspective", "cartoon", "externalsource",
}  # fmt: skip
