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
    "however so far before now until till yesterday earlier recently lately week"
)
_ASKING = (
    "is are was were what which how show give get got see find look looking want wanna need "
    "try take go come any something anything one ones list page screen recommend suggest "
    "choose offer film films movie movies picture pictures image images item items product "
    "products "
    "thing things stuff options results choices ideas suggestions recommendations titles"
)
_BEGIN = r"(?:start|starting|starts|begin|beginning|go|commence|try(?: it| this| that)?)"
_AFRESH = r"(?:over|again|afresh|fresh|anew|new)"
_REMOVE = (
    r"(?:clear|forget|scrap|scratch|wipe|drop|remove|delete|erase|ditch|cancel|discard|dump|bin|empty|lose|"
    r"throw (?:out|away))"
)
_EVERYTHING = (
    r"(?:everything|the lot|the (?:whole|entire) (?:lot|thing|list|search)|the (?:slate|board|page|"
    r"decks?)|all(?: of)?(?: (?:the|my|these|those|your|our))? (?:filters|criteria|conditions|"
    r"constraints|limits|restrictions|requests|wishes|choices)|(?:the|my|these|those|our) "
    r"(?:filters|criteria|conditions|constraints)|all(?: of)?(?: (?:it|that|this))?)"
)
_OLD = (  # a list that was shown before
    r"(?:(?:the |my |your )?(?:old|previous|earlier|former|original|first) (?:list|results?|"
    r"selection|"
    r"page|"
    r"lot|search|ones)|(?:list|results?|selection|ones|page|lot|search) (?:from |we had |i had |"
    r"you "
    r"had |you showed(?: me)? |that was )?(?:before|earlier))"
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
    "remind reminded starred flagged picked chosen hidden hid ticked hearted marked"
)
_KEPT = (  # what people say for it in two words
    "(?:put|set) (?:aside|by|away|to one side)|(?:written|noted|jotted) down|taken a shine to"
)
_KIND = (
    "patient|gracious|generous|wonderful|helpful|useful|kind|nice|great|good|fun|perfect|clever|"
    "cool|awesome|lovely|brilliant|sweet|"
    "all|it|the best|amazing|a star"
)


