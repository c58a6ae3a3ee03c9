"""What of a message narrates, and is no condition: `My boss wore brown, he paid us in vouchers`.

A clause narrates by its grammar: somebody else is its subject, or it tells what happened to who
speaks, and it neither asks nor judges. What hangs on such a clause belongs to it (`a horrible
fellow`, `all of them over two metres`). Whether the rest says what is wanted is for the reader.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from mmrec.dialogue.clauses import PAST, clauses, is_aside
from mmrec.dialogue.cues import FILLER, WISH
from mmrec.dialogue.nouns import DISLIKING, NOUNS
from mmrec.dialogue.objects import Pointer
from mmrec.dialogue.vocabulary import Vocabulary
from mmrec.dialogue.words import Message, Word, listed, phrase


def _any(words: str) -> str:
    return "|".join(listed(words))


_WHEN = (
    r"(?:this|last|next|every|one|each|on|in|at|since|during|after|before|over|for|as|back in|of) "
    r"(?:(?:a|an|the|my|our|his|her|that|those|all|so many) )?(?:\w+ ){1,3}?"
)
_JOINTS = _any(
    "and but so or for as that since because cause cos though although while when whenever until "
    "till given where otherwise besides anyway then now still also just even only well oh ah ha "
    "dear right okay ok yes yeah no sorry look honestly apparently sadly luckily unfortunately "
    "actually today tonight yesterday tomorrow once lately recently usually sometimes yet if with"
)
_JOINT = rf"(?:(?:{_JOINTS}) )*"
_IRREGULAR = "|".join(
    (
        *PAST,
        *listed(
            "said told got thought froze set cost bet became is are isnt arent wasnt werent "
            "aint has have hasnt havent hadnt do does dont doesnt didnt can cant cannot could "
            "couldnt will wont would wouldnt may might never always just still already nearly "
            "almost finally"
        ),
    )
)
_NO_VERB = _any("this his its as us yes less plus vs minus is was has series used based")
_FINITE = (
    rf"(?:(?:{_IRREGULAR}|(?!(?:{_NO_VERB})(?![^ ]))[a-z]{{2,}}(?:s|ed)|"
    r"s(?= (?:an?|the|not|no|been|got|gone|off|on|at|in|so|too|just|always|[a-z]+(?:ing|ed))"
    r"(?![^ ])))(?![^ ]))"
)
_HE = _any("he she hes shes hed shed hell everyone everybody nobody someone people")
_KIN = _any(
    "mum mom mother mummy dad daddy father grandma grandpa granny gran nan nana grandad granddad "
    "auntie aunt uncle"
)
_OWNED = (
    r"(?:(?:(?:one|some|none|half|two|three|each|most|all|both) of |(?:a|another) \w+ of )?"
    r"(?:my|our|his|her|their|them|us|mine))"
)
# A word of a subject: a clause of its own would begin with the others.
_NP = r"(?!(?:i|we|you|it|they|that|who|which|im|ive|id|for|would|to|so)(?![^ ]))\w+ "
_UNITS = _any(
    "stars star euros euro pounds quid bucks dollars pixels px hours hour kilos kilo kg grams"
)
_OTHERS = re.compile(
    rf"{_JOINT}(?:{_WHEN})?(?:(?:{_HE}) |{_OWNED} (?:{_NP}){{1,6}}?{_FINITE}|"
    rf"(?:{_KIN})s? (?:{_NP}){{0,3}}?{_FINITE}|there (?:was|were|wasnt|werent|used)(?![^ ])|"
    rf"its (?:my|our|his|her|their) (?!fav)|"
    r"\d+ (?:years|nights|days|weeks|months|generations) (?:an?|as|at|in|on|of) )"
)
_THE = re.compile(
    rf"{_JOINT}(?:the|an?|another) (?P<what>(?:(?!with|in|of|about|by|from){_NP}){{1,4}}?"
    rf"(?:(?:of|in|from|at|before|behind|who|whose) {_NP}(?:{_NP}){{0,2}}?)?){_FINITE}"
)
_NAMED = re.compile(
    rf"(?: and [a-z]+)?(?: (?:in|from|at|of) (?:the |our |my )?[a-z]+)? (?P<verb>{_FINITE})"
)
_OURS = re.compile(
    rf"{_JOINT}(?:{_WHEN})?(?:"
    r"(?P<be>(?:i|we) (?:am|are|was|were)|im|weare|ive been|weve been) (?P<what>\w+(?: \w+)?)|"
    r"(?:i|we) (?:(?:just|only|once|nearly|almost|even|also|always|never|then|both|all|[a-z]+ly) )*"
    r"(?P<verb>[a-z]+)|(?:ive|weve) (?P<have>\w+))"
)
# What who speaks says of what is wanted or shown; whatever else we do is a tale.
_OPINIONS = frozenset(
    listed(
        "want wanted need needed like liked love loved hate hated adore adored enjoy enjoyed "
        "prefer preferred fancy fancied require seek dislike disliked detest detested loathe "
        "loathed despise should must shall mustnt shouldnt ought take wear wonder wish hope hoped "
        "mean meant ask asked see saw seen watch watched own owned bought buy give gave rate "
        "rated find found feel mind care changed forgot beg implore insist demand suggest "
        "recommend appreciate expect refuse request enquire look looked used spend pay afford "
        "accept save saved go leave choose pick decided trust regret confess admit suppose reckon "
        "guess believe no not bet swear promise mix mixed"
    )
)
_AUXILIARIES = frozenset(
    listed(
        "cant cannot could couldnt would wouldnt may might can will wont have had has got dont do "
        "didnt did said say know think thought never am was were are"
    )
)
_STATES = _any(
    "after looking into fan keen hoping thinking trying sick tired fed interested searching not "
    "happy open fine ok okay curious wondering dying craving allergic partial fond afraid sorry "
    "sure willing prepared going getting buying taking feeling leaning told size so very rather "
    "quite delighted pleased seeking considering minded inclined up down done bored more"
)
_BEING = re.compile(
    rf"(?:{_STATES}|in the|on a|an? (?:huge|big|great|massive|total|fan|sucker|\d+|[smlx]{{1,3}}))"
    r"(?![^ ])"
)
# What who speaks would or used to do: `I should have asked her`, `I used to be an M`.
_NEVER = re.compile(
    rf"{_JOINT}(?:(?:i|we) (?:would|could|should|might)|id|wed|(?:i|we)(?= used)) (?:never )?"
    r"(?:have (?!said|meant|asked for)\w+(?:ed|n|t|ne)|used to)(?![^ ])"
)
# What asks for something, or judges it, whoever is told of.
_MUST = _any(
    "please pls kindly must mustnt shouldnt neednt ought instead something anything nothing budget "
    "limit maximum minimum spend afford size sizes save hide remove compare recommend suggest "
    "surprise lets stars insist insists demand demands"
)
_MUSTS = (
    rf"{_MUST}|should(?! have)|has to|have to|had better|better be|doesnt matter|no longer|"
    r"tell me|any (?:\w+ )?(?:will|is|are)|(?:how|what) about|"
    r"(?:takes?|wears?) (?:an?|size|[smlx]+)|"
    r"(?:wont|cant|doesnt|refuses to) (?:watch|wear|have|eat|touch|see)|"
    r"only (?:watch|wear|like)(?:es|s)?"
)
_WANTS = _any(
    "want wants wanted wanting need needs needing begging asking prefer prefers "
    "fancies hoping looking"
)
_WISHES = (
    rf"{WISH}|{_WANTS}|wondering|seeking|thinking of|(?:asks?|asked) (?:\w+ )?for|"
    r"(?:would|should|might) (?:\w+ )?like|(?:is|are|be|im|weare) after|dont (?:mind|care)"
)


def _one_of(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^ ])(?:{'|'.join(patterns)})(?![^ ])")


_ASKS = _one_of(_MUSTS, _WISHES, DISLIKING)
# Of others, where somebody else wishes: what they wish for, hate or think is told.
_ASKS_OF_OTHERS = _one_of(_MUSTS, _WISHES)
_DEMANDS = _one_of(_MUSTS)
_DEMANDS_IT = _one_of("please|must|should|has to|have to|needs? to|ought")
_GO_ON = (
    r"(?:(?:and|but|so|then|now|well|okay|ok|anyway|please|do|still|just|go on|go ahead and) )*"
)
_BIDS = _any(
    "show give find get bring put add save hide skip compare tell take make keep let lets drop "
    "forget undo remove leave mark dig pick recommend suggest start stick set clear wipe scrap bin "
    "delete surprise explain describe bookmark list ditch lose chuck pop same more can could would "
    "will may might shall should do have did is are does what which how why whats whos hows"
)
_BIDDING = re.compile(rf"{_GO_ON}(?:{_BIDS})(?![^ ])")
_LIMITS = _any(
    "with without by from in under over below above before after only just no not nothing any less "
    "more between at up around about size like except rather made directed starring set based max "
    "min maximum minimum so but"
)
_MODIFIES = re.compile(
    r"(?:(?:and|but|so|or|then|now|still|though|yet|ideally|preferably|maybe) )*"
    rf"(?:{_LIMITS}|[a-z]+er)(?![^ ])"
)
_OF_ITEMS = re.compile(
    rf"(?<![^ ])(?:it|that|them|those|these|you|your|(?:that|this) one)(?! {_FINITE})(?![^ ])"
)
# Calls and joints that make a clause of their own.
_CALLS = re.compile(rf"{_JOINT}(?:{_JOINTS})")
_OWN = _any("have had own owned watched saw seen read bought gave found left paid spent took wore")
# Verbs that say something of an item; of anything else they tell: `I have 64 members`.
_WITH_OTHERS = re.compile(
    rf"(?:{_OWN}) (?:an?|some|lots|loads|too|my|our|his|her|no|\d+|two|three|four|five)(?![^ ])"
    r"(?!.* (?:euros|pounds|quid|bucks|dollars)(?![^ ]))"
)
# What happened to who speaks, who is not named: `spent all day under a sink`.
_DROPPED = re.compile(
    r"(?:been|went|came|spent|woke|broke|lost|heard|ran|fell|forgot|left|worked|grew up|"
    r"moved) (?!it|that|them)\w+"
)
# What others think, whatever it would be of.
_THINKS = re.compile(
    r"(?<![^ ])(?:thinks?|thought|finds?|found|reckons?|believes?|calls?|swears?)(?![^ ])"
)
# Clauses that hang on others: what they say of others' wishes is a reason, too.
_REASON = re.compile(
    r"(?:because|cause|cos|since|as|or|otherwise|although|even though|though|whom|who|whose) "
)
_RELATIVE = re.compile(r"(?:who|whom|whose|where) (?!s )\w+")
_CONTRACTED = frozenset(listed("its hes shes thats whats theres lets whos heres wheres hows ones"))
_PREPOSITIONS = frozenset(listed("to from until till since than of about for"))
_NO_NAMES = FILLER | frozenset(listed("only the this that these those what when where why how and"))
_LEADS = re.compile(
    r"^(?:(?:so|and|well|then|hence|(?:which|that) is why|that['’]s why|which means)\b[, ]*)+",
    re.IGNORECASE,
)


_WISHED = _one_of(
    r"(?:(?:i|we) (?:want|need)|(?:id|wed|(?:i|we) (?:would|should)) (?:rather |much |really )*"
    r"(?:like|love|prefer|have)|(?:show|give|find|get) (?:me|us)|looking for|(?:im|were) after)"
    r"(?! (?:one|it|them|something|anything|to|that|those|for)(?![^ ]))"
)


# No places of the list: a date, `my third pair`, `I asked her first`.
_NO_PLACES = re.compile(
    r"\bon the \d+(?:st|nd|rd|th)\b|(?<!the )(?<!number )\bfirst\b(?! one)|"
    r"\b(?:first|second|third|fourth|fifth|sixth) "
    rf"(?!(?:ones?|two|three|and|or|from|in|on|of|at|by|for|to|with|i|you|we|so|too|but|please|"
    rf"{NOUNS})\b)(?!{_FINITE})[a-z]+"
)


class Narration:
    """Which clauses of a sentence narrate.

    Args:
        pointer: resolves what the words point at: what we did with an item is a remark.
    """

    def __init__(self, pointer: Pointer) -> None:
        self.pointer, self.message = pointer, pointer.message
        self.vocabulary: Vocabulary = pointer.vocabulary
        self.spans = clauses(self.message)

    def whole(self, others: Sequence[str]) -> bool:
        """Whether the sentence does nothing but narrate: of others, if it speaks of an item.

        `others`: the other sentences; who wishes there for himself only tells of others' wishes.
        """
        wished = any(_WISHED.search(phrase(one)) for one in others)
        told = self._told(_DEMANDS if wished else _ASKS_OF_OTHERS)
        left = [span for span in self.spans if span not in told and not self._calls(*span)]
        if not told or (left and not (others and self._beside(left))):
            return False
        ours = any(_OURS.match(self._said(*span)) for span in told)
        return not (ours and any(self._points(*span) for span in told))

    def rest(self) -> str | None:
        """What is left of the sentence without what it narrates; none if nothing narrates."""
        told = {
            span for span in self._told(_ASKS) if not (self._listed(span[0]) or self._points(*span))
        }
        kept = [span for span in self.spans if span not in told]
        if not told or not kept:
            return None
        parts = [self._written(first, after) for first, after in kept]
        return _LEADS.sub("", "".join(parts)).strip(" ,;:")

    def _told(self, kept: re.Pattern[str]) -> list[tuple[int, int]]:
        """The clauses that narrate, and those that hang on them; `kept`: what others ask for."""
        found: list[tuple[int, int]] = []
        for span in self.spans:
            behind = bool(found) and found[-1][1] == span[0]
            hangs = behind and (self._calls(*span) or self._hangs(*span))
            if hangs or self._narrates(*span, behind=behind, kept=kept):
                found.append(span)
        return found

    def _calls(self, first: int, after: int) -> bool:
        """Whether a clause only calls or joins: `ok`, `oh no`."""
        return _CALLS.fullmatch(self._said(first, after)) is not None

    def _beside(self, left: list[tuple[int, int]]) -> bool:
        """Whether what a tale leaves are details: `it hung in the hall, with his hat`."""
        return self.spans[0] not in left and not any(self._says(*span) for span in left)

    def _says(self, first: int, after: int) -> bool:
        """Whether a clause asks, judges, or names anything of the catalogue."""
        said = self._said(first, after)
        if _ASKS.search(said) or _BIDDING.match(said) or _OURS.match(said):
            return True
        named = self._known(said.split()) or self._points(first, after)
        joined = self.message.at(first) == "so"
        return (
            joined or named or re.search(rf"\d(?: (?:{_UNITS}))?$|[a-z]er than", said) is not None
        )

    @cached_property
    def _of_items(self) -> bool:
        """Whether the sentence speaks of items: what we did may be a remark on them."""
        return self._named(self.message.text)

    def _narrates(self, first: int, after: int, *, behind: bool, kept: re.Pattern[str]) -> bool:
        said = self._said(first, after)
        if self.message.at(first - 1) in _PREPOSITIONS:
            return False  # "back to when my parents met"
        if self.message.comma_before(first) and _RELATIVE.match(said):
            return not self.message.text.endswith("?")
        if self._asks(first, said, kept):
            return False
        if _NEVER.match(said) or _OURS.match(said):
            return self._happened(said)
        told = self._of_others(first, after)
        told = told or (first == 0 and _DROPPED.match(said) is not None)
        return told or (behind and is_aside(self.message, first, after))

    def _asks(self, first: int, said: str, kept: re.Pattern[str]) -> bool:
        """Whether a clause asks or judges; of others, whether it has what is to be kept."""
        if _BIDDING.match(said):
            return True
        if _OTHERS.match(said) or _THE.match(said):
            reason = first > 0 and _REASON.match(said) is not None
            return (_DEMANDS_IT if reason or _THINKS.search(said) else kept).search(
                said
            ) is not None
        return _ASKS.search(said) is not None

    def _of_others(self, first: int, after: int) -> bool:
        """Whether its subject is somebody or something else."""
        said = self._said(first, after)
        if _OTHERS.match(said) or self._of_a_name(first, said):
            return True
        what = _THE.match(said)
        known = what is None or self._known(what["what"].split())
        return what is not None and not (known or self._named(f"the {what['what']}"))

    def _happened(self, said: str) -> bool:
        """Whether it tells what who speaks did or is."""
        ours = _OURS.match(said)
        if _OF_ITEMS.search(said) or self._of_items:
            return False  # "I watched it with my dad"
        if ours is None or _NEVER.match(said):
            return True
        if ours["what"]:
            return _BEING.match(said, ours.start("what")) is None
        verb, place = (ours["verb"], ours.start("verb")) if ours["verb"] else (ours["have"], 0)
        if _WITH_OTHERS.match(said, place):
            return True
        return verb not in _OPINIONS | _AUXILIARIES

    def _of_a_name(self, first: int, said: str) -> bool:
        """Whether its subject is somebody whom the catalogue does not know: `Pavel throws …`."""
        word = self.message.words[first]
        name = word.text.isalpha() and word.text.istitle() and len(word.norm) > 2
        known = self.vocabulary.knows(word.norm) or word.norm in self.vocabulary.surnames
        if not name or known or word.norm in _NO_NAMES or self._known([word.norm]):
            return False
        found = _NAMED.match(said.removeprefix(word.norm))
        return found is not None and not self._known([found["verb"]])

    def _known(self, words: list[str]) -> bool:
        """Whether one of the words is a kind of item, a fact or a category."""
        categories = self.vocabulary.categories.keys()
        return any(
            re.fullmatch(NOUNS, word)
            or {word, f"{word}s", word.removesuffix("s")} & categories
            or self.vocabulary.facts_called(word)
            for word in words
        )

    def _hangs(self, first: int, after: int) -> bool:
        """Whether a clause goes on with the tale: it has no verb, or speaks of what was told."""
        said = self._said(first, after)
        joined = self.message.at(first) == "so"
        if joined and re.match(r"so \w+ that ", said):
            return True  # "so loudly that the neighbours rang"
        ours = _OURS.match(said)
        judges = ours is not None and ours["verb"] in _OPINIONS
        if joined or judges or self._points(first, after):
            return False
        return not (_ASKS.search(said) or _BIDDING.match(said) or _MODIFIES.match(said))

    def _listed(self, first: int) -> bool:
        """Whether a colon stands ahead: `she's getting married: white shoes, under 100`."""
        return ":" in self.message.text[: self.message.words[first].start]

    def _points(self, first: int, after: int) -> bool:
        """Whether a clause speaks of an item."""
        return self._named(self.message.slice(first, after))

    def _named(self, text: str) -> bool:
        part = Message(_NO_PLACES.sub(" ", text))
        return bool(part) and bool(replace(self.pointer, message=part).named())

    def _written(self, first: int, after: int) -> str:
        """A clause as written, with what ends it."""
        words, text = self.message.words, self.message.text
        end = words[after].start if after < len(words) else len(text)
        return text[words[first].start : end]

    def _said(self, first: int, after: int) -> str:
        """Words as compared; `boss's` is two, for it may be a verb."""
        return " ".join(map(_parted, self.message.words[first:after]))


def _parted(word: Word) -> str:
    if word.norm == "were" and word.text.casefold() != "were":
        return "weare"
    owner = re.fullmatch(r"([a-z]+)['’]s", word.text.casefold())
    return f"{owner[1]} s" if owner and word.norm not in _CONTRACTED else word.norm
