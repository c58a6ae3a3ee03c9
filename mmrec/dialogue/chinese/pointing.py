"""What a Chinese clause says by way of items: like one, compared, against one, or asked about."""

import re

from mmrec.dialogue.chinese import lexicon as lx
from mmrec.dialogue.chinese.clause import Clause
from mmrec.dialogue.chinese.conditions import conditions
from mmrec.dialogue.chinese.grades import Grade
from mmrec.dialogue.chinese.said import Said
from mmrec.dialogue.chinese.tokens import Token
from mmrec.dialogue.words import listed

_SHARED = ("director", "brand", "colour", "cast", "genre", "creator", "category")
_MEASURED = ("price", "year", "rating", "weight", "battery", "width", "height", "duration")
_SAME = re.compile("一样|同|还有|其他|其它|别的|另外")
_MEANT = re.compile("同|一样|这个|那个|这位|那位|该")
# Questions that are about an item even where none is named.
_STRONG = frozenset(
    listed(
        "谁 多少钱 讲什么 讲啥 讲的 介绍 介绍一下 介绍下 怎么样 咋样 如何 哪年 哪一年 什么时候 "
        "剧情 简介 为什么 为啥 为何 凭什么 多重 多长 多久 讲讲 说说 "
        "情节 详情 几年 讲 理由 故事 内容 说的 说什么 "
        "说啥 好吗 靠谱 值得 值不值 谁导 谁演 谁拍 谁导的 谁演的 谁拍的 谁画的 谁主演"
    )
)
_WHY = frozenset(listed("为什么 为啥 为何 凭什么 理由 原因 怎么会"))
_WEAK = frozenset(
    listed("那种 这种 那类 这类 那样 这样 之类 风格 感觉 氛围 那味 同类 平替 一样 接近 味道 一类")
)


def same(clause: Clause) -> Said | None:
    """`第二部那个导演的其他片子`, `他还拍过什么`, `同品牌的`: a value shared with an item."""
    shared = clause.has(lx.OTHER) or _SAME.search(clause.text) is not None
    if clause.has(lx.HIM) and clause.has(lx.BY) and not clause.has(lx.VALUE):
        return Said((f"films {clause.tokens(lx.BY)[-1].classes[lx.BY]} him",))
    if clause.has(lx.HIM) and clause.has(lx.OTHER):
        return Said(("films by him",))
    facts = [t.classes[lx.FACT] for t in clause.tokens(lx.FACT) if t.classes[lx.FACT] in _SHARED]
    if (
        not facts
        or not shared
        or clause.count > 1
        or clause.has(lx.VALUE, lx.ANY, lx.NOT, lx.WHICH)
    ):
        return None
    about = f" as {clause.focus}" if clause.focus not in (None, "it") else ""
    if not (about or clause.items or _MEANT.search(clause.text)):
        return None
    fact = "actor" if facts[-1] == "cast" else facts[-1]
    return Said((f"same {fact}{about}",), 3, clause.focus)


def alike(clause: Clause) -> Said | None:
    """`跟第一个差不多的`, `想看那样的`: to be like an item; other conditions may come with it."""
    likes = clause.tokens(lx.ALIKE)
    unwanted = any(len(token.text) > 2 for token in clause.tokens(lx.REJECT))
    if not likes or unwanted or clause.has(lx.MARK) or (_weak(clause) and clause.has(lx.COMPARE)):
        return None
    parts = clause.objects
    items = [item for part in parts if (item := clause.object(part))]
    if not items and not _meant(clause):
        return None
    items = items or [clause.topic or "it"]
    topic = items[0] if len(items) == 1 else None
    more = conditions(clause.without([*parts, *likes], topic))
    more.words = []
    return Said((f"something like {' and '.join(items)}", *more.english("")), 3, topic)


def _weak(clause: Clause) -> bool:
    """Whether the words of likeness say it only together with an item."""
    return all(token.text in _WEAK for token in clause.tokens(lx.ALIKE))


def _meant(clause: Clause) -> bool:
    """Whether likeness without an item is to the one spoken of: `差不多的还有吗`."""
    if _weak(clause):
        remarks = clause.has(lx.LIKE, lx.HATE)
        more = clause.factual or clause.has(lx.UNKNOWN, lx.MOOD)
        return not remarks and (not more or clause.topic is not None)
    return (
        not clause.has(lx.VALUE, lx.UNKNOWN)
        or re.search("(?:类似|相似|差不多|相近)的", clause.text) is not None
    )


def compared(clause: Clause) -> Said | None:
    """`第一个跟第三个有什么区别`, `哪个最便宜`: several items side by side."""
    if (
        clause.has(lx.THAN)
        and clause.has(lx.LIKE, lx.HATE)
        and not clause.grades
        and not _yes(clause)
    ):
        verb = "love" if clause.has(lx.LIKE) else "hate"
        return Said((f"i {verb} {clause.items[0]}",)) if clause.items else None  # "Heat比Big好看"
    which, grade = clause.has(lx.WHICH), next(iter(clause.grades), None)
    beside = clause.has(lx.THERE, lx.WISH) and not (which or clause.has(lx.COMPARE))
    if beside or (clause.has(lx.ALIKE) and not clause.has(lx.COMPARE)):
        return None
    beside = clause.has(lx.THAN, lx.COMPARE) or re.search("[选挑]一", clause.text) is not None
    beside = beside or (clause.has(lx.OTHER) and clause.has(lx.FACT))  # "是同一个导演吗"
    several = beside and clause.count > 1
    if not (several or (which and (grade or clause.count > 1))):
        return None
    items = [item for item in clause.items if not item.startswith("these")]
    if clause.count < 2 and (items or (clause.factual and not grade)):
        return None
    items = items or ([] if clause.has(lx.THESE) else list(clause.before.several))
    if grade is None:
        facts = (token.classes[lx.FACT] for token in clause.tokens(lx.FACT))
        fact = next((fact for fact in facts if fact in _MEASURED), "")
        by = f" by {fact}" if fact else ""
        return Said((f"compare {' and '.join(items) or 'these'}{by}",))
    return Said((_which(clause, items, grade),))


