"""What a Chinese clause says of items and values: seen, loved, hated, marked, saved, bought."""

import re

from mmrec.dialogue.chinese import lexicon as lx
from mmrec.dialogue.chinese.clause import Clause
from mmrec.dialogue.chinese.conditions import conditions
from mmrec.dialogue.chinese.said import Said
from mmrec.dialogue.chinese.tokens import Token

_FORMS = {
    lx.CART: "put {} in my cart", lx.SAVE: "save {}", lx.HATE: "i hate {}", lx.REJECT: "hide {}",
    lx.SEEN: "i have seen {}", lx.LIKE: "i love {}", lx.OUT: "hide {}",
}  # fmt: skip
_CHOOSING = ("选", "要了", "就要", "买", "就拿", "拿", "就这")  # of a kind they are a wish
_FANS = ("迷", "粉", "控", "粉丝", "党")


def rated(clause: Clause) -> Said | None:
    """`第二个打四星`, `给五颗星`: marks."""
    marks = [q for token in clause.numbers if (q := token.quantity) and q.kind in ("stars", "")]
    marks = [mark for mark in marks if mark.sign == "=" and mark.last is None]
    given = clause.has(lx.MARK)
    alone = clause.topic is not None and len(clause.tokens(lx.UNKNOWN, lx.VALUE)) == 0
    about = clause.items or ([clause.topic or "it"] if given or alone else [])
    facts = {token.classes[lx.FACT] for token in clause.tokens(lx.FACT)}
    bound = clause.has(lx.SIGN, lx.WISH, lx.THAN) or not facts <= {"rating"}
    if not (marks and about) or bound or not (given or marks[0].kind):
        return None
    told: list[str] = []
    for item in about:
        told += [_FORMS[lx.SEEN].format(item)] if clause.has(lx.SEEN) else []
        spoken = item in (clause.topic, "it")
        told.append(
            f"rate it {marks[0].first:g} stars"
            if spoken
            else f"{marks[0].first:g} stars for {item}"
        )
    return Said(tuple(told), 3, clause.focus)


def remarked(clause: Clause) -> Said | None:
    """Every remark of the clause, each about the items before it or, where none are, behind it."""
    if not clause.has(*_FORMS, lx.UNSEEN) or clause.has(lx.NUMBER):
        return None
    if not clause.objects:
        return _valued(clause) if _busy(clause) else _spoken(clause)
    told: list[str] = []
    pending: list[str] = []
    last: list[str] = []
    waiting = ""  # a verb that stands before its object
    for place, part in enumerate(clause.parts):
        if item := clause.object(part):
            if waiting:
                told.append(waiting.format(item))
                last = [*last, item]
            else:
                pending.append(item)
        elif isinstance(part, Token) and (form := _form(clause, part, place)) is not None:
            about = pending or ([] if _objects_follow(clause, place) else last)
            told += [form.format(item) for item in about if form]
            last, pending, waiting = about, [], "" if about else form
    if told or clause.has(lx.UNSEEN):
        return Said(tuple(told), 3 if told else 0, clause.focus)
    return None


def _objects_follow(clause: Clause, place: int) -> bool:
    return any(clause.object(part) for part in clause.parts[place + 1 :])


def _busy(clause: Clause) -> bool:
    """Whether a clause without an item says something of the catalogue."""
    return clause.factual or clause.has(lx.WISH)


def _spoken(clause: Clause) -> Said | None:
    """Remarks on what was spoken of: `超喜欢`, `都看过了`."""
    verbs = clause.tokens(*(code for code in _FORMS if code != lx.OUT), lx.UNSEEN)
    if not verbs and clause.topic is None:
        return None  # "算了"
    if verbs and all(verb.has(lx.NOT) for verb in verbs) and len(clause.parts) > 1:
        return None  # "不要太吓人"
    opinion = bool(verbs) and all(verb.has(lx.LIKE, lx.HATE) for verb in verbs)
    if opinion and clause.topic is None and (clause.before.told or clause.has(lx.ASIDE)):
        return Said((), 0)  # "Adam Sandler的就算了,看腻了" gives a reason
    if clause.topic is None and re.search("[不别没].{0,2}买", clause.text):
        return Said((), 0)  # "先不买了"
    every = re.match("都|全", clause.text) is not None and clause.topic is None
    item = "these" if every else clause.topic or "it"
    forms = [
        _form(clause, part, i) for i, part in enumerate(clause.parts) if isinstance(part, Token)
    ]
    told = dict.fromkeys(form.format(item) for form in forms if form)
    return Said(tuple(told), 3 if told else 0, clause.topic)


