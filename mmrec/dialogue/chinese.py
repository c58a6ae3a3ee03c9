"""Chinese for the grammar: phrases of a wish, rewritten in the words that the grammar reads.

Titles, names and values stay as they are; they are looked up in the catalogue's own vocabulary.
"""

import re
from functools import partial

from mmrec.dialogue.words import phrase

_N = r"(\d+(?:\.\d+)?)"
_UNIT = {"块": "yuan", "元": "yuan", "欧元": "euros", "美元": "dollars", "分钟": "minutes",
         "小时": "hours", "公斤": "kg", "千克": "kg", "厘米": "cm", "像素": "pixels", "星": "stars", "页": "pages"}  # fmt: skip
_U = rf"({'|'.join(sorted(_UNIT, key=len, reverse=True))})"
_PLACES = dict(zip("一二两三四五六七八九十", (1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10), strict=True))
_P = rf"([{''.join(_PLACES)}]|\d{{1,2}})"
_M = "[个部件张本双款台首条]"
_END = r"(?:的)?(?:电影|片子|片|东西|商品|产品|图片|图)?"

# Categories by their English name; a catalogue that names them in Chinese needs no entry.
CHINESE: dict[str, tuple[str, ...]] = {
    "comedy": ("喜剧", "喜剧片"), "horror": ("恐怖", "恐怖片"), "action": ("动作", "动作片"),
    "sci fi": ("科幻", "科幻片"), "romance": ("爱情", "爱情片", "浪漫"), "drama": ("剧情", "剧情片"),
    "thriller": ("惊悚", "惊悚片"), "animation": ("动画", "动画片"), "war": ("战争", "战争片"),
    "documentary": ("纪录片",), "adventure": ("冒险", "冒险片"), "crime": ("犯罪", "犯罪片"),
    "fantasy": ("奇幻", "奇幻片"), "mystery": ("悬疑", "悬疑片"), "musical": ("音乐剧", "歌舞片"),
    "western": ("西部片",), "children": ("儿童", "儿童片"), "red": ("红色",), "blue": ("蓝色",),
    "green": ("绿色",), "black": ("黑色",), "white": ("白色",), "yellow": ("黄色",), "grey": ("灰色",), "gray": ("灰色",), "brown": ("棕色", "褐色", "咖啡色"), "pink": ("粉色",),
    "animals": ("动物",), "food": ("食物",), "plants": ("植物",), "tools": ("工具",),
    "in stock": ("有货", "现货"), "shoes": ("鞋", "鞋子"), "jackets": ("夹克", "外套"),
    "headphones": ("耳机",), "bags": ("包", "背包"), "waterproof": ("防水",),
}  # fmt: skip