def _which(clause: Clause, items: list[str], grade: Grade) -> str:
    these = next((token.english for token in clause.tokens(lx.THESE)), "these")
    if not items or clause.has(lx.THESE):
        two = these == "these two"
        return f"which of {these} is {grade.compared if two else f'the {grade.most}'}"
    if len(items) == 2 and clause.count in (0, 2):
        return f"which is {grade.compared}, {items[0]} or {items[1]}"
    return f"which is the {grade.most}, {', '.join(items)}"


def against(clause: Clause) -> Said | None:
    """`比第二个便宜`, `没有它那么重`, `比100块贵`: bounded by an item or a number."""
    lacks = bool(clause.has(lx.NOT) and clause.items and "那么" in clause.text)
    if not (clause.has(lx.THAN) or lacks) or not clause.grades:
        return None
    if clause.numbers and not clause.items:
        return _against_number(clause)
    parts = [part for part in clause.objects if not isinstance(part, Grade)]
    base = " and ".join(item for part in parts if (item := clause.object(part)))
    base = base or clause.topic or "it"
    fewer = lacks or "不如" in clause.said(lx.THAN)
    told = [f"{grade.against(fewer=fewer)} than {base}" for grade in clause.grades]
    more = conditions(clause.without([*parts, *clause.grades, *clause.tokens(lx.NOT)], None))
    more.words = []
    lead = "show me" if clause.has(lx.WISH) and more.values else ""
    return Said((*more.english(lead), *told), 3, base if len(parts) < 2 else None)


def _against_number(clause: Clause) -> Said | None:
    """`比1990年早`, `比4.5分高`."""
    number, grade = clause.numbers[0].quantity, clause.grades[0]
    if number is None:
        return None
    fact = f"{grade.scale} " if grade.scale in ("rating", "weight") else ""
    return Said((fact + number.told(">" if grade.way == "+" else "<"),))


def grumbled(clause: Clause) -> Said | None:
    """`第三件有点贵了`: what comes next should be less so."""
    excess = [grade for grade in clause.grades if grade.how == "too"]
    about = clause.focus or " and ".join(clause.items)
    if not excess or not about or clause.has(lx.VALUE, lx.WISH):
        return None
    return Said(tuple(f"{grade.compared} than {about}" for grade in excess), 3, clause.focus)


def asked(clause: Clause) -> Said | None:
    """A question about one item, named or spoken of: `第二部讲什么`, `多少钱`."""
    strong = bool(clause.said(lx.ASK, lx.FACT) & _STRONG)
    if clause.has(lx.SAVE, lx.CART, lx.REJECT, lx.UNSEEN) and not strong:
        return None
    if clause.has(lx.LIKE, lx.HATE, lx.SEEN) and not (strong or _yes(clause)):
        return None
    about = _asked_about(clause)
    if about is None and _nothing_else(clause, strong=strong):
        about = clause.topic or "it"
    if about is None:
        return None
    why = clause.said(lx.ASK) & _WHY
    return Said((f"why {about}" if why else f"tell me about {about}",), 3, about)


def _asked_about(clause: Clause) -> str | None:
    if clause.has(lx.OTHER) and not clause.items:
        return None
    asks = clause.has(lx.ASK) or _yes(clause)
    for part in clause.objects:
        if clause.has(lx.ASK) or not isinstance(part, Grade):
            named = asks or _facts_of(clause)
            return clause.object(part) if named else None
    return None


def _facts_of(clause: Clause) -> bool:
    """Whether beside an item stands only what it may be: `第二个的价格`."""
    busy = clause.has(lx.LIKE, lx.HATE, lx.SEEN, lx.WISH, lx.ANY, lx.NOT, lx.NUMBER)
    return clause.has(lx.FACT) and not busy and not re.search("[要就]", clause.text)


def _yes(clause: Clause) -> bool:
    """Whether the clause ends as a question: `吗`, `?`, `…不`, `…没`."""
    last = clause.parts[-1] if clause.parts else None
    asks = any(token.text in ("吗", "么", "?") for token in clause.tokens(lx.YES))
    return asks or (isinstance(last, Token) and last.has(lx.YES) and last.text != "吧")


def _nothing_else(clause: Clause, *, strong: bool) -> bool:
    """Whether a question that names no item is about the one spoken of: `多少钱`, `防水吗`."""
    other = (lx.ADVISE, lx.NUMBER, lx.UNKNOWN, lx.ANY, lx.THERE, lx.NAME)
    wishes = clause.topic is None and (clause.has(lx.WISH) or clause.before.wished)
    if clause.has(*other) or wishes:
        return False
    values = [token for token in clause.tokens(lx.VALUE) if not token.has(lx.ASK)]  # "剧情"
    spoken = clause.topic is not None or clause.before.focused
    truth = bool(values) and all(value.truth for value in values)
    return (strong and not values) or (truth and spoken and _yes(clause) and not clause.has(lx.OF))
