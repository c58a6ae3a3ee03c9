"""Chinese numerals and quantities: `一百五`, `八九十年代`, `两百块以内`, `九五年以后`, `四颗半星`."""

import re
from dataclasses import dataclass, replace

_DIGITS = dict(zip("〇零一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_TENS = {"十": 10, "百": 100, "千": 1000, "万": 10000, "k": 1000, "K": 1000}
_HAN = "[〇零一二两三四五六七八九十百千万]"
NUMBER = rf"(?:\d+(?:\.\d+)?(?:[百千万kK](?![A-Za-z])\d?)?|{_HAN}+(?:点{_HAN}+)?)"
# unit -> (kind, the unit in English, how many of it)
_UNITS: dict[str, tuple[str, str, float]] = {
    **dict.fromkeys(("块钱", "块", "元钱", "元", "圆", "rmb", "RMB", "人民币", "刀", "美元", "美金", "欧元", "欧", "镑", "英镑", "大洋"),
                    ("money", "yuan", 1)),
    **dict.fromkeys(("公斤", "千克", "kg", "KG", "Kg"), ("weight", "kg", 1)), "斤": ("weight", "kg", 0.5),
    **dict.fromkeys(("克", "g"), ("weight", "grams", 1)),
    **dict.fromkeys(("个小时", "小时", "个钟头", "钟头", "个钟", "h"), ("time", "hours", 1)),
    **dict.fromkeys(("分钟", "min", "mins"), ("time", "minutes", 1)),
    **dict.fromkeys(("颗星", "星级", "星", "颗", "分儿", "分"), ("stars", "stars", 1)),
    **dict.fromkeys(("像素", "px", "PX", "个像素"), ("pixels", "pixels", 1)),
    **dict.fromkeys(("厘米", "公分", "cm"), ("length", "cm", 1)), **dict.fromkeys(("米", "m"), ("length", "m", 1)),
    **dict.fromkeys(("码", "号码"), ("size", "", 1)), **dict.fromkeys(("寸", "英寸"), ("length", "inches", 1)),
    "页": ("pages", "pages", 1),
}  # fmt: skip
_UNIT = rf"(?:{'|'.join(sorted(_UNITS, key=len, reverse=True))})(?![期类享色])"
_TO = r"(?:年)?\s*(?:到|至|-|~|—|–|～)+\s*"
_BEHIND: tuple[tuple[str, str], ...] = (
    (">=", r"(?:及|或|和|以及)(?:以后|之后|更晚|更新|以来)"), ("<=", r"(?:及|或|和|以及)(?:以前|之前|更早)"),
    ("<=", r"(?:或者?|及)?(?:以内|之内|以下|之下|以里|内|封顶|为止)|(?:或|或者)(?:更少|更便宜|更低)"),
    (">=", r"(?:年)?(?:起步|起|开始|以来|至今)|(?:或者?|及)?(?:以上|之上|往上|开外|打底)|或者?更[多高新晚]"),
    (">", r"(?:以后|之后|过后|往后|后)"),
    ("<", r"(?:以前|之前|往前|前(?!后))"),
    ("~", r"(?:左右|上下|前后|附近|的样子|出头|差不多)"),
)  # fmt: skip
_SIGN = re.compile("|".join(f"(?P<s{n}>{said})" for n, (_, said) in enumerate(_BEHIND)))
_CENTURY = r"(?P<century>上个?世纪|20世纪|二十世纪|本世纪|这个世纪|21世纪|二十一世纪)?"
_ERA = re.compile(
    rf"{_CENTURY}(?P<first>\d{{2,4}}|[一二三四五六七八九〇零][十〇零]?)"
    rf"(?:(?:年代)?(?:到|至|-|~|、|和|或者?)?(?P<last>\d{{2,4}}|[一二三四五六七八九〇零]十|[〇零]零?))?年代"
    r"(?P<part>初期?|早期|前期|中期|末期?|后期|晚期)?"
)
_YEAR = r"(?:(?:19|20)\d{2}|\d{2}|[一二三四五六七八九〇零]{2,4}|两千(?:零[一二三四五六七八九])?)"
_YEARS = re.compile(rf"(?P<first>{_YEAR}){_TO}(?P<last>{_YEAR})年?(?:之间|间|期间)?")
_IN_YEAR = re.compile(rf"(?P<first>{_YEAR})年(?!代|级|轻|龄)(?:份|度)?")
_BARE_YEAR = re.compile(
    r"(?P<first>(?:19|20)\d{2})(?!\d)(?=\s*(?:以|之[前后]|[前后]|左右|的|$|，))"
)
_SPAN = re.compile(
    rf"(?P<first>{NUMBER})(?P<unit1>{_UNIT})?{_TO}(?P<last>{NUMBER})(?P<unit>{_UNIT})?(?P<half>半)?(?:之间|间)?"
)
_ROUGH = re.compile(
    rf"(?P<first>[一二两三四五六七八九])(?P<last>[二两三四五六七八九])(?P<tens>[十百千])"
    rf"(?:(?P<unit>{_UNIT})|(?![㐀-鿿])|(?=[的左上之以]))"
)
_ONE = re.compile(rf"(?P<first>{NUMBER})(?P<more>[多来几])?(?P<unit>{_UNIT})(?P<half>半星?)?")
_HALF = re.compile(r"半(?:个)?(?P<unit>公斤|千克|小时|斤)")
_ALONE = re.compile(
    rf"(?P<first>\d+(?:\.\d+)?(?:[百千万kK](?![A-Za-z])\d?)?|(?=.?[十百千万]){_HAN}{{2,}})(?P<more>[多来几])?"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, what it measures, and how it bounds.

    `kind`: year, money, weight, time, stars, pixels, length, size, pages, or "" of a bare number;
    `last`: where a span ends; `sign`: `<`, `<=`, `>`, `>=`, `~` (around) or `=`.
    """

    kind: str
    first: float
    last: float | None = None
    unit: str = ""
    sign: str = "="

    def told(self, sign: str | None = None) -> str:
        """The bound in English; `sign` instead of its own."""
        sign = sign or self.sign
        return self._year(sign) if self.kind == "year" else self._amount(sign)

    def _year(self, sign: str) -> str:
        first, last = int(self.first), int(self.last if self.last is not None else self.first)
        if sign in ("=", "~") and first != last:
            return f"between {first} and {last}"
        words = {">": f"after {last}", "<": f"before {first}", ">=": f"since {first}",
                 "<=": f"until {last}", "~": f"around {first}", "=": f"from {first}"}  # fmt: skip
        return words[sign]

    def _amount(self, sign: str) -> str:
        unit = f" {self.unit}" if self.unit else ""
        if self.kind == "size":
            return f"size {self.first:g}"
        first = f"{self.first:,.10g}"  # "1,000" is no year
        if self.last is not None:
            return f"between {first} and {self.last:,.10g}{unit}"
        words = {
            ">": "over",
            "<": "under",
            ">=": "at least",
            "<=": "at most",
            "~": "around",
            "=": "",
        }
        return f"{words[sign]} {first}{unit}".strip()


def quantity_at(text: str, place: int) -> tuple[Quantity, int] | None:
    """The quantity that begins at a place of a text, and where it ends."""
    found = _years_at(text, place) or _amount_at(text, place)
    if found is None:
        return None
    quantity, end = found
    behind = _SIGN.match(text, end)
    if behind is None or (behind.group() in ("前", "后", "内") and not quantity.kind):
        return quantity, end
    sign = next(sign for n, (sign, _) in enumerate(_BEHIND) if behind[f"s{n}"])
    return replace(quantity, sign=sign), behind.end()


def number_of(said: str) -> float:
    """`一百五` is 150, `2千` 2000, `九五` 95, `4.5` itself."""
    if re.fullmatch(r"\d+(?:\.\d+)?", said):
        return float(said)
    if "点" in said:
        whole, part = said.split("点")
        return float(f"{number_of(whole):g}.{number_of(part):g}")
    if not set(said) & set(_TENS):
        return float("".join(str(_DIGITS[mark]) for mark in said))
    total, digit, scale = 0.0, "", 0
    for mark in said:
        if mark in _TENS:
            scale = _TENS[mark]
            total += (float(digit) if digit else 1) * scale if scale < 10000 else 0
            total = (total + float(digit or 0) or 1) * scale if scale == 10000 else total
            digit = ""
        else:
            if mark in "〇零":
                scale = 10
            digit += mark if mark.isdigit() or mark == "." else str(_DIGITS[mark])
    if digit:  # "一百五" says 150, "一百零五" 105
        total += float(digit) * (scale // 10 if len(digit) == 1 and scale > 10 else 1)
    return total


def year_of(said: str) -> int:
    """`1995`, `95`, `九五`, `两千`, `二零零五`, `05`."""
    year = int(number_of(said))
    if year >= 1000:
        return year
    return year + (2000 if year < 30 else 1900)


def _years_at(text: str, place: int) -> tuple[Quantity, int] | None:
    if match := _ERA.match(text, place):
        return Quantity("year", *_era(match)), match.end()
    if (match := _YEARS.match(text, place)) and _plausible(match):
        first, last = sorted((year_of(match["first"]), year_of(match["last"])))
        return Quantity("year", first, last), match.end()
    match = _IN_YEAR.match(text, place) or _BARE_YEAR.match(text, place)
    return (Quantity("year", year_of(match["first"])), match.end()) if match else None


def _plausible(match: re.Match[str]) -> bool:
    """Whether a span is of years: `2010到2015`, `95到99年`, but not `50到80`."""
    long = all(re.fullmatch(r"(?:19|20)\d\d", match[name]) for name in ("first", "last"))
    return long or "年" in match.group()


def _era(match: re.Match[str]) -> tuple[int, int]:
    """The years of `90年代`, `八九十年代`, `上世纪六十年代末`, `80到90年代`."""
    first, last = match["first"], match["last"]
    start = _decade(first, match["century"])
    end = _decade(last, match["century"]) if last else start
    if match["part"]:
        mark = match["part"][0]
        low, high = (0, 3) if mark in "初早前" else (3, 6) if mark == "中" else (6, 9)
        return start + low, end + high
    return min(start, end), max(start, end) + 9


def _decade(said: str, century: str | None) -> int:
    number = int(said) if said.isdigit() else int(number_of(said))
    if len(said) == 1:  # "八九十年代" names 8 and 90
        number *= 10
    if number >= 1000:
        return number
    late = century is not None and re.match("本|这|21|二十一", century)
    return number + (2000 if late or (number < 30 and century is None) else 1900)


def _amount_at(text: str, place: int) -> tuple[Quantity, int] | None:
    if match := _ROUGH.match(text, place):
        kind, unit, size = _UNITS[match["unit"]] if match["unit"] else ("", "", 1)
        tens = _TENS[match["tens"]]
        low, high = (_DIGITS[match[name]] * tens * size for name in ("first", "last"))
        return Quantity(kind, low, high, unit), match.end()
    if match := _SPAN.match(text, place):
        kind, unit, size = (
            _UNITS[match["unit"] or match["unit1"]]
            if match["unit"] or match["unit1"]
            else ("", "", 1)
        )
        low, high = (number_of(match[name]) * size for name in ("first", "last"))
        return Quantity(kind, low, high, unit), match.end()
    if match := _HALF.match(text, place):
        kind, unit, size = _UNITS[match["unit"]]
        return Quantity(kind, size / 2, None, unit), match.end()
    if match := _ONE.match(text, place):
        kind, unit, size = _UNITS[match["unit"]]
        value = (number_of(match["first"]) + (0.5 if match["half"] else 0)) * size
        return Quantity(kind, value, None, unit, "~" if match["more"] else "="), match.end()
    if match := _ALONE.match(text, place):
        sign = "~" if match["more"] else "="
        return Quantity("", number_of(match["first"]), None, "", sign), match.end()
    return None
