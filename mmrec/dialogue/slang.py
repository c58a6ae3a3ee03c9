"""Short and sloppy spellings of talk, written out before anything is read."""

import re
from collections.abc import Callable

from mmrec.dialogue.cues import BAD, GOOD
from mmrec.dialogue.nouns import NOUNS

_WORDS = {
    "sth": "something", "smth": "something", "somthing": "something", "tho": "though", "thx": "thanks",
    "plz": "please", "pls": "please", "u": "you", "ur": "your", "b4": "before", "wanna": "want to",
    "gimme": "give me", "gonna": "going to", "lemme": "let me", "cuz": "because", "coz": "because",
    "bc": "because", "dunno": "do not know", "kinda": "kind of", "sorta": "sort of", "n": "and",
    "romcom": "romantic comedy", "romcoms": "romantic comedies", "rom-com": "romantic comedy",
    "rom-coms": "romantic comedies", "luv": "love", "cheep": "cheap",
    "cheeper": "cheaper", "expensiv": "expensive", "nvm": "never mind", "nevermind": "never mind",
    "recomend": "recommend", "reccomend": "recommend", "simmilar": "similar", "similiar": "similar",
    "moar": "more", "k": "ok", "alr": "already", "allready": "already", "w/": "with",
    "w/o": "without", "wo": "without", "idk": "i do not know", "imo": "", "tbh": "", "btw": "", "rn": "",
    "fav": "favourite", "faves": "favourites", "vid": "film", "vids": "films", "flim": "film",
    "moive": "movie", "moives": "movies", "movei": "movie", "lotta": "lot of", "outta": "out of",
    "idc": "i do not care", "uve": "you have", "gotta": "has to", "thru": "through", "rq": "", "sm": "so much", "ngl": "",
    "lowkey": "", "highkey": "", "fr": "", "duh": "", "lol": "", "lmao": "", "haha": "", "hehe": "", "xd": "",
    "imma": "i will", "ima": "i will", "tryna": "trying to", "wdym": "what do you mean", "w": "with",
    "kk": "ok", "rly": "really", "abt": "about", "atleast": "at least", "yr": "year", "yrs": "years",
    "sz": "size", "bak": "back", "prolly": "probably", "ppl": "people", "msg": "message", "w8": "wait",
    "2nite": "tonight", "2day": "today", "gr8": "great", "m8": "mate", "noone": "no one", "alot": "a lot",
    "wat": "what", "y": "why", "diff": "difference", "seconde": "second", "secound": "second",
    "thrid": "third", "frist": "first", "lst": "last", "dnt": "dont", "def": "definitely",
    "whit": "with", "wit": "with", "wth": "with", "wiht": "with", "wats": "what is", "rmv": "remove", "del": "delete", "tmrw": "tomorrow",
    "okey": "ok", "gtg": "got to go", "g2g": "got to go", "brb": "be right back", "ttyl": "see you later", "ofc": "of course",
    "poss": "possible", "sry": "sorry", "bruh": "", "smh": "", "af": "", "ig": "", "omg": "", "ikr": "i know",
    "horor": "horror", "commedy": "comedy", "commedies": "comedies",
}  # fmt: skip
# What people throw in between; it says nothing of what they want.
_THROWN_IN = re.compile(
    r"(?<![\w'’])(?:by the way|by any chance|to my mind|in my (?:opinion|view)|i (?:do )?beg your "
    r"pardon|"
    r"i must (?:say|confess|admit)(?: that)?|i (?:do |have to )?(?:confess|admit)(?: that)?(?= i)|i'm (?:sorry|afraid|sad|happy|glad) to say(?: that)?|"
    r"i'm afraid|"
    r"(?:may|might|could|can) i (?:just )?(?:ask|enquire|inquire|say)(?= *[,.?!]| *$)|"
    r"(?:would you )?(?:please )?be so (?:good|kind) as to|if you (?:would|will|could) be so kind|"
    r"if you please|i would ask you to|"
    r"i(?:'d| would| should) be (?:very |most |really )?(?:obliged|grateful|thankful|happy|glad|"
    r"pleased) if you (?:could|would|can)|"
    r"i (?:believe|reckon)(?= i)|do the needful(?: and)?|sir|madam|kindly|if that can be arranged|"
    r"if i may(?: ask)?|"
    r"to be frank(?: with you)?|ever so|by all means|as it were|so to speak|"
    r"(?:(?<=what )|(?<=who )|(?<=how )|(?<=why )|(?<=where ))"
    r"(?:on earth|in the world|the (?:hell|heck|fuck))|to be (?:honest|fair|"
    r"exact)|on the other hand|"
    r"(?:i |ive |i've |i have )?changed my mind|on second thoughts?|come to think of it|"
    r"(?:(?:lma+o+|lo+l+)(?= \w)|(?:^|(?<=[,.;!?] ))(?:a|one|1|two|2|half a) (?:sec|second|minute|moment|tick|mo|secs|mins|minutes)(?= *(?:please|pls)? *(?:[,.!?]|$)))|"
    r"(?:ever )?(?:since|when|while|as) (?:(?:i|we) (?:was|were) )?(?:just |only |still |very |both )*(?:a kid|kids|a child|children|a boy|a girl|little|young(?:er)?|a teenager|teenagers|students?|at school)|"
    r"(?:(?<=, )|(?<=hello )|(?<=evening )|(?<=morning ))(?:my )?(?:dear|love|darling|pal|friend|honey)(?= *[,.!?]| *$)|"
    r"(?:now )?(?:(?:that|when) )?(?:i )?think(?:ing)? (?:about|of) (?:it|that)(?= *,)|"
    r"(?:by|in) contrast|mind you|(?<=, )mind(?= *[,.!]| *$)|on reflection|in any case|at any rate|strictly speaking|"
    r"(?:give me|just)(?: (?:a|one) (?:sec|second|minute|moment))|one more thing|just so you know|"
    r"fyi|in (?:that|this) case|let me correct myself|"
    r"if (?:you|u) (?:ask me|dont mind|don't mind|can|could|have (?:it|any|one|some|them)|will|"
    r"like|want|know what i mean)|"
    r"if (?:thats|that's|that is|it's|its|at all|it is)? ?(?:possible|ok|okay|alright)(?: with "
    r"you)?|if that makes sense|"
    r"i guess|i suppose|i think|i mean(?=,)|you know(?=,)|as far as i know|for (?:a change|once|"
    r"now|"
    r"starters)|"
    r"at the moment|at present|right now|(?:just |only )?(?:for )?(?:this|just the) once|(?:would|will|could|can) (?:you|"
    r"u)(?= *(?:please)? *[?.!]*$))(?![\w'’])",
    re.IGNORECASE,
)
_ANY = re.compile(
    rf"(?<![\w'’.-])(?:{'|'.join(re.escape(w) for w in sorted(_WORDS, key=len, reverse=True))})(?![\w'’-])",
    re.IGNORECASE,
)
# How much of it a verb says, as the adjective of its scale.
_OF_TIME = {
    "first": "the oldest", "earliest": "the oldest", "last": "the newest", "latest": "the newest",
    "most recently": "the newest", "earlier": "older", "sooner": "older", "later": "newer",
    "more recently": "newer",
}  # fmt: skip
_APPEARED = "(?:came|comes?|made|released|filmed|shot|published|appeared|launched|produced)"
_VERBED: tuple[tuple[str, dict[str, str]], ...] = (
    (rf"(?:(?:was|were|is|are|got|has been|had been) )?{_APPEARED}(?: out)?", _OF_TIME),
    (
        r"(?:costs?|(?:is|are) priced)",
        {
            "less": "cheaper", "more": "more expensive", "the least": "the cheapest",
            "least": "the cheapest", "the most": "the most expensive",
            "most": "the most expensive", "too much": "too expensive",
        },
    ),
    (
        r"weighs?",
        {
            "less": "lighter", "more": "heavier", "the least": "the lightest",
            "least": "the lightest", "the most": "the heaviest", "most": "the heaviest",
            "too much": "too heavy",
        },
    ),
    (r"lasts?", {"longer": "longer", "the longest": "the longest", "longest": "the longest"}),
    (r"(?:don'?t|doesn'?t) cost", {"as much": "cheaper"}),
    (r"(?:don'?t|doesn'?t) weigh", {"as much": "lighter"}),
    (r"isn'?t", {"as heavy": "lighter", "as expensive": "cheaper", "as old": "newer"}),
)  # fmt: skip
_MEASURED = tuple(
    (
        re.compile(
            rf"\b{verb} (?P<much>{'|'.join(degrees)})\b(?! than (?:\d|an? ))"
            r"(?! (?:year|month|week|night|summer|winter|decade|century|weekend|time))",
            re.IGNORECASE,
        ),
        degrees,
    )
    for verb, degrees in _VERBED
)
_AFTER_95 = re.compile(
    r"\b(after|before|since) ([3-9]\d)\b(?=\s*(?:$|[,.;!?]|(?:and|or|but|tho|though|please|pls|only|now|if|thanks|lol)\b))",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"(?<![\w'’])(what|who|how|where|when|why|budget(?=['’])|limit(?=['’])|price(?=['’]))['’]?s(?![\w'’])",
    re.IGNORECASE,
)
_ASKED = r"(?:(?:is|was|does|did|has|can)|(?:what|who|how)(?:['’]?s| is| was| does| did))"
# Long forms of what the grammar reads in the short form.
_LONG = (
    (
        r"\b(do|did|does|is|are|was|were|has|have|had|should|could|would|must|need)(?: |\s)not\b",
        r"\1n't",
    ),
    (r"\b(?:can ?not)\b", "can't"),
    (r"\bwill not\b", "won't"),
    (r"\b(than (?:that of )?(?:the|that) [\w ]+?)['’]s(?=\s*(?:[,.;!?]|$))", r"\1"),
    (r"\bshall not\b", "won't"),
    (r"\bI (?:shall|will)\b", "I'll"),
    (r"\bought (not )?to (?!have\b)", r"should \1"),
    (r"\byou (?:might|may|could) have\b(?! \w+ed\b)", "you have"),
    (r"\b(?:under no circumstances|on no account|by no means)\b", "no"),
    (r"\b(what|who|which|where|when) (?:it (?:is|was)|is it|was it) that\b", r"\1"),
    (r"\b(?:that|which) (?:stars?|starred|features?|featured) (?!in\b)(?=\w)", "starring "),
    # What is spoken of comes first, then what is asked of it: "the second one is that waterproof".
    (rf"\b((?:the|that) [a-z]+ one(?: then)?) (?={_ASKED} (?:that|it|this)\b)", r"\1, "),
    (
        r"\b(I|we) should ((?:now|also|really|rather|still|very much) )?like\b",
        r"\1 would \2like",
    ),
    (r"\b(I|we)'ll have (?=the|it\b|that|those|both|number)", r"\1'll take "),
    (
        r"\b(?:rain|water|shower|splash|weather)[- ]?(?:proof|tight|resistant|repellent)\b",
        "waterproof",
    ),
    (r"\bI am\b", "I'm"),
    (r"\b(it)['’]s\b", r"\1 is"),
)
_DIFFERENT = re.compile(rf"\bdiff(?= (?:{NOUNS})\b)", re.IGNORECASE)
_EVER = re.compile(
    r"(?<!by )(?<!from )(?<!of )\b(what|who|where|how|when|why)(?:ever)? (?:on earth |in the world )?(is|are|was|were|made|makes|possessed|do|does|did|could|would)\b",
    re.IGNORECASE,
)
_BUT_LIKE = re.compile(
    r"\b((?:like|similar)\b[^.?!]*),? except (in|with|from|for)\b", re.IGNORECASE
)
_ITS = re.compile(
    r"\b(it|that|this)['’]?s(?= (?:(?:so|really|very|just|absolutely|pretty|quite|such an?|an?|my|"
    r"one of) )*"
    rf"(?:{GOOD}|{BAD}|fav|not for me|not my|going (?:on|in|to))\b)",
    re.IGNORECASE,
)
_TWICE = re.compile(r"\b(love|hate|really|very|so|please|never|much)(?: \1)+\b", re.IGNORECASE)
_THEN = re.compile(r"\b(\w+er|less|more) then (?=\d|the|it|that|this|those|number)", re.IGNORECASE)
_FORM = re.compile(r"\bform (?=the \d|\d{4}|the same|that)", re.IGNORECASE)
# A question by its last words, and a politeness in the middle of what it is polite about.
_OR_NOT = re.compile(r",? or (?:nah|naw|what|no)\s*[.?!]*$", re.IGNORECASE)
_PLEASE_INSIDE = re.compile(
    r"(?<=[\w'’]) (?:please|pls|plz|kindly) (?=(?:some|any|an?|the|only)\b)", re.IGNORECASE
)
_SHORT_YEAR = re.compile(r"(?<![\w'’])['’](\d\d)(?![\d'’])")


