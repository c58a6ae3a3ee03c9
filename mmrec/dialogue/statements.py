"""What is stated of shown items and asks for nothing: `Jim Carrey is in the third`."""

from mmrec.dialogue.clauses import clauses
from mmrec.dialogue.known import Objects
from mmrec.dialogue.objects import Pointer
from mmrec.dialogue.people import person_at

_WITH = "(?:(?:both|also|all|even|still) )*"
_PLAYS = (
    rf"{_WITH}(?:(?:is|are|was|were|s|stars?|starred|plays?|played|acts?|acted|appears?|appeared|"
    rf"features?|turns? up|shows? up) {_WITH})?(?:(?:yet )?again |once more )?in|"
    rf"{_WITH}(?:made|directed|did|wrote|drew|designed)"
)
_HOLDS = (
    r"(?:both |also |all )?(?:has|have|had|stars?|starred|features?|(?:is|are|was|were) "
    r"(?:(?:directed|made|drawn|written) )?(?:by|with))(?: got)?"
)
_JOINTS = ("and", "but", "so", "since", "as", "because", "if", "well", "oh")
_ASKS = "which|what|how|who|when|is|are|does|do|compare"


def stated(pointer: Pointer) -> Pointer:
    """The items that the clauses which only state something speak of; their words are taken.

    A question that ends so (`he's in the third, right?`) is none.
    """
    message = pointer.message
    spans = clauses(message)
    asks = message.text.rstrip().endswith("?")
    for first, after in spans:
        others = (one for one in spans if one[0] >= after)
        if asks and not any(message.match(_ASKS, begin) for begin, _ in others):
            continue
        found = _statement(pointer, first + (message.at(first) in _JOINTS))
        if found.items and (found.after >= after or message.ends_at(found.after)):
            message.take(first, found.after)
            pointer = pointer.speaking_of(found.items)
    return pointer


def _statement(pointer: Pointer, first: int) -> Objects:
    """The items of a clause that says who is in them, and the word behind it."""
    message, known = pointer.message, pointer.vocabulary
    if first >= len(message):
        return Objects()
    who = person_at(message, known, first, surnames=True)
    ahead = who[1] if who else message.match("him|her|he|she|them|they", first)
    place = message.match(_PLAYS, ahead) if ahead else 0
    if place:
        found = pointer.glance(place)
        return found if message.at(place) not in ("it", "that", "them", "this") else Objects()
    found = pointer.glance(first)
    place = message.match(_HOLDS, found.after) if found.items else 0
    who = person_at(message, known, place, surnames=True) if place else None
    if who is None:
        return Objects()
    return Objects(found.items, message.match("in (?:it|them|that)", who[1]) or who[1])
