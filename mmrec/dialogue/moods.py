"""Moods said the other way round: `not so dark` searches for what is the opposite of dark.

A search goes towards words; it can not go away from them. So a mood that should be less is
replaced by its opposite where there is one, and where there is none the user is told.
"""

import re
from collections.abc import Iterator

from mmrec.dialogue.words import Message

_OPPOSITES = {
    "light hearted": "dark|grim|bleak|gloomy|depressing|heavy|serious|sad|sombre|somber|disturbing|tragic|dramatic|moody|melancholic",
    "gentle": "violent|gory|bloody|brutal|scary|creepy|frightening|intense|graphic|aggressive|harsh|gruesome|violence|gore|blood|brutality",
    "serious": "funny|silly|goofy|light|lighthearted|childish|cheesy|comic|jokey|sappy|cute|kitschy",
    "fast paced": "slow|boring|dull|long winded|dragging|sleepy|quiet",
    "calm": "fast|hectic|noisy|loud|chaotic|frantic|action packed|busy",
    "simple": "complicated|complex|confusing|difficult|fancy|elaborate|weird|strange|detailed|arty|artsy",
    "original": "predictable|cliched|generic|mainstream|commercial|typical",
    "colourful": "grey|dreary|drab|colourless|plain|bland|black and white",
    "muted": "bright|colourful|colorful|flashy|gaudy|garish",
    "realistic": "unrealistic|far fetched|surreal|cartoonish|fantastic",
    "for grown ups": "kiddy|kidsy|for kids|for children|juvenile",
    "modern": "old fashioned|dated|traditional",
    "cold and hard": "romantic|sentimental|soppy|cheesy romantic|mushy",
    "light": "dense|thick",
}
_OPPOSITE = {word: opposite for opposite, words in _OPPOSITES.items() for word in words.split("|")}
_WORDS = "|".join(sorted(_OPPOSITE, key=len, reverse=True))
_LESS = (
    rf"(?:(?:something|anything|but|make it|make them|a bit|a little|way|much|it|them|and|one) "
    rf")*(?:less|no|without|not(?: (?:so|too|that|as|very|overly|quite so|really))?|"
    rf"nothing (?:too|so|that|overly)?|isnt (?:so|too|that)|arent (?:so|too|that)|i (?:dont|do "
    rf"not) want anything(?: too)?|(?:is|are|was|were|its|thats|theyre|a bit|a little|way|far|all|"
    rf"these|this|they|bit)*(?: |^)?too) ?"
    rf"(?:too |so |that |damn )?(?P<word>{_WORDS})(?: (?:than|as) (?:that|this|it|these|those))?"
)


def find_opposites(message: Message) -> Iterator[str]:
    """What to search for instead of a mood that should be less; its words are taken."""
    for first, after, match in list(message.findall(_LESS)):
        if message.free(first, after):
            end = after + (message.at(after) in ("ones", "one", "films", "movies", "please"))
            message.take(first, end)
            yield _OPPOSITE[re.sub(r"\s+", " ", match["word"])]
