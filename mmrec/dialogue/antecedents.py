"""Whom `him`, `her films` and `she` speak of: the pronoun gives way to the name itself.

So that `I adore Bill Murray. Something funny with him` is read as `something funny with Bill
Murray`, whatever stands around it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mmrec.dialogue.clauses import clauses, is_aside
from mmrec.dialogue.meaning import Meaning
from mmrec.dialogue.nouns import NOUNS
from mmrec.dialogue.objects import Pointer
from mmrec.dialogue.people import is_role
from mmrec.dialogue.questions import Option, Unresolved
from mmrec.dialogue.vocabulary import CAST, MAKER, Vocabulary
from mmrec.dialogue.words import Message, listed

WHOM = "Whom do you mean? Say the name."
_KINDS = {"by": MAKER, "with": CAST}
_SURELY = ("by", "with", "without", "starring")
_BUT = ("not", "except", "never", "anyone but", "anybody but")
_MANY = ("them", "they", "their", "theirs", "theyre")
_LONGEST = 5  # words of a name
_TITLES = listed("mr mrs ms miss mister sir dame monsieur madame signor herr")
_MAN = r"(?:guy|man|woman|lady|bloke|dude|chap|gentleman|fellow|fella|person)"
_HIM = (
    r"(?P<pronoun>him|her|them|the act(?:or|ress)|(?:the|that|this)(?: very| same)* "
    rf"{_MAN}(?! (?:who|that|behind|of)(?![^ ])))"
    r"(?: (?:both|again|too))?"
)
_SHE = r"(?P<pronoun>he|she|they)"
_SHES = r"(?P<pronoun>hes|shes|theyre)"
_HIS = r"(?P<pronoun>his|her|their)"
_WORKS = rf"(?:{NOUNS}|works?|drawings?|filmography|directing|clipart|comed(?:y|ies)|roles?)"
_OTHER = r"(?:(?:other|others|else|own|best|early|earlier|later|older|newer|recent|good|more) )*"
_MADE = (
    r"(?:\w+ )?(?:direct(?:ed|s)?|makes?|made|did|do|done|draws?|drew|drawn|shot|shoot|wr[io]te|"
    r"written|created?|design(?:ed|s)?)"
)
_PLAYED = (
    r"(?:\w+ )?(?:plays?|played|stars?|starred|acts?|acted|appears?|appeared|been|is|"
    r"was|in)(?: in)?"
)
_OUGHT = r"(?:should|must|could|can|mustnt|shouldnt|has to|have to|needs to)"
_THERE = r"(?:be (?:in(?! (?!it|there|this|that|them))|there|part)|play|star|appear|act)"
_OF_WHICH = rf"(?:that|which|{NOUNS}|anything|something|everything)"
_ONE_THAT = r"(?:an?|any|some|more) (?:\w+ )?[a-z]+"
_DID = r"(?:(?:did|has|have|does|is|was) )?"
# Each with the role in which it speaks of a person, and how the name is put.
_FORMS: tuple[tuple[str, str, str], ...] = (
    (rf"(?P<lead>by|from) {_HIM}", "by", "{lead} {name}"),
    (rf"(?P<lead>with|without|starring|featuring) {_HIM}", "with", "{lead} {name}"),
    (rf"(?P<lead>has|have|having) {_HIM}(?= in it)", "with", "{lead} {name}"),
    (rf"(?P<lead>{'|'.join(_BUT)}) {_HIM}", "with", "{lead} {name}"),
    (rf"(?:the |that )?(?P<lead>same) (?P<pronoun>{_MAN})", "with", "{name}"),
    (r"of (?P<pronoun>his|hers|theirs)", "by", "by {name}"),
    (rf"{_HIS} (?P<tail>{_OTHER}{_WORKS})", "by", "{tail} by {name}"),
    (rf"{_SHE} (?P<tail>{_OUGHT} (?:\w+ )?{_THERE})", "with", "{name} {tail}"),
    (rf"(?<=else ){_DID}{_SHE} {_MADE}", "by", "by {name}"),
    (rf"{_OF_WHICH} {_DID}{_SHE} {_MADE}", "by", "by {name}"),
    (rf"(?P<lead>(?:an?|any|some|more) [a-z]+) (?:that )?{_SHE} {_MADE}", "by", "{lead} by {name}"),
    (rf"(?:else|{_OF_WHICH}) {_DID}{_SHE} {_PLAYED}", "with", "with {name}"),
    (
        rf"(?P<lead>{_ONE_THAT}|else|{_OF_WHICH}) (?:that )?{_SHES} in(?: it)?",
        "with",
        "{lead} with {name}",
    ),
)
_AFTER_HER = frozenset(  # "with her in it", not "with her father"
    listed(
        "in and or but too as please then from this that who before after since under over on for "
        "instead maybe also made not so if because again both where when at now preferably"
    )
)
_LOVED = (
    r"(?:love|loved|adore|like|hate|dislike|admire|worship|stand|bear|(?:fan|admirer) of|"
    r"devoted to|fond of|mad about|into)"
)
_HAD = re.compile(
    r"(?<![^ ])(?:i|ive|we|weve|have|had) (?:\w+ ){1,4}?(?:all|most|half|many|enough|lots|both|"
    r"plenty|every one|several|too many)$"
)
_NOT_FILM = re.compile(  # "I'm watching it with her tonight"
    r"(?<![^ ])(?:watch|watching|see|seeing|it|out|home|evening|night|tonight|date|sit|live|living|"
    r"go|going|alone|together|gift|present|problem|wrong|agree|talk|talking|speak|spoke)$"
)
# Whom of the user's own people a pronoun can stand for.
_ANYBODY = "friend|boss|roommate|flatmate|colleague|neighbou?r|partner|cousin|teacher|doctor|mate"
_SHES_KIN = (
    "wife|girlfriend|mum|mom|mother|sister|daughter|aunt|auntie|niece|grandma|granny|gran|nan"
)
_HES_KIN = "husband|boyfriend|dad|father|brother|son|uncle|nephew|grandpa|grandad"
_KIN = {
    kind: re.compile(rf"(?<![^ ])(?:my|our) (?:\w+ )?(?:{kin}|{_ANYBODY})(?![^ ])")
    for kind, kin in (
        ("her", _SHES_KIN), ("his", _HES_KIN), ("many", f"{_SHES_KIN}|{_HES_KIN}|kids?|children")
    )
}  # fmt: skip
_HERS = ("her", "hers", "she", "shes")


def named_in(message: Message, vocabulary: Vocabulary, first: int, after: int) -> list[str]:
    """The people and makers whose whole names stand among words [first, after)."""
    found: list[str] = []
    place = first
    while place < after:
        titled = message.at(place - 1) in _TITLES  # "Mr Hitchcock"
        for end in range(min(after, place + _LONGEST), place, -1):
            said = message.norm(place, end)
            values = vocabulary.names.get(said) or vocabulary.categories.get(said) or ()
            values = values or (vocabulary.most_known(said) if titled else ())
            people = [value.value for value in values if is_role(value.fact)]
            if people:
                found.append(people[0])
                place = end - 1
                break
        place += 1
    return found


def spoken_people(meaning: Meaning, text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Whom a sentence speaks of: by a condition, a love, or the whole name in a tale."""
    message = Message(text)
    told = [str(v) for c in meaning.constraints if _of_people(c.facts) for v in c.values]
    loved = [t.value for t in meaning.tastes if _of_people(t.fact.split("|"))]
    named = named_in(message, vocabulary, 0, len(message))
    return tuple(dict.fromkeys([*told, *loved, *named]))


