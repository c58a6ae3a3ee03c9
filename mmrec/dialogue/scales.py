"""Adjectives and units that speak of a number: `cheap` of a price, `hours` of a duration.

Which fact a scale means is decided by the words of the fact's name.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """What people say of one kind of number.

    Args:
        fact: a pattern for the name of the facts it measures, as words.
        low, lower, lowest: adjectives for little of it, as alternatives of a pattern.
        high, higher, highest: and for much of it.
    """

    fact: str
    low: str
    lower: str
    lowest: str
    high: str
    higher: str
    highest: str


SCALES = (
    Scale(
        "price|cost",
        "cheap|inexpensive|affordable|budget|low priced|low cost",
        "cheaper|more affordable|lower priced|(?:gentler|kinder|easier|lighter|softer) on (?:the|my|our|"
        "your) (?:wallet|purse|pocket|budget|bank account)",
        "cheapest|most affordable|lowest priced",
        "expensive|much money|pricey|pricy|premium|costly|overpriced|dear",
        "pricier|dearer|costlier",
        "priciest|dearest|costliest",
    ),
    Scale(
        "year|date|released|published",
        "old|older|dated|vintage|old school",
        "older|earlier",
        "oldest|earliest",
        "new|recent|modern|contemporary",
        "newer|later|fresher|younger",
        "newest|latest",
    ),
    Scale(
        "duration|runtime|running time|length|minutes|playing time|pages|battery",
        "short",
        "shorter",
        "shortest",
        "long|lengthy",
        "longer|lengthier",
        "longest",
    ),
    Scale(
        "popularity|votes?|views|sales|plays|downloads|ratings count",
        "obscure|unknown|niche|unpopular|underrated",
        "lesser known|obscurer",
        "least known",
        "popular|famous|well known|mainstream",
        "better known|more mainstream",
        "best known|best selling",
    ),
    Scale(
        "rating|score|stars|imdb",
        "badly rated|poorly rated|low rated",
        "lower rated|worse rated|rated (?:lower|worse)",
        "worst rated|lowest rated|worst",
        "highly rated|well rated|top rated|well reviewed|highly reviewed|good reviews|great "
        "reviews|"
        "good ratings|great ratings|well received|critically acclaimed",
        "better rated|higher rated|better reviewed|rated (?:better|higher)",
        "best rated|highest rated|best reviewed|top rated",
    ),
    Scale("weight", "light|lightweight", "lighter", "lightest", "heavy", "heavier", "heaviest"),
    Scale(
        "size|width|height|area|screen|capacity|volume",
        "small|tiny|compact|little",
        "smaller|tinier|more compact",
        "smallest|tiniest",
        "big|large|huge",
        "bigger|larger",
        "biggest|largest",
    ),
    Scale("width", "narrow", "narrower", "narrowest", "wide", "wider", "widest"),
    Scale("height", "low|short", "lower|shorter", "lowest|shortest", "tall|high", "taller|higher", "tallest"),
    Scale("depth", "shallow", "shallower", "shallowest", "deep", "deeper", "deepest"),
    Scale("speed", "slow", "slower", "slowest", "fast|quick", "faster|quicker", "fastest|quickest"),
    Scale("power|watts?|watt", "weak", "weaker", "weakest", "powerful|strong", "stronger", "strongest"),
    Scale("noise|loudness", "quiet|silent", "quieter", "quietest", "loud|noisy", "louder", "loudest"),
)  # fmt: skip

COMPARATIVES = frozenset(
    word
    for scale in SCALES
    for words in (scale.lower, scale.higher)
    for word in words.split("|")
    if word.isalpha()
)

# What a fact and its bound are joined by: `should lie somewhere`, `is not to be`.
IS = (
    r"(?:(?:that|which|is|are|was|be|of|at|to|not|must|should|shall|may|can|could|would|will|has|"
    r"have|had|never|(?:must|should|may|can|could|would|wo|ca|is|are|does|do)nt|needs?|ought|lie|lies|stay|stays|remain|fall|falls|go|sit|sits|come|kept|being|"
    r"somewhere|anywhere|anything|something|[a-z]+ly) ){0,6}"
)

# unit as said -> (what it measures, how many of the base unit); the base is 1.
UNITS: dict[str, tuple[str, float]] = {
    **dict.fromkeys(("euros", "euro", "eur", "dollars", "dollar", "bucks", "usd", "pounds", "pound",
                     "gbp", "quid", "yuan", "rmb"), ("money", 1.0)),
    **dict.fromkeys(("seconds", "second", "secs", "sec", "s"), ("time", 1 / 60)),
    **dict.fromkeys(("minutes", "minute", "mins", "min"), ("time", 1.0)),
    **dict.fromkeys(("hours", "hour", "hrs", "hr", "h"), ("time", 60.0)),
    **dict.fromkeys(("grams", "gram", "g"), ("weight", 0.001)),
    **dict.fromkeys(("kg", "kilos", "kilo", "kilograms", "kilogram"), ("weight", 1.0)),
    **dict.fromkeys(("mm", "millimetres", "millimeters"), ("length", 0.1)),
    **dict.fromkeys(("cm", "centimetres", "centimeters"), ("length", 1.0)),
    **dict.fromkeys(("m", "metres", "meters", "metre", "meter"), ("length", 100.0)),
    **dict.fromkeys(("inches", "inch"), ("length", 2.54)),
    **dict.fromkeys(("mb", "megabytes"), ("memory", 0.001)),
    **dict.fromkeys(("gb", "gigabytes", "gigs", "gig"), ("memory", 1.0)),
    **dict.fromkeys(("tb", "terabytes"), ("memory", 1000.0)),
    **dict.fromkeys(("stars", "star"), ("rating", 1.0)),
    **dict.fromkeys(("pages", "page"), ("pages", 1.0)),
    **dict.fromkeys(("px", "pixels", "pixel"), ("pixels", 1.0)),
    **dict.fromkeys(("dpi", "ppi"), ("density", 1.0)),
    **dict.fromkeys(("w", "watts", "watt"), ("power", 1.0)),
}  # fmt: skip

# what a unit measures -> (which facts, by the words of their name, and the unit they are in
# unless their name says another)
_MEASURED = {
    "money": ("price|cost", 1.0),
    "time": ("duration|runtime|running time|length|minutes|playing time|hours|battery", 1.0),
    "weight": ("weight", 1.0),
    "length": ("length|width|height|depth|size|screen|diagonal|diameter", 1.0),
    "memory": ("memory|storage|capacity|size", 1.0),
    "rating": ("rating|score|stars|reviews?", 1.0),
    "pages": ("pages", 1.0),
    "pixels": ("width|height|size|resolution", 1.0),
    "density": ("dpi|density", 1.0),
    "power": ("power|watts?", 1.0),
}


def measured_by(unit: str, name: str) -> float | None:
    """How many of a fact's own units one `unit` is; None where the fact measures something else.

    `name`: the fact's name as words; `weight g` holds grams, `weight` kilograms.
    """
    kind, size = UNITS[unit]
    words = name.split()
    own = next((UNITS[word] for word in reversed(words) if word in UNITS and len(words) > 1), None)
    if own is not None:
        return size / own[1] if own[0] == kind else None
    pattern, base = _MEASURED[kind]
    return size / base if re.search(rf"(?<![^ ])(?:{pattern})(?![^ ])", name) else None
