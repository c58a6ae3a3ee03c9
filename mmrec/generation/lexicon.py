"""The closed word lists of the checker and the writer: the language, never one catalogue's subject.

A word of a text must be in here, or come from the evidence; any other word is an unsupported claim.
What could make a true sentence false by itself (not, only, best, every, will …) is left out.
"""

from mmrec.types import Modality


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that claim nothing by themselves.
PLAIN = _words(
    "a an the this that these those it its itself they them their one ones which who what whose"
    " i we us our you your yours yourself"
    " of in on at to for from with by and as so if then than into about between"
    " is are was be been being has have had do does did having being"
    " may might could should would can"
    " enjoy like love try want appreciate consider give get come find see take watch"
    " recommend recommends recommended suggest suggests suggested suggestion recommendation"
    " because since while here there where when why how just well too also again"
    " next pick choice match fit fits matches candidate option idea bet addition step worth try"
    " look"
    " taste tastes interest interests mind history list mood reason reasons thanks"
    " another both same share shares sharing shared common similar alike similarly likewise"
    " between together go goes pair pairs closely close near related makes make made"
    " chance turn perhaps maybe probably likely feel something much kind sort"
    " let lets up right thing things belongs after now as going with expect think put two pair"
    " says say said begins words comes"
    # contractions, apart from negations and promises
    " it's that's there's here's you've you'd you're we've i'd they're"
)
# Praise is a claim, except of the recommendation itself ("a good match").
PRAISE = _words("good great fine natural strong solid sensible fitting suitable perfect nice")
PRAISED = _words(
    "pick choice match fit candidate option idea bet addition step suggestion recommendation"
    " next one reason"
)
NEGATIONS = _words(
    "not no never none nothing nobody neither nor without unlike hardly barely scarcely cannot"
    " lacks lacking lack except instead rather despite although though however unless"
)
# What a user did, as a text may put it, by the kind of event. `rating` adds LIKED when it was good.
DEEDS: dict[str, tuple[str, ...]] = {
    "like": ("liked", "enjoyed"),
    "rating": ("rated",),
    "purchase": ("bought", "purchased"),
    "save": ("saved",),
    "view": ("viewed", "looked"),
    "click": ("clicked", "looked"),
}
LIKED = ("liked", "enjoyed")
# Every verb about the past that makes a claim on somebody's history; those of no DEEDS never hold.
HISTORY_VERBS = _words(
    "liked enjoyed loved adored appreciated rated bought purchased saved viewed clicked looked"
    " watched seen saw read heard played owned own hated disliked skipped finished reviewed praised"
    " favored favoured preferred picked chose chosen ordered wanted tried used visited"
)
# After "you" the present tense speaks of taste as well.
PRESENT_VERBS = _words("like love enjoy appreciate prefer adore")
MODALS = _words("may might could should would can to 'd you'd")
OTHERS = _words(
    "people others viewers users customers readers fans audience audiences listeners players"
    " members many"
)
# The user, as the one who does or likes something.
OWN = frozenset({"your", "you", "you've", "you'd"})
TASTE = frozenset({"taste", "tastes", "interest", "interests"})
# Verbs whose object is what is recommended.
ADVICE = _words("enjoy like love try want appreciate recommend recommends suggest suggests watch")
SAMENESS = frozenset({"same", "share", "shares", "sharing", "shared", "common"})
# Cues that say what carried the score.
_CUES: tuple[tuple[Modality, frozenset[str]], ...] = (
    (
        "image",
        _words(
            "looks visual visually picture pictures poster posters cover covers artwork image"
            " images appearance"
        ),
    ),
    ("text", _words("description descriptions described text texts words wording")),
    ("audio", _words("sounds audio")),
    ("behaviour", OTHERS),
    ("popularity", _words("popular popularity widely")),
    ("query", _words("asked asking search searched searching request requested query looking")),
)
CUES: dict[str, Modality] = {word: modality for modality, words in _CUES for word in words}
# "look" is plain ("worth a look") unless it is likened.
LIKENING = _words("similar alike like resembles resemble")
TOGETHER = _words("both same share shares sharing shared common another also too alike likewise")
NEWER = _words("newer later younger")
OLDER = _words("older earlier")
# Parts of a text about one thing end at marks and at these words.
BREAKS = _words("because since while so that which where")
# Words that say what a name did: the columns in whose names one of these stems stands.
ROLES: dict[str, tuple[str, ...]] = {
    "by": tuple(
        "direct auth writ creat artist brand mak publish design develop studio compos manufact"
        " band label".split()
    ),
    "directed": ("direct",),
    "director": ("direct",),
    "written": ("auth", "writ"),
    "writer": ("auth", "writ"),
    "author": ("auth", "writ"),
    "created": ("creat", "artist", "design"),
    "creator": ("creat", "artist", "design"),
    "designed": ("design", "creat"),
    "published": ("publish",),
    "starring": ("cast", "star", "act"),
    "stars": ("cast", "star", "act"),
    "star": ("cast", "star", "act"),
    "tagged": ("tag",),
    "about": ("tag", "topic", "theme", "subject", "keyword"),
    "cast": ("cast", "star", "act"),
    "actor": ("cast", "star", "act"),
    "artist": ("artist", "creat"),
    "brand": ("brand", "mak", "manufact"),
}  # fmt: skip
# These go before any fact but one that says who made the thing.
LOOSE_ROLES = _words("with featuring features")
MAKERS = ROLES["by"]
# Columns whose values describe the thing itself: "a crime film".
DESCRIBING = ("genre", "categor", "type", "style", "kind")
SENTENCE_ENDS = ".!?"
MARKS = frozenset(".,;:!?'\"()-–—…&/")
