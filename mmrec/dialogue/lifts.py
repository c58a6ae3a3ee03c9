"""Conditions that a user lifts: `any year is fine`, `drop the price limit`, `forget the genre`."""

import re
from collections.abc import Iterator

from mmrec.dialogue.constraints import run_at
from mmrec.dialogue.vocabulary import Vocabulary
from mmrec.dialogue.words import Message

_FACT = r"(?P<fact>[a-z]+(?: (?!except|but|apart)[a-z]+){0,2})"
_LIMIT = (
    r"(?: (?:filters?|limits?|restrictions?|constraints?|conditions?|requirements?|range|thing|"
    r"part|bit|chip))"
)
_THE = r"(?:the |my |any |that )*"
_PLEASE = r"(?:please |can you |you can |ok |actually )*"
_REMOVE = (
    r"(?:remove|drop|forget|clear|lift|ignore|skip|lose|scrap|scratch|ditch|waive|disregard|omit|"
    r"cancel|delete|take off|get rid of)(?: about)?"
)
_CARELESS = (
    r"(?:im |i am |were |we are |i |we )?(?:(?:dont|do not|couldnt) (?:really )?(?:care|mind)|"
    r"(?:it )?(?:doesnt|does not) (?:really )?matter(?: to me)?|"
    r"not (?:really |that |too |so |very )?(?:bothered|fussed|fussy|picky|worried))"
)
_UP_TO_YOU = (
    r"(?:(?:i |we )?(?:will )?leave (?:it )?(?:entirely |completely )?(?:up )?to you|is open|"
    r"makes no difference|can be anything|is no object|plays no role|is not an issue|"
    r"isnt an issue|is of no (?:importance|consequence|concern|interest|matter))"
)
_RULES = (
    rf"{_PLEASE}(?:{_REMOVE}|without) {_THE}{_FACT}{_LIMIT}(?: please)?",
    (rf"{_PLEASE}{_REMOVE} {_THE}(?:filters?|limits?|restrictions?|"
    rf"constraints?|conditions?|cap) (?:on|for|of|about) (?:the |my )?{_FACT}"),
    (rf"{_PLEASE}(?:forget|ignore|never ?mind|remove|drop|lift|delete|cancel) "
    rf"(?:about )?(?:the |my |that )?{_FACT}"),
    rf"no (?:more )?{_FACT}{_LIMIT}",
    (rf"(?:from |of |in |at )?any (?:other )?{_FACT}(?: (?:is|would be|will|works|goes|are))*"
    rf"(?: (?:fine|ok|okay|good|do|now|then))*(?: (?:by|for|with) me)?"),
    (rf"(?:the )?{_FACT} (?:doesnt|does not|dont|isnt|is not|no longer) (?:really )?(?:matters?|"
    rf"important|a (?:problem|concern|issue))(?: (?:to me|anymore|now))*"),
    (rf"{_CARELESS} (?:about |what |which |how much )?(?:the |how |it |they )?{_FACT}"
    rf"(?: (?:it is|is|anymore))*"),
    rf"{_CARELESS} (?:if|whether) (?:its|it is|theyre|they are) {_FACT}",
    rf"(?:the )?{_FACT} {_UP_TO_YOU}(?: to (?:me|us|him|her|them))?",
    rf"{_FACT} any",
    (rf"{_FACT} is (?:no problem|not a problem|no issue|irrelevant|not important|unimportant|up "
    rf"to you)"),
    (rf"(?:it |they )?(?:(?:doesnt|does not|dont|do not) (?:need|have) to|neednt|need not) (?:be|"
    rf"have) {_FACT}"),
    (
        rf"{_FACT} (?:is|are|would be) (?:also |totally |perfectly )?(?:fine|ok|okay|alright)"
        rf"(?: too| by me| with me| as well)?"
    ),
    (rf"{_FACT} or not(?: (?:it )?(?:i )?(?:dont|do not|doesnt|does not) (?:really )?"
    rf"(?:care|mind|matter))?"),
    rf"(?:all|every) {_FACT}(?: (?:are|is) (?:fine|ok|okay|good))?(?: please)?",
    rf"(?:whatever|regardless of) (?:the )?{_FACT}",
)  # fmt: skip


def find_lifts(message: Message, vocabulary: Vocabulary) -> Iterator[str]:
    """The facts whose conditions are lifted; their words are taken."""
    for rule in _RULES:
        for first, after, match in list(message.findall(rule)):
            if not message.free(first, after):
                continue
            facts, end = _facts(message, vocabulary, match["fact"], first, after)
            if facts and not _goes_on(message, vocabulary, end):
                message.take(first, end)
                limited = message.at(end) in ("except", "apart")  # "any colour except black"
                yield from () if limited else facts


def _goes_on(message: Message, vocabulary: Vocabulary, after: int) -> bool:
    """Whether a kind of item follows: `any waterproof headphones` lifts nothing."""
    word = message.at(after - 1)
    return word in vocabulary.truths and bool(vocabulary.category(message.at(after)))


def _facts(
    message: Message, vocabulary: Vocabulary, word: str, first: int, after: int
) -> tuple[tuple[str, ...], int]:
    """The facts of a name, or of a value (`the horror filter`)."""
    word = re.sub("^(?:not|non|no) ", "", word)
    for said in (
        word,
        word.replace("out of ", "in ").replace("sold out", "in stock"),
        word.split(maxsplit=1)[0],
    ):
        if found := vocabulary.facts_called(said):
            return found, after - (
                said != word
                and after - first > 1
                and message.at(after - 1) == word.rsplit(maxsplit=1)[-1]
            )
    if re.search(f"{_LIMIT}|to be", message.norm(first, after)):
        for place in range(first, after):
            if run := run_at(message, vocabulary, place):
                return tuple(group[0].fact for group in run.groups), after
    return (), after