# What people say to an answer: they heard it, are surprised, agree, or are sorry.
_REACTION = (
    r"(?:is )?(?:anyone|anybody|somebody|someone) (?:there|here|home)|lma+o+|lo+l+|(?:ha){2,}h?|ha|"
    r"omg|understood|noted|gotcha|roger|acknowledged|agreed|exactly|indeed|true|congrats|whatever|"
    r"sweet|laters|touche|that(?: i)?s all (?:i|we) (?:need|needed|require|required|want|wanted)|"
    r"interesting|fascinating|amusing|intriguing|seriously|really|welp|phew|blimey|crikey|gosh|"
    r"goodness(?: me)?|oh (?:dear|my)|dear me|my oh my|bless (?:you|him|her|them|it)|"
    r"good ?(?:night|bye)|(?:is|was) (?:that|it) so|no way|no kidding|you (?:dont|do not) say|"
    r"well i never|who (?:knew|would have (?:thought|guessed))|fair(?: point| enough| dos)?|"
    r"makes (?:perfect |total )?sense|good (?:point|grief|heavens)|point taken|right you are|"
    r"(?:i|we|id|wed) (?:had|have) no (?:idea|clue)(?: about that)?|"
    r"where (?:were|was) (?:we|i)|(?:is|are) (?:this|it|that|you|u) (?:an? )?(?:ai|bot|robot|human|"
    r"person|machine|computer|real)|who asked (?:you|u)|"
    r"(?:(?:i|we|id|wed) )?(?:would |did |d )?(?:didnt|never|not) (?:have )?(?:know|knew|known|"
    r"guess|"
    r"guessed|realise|realised|realize|realized|think|thought|expect|expected)(?: (?:of )?(?:that|"
    r"it))?|i (?:see|understand|get it|know)|ill (?:bear|keep) (?:that|it) in mind|my (?:bad|"
    r"mistake)|oops|(?:sorry|apologies)(?: (?:about|for) (?:that|it))?|"
    r"(?:that|it) (?:will|would) be (?:all|it|everything)|"
    r"(?:that|this) concludes (?:it|that|this|things|everything)|"
    r"(?:thats?|thatll be)(?: is)? (?:all|it|everything|us|me)(?: (?:done|sorted|then))?"
)
_LONGEST = 40  # words of an act
_TAKING_BACK: tuple[Intent, ...] = ("start_over", "undo")
_OF_OTHERS = "(?:and |but |so )?(?:has|had|was|were|to)"  # "and has to start over"
# Behind these a verb says what somebody else does: `a man who starts over`.
_GOVERNING = frozenset(listed("to who that which about of and a an the must should he she they"))
_CHOOSE = "choose|decide|pick|select"
# What people say who know not what they want.
_UNDECIDED = (
    r"(?:no|not|nt|havent|without|dont have)(?: (?:got|even|really|a|an|any|the|single))* "
    r"(?:idea|clue|foggiest|faintest|preferences?|inkling|sure|fussed|fussy|bothered|picky)|"
    r"(?:dont|do not)(?: (?:really|even))? (?:know|mind|care)|"
    r"(?:cant|couldnt|could not|unable to|struggling to|hard to)(?: (?:really|even|quite))? "
    r"(?:decide|choose|pick|tell|say|think|make (?:up )?my mind(?: up)?)"
)
_TALKERS = "i|im|we|you|youre|u|one"
_DOING = (
    "ask|say|type|write|tell|talk|speak|give|do|phrase|understand|handle|search|filter|expect|"
    "enter|"
    "accept|answer|"
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
        rf"{_REACTION}|(?:(?:that|this|it|you|how|youve|thats|its|youre)(?: is| was| are| been| "
        rf"have been)? "
        rf")(?:so |very "
        rf"|really |super |quite |been )*(?:{_KIND})|"
        r"hi+|hello+|hey+|hiya|yo|sup|morning|afternoon|evening|greetings|thanks|thank|thx|ty|"
        r"cheers|ta|"
        r"bye|goodbye|see you|see ya|later|cool|perfect|great|awesome|nice|nice one|wonderful|"
        r"fantastic|brilliant|excellent|lovely|super|wow|"
        r"(?:yes|yeah|yep|no|nope)(?! (?:to|on))|nah|hmm|okay|ok|good|"
        r"not bad|nothing(?: else)?|never ?mind|lol|haha|how are you|how is it going|what is up|"
        r"well done|"
        r"good one|(?:gotta|(?:got|has|have) to) (?:run|go|dash|leave)|fair enough|(?:good|"
        r"nice) to (?:know|hear)|got it|i see|alright|stop|helpful|sounds (?:good|great|nice)|"
        rf"enough|all set",
        _PLAIN,
        "morning afternoon evening day night weekend job work choice idea lot help helpful kind "
        "soon later tomorrow moment enjoy everything doing going love talking chatting bad sounds "
        "goodbye rest one many indeed most of with "
        "gotta got has have to run go off leave dash",
    ),
    _act(
        "help",
        rf"help|(?:how|what|which)(?: \w+){{0,6}} (?:{_TALKERS})(?: \w+){{0,3}} (?:{_DOING})|"
        r"(?:how|what)(?: \w+){0,4} (?:works?|use|start|begin)|(?:how|what)(?: \w+){0,2} to "
        r"(?:ask|use|say|type|search|write|phrase)|"
        r"who are you|"
        r"what are you|what is this|what does (?:this|it) do|"
        r"(?:what|which) (?:\w+ )?(?:options|choices|possibilities|functions)(?: \w+){0,4} (?:open|"
        r"available)|instructions?|commands?|criteria|filters|conditions|features|manual|guide|"
        r"tutorial",
        _PLAIN,
        *_TALKERS.split("|"),
        *re.findall(r"\w+", _DOING),
        "of out thing things stuff kind kinds sort sorts type types questions requests site page "
        "dialogue conversation open available me in properly best possible state write want need "
        "get find "
        "chat app bot from need else exactly with new should is are what which how who explain "
        "show tell give list lost supposed able possible other first time around using about put "
        "wish wishes words any there works work use start begin option options by",
    ),
    _act(
        "start_over",
        rf"{_BEGIN} (?:\w+ )?{_AFRESH}|fresh start|clean slate|"
        r"(?:back to|from) (?:the )?(?:start|beginning|scratch|zero|new|top|square one)|restart|"
        r"reset|"
        r"(?:start |begin |a )*new (?:search|conversation|chat|list|session|start|round|request|"
        r"project|job|task|topic)|"
        rf"{_REMOVE}(?: (?:off|out|away|clean|it|them|that|this))? {_EVERYTHING}|"
        r"(?:wipe|clear|abandon)(?: (?:it|that|this|up))?",
        _PLAIN,
        "forget scrap discard dump start starting begin beginning over from scratch new search "
        "conversation one everything asked us filters want wanna go whole thing like full complete "
        "total clean",
    ),
    _act(
        "undo",
        rf"undo|revert|reverse|(?:go|step|roll|take me|move|get) back|^back|(?:take|put) (?:that|"
        rf"it|this|things|everything) "
        rf"back|(?:that|it) back|"
        rf"(?:scratch|scrap|forget|cancel|never ?mind|reverse|strike|disregard|ignore|pretend|"
        rf"unsay) "
        rf"(?:that|"
        rf"(?:that |the |my )?last|(?:what )?i (?:just |didnt |never )?(?:said|say))|"
        rf"back (?:one|a|1) step|(?:like|how|the way|as) it was(?: before)?|"
        rf"back to {_LAST}|{_LAST} back|{_OLD}|restore|return to before|"
        r"(?:bring|put|get|give|want|have|show)(?: \w+){1,4} back|(?:bring|put|take) back|"
        r"(?:that|it|this|list|everything) (?:was|were|looked) (?:\w+ )?(?:better|nicer|fine|good) "
        r"(?:before|earlier)|"
        rf"(?:undo|remove|delete|drop|clear|cancel|scratch|forget|revert|ignore|lose|"
        rf"retract|withdraw|"
        rf"take out|get rid of) {_LAST}|previous "
        rf"list",
        _PLAIN,
        "how everything things step steps make 1 2 two one a change thing request requests wish "
        "message last previous the bring back take way pretend put get bit remark said say didnt "
        "out list results result ones to my filter constraint limit condition chip what want "
        "thing wanna show go give bring restore return old previous earlier better liked preferred "
        "prefer was were leave worse made",
    ),
    _act(
        "more",
        r"(?<!no )more|else|others?|another(?: one)?|next|keep (?:them|it) coming|different|keep "
        r"going|(?<!i )(?<!do )(?<!oh )go on|continue|the rest|alternatives?|further|additional|"
        r"(?:the )?following|"
        r"is (?:that|this)(?: really| honestly)? (?:all|it|everything)|scroll(?: on| down)?|page "
        r"down|"
        r"none of (?:these|those|them)|any more where (?:those|that|these|they) (?:came|come) from",
        _PLAIN,
        _ASKING,
        "load lot same again completely totally entirely few couple batch set keep going hit "
        "quite after about present display articles what bring send selection bunch round handful "
        "with trouble bother must "
        "convinced 2 3 4 5 6 7 "
        "8 9 10 two three four five six ten",
    ),
    _act(
        "recommend",
        rf"{_UNDECIDED}|any (?:tips|ideas|suggestions|recommendations|thoughts)|"
        r"whatever(?: (?:you|u|your)(?: \w+){1,2})?|anything (?:goes|is fine|will do|works)|"
        r"surprise (?:me|us)|(?:you|u) (?:\w+ )?tell (?:me|us)(?= what)|"
        rf"(?:{_CHOOSE}) (?:you |it |one )?for (?:me|us)|"
        rf"(?:you|your|u)(?: just| please| can| should| do)* (?:{_CHOOSE}|choice|call|recommend|"
        r"suggest|do it)|(?:up|leave it|leave that) to "
        r"you|leave (?:it|that|this|the (?:choice|matter|decision|rest))(?: \w+)? (?:to|up to|with|"
        r"in) "
        r"(?:you|your (?:\w+ )?hands)|(?:put|throw|stick|play) (?:something|anything) on|"
        r"worth (?:watching|seeing)|think is (?:best|good)|trust (?:you|your)|suit (?:me|us)|"
        r"dealers choice|pick "
        r"(?:something|one|anything)",
        _PLAIN,
        "got really something anything some recommend suggest choose pick one is with watch what "
        "put should after want looking like taste go ahead think whatever best clue idea know "
        "dont leave bored feel feeling fancy mood watching tell decide showing "
        "think easy get buy see read try",
    ),
    _act(
        "profile",
        rf"(?:my|show|open|view|see) (?:\w+ )?(?:{'|'.join(_SAVED)})|(?:what|which|who)(?: "
        rf"(?!should|could|can|would|"
        rf"might|shall|to)\w+){{0,4}} (?:you|i|ive|youve)"
        rf"(?: \w+){{0,3}} (?:{'|'.join(_RECALL)}|{_KEPT})|who am i|(?:do|did|have) (?:you|i)"
        r"(?: \w+){0,3} (?:remember|recall|know)|"
        r"what(?: \w+){0,4} (?:im|i am|we are|were) (?:into|fond of|keen on|partial to)|"
        r"(?:about|of|on) (?:me|myself)|(?:what|which|everything|anything|things|stuff)(?: "
        r"\w+){0,2} "
        rf"(?:i|ive|we|weve) (?:have |already )?(?:{_KEPT})|anything (?:\w+ )?saved|"
        rf"have i (?:\w+ )?(?:{'|'.join(_RECALL)})|"
        r"(?:what|which)(?: \w+){0,3} (?:i|we) (?:have )?(?:put|placed|got) (?:on|in) (?:my|our|"
        rf"the) (?:{'|'.join(_SAVED)})|"
        rf"(?:the |all )?(?:things|films|movies|ones|items) (?:that )?(?:i|ive|we|weve) (?:have |"
        rf"already )?"
        rf"(?:{'|'.join(_RECALL)})|"
        rf"(?:what|which|anything|read|whats)(?: \w+){{0,3}} (?:(?:i|we) )?(?:put )?(?:on|in) "
        rf"(?:my|our|the) (?:\w+ ){{0,2}}"
        rf"(?:{'|'.join(_SAVED)})",
        _PLAIN,
        "is are was what which view open see show go kind kinds of about me items films movies "
        "pic pics pictures images photos mine far from things inside anything ones everything "
        "everythings currently up read wish watch shopping later got impression opinion idea "
        "picture according your like think yet by keep keeps articles way to aside away set gather "
        "notes "
        "files data might reckon suppose guess happen",
        " ".join(_SAVED),
        " ".join(_RECALL),
    ),
)