_DIGITS = dict(zip("零一二两三四五六七八九", (0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_NUMERAL = re.compile(rf"[{''.join(_DIGITS)}十百千]+(?=年代|{'|'.join(_UNIT)}|码)")

# (Chinese pattern, what the grammar reads). The longer phrase stands before its parts.
_PHRASES: tuple[tuple[str, str], ...] = (
    (r"宽度?(?=[是在至最不大小超低高\d])", " width "), (r"高度", " height "), (r"价格|价钱", " price "), (r"重量", " weight "),
    (r"(?:买|要|选|拿)(?:下)?(?:这|那)(?:个|双|件|款|部|本|台)?(?=吧|了|$|[，。,.])", " buy it "),
    (r"^([^，。,. ]+?)(?:和|跟|与)([^，。,. ]+?)都(?:不要|不想要|不想看)", " no {1} or {2} "),
    (r"^([^，。,. ]+?)(?:和|跟|与)([^，。,. ]+?)哪(?:个|部|款|双|张)(?:更|比较)?(便宜|贵|新|旧|老|短|长|轻|重|大|小)", " which is {cmp3}, {1} or {2} "),
    (r"(?:颜色)", " colour "), (r"(?:品牌|牌子)", " brand "), (r"(?:类型|题材)", " genre "),
    (r" (colour|brand|genre|price|width|height|weight) (?:无所谓|随便|都行|都可以|不重要|不限)", " any {1} "),
    (r"(?:片荒了?|剧荒了?|书荒了?)?[，,]?求推荐", " recommend something "),
    (r"(?<=[，, ])(?:特别|非常|很|超)喜欢", " i love it "), (r"给(?:它|这个|这部)打?([一二三四五\d])(?:颗)?星", " rate it {p} stars "),
    (r"再给我(?:看)?几[个部张件本款]", " more "),
    (r"(?:不要|别)太(?:吓人|恐怖|可怕)", " not too scary "), (r"(?:不要|别)太(?:暴力|血腥)", " not too violent "),
    (r"^(.+(?:和|跟|与).+?)(?:比较|对比|比一比|有什么区别|有什么不同|哪个好)(?:一下)?", "compare {1} "),
    (r"(?:我的收藏|收藏列表|收藏夹)", " my saved items "),
    (r"(?:随便|都可以|你决定|你来选)(?:吧)?", " surprise me "),
    (r"(?:我)?还?没(?:有)?(?:看过|用过)", " i have not seen "),
    (r"(?:加入|放进|放到|添加到)购物车", " 入车 "), (r"(?:把)?([^，。,. ]+?) 入车 ", " put {1} in my cart "),
    (r" 入车 ", " put it in my cart "), (r"收藏", " save "),
    (r"最便宜的?", " the cheapest "), (r"最贵的?", " the most expensive "),
    (r"最新的?", " the newest "), (r"最[老旧]的?", " the oldest "), (r"最轻的?", " the lightest "),
    (r"最重的?", " the heaviest "), (r"(?:评分最高|最好评|口碑最好)的?", " the best rated "),
    (r"([^，。,. ]+)也(?:可以|行)", " {1} too "), (r"也(?:可以|行)(?:是)?([^，。,. ]+)", " {1} too "),
    (r"最好是?(?!评)", " preferably "), (r"(?:换成|改成)", " make it "), (r"要有", " with "),
    (r"太贵了?", " is too expensive "), (r"太[旧老]了?", " is too old "), (r"太长了?", " is too long "),
    (r"太重了?", " is too heavy "), (r"太便宜了?", " is too cheap "),
    (r"(?:有没有|有什么)", " show me "),
    (r"(?:重新开始|从头开始|从头来|重新来|重来|清空)", " start over "),
    (r"(?:撤销|撤回|取消上一步|上一步|返回上一步)", " undo "),
    (r"(?:你好|您好|谢谢|多谢|再见|好的|拜拜|不错)(?:你|您|啦|了|啊)?", " hello "),
    (r"(?:你能做什么|怎么用|帮助)", " help "),
    (r"(?:换一批|换一个|下一批|下一个|还要|再看看别的|再来几个|还有吗|更多|还有别的吗)", " more "),
    (r"(?:你了解我什么|我的口味|我的喜好)", " my profile "),
    (r"(?:推荐(?:一下|几部|一部|点什么|一些|点)?)", " recommend "),
    (r"(?:随便看看)", " recommend something "),
    (r"(?:比较(?:一下)?|对比(?:一下)?)", " compare "),
    (r"(?:老|旧)(?=电影|片子)", " old "), (r"(?:新|最近的|近几年的)(?=电影|片子|片)", " recent "),
    (rf"最后{_P}个", " the last {p} ones "),
    (r"最后一[个部件张]", " the last one "),
    (rf"前{_P}[个部件张]", " the first {p} ones "),
    (rf"第{_P}{_M}?(?:我)?(?:不要|不想要|不喜欢|不感兴趣|没兴趣)", " hide number {p} "),
    (rf"(?:不要|不想要|不想看|去掉|删除|删掉)第{_P}{_M}?", " hide number {p} "),
    (rf"(?:我)?给?第{_P}{_M}?打?(\d)(?:颗)?[星分]", " {2} stars for number {p} "),
    (rf"第{_P}{_M}?(?:不好看|很无聊|太无聊|不行|很差|难看)", " i hate number {p} "),
    (rf"第{_P}{_M}?(?:很好看?|不错|好看|很棒|真棒)(?!吗)", " i love number {p} "),
    (rf"第{_P}{_M}?(?:是)?(?:多少钱|价格是多少|什么价|怎么样|讲什么|是什么|好看吗)的?", " what is number {p} "),
    (rf"第{_P}{_M}?(?:是)?谁(?:导演|演|主演|拍)的?", " who made number {p} "),
    (rf"第{_P}{_M}?", " number {p} "),
    (r"(?:为什么|为啥)(?:会)?(?:推荐|是)?", " why "),
    (rf"{_N}年?(?:到|至|-|~){_N}年(?:之间)?", " between {1} and {2} "),
    (r"(\d+)码", " size {1} "),
    (r"(\d{2,4})年代(?:之后|以后|后)", " after the {1}s "),
    (r"(\d{2,4})年代(?:之前|以前|前)", " before the {1}s "),
    (r"(\d{2,4})年代", " the {1}s "),
    (rf"{_N}年(?:之后|以后|后)", " after {1} "),
    (rf"{_N}年(?:之前|以前|前)", " before {1} "),
    (rf"{_N}年", " from {1} "),
    (rf"(?:预算)(?:是|在)?{_N}(?:{_U})?(?:以内|以下|左右)?", " at most {1} yuan "),
    (rf"(?:大约|大概|差不多)?{_N}{_U}(?:左右|上下)", " around {1} {u2} "),
    (rf"{_N}{_U}(?:以下|以内|之内|之下)", " at most {1} {u2} "),
    (rf"(?:不要超过|不超过|最多|不高于){_N}{_U}", " at most {1} {u2} "),
    (rf"{_N}{_U}(?:以上|之上)", " at least {1} {u2} "),
    (rf"(?:至少|最少|不低于){_N}{_U}", " at least {1} {u2} "),
    (rf"(?:超过|高于|多于){_N}{_U}", " over {1} {u2} "),
    (rf"(?:低于|少于|不到){_N}{_U}", " under {1} {u2} "),
    (rf"{_N}(?:到|至|-|~){_N}{_U}", " between {1} and {2} {u3} "),
    (rf"{_N}{_U}", " {1} {u2} "),
    ((
        r"(?:比)([^，。,. ]+(?: number \d+ )?|\s*number \d+\s*)(?:更)?(便宜|贵|新|旧|老|短|长|轻|重|大|小)(?:一点|"
        r"些)?的?"
    ), " {cmp2} than {1} "),
    (rf"(?:和|跟|与)(.+?)(?:类似|相似|差不多|一样){_END}", " something like {1} "),
    (r"(?:类似于?|像)(.+?)(?:一样|那样|这样)?(?:的|$|，|。|,)(?:电影|片子)?", " something like {1} , "),
    (r"(?:再|更)?便宜(?:一点|些|点)(?:的|儿)?|更便宜的?", " cheaper "),
    (r"(?:更|再)贵(?:一点|些|点)?的?", " more expensive "),
    (r"(?:更|再)?新(?:一点|些|点)的?|更新的?", " newer "),
    (r"(?:更|再)?[旧老](?:一点|些|点)的?|更[旧老]的?", " older "),
    (r"(?:更|再)?短(?:一点|些|点)的?|更短的?", " shorter "),
    (r"(?:更|再)?长(?:一点|些|点)的?|更长的?", " longer "),
    (r"(?:更|再)?轻(?:一点|些|点)的?|更轻的?", " lighter "),
    (r"(?:更|再)?重(?:一点|些|点)的?|更重的?", " heavier "),
    (r"(?:没那么|不要太|不那么|不太)", " not so "),
    (r"我?(?:不喜欢|讨厌|受不了)", " i hate "),
    (r"我?(?:很|非常|最|超)?(?:喜欢|爱看|爱(?!情))", " i love "),
    (r"我?(?:已经)?(?:看过|看完)了?", " i have seen "),
    (r"(?:对)(.+?)(?:不感兴趣|没兴趣)", " not interested in {1} "),
    (r"(?:不要|不想要|不想看|别要|除了|没有)", " no "),
    (r"(?:只要|只看|仅限|只想看)", " only "),
    (r"(?:我?想要|我?想看|我要看|我要|给我看看|给我看|给我|找|来一?[点部个些双件款本]|有没有|看看|请)", " show me "),
    (r"要", " make it "),
    (r"(?:由)?([A-Za-z][A-Za-z .'-]*?)\s*(?:主演|出演)的?", " with {1} "),
    (r"(?:主演|出演)的?", " "),
    (r"(?:由)(.+?)(?:导演|执导)的?", " by {1} "),
    (r"(.+?)(?:导演|执导)的", " by {1} "),
    (r"(?:但是?|不过)", " but "),
    (r"(?:或者?|还是)", " or "),
    (r"(?:和|跟|与|以及)", " and "),
    (r"(?:我|你|请问)(?= |$)", " "),
    (r"(?:它|这个|这部|那个|那部)", " it "),
    (r"(?:这些|那些)", " these "),
    (r"在这里|在这儿", " here "),
    (r"一[部个些张件本双款台首]", " "),
    (r"便宜的?", " cheap "), (r"评分", " rating "), (r"好看的?", " good "),
    (r"(?:，|、)", ", "),
    (r"。", ". "),
    (r"？|吗", "? "),
    (r"(?:有点|一点|一些|的|了|吧|呢|啊)", " "),
    (r"(?:电影|影片|片子|东西|商品|产品|图片|图)", " items "),
)  # fmt: skip
_COMPARED = {"便宜": "cheaper", "贵": "more expensive", "新": "newer", "旧": "older", "老": "older",
             "短": "shorter", "长": "longer", "轻": "lighter", "重": "heavier", "大": "bigger",
             "小": "smaller"}  # fmt: skip
_HAN = re.compile(r"[㐀-鿿]")


def in_chinese(value: str) -> str:
    """The Chinese name of a category; any other value as it is."""
    return CHINESE.get(phrase(value), (value,))[0]


def in_english(message: str) -> str:
    """The message with its Chinese phrases rewritten; any other message as it is."""
    if not _HAN.search(message):
        return message
    message = _NUMERAL.sub(lambda match: str(_counted(match.group())), message)
    for pattern, meant in _PHRASES:
        message = re.sub(pattern, partial(_filled, meant), message)
    return re.sub(r"\s+", " ", message).strip()


def _counted(numeral: str) -> int:
    """`八十` is 80, `两百五十` is 250."""
    total, digit = 0, 0
    for mark in numeral:
        if mark in _DIGITS:
            digit = _DIGITS[mark]
        else:
            total, digit = total + (digit or 1) * {"十": 10, "百": 100, "千": 1000}[mark], 0
    return total + digit


def _filled(meant: str, match: re.Match[str]) -> str:
    words = {str(number): group or "" for number, group in enumerate(match.groups(), 1)}
    first = words.get("1", "")
    number = str(_PLACES.get(first, first))
    for mark, word in (
        ("{p}", number),
        ("{1}", words.get("1", "")),
        ("{2}", words.get("2", "")),
        ("{u3}", _UNIT.get(words.get("3", ""), "")),
        ("{u2}", _UNIT.get(words.get("2", ""), "")),
        ("{cmp2}", _COMPARED.get(words.get("2", ""), "")),
        ("{cmp3}", _COMPARED.get(words.get("3", ""), "")),
    ):
        meant = meant.replace(mark, word)
    return meant
