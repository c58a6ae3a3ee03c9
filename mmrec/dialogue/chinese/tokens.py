"""A Chinese message as words: the longest of the lexicon, the catalogue, names, places, numbers."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace

from mmrec.dialogue.chinese import lexicon as lx
from mmrec.dialogue.chinese.names import CHINESE
from mmrec.dialogue.chinese.numerals import Quantity, number_of, quantity_at
from mmrec.dialogue.chinese.traditional import SIMPLIFIED
from mmrec.dialogue.titles import TitleIndex
from mmrec.dialogue.vocabulary import Vocabulary
from mmrec.dialogue.words import phrase

_HAN = re.compile(r"[㐀-鿿]")
_LETTER = r"[^\W\d_㐀-鿿]"
_NAME = re.compile(
    rf"(?:\d+[:,]?[ ])?(?:{_LETTER}|\d+(?={_LETTER}))"
    r"(?:[^\W_㐀-鿿]|['’.:&!+\-·]|[ ,]+(?=[^\W_㐀-鿿]|&))*"
)
_TITLE = re.compile(r"《([^》]{1,80})》|[“\"「『]([^”\"」』]{1,80})[”\"」』]")
_N = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_M = lx.MEASURE
_KIND = r"(?:片子|电影|片|图片|图|鞋子|鞋|耳机|包|商品|东西)?"
_PLACE = re.compile(
    rf"第(?P<each>{_N}(?:{_M})?(?:(?:和|跟|与|、|以及|或者?)第?{_N}(?:{_M})?)*)(?:{_M})?(?![次季回遍眼代届世]){_KIND}"
    rf"|(?:前面?的?|头)(?P<first>{_N})(?:{_M}){_KIND}|(?:最后|末尾|后|最末)(?:面|边)?的?(?:那|这)?(?P<last>{_N})?(?:{_M}){_KIND}"
    rf"|倒数第(?P<back>{_N})(?:{_M})?{_KIND}|(?P<middle>(?:最|正)?中间)的?(?:那|这)?(?:一)?(?:{_M}){_KIND}"
    rf"|(?P<number>(?:\d{{1,2}}|[一二三四五六七八九]))号(?!码|线|公)"
    rf"|(?P<top>首|打头|开头|最前面?|排第一|最上面?)的?(?:那|这)?(?:一)?(?:{_M}){_KIND}|(?P<bottom>最下面?|末尾|垫底)的?(?:那|这)?(?:一)?(?:{_M}){_KIND}"
)
_UNDONE = re.compile(
    r"(?:刚才|刚刚|上面|上)(?:那|这)一?[步条]|(?:刚才|刚刚|刚|上一?|前一|最后一?)(?:加|说|设|提)?的?(?:那|这)?一?[个条步次项句]?的?(?:条件|要求|限制|筛选|操作|选择|步骤|设置)"
)
_OF_TWO = re.compile(r"(?P<former>前者|前一个|前面那[个部件双款])|后者|后一个|后面那[个部件双款]")
_THAT = re.compile(
    rf"(?:刚才|刚刚|上面|前面|之前|刚|方才)(?:提到|说到|说|看|讲|聊)?的?(?:那|这)?一?(?:{_M}){_KIND}"
    rf"|(?:这|那|该|此)(?:一)?(?:{_M})(?![一人])|[它他她](?!们)|[该此](?:片|影片|商品|款)|(?:这|那)(?:片子|电影|片|鞋子|鞋|耳机|包|玩意儿?|货|东西|家伙)|其(?![他它余实中])|(?:这|那)(?=是[谁什啥哪]|有货|多少|讲|怎么样|防水|拍)"
)
_THOSE = re.compile(
    rf"(?:(?:刚才|刚刚|上面|前面|现在|目前)的?)?(?:这|那|以上)(?:(?P<count>[一二两三四五六七八九十\d几俩仨])(?:{_M})?|些)(?:{_M})?{_KIND}|(?:它|他|她)们(?P<both>俩|两个|两部|两双|两件)?|(?P<two>俩|两者|二者|两个|两部|两款|两双|两件)(?:都)?|当前这批|这批|那批|这一批"
)
_WORDED = re.compile(
    r"[，。！？；\n…~～]+|(?<=[㐀-鿿])\s+(?=[㐀-鿿])|(?<![A-Za-zÀ-ÿ]),(?!\d{3}(?!\d))|,(?!\s*[A-Za-zÀ-ÿ])(?!\d{3}(?!\d))|[;!?](?!\s*[A-Za-z])|(?<=[㐀-鿿])\.+"
)
_ASKS = re.compile(r"[?？]+\s*$")
_EITHER = re.compile(r"([防贵重轻大长短好新旧老])不\1(?!吃)")  # "防不防水" asks
_PARTICLES = frozenset("的了吗呢吧啊呀哦就也都还是在有和给把让被那这我你他她它")
_SOLD_OUT = ("没货", "缺货", "断货", "无货", "没现货", "没有货", "没有现货", "卖完")
_BOUNDED = frozenset("红蓝绿黑白黄灰棕紫粉包")  # short names that begin many other words


@dataclass(frozen=True, slots=True)
class Token:
    """One word: as written, its classes (each with what it says there), what it is in English.

    `facts`: of a value, the facts that have it; `truth`: one of them is true or false; `many`: it
    holds lists; `count`: how many items the word points at.
    """

    text: str
    classes: Mapping[str, str]
    english: str = ""
    quantity: Quantity | None = None
    facts: tuple[str, ...] = ()
    truth: bool = False
    many: bool = False
    count: int = 1

    def has(self, *codes: str) -> bool:
        """Whether it is of one of these classes."""
        return any(code in self.classes for code in codes)


class Tokens:
    """Cuts messages into clauses of words, by the lexicon and one catalogue."""

    def __init__(self, titles: TitleIndex, vocabulary: Vocabulary) -> None:
        self._titles, self._vocabulary = titles, vocabulary
        self._values = _han_values(vocabulary)
        words = lx.lexicon()
        self._longest = max(map(len, (*words, *self._values)))
        self._words = words

    def clauses(self, message: str) -> list[list[Token]]:
        """The clauses of a message; one that asks ends with a question mark."""
        found, start = [], 0
        text = plain(message)
        for stop in [*_WORDED.finditer(text), None]:
            end = stop.start() if stop else len(text)
            asks = stop is not None and re.search("[?？]", stop.group()) is not None
            part, chosen = _EITHER.subn(r"\1", text[start:end].strip())
            asks = asks or chosen > 0
            if re.search(r"\w", part):
                found.append(self._cut(part + ("?" if asks or _ASKS.search(part) else "")))
            start = stop.end() if stop else end
        return found

    def _cut(self, text: str) -> list[Token]:
        tokens: list[Token] = []
        place = 0
        while place < len(text):
            token, end = self._at(text, place)
            place = end
            if token is None:
                continue
            if token.has(lx.UNKNOWN) and tokens and tokens[-1].has(lx.UNKNOWN):
                tokens[-1] = Token(tokens[-1].text + token.text, token.classes)
            else:
                tokens.append(token)
        return _paired(tokens)

    def _at(self, text: str, place: int) -> tuple[Token | None, int]:
        """The token at a place, and where it ends."""
        if text[place].isspace():
            return None, place + 1
        if match := _TITLE.match(text, place):
            name = match[1] or match[2]
            return Token(name, {lx.NAME: "title"}, f'"{name}"'), match.end()
        word, end = self._word(text, place)
        for pattern, reader in _POINTING:
            if (match := pattern.match(text, place)) and match.end() > (end if word else place):
                return reader(match), match.end()
        measured = self._measured(text, place)
        if measured and measured[1] - place > len(word.text if word else ""):
            said = text[place : measured[1]]
            return Token(said, {lx.NUMBER: ""}, quantity=measured[0]), measured[1]
        match = _NAME.match(text, place)
        if match and not (match.group()[0].isdigit() and measured):
            return self._named(text, match)
        return (word, end) if word else (Token(text[place], {lx.UNKNOWN: ""}), place + 1)

    def _measured(self, text: str, place: int) -> tuple[Quantity, int] | None:
        """The quantity at a place, unless a title begins with it: `12 Angry Men`."""
        name = _NAME.match(text, place)
        titled = name is not None and bool(self._titles.named(name.group().rstrip(" ,:&-")))
        return None if titled else quantity_at(text, place)

    def _word(self, text: str, place: int) -> tuple[Token | None, int]:
        """The longest word of the catalogue or the lexicon."""
        latin = re.match(rf"{_LETTER}+", text[place:])
        for end in range(min(len(text), place + self._longest), place, -1):
            said = text[place:end]
            if len(said) > 1 and said[-1] == "看" and text[end : end + 1] in ("过", "完"):
                continue  # "我只看过", not "只看"
            if said == "好的" and place > 0:
                continue  # "评价比它好的"
            if latin and end - place != latin.end():
                continue
            if said in self._values and not _runs_on(text, place, end):
                own = self._values[said]
                return replace(own, classes={**self._words.get(said, {}), **own.classes}), end
            if said in self._words:
                return Token(said, self._words[said]), end
        return None, place

    def _named(self, text: str, match: re.Match[str]) -> tuple[Token, int]:
        """A name in Latin letters: a title, a person, a value, or one that nobody knows."""
        name, end = match.group().rstrip(" ,:&-"), match.end()
        number = re.search(r" (\d+(?:\.\d+)?)$", name)
        if number and not self._titles.named(name):
            measured = quantity_at(text, match.start() + number.start() + 1)
            if measured and measured[0].kind:
                name, end = name[: number.start()], match.start() + number.start()
        if "," in name and not self._titles.named(name):
            first = name.split(",")[0].rstrip()
            name, end = first, match.start() + len(first) + 1
        lower = name.lower()
        if lower in self._words and not self._titles.named(name):
            return Token(name, self._words[lower]), end
        return self.name(name), end

    def name(self, name: str) -> Token:
        """A name with what it may be of."""
        key, vocabulary = phrase(name), self._vocabulary
        values = vocabulary.categories.get(key, ()) or vocabulary.names.get(key, ())
        person = " " in key and bool(vocabulary.names.get(key))  # a film about him is not meant
        values = values or vocabulary.surnames.get(key, ())
        title = bool(self._titles.named(name)) and not person
        classes = {lx.NAME: "title"} if title else {lx.NAME: ""}
        if values:
            classes[lx.VALUE] = "name"
            if not title:
                del classes[lx.NAME]
        facts = tuple(dict.fromkeys(value.fact for value in values))
        many = bool(values) and values[0].is_list
        return Token(name, classes, f'"{name}"' if title else name, facts=facts, many=many)


def plain(message: str) -> str:
    """Full width as half width, traditional as simplified; the punctuation of Chinese stays."""
    kept = "".join(
        m if m in "，。！？；、：" else unicodedata.normalize("NFKC", m) for m in message
    )
    return kept.translate(SIMPLIFIED).replace("：", " ").replace("・", "·")


def has_han(text: str) -> bool:
    """Whether a text has Chinese characters."""
    return _HAN.search(text) is not None


def _runs_on(text: str, place: int, end: int) -> bool:
    """Whether a short name is the beginning of another word: `白天`, `包括`."""
    if end - place > 1 or text[place] not in _BOUNDED:
        return False
    behind = text[end : end + 1]
    return (
        bool(behind)
        and _HAN.match(behind) is not None
        and behind not in "的色和跟或与、款吗呢吧有就也都那这鞋包夹外要"
    )


def _han_values(vocabulary: Vocabulary) -> dict[str, Token]:
    """The catalogue's categories and truths by their Chinese names."""
    own: dict[str, Token] = {}
    for form, values in vocabulary.categories.items():
        facts = tuple(dict.fromkeys(value.fact for value in values))
        own[form] = Token(form, {lx.VALUE: ""}, form, facts=facts, many=values[0].is_list)
    for form, fact in vocabulary.truths.items():
        own[form] = Token(form, {lx.VALUE: ""}, form, facts=(fact,), truth=True)
    found: dict[str, Token] = {}
    for english, names in CHINESE.items():
        for name in names if english in own else ():
            found.setdefault(name, replace(own[english], text=name))
    for name in _SOLD_OUT if "in stock" in own else ():
        found[name] = replace(own["in stock"], text=name, english="out of stock")
    for form, token in own.items():
        if has_han(form):
            name = form.replace(" ", "")
            found[name] = replace(token, text=name, english=name)
    return found