def _form(clause: Clause, part: Token, place: int) -> str | None:
    """The remark that a word makes, turned round where denied; "": there is nothing to note."""
    if part.has(lx.UNSEEN):
        return ""
    code = next((code for code in _FORMS if part.has(code)), None)
    if code is None or part.has(lx.FILLER) or _leads_on(clause, part, place):
        return None
    if code == lx.CART and re.search("从.*(?:拿|移|删|去)", clause.text):
        return _FORMS[lx.REJECT]
    if clause.near(place, 2, lx.NOT):
        denied = {lx.LIKE: lx.HATE, lx.CART: lx.REJECT, lx.SAVE: lx.REJECT}
        return "" if code == lx.SEEN else _FORMS[denied.get(code, code)]
    return _FORMS[code]


def _leads_on(clause: Clause, part: Token, place: int) -> bool:
    """Whether a bare `不要` only denies the remark that follows."""
    rest = (p for p in clause.parts[place + 1 :] if isinstance(p, Token))
    return part.has(lx.NOT) and any(token.has(*_FORMS) for token in rest)


def _valued(clause: Clause) -> Said | None:
    """`把红色的加购物车`: an item told by what it is."""
    values = clause.tokens(lx.VALUE)
    verbs = [token for token in clause.tokens(lx.CART, lx.SAVE) if token.text not in _CHOOSING]
    if len(values) != 1 or not verbs or clause.has(lx.WISH, lx.THERE):
        return None
    code = lx.CART if any(token.has(lx.CART) for token in verbs) else lx.SAVE
    return Said((_FORMS[code].format(f"the {values[0].english} one"),))


def taken(clause: Clause) -> Said | None:
    """`我要第二个`, `就看第三部吧`: an item is chosen, or only named."""
    items = [item for part in clause.objects if (item := clause.object(part))]
    if not items or clause.has(lx.NOT, lx.ANY, lx.NUMBER, lx.THAN):
        return None
    if re.search("要|就", clause.text):
        return Said(tuple(_FORMS[lx.CART].format(item) for item in items), 3, clause.focus)
    if clause.has(lx.PLACE, lx.IT):
        return Said((f"tell me about {items[0]}",), 1, clause.focus)
    told = clause.has(lx.ASIDE, lx.UNKNOWN, lx.VALUE)  # "昨天聊到Heat" only names it
    return Said((f"what about {items[0]}",), 0 if told else 1, items[0])


def tasted(clause: Clause) -> Said | None:
    """`科幻片我倒是特别爱看`: a value is loved or hated."""
    values = clause.tokens(lx.VALUE, lx.NAME)
    places = [i for i, part in enumerate(clause.parts) if _judges(part)]
    fan = any(token.text in _FANS for token in clause.tokens(lx.UNKNOWN))
    if not values or not (places or fan) or clause.has(lx.WISH, lx.THERE, lx.ASK, lx.NUMBER):
        return None
    verb = clause.parts[places[-1]] if places else None
    after = clause.parts[places[-1] + 1 :] if places else []
    if (
        after
        and isinstance(after[0], Token)
        and after[0].has(lx.OF)
        and isinstance(verb, Token)
        and verb.text != "喜欢"
    ):
        return None  # "好看的悬疑片"
    hates = isinstance(verb, Token) and (verb.has(lx.HATE) or clause.near(places[-1], 2, lx.NOT))
    role = next((token.classes[lx.BY] for token in clause.tokens(lx.BY)), "")
    named = [_loved(value, role) for value in values]
    sentences = tuple(f"i {'hate' if hates else 'love'} {name}" for name in named)
    return Said(sentences, 3, None, None if hates else conditions(clause))


def _loved(value: Token, role: str) -> str:
    """A value as what is loved; people by what they do, as a film may be called like them."""
    if value.classes.get(lx.VALUE) != "name" or not {*value.facts} & {
        "director",
        "cast",
        "creator",
    }:
        return value.english
    if not role and len(value.facts) == 1:
        role = "with" if value.facts == ("cast",) else "by"
    return f"films {role} {value.text}" if role else value.text


def _judges(part: object) -> bool:
    return isinstance(part, Token) and part.has(lx.LIKE, lx.HATE) and not part.has(lx.VALUE)
