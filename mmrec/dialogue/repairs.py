"""Slips of the tongue that a message mends itself: `save the first, wait no, the third`."""

import re
from dataclasses import replace

from mmrec.dialogue.clauses import clauses, is_aside
from mmrec.dialogue.hesitations import HESITATION
from mmrec.dialogue.numerals import NUMBER
from mmrec.dialogue.objects import Pointer
from mmrec.dialogue.people import person_at
from mmrec.dialogue.questions import Asking
from mmrec.dialogue.scales import SCALES
from mmrec.dialogue.words import Message, listed

_PAUSE = (
    r"(?<!to )(?<!ll )(?<!can )(?<!['’]t )(?<!cant )(?:oh,? )?"
    r"(?:wait(?! (?:for|until|till))|hang on|hold on)"
    r"(?: (?:a|one) (?:sec|second|minute|moment|mo|tick))?"
)
# What takes back what was said, whatever follows.
_BACK = (
    r"(?:oh |oops,? |sorry,? |or |no,? (?=scratch|correction|or rather))*(?:wait,? no|"
    r"no,? wait|no,? make (?:that|it)|"
    rf"no,? {_PAUSE}|{_PAUSE},? no|"
    r"no,? sorry|sorry,? no|no,? i mean|no,? actually|"
    r"sorry,? i mean|scratch that|or rather|correction)|i mean(?!t)"
)
# What does so only where something alike follows: `from the 80s, no, silly me, the 90s`.
_SLIP = (
    rf"(?:or )?(?:no|nope)(?=[,.:;!]| (?:actually|make (?:it|that)|rather)(?!\w))|{_PAUSE}|"
    rf"sorry|oops|rather|actually|silly me|"
    r"my (?:mistake|bad)|(?:the )?wrong \w+(?=[,.:;!–-])|i meant?(?: to say)?|"
    r"not (?:him|her|them)(?=,? (?:with|by|starring)(?!\w))|"
    rf"make (?:that|it)|{HESITATION}|what am i saying|"
    r"let me think|i should say|i (?:say|said|wrote|typed|put|told you) [^,.;?!]+ but"
    r"(?: i want(?:ed)?(?: to)? say)?|not [^,.;?!]+, i meant?"
)
_ASKED = (
    r"(?:oh dear,? |oops,? |oh,? )?(?:did|have) i (?:just |really )?(?:say|said) [^,.;?!]+?"
    r"(?:[?,.;]|(?= i meant?\b))"
)
_WRONG = r"(?:[^,.;?!]|[.,](?=\d))+"  # what was said by mistake: `1.5 kg`
_NOT = (  # "Not green, I meant grey", "I said green when what I had in mind was grey"
    rf"(?:sorry,? )?i (?:say|said|wrote|typed|put) {_WRONG} (?:but|when|where|whereas)"
    r" (?:what )?i (?:really |actually )?(?:meant?|want(?:ed)?|intended|had in mind|was after|"
    r"should have said)(?: to)?(?: say)?(?: was| is)?|"
    r"not [^,.;?!]+[,;]? (?:but )?(?:i (?:really )?meant?(?: to say)?|"
    r"it should(?: have)? be(?:en)?)"
)
_MEANT_BEHIND = re.compile(  # "no, grey I meant"
    r"(?<=[,;:.]) *([^,.;:?!]+?),? (?:is |was )?(?:what )?"
    r"i (?:really )?meant?(?: to say)?(?= *[.!?]*$)",
    re.IGNORECASE,
)
# What is wrong, right before what is meant: `no wait not a thriller | a western`.
_ONE = r"(?:an?|the|in|from|by|with) [\w'’]+(?= (?:an?|the|in|from|by|with)\b)"
# A `no` that negates nothing: `the fourth no the third`, `four no five`, `not red I mean blue`.
_NO = (
    r"no(?= (?:the|an?|from|by|with|in|at|under|below|over|above|before|after|since|for|of|on|as|"
    r"than)\b|"
    rf" (?:{NUMBER})(?!\w))|no not {_ONE}|(?:no )?not [^,.;?!]{{1,40}}? i meant?(?: to say)?"
)
_SPACE = r"[\s,.:;!–-]+"
_MARK = rf"(?:(?:{_BACK})(?:,? not (?:{_ONE}|him|her|them|that one))?|{_NO}|{_SLIP}|{_ASKED})(?!\w)"
_REPAIR = re.compile(
    rf"(?:\s*[,.;:!?–-]+\s*|\s+(?=or (?:no|rather)|no actually|wait|hang on|hold on|{_BACK}|"
    rf"{_NO})){_MARK}"
    rf"(?:{_SPACE}{_MARK})*(?:{_SPACE})?(?=\S)|"
    rf"(?:^|(?<=[,;:] ))(?:no,? )?(?:{_ASKED}|{_NOT}) *(?=\S)|"
    rf"^(?:{_BACK})[,.:!–-]+ *(?=\S)",
    re.IGNORECASE,
)
_PAUSED = re.compile(rf"(?<![\w'’])(?:{_PAUSE}|{HESITATION})(?![\w'’])[,.!]*", re.IGNORECASE)
_SAID_WRONG = re.compile(rf"\W*(?:no,? )?(?:{_NOT})", re.IGNORECASE)
_SURELY = re.compile(rf"(?<!\w)(?:{_BACK})(?!\w)", re.IGNORECASE)
_PRONOUN = re.compile(r"(?<!\w)(?:him|her|them|it|that one)(?!\w)", re.IGNORECASE)
_DECADE = (
    r"(?:(?:early|mid|late) )?(?:(?:19|20)?\d0s|[12]\d{3}|twenties|thirties|forties|fifties|"
    r"sixties|seventies|eighties|nineties)"
)
_DEGREE = "|".join(f"{scale.lower}|{scale.higher}" for scale in SCALES)
_LEADS = frozenset(
    listed(
        "the a an from in of with by for it they should have been be is was to at number size "
        "brand colour directed starring under below over above before after since as than like"
    )
)
_FARTHEST = 6  # words before what is meant


