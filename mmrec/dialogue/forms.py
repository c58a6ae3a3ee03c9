"""How people write the names that a catalogue has: plurals, other names, without the unit."""

import re

from mmrec.dialogue.scales import UNITS
from mmrec.dialogue.words import phrase

# Other names of categories that many catalogues have; the value itself is always one.
_SYNONYMS = {
    "sci fi": ("science fiction", "scifi", "sf"),
    "science fiction": ("sci fi", "scifi", "sf"),
    "romance": ("romantic", "love story", "love stories", "romances"),
    "comedy": ("comedic",),
    "animation": ("animated", "cartoon", "cartoons"),
    "documentary": ("docs", "docu"),
    "children": ("kids", "childrens", "kid"),
    "film noir": ("noir", "noirs"),
    "grey": ("gray",),
    "gray": ("grey",),
}


def single(name: str) -> str:
    """A name without the s of a plural."""
    return re.sub(r"s$", "", name) if len(name) > 3 else name


def without_unit(name: str) -> set[str]:
    """`battery` of `battery hours`."""
    shorter = name.rsplit(" ", 1)[0]
    return {shorter} if " " in name and name.rsplit(" ", 1)[1] in UNITS else set()


def last(name: str) -> set[str]:
    """`width` of `orig width`, but no unit."""
    last = name.rsplit(" ", 1)[-1]
    return {last} if " " in name and last not in UNITS else set()


def forms(name: str) -> dict[str, bool]:
    """How people write a category, and whether that is its plural."""
    many = name.endswith("s") and not name.endswith("ss")
    forms = {name: many, name.replace(" ", ""): many}
    for form in list(forms):
        plural = form[:-1] + "ies" if re.search(r"[^aeiou]y$", form) else form + "s"
        forms.setdefault(plural, True)
        if form.endswith("s") and not form.endswith("ss") and len(form) > 3:
            forms.setdefault(form[:-3] + "y" if form.endswith("ies") else form[:-1], False)
    for form in _SYNONYMS.get(name, ()):
        forms.setdefault(phrase(form), " " in form and form.endswith("s"))
    return forms
