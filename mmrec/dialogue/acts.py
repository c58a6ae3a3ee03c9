"""Sentences that are nothing but an act: a greeting, help, start over, undo, more, profile.

An act has a signal, and beside it only words that say nothing by themselves or belong to the act;
any other word means that the sentence says more.
"""

import re
from dataclasses import dataclass

from mmrec.dialogue.meaning import Intent
from mmrec.dialogue.words import Message, listed

# Words of any sentence: they greet, point, ask or stress, and name nothing.
_PLAIN = (
    "a an the some i im ive id ill we lets let me us my you u your youre youve it its that thats "
    "this "
    "these those them they there here be been am do does did done have has had can could would "
    "will "
    "shall may might to for of in on at and but so then now again today tonight please pls "
    "plz thanks thx thank ty cheers ok okay yes yeah yep no nope nah well oh ah hey hi hello hmm "
    "hm "
    "um uh just really very actually maybe perhaps all sorry wait oops right alright sure fine "
    "good "
    "great cool nice perfect awesome lol haha wow mate man dude bro buddy friend folks everyone "
    "little bit bye yet still already quite pretty too much if kindly never mind nevermind though "
    "however so far before now until till"
)
_ASKING = (
    "is are was were what which how show give get got see find look looking want wanna need "
    "try take go come any something anything one ones list page screen recommend suggest "
    "choose offer film films movie movies picture pictures image images item items product "
    "products "
    "thing things stuff options results choices ideas suggestions recommendations titles"
)
_LAST = r"(?:the |my |that |this )?(?:very )?(?:last|previous|latest) \w+"
_SAVED = listed(
    "profile taste tastes history likes dislikes preferences saved saves favourites favorites "
    "faves "
    "watchlist wishlist list cart basket bag account collection bookmarks ratings"
)
_RECALL = listed(
    "know learn learned learnt think remember remembered recall note noted like liked love loved "
    "enjoy enjoyed save saved kept watch watched see seen buy bought rated dislike disliked hated "
    "rejected "
    "store stored keep recorded bookmarked added told tell say said written got down mentioned "
    "remind reminded"
)
_KIND = (
    "patient|gracious|generous|wonderful|helpful|useful|kind|nice|great|good|fun|perfect|clever|"
    "cool|awesome|lovely|brilliant|sweet|"
    "all|it|the best|amazing|a star"
)


_TALKERS = "i|im|we|you|youre|u|one"
_DOING = (
    "ask|say|type|write|tell|give|do|phrase|understand|handle|search|filter|expect|enter|"
    "know about(?! me)"
)


@dataclass(frozen=True)
class Act:
    """What a sentence does, the pattern that tells, and the words that may stand beside it."""

    intent: Intent
    signal: re.Pattern[str]
    beside: frozenset[str]

    def fits(self, line: str) -> bool:
        """Whether a line of words is this act and nothing more."""
        rest, found = self.signal.subn("", line)
        return found > 0 and self.beside.issuperset(rest.split())


def _act(intent: Intent, signal: str, *beside: str) -> Act:
    whole = re.compile(rf"(?<![^ ])(?:{signal})(?![^ ])")
    return Act(intent, whole, frozenset(word for words in beside for word in words.split()))