def repaired(text: str, scene: Pointer) -> str:
    """The message as it was meant: what comes after `wait no` replaces what is like it before.

    Where nothing before is like it, the words before are taken back if the message says so.
    """
    text = _MEANT_BEHIND.sub(r" I meant \1", _wavering(text, scene))
    silent = replace(scene, asking=Asking(silent=True))
    before, last = "", 0
    marks = list(_REPAIR.finditer(text))
    for number, mark in enumerate(marks):
        said = text[last : mark.start()] if number == 0 else ""
        before = before or said
        until = marks[number + 1].start() if number + 1 < len(marks) else len(text)
        meant, whole = text[mark.end() : until], text[mark.start() : until]
        before = _mended(before, meant, whole, silent)
        last = until
    return _unpaused(before if marks else text)


def _wavering(text: str, scene: Pointer) -> str:
    """`bags no shoes no bags` is bags: an item has but one value of such a fact."""
    message = Message(text)
    for place in range(len(message) - 2, 0, -1):
        denied = message.at(place - 2) in ("no", "not", "without", "nor")
        if message.at(place) != "no" or denied or message.words[place - 1].ends:
            continue
        before = scene.vocabulary.categories.get(message.at(place - 1), ())
        after = scene.vocabulary.categories.get(message.at(place + 1), ())
        if {v.fact for v in before if not v.is_list} & {v.fact for v in after}:
            head, tail = message.words[place - 1].start, message.words[place + 1].start
            return _wavering(message.text[:head] + message.text[tail:], scene)
    return text


def _unpaused(text: str) -> str:
    """The text without `hang on` and `um`, which say nothing where they take nothing back."""
    left = _PAUSED.sub("", text)
    return left if re.search(r"\w", left) else text


def _mended(before: str, meant: str, whole: str, scene: Pointer) -> str:
    """The words before with those that are meant; `whole`: these with what takes back."""
    if (found := _replaced(before, _untold(meant), scene)) is not None:
        return found
    if not before.strip():
        return meant
    if _SAID_WRONG.match(whole):
        return f"{before} {meant}"
    if not _SURELY.search(whole):
        return before + whole
    return f"{before}. {meant}" if _PRONOUN.search(meant) else meant


def _untold(meant: str) -> str:
    """What is meant without the reason told ahead of it: `no wait, | I've got fat feet, | 39`."""
    said = Message(meant)
    spans = clauses(said)
    told = len(spans) > 1 and is_aside(said, *spans[0])
    return said.text[said.words[spans[1][0]].start :] if told else meant


def _replaced(before: str, meant: str, scene: Pointer) -> str | None:
    """The words before, with the last of them that are of the same sort as those that are meant."""
    said, words = Message(meant), Message(before)
    first, end, sort = _core(replace(scene, message=said))
    at = replace(scene, message=words)
    spans = [(i, sort_at(at, i)) for i in range(len(words))]
    alike = [(start, after) for start, (after, one) in spans if after and one == sort]
    core = said.slice(first, end) if end else ""
    dated = [(start, after) for start, (after, one) in spans if after and one == "year"]
    if not alike and dated and re.fullmatch(r"\d\d", core):  # "from 1964 no 65"
        start, after = dated[-1]
        alike, core = dated, words.slice(start, after)[:2] + core
    if not end or not alike:
        return None
    start, after = next(span for span in alike if span[1] == alike[-1][1])
    head = words.text[: words.words[start].start]
    tail = words.text[words.words[after - 1].end :]
    rest = said.text[said.words[end - 1].end :]
    if tail.strip() and rest.casefold().startswith(tail.casefold().rstrip(" .")):
        tail = ""  # "older than the fourth, no, newer than the fourth"
    if sort == "degree" and words.at(after) == said.at(end) == "than":
        end_of_tail = sort_at(at, after + 1)[0] or after + 1
        tail = words.text[words.words[end_of_tail - 1].end :]
    again = re.match(rf"[\s,]*(?:{'|'.join(_LEADS)})\s+{re.escape(core)}(?!\w)", rest)
    rest = rest[again.end() :] if again else rest  # "no, forty, under forty euros"
    return head + core + tail + rest


def _core(scene: Pointer) -> tuple[int, int, str]:
    """The words [first, after) of what is meant, behind `from the` or `it should be`; its sort."""
    for place in range(min(len(scene.message), _FARTHEST)):
        end, sort = sort_at(scene, place)
        if end:
            return place, end, sort
        if scene.message.at(place) not in _LEADS:
            break
    return 0, 0, ""


def sort_at(scene: Pointer, place: int) -> tuple[int, str]:
    """The word after an item, a value, a person or a number at a word, and which it is."""
    message, vocabulary = scene.message, scene.vocabulary
    if after := message.match(_DECADE, place):
        return after, "year"
    found = scene.surely(place)
    if found.items:
        return found.after, "item"
    if after := message.match(NUMBER, place):
        return after, "number"  # of a size too
    for after in range(min(len(message), place + 3), place, -1):
        if values := vocabulary.category(message.norm(place, after)):
            return after, values[0].fact
    named = message.words[place].capital or message.at(place) not in vocabulary.common
    person = person_at(message, vocabulary, place, surnames=named, slips=False)
    if person is not None:
        return person[1], "person"
    return (place + 1, "degree") if message.match(_DEGREE, place) else (0, "")