def _of_people(facts: Sequence[str]) -> bool:
    return any(map(is_role, facts))


@dataclass(frozen=True, slots=True)
class Antecedents:
    """Puts names in the place of pronouns in one sentence.

    Args:
        scene: the sentence, what is on the screen, and the items spoken of last.
        here: whom earlier sentences of the message speak of.
        before: whom earlier messages spoke of, the latest last.
    """

    scene: Pointer
    here: Sequence[str]
    before: Sequence[str]

    def resolved(self) -> str:
        """The sentence with names for its pronouns, as far as it is clear whom they speak of.

        Raises:
            Ambiguous: an item that was spoken of has several such people, and none was chosen.
            Unresolved: nobody was spoken of.
        """
        message = self.scene.message
        text, last = "", 0
        for first, after, put in sorted(self._found(), key=lambda one: one[0]):
            start = message.words[first].start
            if start >= last:
                text += message.text[last:start] + put
                last = message.words[after - 1].end
        return text + message.text[last:]

    def _found(self) -> Iterator[tuple[int, int, str]]:
        """Words [first, after) with a pronoun, and what stands in their place."""
        message = self.scene.message
        for pattern, role, form in _FORMS:
            for first, after, match in message.findall(pattern):
                beside = role == "with" and _NOT_FILM.search(message.norm(0, first))
                if beside or self._owns(after) or self._tells(first) or self._used(first):
                    continue
                parts = {"lead": "", "tail": "", **match.groupdict()}
                told = match["pronoun"]
                kind = "many" if told in _MANY else "her" if told in _HERS else "his"
                names = self._whom(first, role, kind)
                if parts["lead"] in _SURELY and names is not None and not names:
                    raise Unresolved(WHOM)
                sure = parts["lead"] in (*_SURELY, *_BUT, "same")
                if names and (sure or not self._asked_for(names, role)):
                    yield first, after, form.format(**{**parts, "name": " and ".join(names)})
        for first, after, match in message.findall(rf"(?P<lead>{_LOVED}) {_HIM}"):
            names = self._named(first)
            if names and not (self.scene.focus or self._owns(after)):
                yield first, after, f"{match['lead']} {names[-1]}"

    def _owns(self, after: int) -> bool:
        """Whether a pronoun goes on: `by her father`."""
        message = self.scene.message
        goes_on = not message.ends_at(after) and message.at(after) not in _AFTER_HER
        return message.at(after - 1) in ("her", "his") and goes_on

    def _used(self, place: int) -> bool:
        """Whether it is said of which the user had enough: `I've done | all of hers`."""
        return _HAD.search(self.scene.message.norm(0, place)) is not None

    def _tells(self, place: int) -> bool:
        """Whether a word stands in a tale of whom it names: `no X, I had two of hers before`."""
        message = self.scene.message
        first, after = next(one for one in clauses(message) if one[0] <= place < one[1])
        named = self.here or named_in(message, self.scene.vocabulary, 0, first)
        return bool(named) and is_aside(message, first, after)

    def _named(self, first: int) -> Sequence[str]:
        """Whom this message speaks of before a word, else the one before where it named no item."""
        said = named_in(self.scene.message, self.scene.vocabulary, 0, first)
        return said or self.here or (() if self.scene.focus else self.before)

    def _whom(self, first: int, role: str, kind: str) -> Sequence[str] | None:
        """The names that a pronoun stands for: one, or all that were spoken of together.

        None where it stands for nobody of the catalogue: `my wife …, with her`.
        """
        names = self._named(first)
        if not names and _KIN[kind].search(self.scene.message.norm(0, first)):
            return None
        if not names and len(self.scene.focus) == 1:
            names = self._of_item(role)
        names = names or self.before or self._running()
        return names if kind == "many" else names[-1:]

    def _of_item(self, role: str) -> Sequence[str]:
        """Who made the item that was spoken of, or plays in it: whom the user named, if several."""
        facts = self.scene.items(self.scene.focus)[0].facts
        held = [value for fact, value in facts.items() if is_role(fact, _KINDS[role])]
        people = [
            n for v in held for n in (v if isinstance(v, list) else [v]) if isinstance(n, str)
        ]
        if len(people) < 2:
            return people
        if known := [name for name in self.before if name in people]:
            return known
        options = [Option(name, name) for name in people]
        which = "director" if role == "by" else "actor"
        return (self.scene.asking.choose(f"same:{which}", f"Which {which}?", options),)

    def _running(self) -> Sequence[str]:
        told = self.scene.asking.named([f for f in self.scene.vocabulary.facts if is_role(f)])
        return [str(value) for value in told.values] if told else ()

    def _asked_for(self, names: Sequence[str], role: str) -> bool:
        """Whether the running request is for all of these already: `just horror from them`."""
        running = (c for c in self.scene.asking.running if c.op == "=")
        same = (c.values for c in running if all(is_role(f, _KINDS[role]) for f in c.facts))
        return set(names) <= {value for values in same for value in values}
