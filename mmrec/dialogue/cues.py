"""The words that say what a user wants: patterns over the words of a message as compared.

Generic English only: what a catalogue is about comes from its titles and its vocabulary.
"""

from mmrec.dialogue.constraints import DISLIKING
from mmrec.dialogue.references import NOUNS
from mmrec.dialogue.words import listed

GREETING = (
    r"(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening|day)|greetings|thanks?|thank you|"
    r"cheers|bye|goodbye|cool|perfect|wow|yes|no|okay|ok|never mind)"
    r"(?: (?:there|you|all|everyone|a lot|so much|very much|again))*"
)
HELP = (
    r"help(?: me)?|what can (?:you|i) (?:do|ask|say)(?: here)?|how does (?:this|it) work|"
    r"how do i use (?:this|it)|who are you|what are you|what is this|instructions|commands"
)
MORE = (
    r"(?:show |give )?(?:me )?(?:some |a few )?(?:more|others?|next)"
    r"(?: (?:please|ones?|results?))?|next page|"
    r"(?:show |give )?(?:me )?(?:something|anything|what) else(?: please)?|"
    r"none of (?:these|those|them)"
)
RESET = (
    r"start over|start again|reset|new search|clear(?: everything)?|forget (?:that|it|everything)"
)
WHY = (
    r"why(?! not)|how come|explain|reasons? for|what makes|what made|tell me why|justify|"
    r"because of what|tell me (?:more )?about|more about"
)
AFTER_WHY = (
    r"(?:did|do|are|would|should|is|was|you|i|think|that|recommend|recommended|suggest|suggested|"
    r"showing|show|shown|pick|picked|choose|chose|like|enjoy|me|to|on|in|the|list|there|here|"
    rf"about|{NOUNS})"
)
VERY = r"(?:really |absolutely |just |also |totally |quite |still |already )*"
FEEDBACK = (
    ("not_interested", r"(?:not|never|isnt|no longer) (?:really |that |at all )?interested in"),
    ("not_interested", r"not(?= (?:the|this|that|it|number|these|those)(?![^ ]))"),
    ("not_interested", r"no interest in|hide|remove|drop|dismiss|get rid of|not for me"),
    (
        "not_interested",
        r"(?:stop|dont|do not|never) (?:showing|show|recommend|recommending)(?: me)?",
    ),
    ("dislike", rf"(?:i |we )?{VERY}(?:{DISLIKING}|thumbs down(?: for| to| on)?)"),
    ("view", r"(?:ive |i have |weve |we have |i |we )(?:already |just )?(?:seen|watched|read|saw)"),
    ("view", r"already (?:seen|watched|read)"),
    ("like", rf"(?:i |we |ive |i have ){VERY}(?:like|liked|love|loved|enjoy|enjoyed|adore|adored)"),
    ("like", r"(?:liked|love|loved|enjoyed|thumbs up(?: for| to)?|big fan of|a fan of)"),
)
_GOOD = (
    "great|good|amazing|excellent|brilliant|wonderful|fantastic|perfect|superb|awesome|nice|"
    "favou?rites?"
)
_BAD = "bad|boring|awful|terrible|rubbish|horrible|dull|poor|disappointing|overrated|stupid"
_IS = rf"(?:is|was|are|were|looks?|seems?|sounds?) {VERY}(?:so |very |too |my |a |all )*"
VERDICTS = (
    ("not_interested", r"(?:is|was|are|were) not for me"),
    ("dislike", rf"{_IS}(?:{_BAD})"),
    (
        "dislike",
        rf"(?:isnt|wasnt|arent|werent|is not|was not) {VERY}(?:so |very |that )*(?:{_GOOD})",
    ),
    ("like", rf"{_IS}(?:{_GOOD})"),
)
# Only values can be taken out of a list; a mood can not.
NEGATIVE = (
    rf"(?:i )?(?:{DISLIKING}|not|no|without|never|less|nothing|avoid)"
    r"(?: (?:to|see|watch|read|any|anything|something|too|so|very|more|a|an))*"
)
LIKE = (
    rf"(?:(?:more|something|anything|some|a|{NOUNS}) )*(?:like|similar to|such as|"
    rf"similar (?:{NOUNS}) (?:to|as)|in the (?:vein|style|spirit|mood) of|"
    r"reminiscent of|along the lines of|close to)"
)
VERB_LIKE = (
    r"(?:i|we|you|would|id|wed|dont|didnt|not|also|really|to|might|could) (?:also |really )?like"
)
# Words before a comma that only answer: "no, before 1980".
ANSWERS = frozenset(listed("no yes yeah ok okay well hmm so nah sure right"))
# What begins a change of the last request.
OPENERS = (
    r"(?:ok |okay |yes |no )?(?:but|and|also|only|just|instead|now|rather|without|no|not|except|"
    r"make it|make them|a bit|a little|slightly|less|more|why not|what about|how about|"
    r"something (?:more|less|a bit|[a-z]+er)|i (?:dont|do not) (?:like|want)|i (?:hate|dislike))"
)
# What people say around a wish; it is cut from both ends of what is searched for.
FILLER = frozenset(
    listed(
        "am whats a an the some any something anything show me give find get recommend suggest "
        "recommendation recommendations suggestions i we id im ive you can could would will "
        "please want wants need looking look search searching for like love enjoy to watch read "
        "see hear listen buy play try film films movie movies book books song songs product "
        "products item items thing things one ones title titles stuff in mood tonight today now "
        "new nice good great best top favourite what should is are there have has got do does "
        "my of about that which and or but with also more only just then ok okay hi hello hey "
        "really very bit little kind sort instead make it be why list let lets us surprise feel "
        "feeling from next another other others so well on else"
    )
)