def _placed(match: re.Match[str]) -> Token:
    """The places of a list that are named, in English."""
    count = _small(match["first"] or match["last"] or "1")
    if said := match["each"] or match["number"]:
        numbers = [_small(one) for one in re.findall(_N, said)]
        count, told = len(numbers), " and ".join(f"number {number}" for number in numbers)
    elif match["first"]:
        told = f"the first {count} ones" if count > 1 else "number 1"
    elif match["back"]:
        told = f"place -{_small(match['back'])}"  # counted once the list is known
    elif match["middle"] or match["top"]:
        told = "the middle one" if match["middle"] else "number 1"
    else:
        told = f"the last {count} ones" if count > 1 else "the last one"
    return Token(match.group(), {lx.PLACE: ""}, told, count=count)


def _small(said: str) -> int:
    """`3`, `三`, `十二`."""
    return int(number_of(said))


def _that(match: re.Match[str]) -> Token:
    classes = {lx.IT: ""}
    if match.group() in ("他", "她"):
        classes[lx.HIM] = ""
    return Token(match.group(), classes, "it")


def _those(match: re.Match[str]) -> Token:
    said = match["count"] or ("两" if match["two"] or match["both"] else None)
    counts = {"俩": 2, "仨": 3, "几": 0}
    count = (counts[said] if said in counts else _small(said)) if said else 0
    words = {2: "these two", 3: "these three", 4: "these four"}
    if count == 1:
        return Token(match.group(), {lx.IT: ""}, "it")
    return Token(match.group(), {lx.THESE: ""}, words.get(count, "these"), count=count or 2)


def _of_two(match: re.Match[str]) -> Token:
    told = "the former" if match["former"] else "the latter"
    return Token(match.group(), {lx.PLACE: "pair"}, told)


def _undone(match: re.Match[str]) -> Token:
    return Token(match.group(), {lx.UNDO: ""})


_POINTING = (
    (_UNDONE, _undone),
    (_OF_TWO, _of_two),
    (_PLACE, _placed),
    (_THOSE, _those),
    (_THAT, _that),
)


def _paired(tokens: list[Token]) -> list[Token]:
    """The words, where one unknown character is a word of two with an empty one: `翻拍`, `皮面`."""
    found: list[Token] = []
    for token in tokens:
        last = found[-1] if found else None
        if last and _single(last, lx.UNKNOWN) and _single(token, lx.FILLER):
            found[-1] = Token(last.text + token.text, {lx.UNKNOWN: ""})
        else:
            found.append(token)
    return found


def _single(token: Token, code: str) -> bool:
    return len(token.text) == 1 and token.has(code) and token.text not in _PARTICLES
