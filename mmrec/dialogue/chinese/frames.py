"""What one Chinese clause says, told in English sentences that the grammar reads.

Each reader looks for one thing that can be said; the first that finds it speaks for the clause.
"""

import re
from collections.abc import Callable

from mmrec.dialogue.chinese import lexicon as lx
from mmrec.dialogue.chinese.clause import Clause
from mmrec.dialogue.chinese.conditions import conditions
from mmrec.dialogue.chinese.pointing import against, alike, asked, compared, grumbled, same
from mmrec.dialogue.chinese.remarks import rated, remarked, taken, tasted
from mmrec.dialogue.chinese.said import Said
from mmrec.dialogue.words import listed

_CARELESS = frozenset(
    listed("不是必须 不是必须的 不一定要 可有可无 不强求 不要求 不讲究 不重要 无所谓 不在乎 没要求")
)
_KEPT = frozenset(listed("购物车 收藏夹 收藏列表 心愿单 愿望单 待看清单 片单 清单 我的收藏"))


def told(clause: Clause) -> Said:
    """What a clause says: the first thing that it can be."""
    for reader in _READERS:
        if (said := reader(clause)) is not None:
            return said
    return Said((), 0)


def _thanked(clause: Clause) -> Said | None:
    """`多谢您的耐心`: small talk that names nothing and wishes for nothing."""
    spoken = clause.topic is not None or clause.before.focused  # "不错" is said of an item
    words = [token for token in clause.tokens(lx.TALK) if not (spoken and token.has(lx.LIKE))]
    polite = any(len(token.text) > 1 for token in words)
    wishes = clause.has(lx.WISH, lx.THERE, lx.NEXT, lx.ASK, lx.SAVE, lx.CART, lx.AFRESH, lx.UNDO)
    if not polite or clause.factual or clause.items or wishes:
        return None
    return Said(("hello",), 0)


def _undone(clause: Clause) -> Said | None:
    """`重来`, `撤回`; a wish may come with it."""
    if clause.has(lx.AFRESH) and not clause.items:
        rest = _wanted(clause) if clause.factual else None
        return Said(("start over", *(rest.sentences if rest else ())))
    every = re.search("所有|全部|都|全", clause.text) and clause.has(
        lx.ANY, lx.OUT, lx.REJECT, lx.NOT
    )
    if every and clause.has(lx.LIMIT) and not (clause.factual or clause.items):
        return Said(("start over",))  # "所有限制都取消"
    if clause.has(lx.UNDO) and not clause.has(lx.VALUE, lx.NAME, lx.PLACE):
        return Said(("undo",))
    return None


def _recalled(clause: Clause) -> Said | None:
    """What is known of the user; what can be done here."""
    if clause.has(lx.VALUE, lx.NAME, lx.PLACE, lx.THESE):
        return None
    if re.search("我(?:会|可能|应该)(?:喜欢|爱看|中意)", clause.text):
        return Said(("recommend something",), 2)
    puts = any(mark in clause.text for mark in "放加移丢塞")
    kept = clause.has(lx.SAVE, lx.SEEN, lx.LIKE, lx.CART, lx.MARK) and re.search(
        "我(?!会|可能|应该)", clause.text
    )
    asks = clause.has(lx.ASK) or clause.said(lx.THERE) & {"有哪些", "都有哪些", "有什么", "有啥"}
    opens = clause.said(lx.SAVE, lx.CART) & _KEPT and re.search("看|查|打开|显示|列", clause.text)
    if ((clause.has(lx.PROFILE) or opens) and not puts) or (kept and asks):
        return Said(("my profile",))
    return Said(("help",)) if clause.has(lx.HELP) else None


def _lifted(clause: Clause) -> Said | None:
    """`颜色不限`, `谁演都行`, `贵点也没关系`, `防不防水无所谓`."""
    values = clause.tokens(lx.VALUE)
    ends = clause.has(lx.ANY, lx.OUT, lx.REJECT, lx.NOT)
    careless = clause.said(lx.ANY) & _CARELESS and len(values) == 1 and not values[0].truth
    if values and ((ends and clause.has(lx.LIMIT)) or careless):  # "防水这个条件不用了"
        return Said(tuple(f"any {fact} is fine" for value in values for fact in value.facts[-1:]))
    if not clause.has(lx.ANY) or clause.has(lx.NAME) or not all(v.truth for v in values):
        return None
    facts = [t.classes[lx.FACT] for t in clause.tokens(lx.FACT)]
    if clause.before.people and facts and set(facts) <= {"director", "cast"}:
        return Said((), 0)  # "Nolan或者Fincher,谁导的都行"
    graded = [grade.scale for grade in clause.grades if grade.how != "most"]
    if values and not facts:
        return Said((f"{values[0].facts[0].replace('_', ' ')} does not matter",))
    facts = facts or graded
    if not facts:
        return None
    return Said(tuple(f"any {fact} is fine" for fact in dict.fromkeys(facts)))


def _more(clause: Clause) -> Said | None:
    if not clause.has(lx.NEXT) or clause.factual or clause.items:
        return None
    words = [token for token in clause.tokens(lx.UNKNOWN) if len(token.text) > 2]
    return None if words else Said(("show me more",))


def _wanted(clause: Clause) -> Said | None:
    """Conditions and words; `show me` opens what begins anew."""
    if clause.items and clause.has(lx.FACT) and clause.numbers and not clause.has(lx.WISH, lx.SIGN):
        return Said((), 0, clause.focus)  # "第五个评分才3.6啊"
    found = conditions(clause)
    wish = clause.has(lx.WISH) or clause.before.wished
    instead = clause.has(lx.INSTEAD)
    only = (
        "only" if clause.has(lx.ONLY) else "make it" if instead and not clause.before.told else ""
    )
    lead = "show me" if wish and not instead else only
    if found:
        also = clause.has(lx.ANY) and "也" in clause.text
        return Said(tuple(found.english(lead)), 3, clause.focus, found, lead, also)
    if not found.words:
        return None
    named = clause.has(lx.OF) and not clause.has(lx.ASIDE)
    weight = 2 if wish or named else 0 if clause.has(lx.ASIDE) else 1
    return Said(tuple(found.english(lead if wish else "")), weight, clause.focus)


def _advised(clause: Clause) -> Said | None:
    if clause.has(lx.ADVISE, lx.WISH, lx.ANY) and not clause.items:
        return Said(("recommend something",), 1 if clause.has(lx.WISH) else 2)
    return Said(("hello",), 0) if clause.has(lx.TALK) else None


# In the order in which they are asked.
_READERS: tuple[Callable[[Clause], Said | None], ...] = (
    _thanked, _undone, rated, same, alike, compared, against, grumbled, _recalled, asked,
    remarked, taken, _lifted, tasted, _more, _wanted, _advised,
)  # fmt: skip