# Every word of an act: none of them is a slip for another.
WORDS = frozenset(
    word for one in _EVERY for word in (*one.beside, *re.findall("[a-z]{3,}", one.signal.pattern))
)


def act(message: Message) -> Intent | None:
    """The act that a sentence is, if it is one and says nothing else."""
    return _act_of(message.norm(message.start, len(message)))


def act_beside(message: Message) -> Intent | None:
    """The act that the words are which nobody took: `(hide the first) and show me others`."""
    line = " ".join(message.norm(*run) for run in message.segments())
    return _act_of(line.removeprefix("go on"))  # "go on, save it" only urges


def taking_back(message: Message) -> int:
    """The word from which on all is taken back: `this is a mess | lets start over`; 0: nowhere."""
    line = message.norm(0, len(message))
    if not any(one.intent in _TAKING_BACK and one.signal.search(line) for one in _EVERY):
        return 0
    for place in range(1, len(message)):
        governed = message.at(place - 1) in _GOVERNING or message.match(_OF_OTHERS, place)
        if not governed and act(message.cut(place, len(message))) in _TAKING_BACK:
            return place
    return 0


def _act_of(line: str) -> Intent | None:
    if line.count(" ") > _LONGEST:
        return None
    line = re.sub(r"(?<![^ ])(?:id|would|wed) (?:really )?(?:like|love)(?![^ ])", "want", line)
    return next((one.intent for one in _EVERY if one.fits(line)), None)