_EVERY = (
    _act(
        "small_talk",
        rf"(?:(?:that|this|it|you|how|youve|thats|its|youre)(?: is| was| are| been| have been)? "
        rf")(?:so |very "
        rf"|really |super |quite |been )*(?:{_KIND})|"
        r"hi+|hello+|hey+|hiya|yo|sup|morning|afternoon|evening|greetings|thanks|thank|thx|ty|"
        r"cheers|ta|"
        r"bye|goodbye|see you|see ya|later|cool|perfect|great|awesome|nice|nice one|wonderful|"
        r"fantastic|brilliant|excellent|lovely|super|wow|yes|yeah|yep|no|nope|nah|hmm|okay|ok|good|"
        r"not bad|nothing(?: else)?|never ?mind|lol|haha|how are you|how is it going|what is up|"
        r"well done|"
        r"good one|(?:gotta|(?:got|has|have) to) (?:run|go|dash|leave)|fair enough|(?:good|"
        r"nice) to (?:know|hear)|got it|i see|alright|stop|helpful|sounds (?:good|great|nice)|"
        r"enough|all set",
        _PLAIN,
        "morning afternoon evening day night weekend job work choice idea lot help helpful kind "
        "soon later tomorrow moment enjoy everything doing going love talking chatting bad sounds "
        "goodbye rest one many indeed most of with "
        "gotta got has have to run go off leave dash",
    ),
    _act(
        "help",
        rf"help|(?:how|what|which)(?: \w+){{0,6}} (?:{_TALKERS})(?: \w+){{0,3}} (?:{_DOING})|"
        r"(?:how|what)(?: \w+){0,4} (?:works?|use|start|begin)|how to (?:ask|use)|who are you|"
        r"what are you|what is this|what does (?:this|it) do|"
        r"instructions?|commands?|criteria|filters|conditions|features|manual|guide|tutorial",
        _PLAIN,
        *_TALKERS.split("|"),
        *re.findall(r"\w+", _DOING),
        "of out thing things stuff kind kinds sort sorts type types questions requests site page "
        "chat app bot from need else exactly with new should is are what which how who explain "
        "show tell give list lost supposed able possible other first time around using about put "
        "wish wishes words any there works work use start begin option options by",
    ),
    _act(
        "start_over",
        r"(?:start|starting|begin|go) (?:\w+ )?(?:over|again|afresh|fresh|anew|new)|fresh start|"
        r"clean slate|"
        r"(?:back to|from) (?:the )?(?:start|beginning|scratch|zero|top|square one)|restart|reset|"
        r"(?:start |begin |a )*new (?:search|conversation|chat|list)|(?:clear|forget|scrap|wipe|"
        r"drop|remove|"
        r"delete|erase|ditch|cancel)(?: it)? (?:everything|all|the lot|(?:all )?(?:the |my "
        r")?filters)|clear|wipe the slate(?: clean)?",
        _PLAIN,
        "forget scrap start starting begin over from scratch new search conversation one "
        "everything asked us filters want wanna go whole thing like "
        "full complete total",
    ),
    _act(
        "undo",
        rf"undo|revert|reverse|(?:go|step|roll|take me|move|get) back|^back|(?:take|put) (?:that|"
        rf"it|this|things|everything) "
        rf"back|(?:that|it) back|"
        rf"(?:scratch|forget|cancel|never ?mind|reverse|strike|disregard|ignore|pretend|unsay) "
        rf"(?:that|"
        rf"(?:that |the |my )?last|(?:what )?i (?:just |didnt |never )?(?:said|say))|"
        rf"back (?:one|a|1) step|(?:like|how|the way|as) it was(?: before)?|"
        rf"back to {_LAST}|{_LAST} back|"
        rf"(?:undo|remove|delete|drop|clear|cancel|scratch|forget|revert|ignore|lose|"
        rf"retract|withdraw|"
        rf"take out|get rid of) {_LAST}|previous "
        rf"list",
        _PLAIN,
        "how everything things step steps make 1 2 two one a change thing request requests wish "
        "message last previous the bring back take way pretend put get bit remark said say didnt "
        "out list results result ones to my filter constraint limit condition chip what want "
        "wanna show go",
    ),
    _act(
        "more",
        r"more|else|others?|another(?: one)?|next|keep (?:them|it) coming|different|keep going|go "
        r"on|continue|the rest|alternatives?|further|additional|(?:the )?following|"
        r"none of (?:these|those|them)|any more where (?:those|that|these|they) (?:came|come) from",
        _PLAIN,
        _ASKING,
        "load lot same again completely totally entirely few couple batch set keep going hit "
        "bring send selection bunch round handful with trouble bother must convinced 2 3 4 5 6 7 "
        "8 9 10 two three four five six ten",
    ),
    _act(
        "profile",
        rf"(?:my|show|open|view|see) (?:\w+ )?(?:{'|'.join(_SAVED)})|(?:what|which|who)(?: "
        rf"(?!should|could|can|would|"
        rf"might|shall|to)\w+){{0,4}} (?:you|i|ive|youve)"
        rf"(?: \w+){{0,3}} (?:{'|'.join(_RECALL)})|who am i|(?:do|did|have) (?:you|i)(?: \w+)? "
        rf"(?:remember|recall|know)|"
        r"(?:about|of) (?:me|myself)|anything (?:\w+ )?saved|"
        rf"have i (?:\w+ )?(?:{'|'.join(_RECALL)})|"
        rf"(?:what|which|anything|read|whats)(?: \w+){{0,3}} (?:(?:i|we) )?(?:put )?(?:on|in) "
        rf"(?:my|our|the) (?:\w+ ){{0,2}}"
        rf"(?:{'|'.join(_SAVED)})",
        _PLAIN,
        "is are was what which view open see show go kind kinds of about me items films movies "
        "pic pics pictures images photos mine far from things inside anything ones everything "
        "everythings currently up read wish watch shopping later got impression opinion idea "
        "picture according your like think yet by",
        " ".join(_SAVED),
        " ".join(_RECALL),
    ),
    _act(
        "recommend",
        r"no (?:idea|clue|preferences?)|any (?:tips|ideas|suggestions|recommendations|thoughts)|"
        r"not "
        r"sure|(?:dont|do not) (?:really )?(?:know|mind|care)|"
        r"whatever(?: you (?:like|think|want|fancy))?|anything (?:goes|is fine|will do|works)|"
        r"surprise (?:me|us)|"
        r"(?:you|your) (?:choose|decide|pick|choice|call|recommend|suggest)|(?:up|leave it|"
        r"leave that) to "
        r"you|worth (?:watching|seeing)|think is (?:best|good)|trust (?:you|your)|suit (?:me|us)|"
        r"dealers choice|pick "
        r"(?:something|one|anything)",
        _PLAIN,
        "got really something anything some recommend suggest choose pick one is with watch what "
        "put should after want looking like taste go ahead think whatever best clue idea know "
        "dont leave bored",
    ),
)


def act(message: Message) -> Intent | None:
    """The act that a sentence is, if it is one and says nothing else."""
    line = message.norm(message.start, len(message))
    line = re.sub(r"(?<![^ ])(?:id|would|wed) (?:really )?(?:like|love)(?![^ ])", "want", line)
    return next((one.intent for one in _EVERY if one.fits(line)), None)