_SIGNS = (
    ("[\U0001f44d\u2764\U0001f60d]\ufe0f?", "thumbs up"),
    ("[\U0001f44e\U0001f92e]", "thumbs down"),
)
_PRAISED = re.compile(  # "Alien's brilliant", but "Lean's great films"
    rf"(\w)['’]s(?= (?:(?:so|really|very|just|pure) )?(?:{GOOD}|{BAD})(?: (?:and|but|so|though|tho|too|ngl|"
    rf"tbh|lol|imo|innit|mate|actually|as well|in my (?:book|opinion))\b|"
    rf"\s*(?:[.,;!?)]|$)))",
    re.IGNORECASE,
)


# "That jacket's not in stock": no possessive stands ahead of such a word.
_IS_SOMETHING = re.compile(
    r"\b((?:the|that|this)(?: [\w-]+){1,3}?)['’]s(?= (?:not|an?|so|very|just|too|really|dead|such|"
    r"absolutely|quite|my|our|never|always|already|still|no|one of|only|plain|pure|proper)\b)",
    re.IGNORECASE,
)


def written_out(message: str) -> str:
    """The message with those words and `'85` written out; a name in capitals or quotes stays."""
    message = _OR_NOT.sub("?", message)
    for sign, said in _SIGNS:
        message = re.sub(sign, f" {said} ", message)
    message = _IS_SOMETHING.sub(r"\1 is", _PRAISED.sub(r"\1 is", message))
    for measured, degrees in _MEASURED:
        message = measured.sub(_degree(degrees), message)
    message = _AFTER_95.sub(lambda match: f"{match[1]} {_century(match[2])}{match[2]}", message)
    message = _SHORT_YEAR.sub(lambda match: f"{_century(match[1])}{match[1]}", message)
    for long, short in _LONG:
        message = re.sub(long, short, message, flags=re.IGNORECASE)
    message = _ITS.sub(r"\1 is", message)
    message = _EVER.sub(r"\1 \2", _DIFFERENT.sub("different", message))
    message = _PLEASE_INSIDE.sub(" ", message)
    message = _TWICE.sub(r"\1", message)
    message = _FORM.sub("from ", _THEN.sub(r"\1 than ", message))
    message = _JOINED.sub(r"\1 is", message)
    message = _THROWN_IN.sub("", message)
    message = _BUT_LIKE.sub(r"\1, but \2", message)
    short = _ANY.sub(lambda match: _meant(match, message), message)
    return short if re.search(r"\w", short) else message


def _degree(degrees: dict[str, str]) -> Callable[[re.Match[str]], str]:
    """`came out first` is `is the oldest`: a verb and how much as one adjective."""
    bare = re.compile(r"(?:made|released|filmed|shot|published|produced)\b", re.IGNORECASE)

    def put(match: re.Match[str]) -> str:
        said = degrees[match["much"].lower()]
        return said if bare.match(match[0]) else f"is {said}"  # "made later than that"

    return put


def _century(tens: str) -> int:
    return 20 if int(tens) < 30 else 19


def _meant(match: re.Match[str], message: str) -> str:
    word = match.group()
    quoted = message[: match.start()].count('"') % 2 == 1
    if quoted or (word[0].isupper() and match.start() > 0):
        return word
    return _WORDS.get(word.lower(), word)
