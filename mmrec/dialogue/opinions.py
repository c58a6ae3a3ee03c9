"""The words of an opinion of an item: what is done with it, what is thought of it, its stars.

Generic English only. Each word or phrase has a kind; who says it, of what and in which order is
`verdicts`' affair.
"""

from mmrec.dialogue.cues import BAD, GOOD
from mmrec.dialogue.words import listed

# Verbs of liking; those in `_LIKES` are also prepositions or nouns and need someone who likes.
_LOVES = (
    r"lov(?:e[sd]?|ing)|enjoy(?:s|ed|ing)?|ador(?:e[sd]?|ing)|liked|likes|cherish(?:ed)?|"
    r"worship(?:ped)?|(?:a )?(?:big |huge |massive |such a |real )*fan of|fond of|keen on|partial "
    r"to|(?:a |such a |real |total )*sucker for|(?:crazy|mad|nuts|wild) about|obsessed (?:with|"
    r"by)|in love with|fell (?:in love|for)|get enough of|(?:has|have|won|stole|owns?) my "
    r"(?:whole |entire )?heart|thumbs up(?: for| to)?|two thumbs up|(?:my|our) (?:all time |"
    r"absolute |personal )?(?:favou?rites?|fave|jam|thing|cup of tea|bag)|up (?:my|our) (?:street|"
    r"alley)|(?:blew|blows) (?:me away|my mind)|(?:cracked|cracks) (?:me|us) up|(?:made|makes) "
    r"(?:me|us) (?:so |very )?(?:laugh|smile|happy)|worked for (?:me|us)|hits the spot|(?:is |was "
    r")?(?:right )?up there with the best|hits different|rocks|rocked|rules|slaps|slapped|bangs|"
    r"(?:have|has|got) a soft spot for|can watch|could watch|swear by"
)
_LIKES = r"like|dig|dug|rate|into|appreciate[sd]?|treasure[sd]?"
_HATES = (
    r"hat(?:e[sd]?|ing)|dislike[sd]?|detest(?:s|ed)?|loathe[sd]?|despise[sd]?|(?:did|does|do) "
    r"(?:absolutely )?nothing for (?:me|us)|(?:doesnt|didnt|dont) do (?:it|anything|much) for "
    r"(?:me|us)|(?:sick|tired|weary) of|fed up with|(?:had|have had) enough of|bor(?:ed|es) (?:me|"
    r"us)(?: to (?:tears|death))?|(?:put|puts|sent|sends) (?:me|us) (?:right |straight )?to sleep|"
    r"(?:fell|fall) asleep(?: during| in| to)?|(?:put|puts|turned|turns) (?:me|us) off|a turn "
    r"?off|thumbs down(?: for| to| on)?|let (?:me|us) down|(?:wasted|waste of) (?:my|our) (?:time|"
    r"evening|money)|a waste of (?:time|money)|walked out of|regret(?:ted)?(?: (?:watching|buying|"
    r"seeing))?|sucks?|sucked|stinks|stank|(?:got|gets) on my nerves|(?:left|leaves) (?:me|us) "
    r"cold|(?:annoy|irritat|bother)(?:s|es|ed) (?:me|us)|(?:gave|gives) (?:me|us) (?:the creeps|"
    r"nightmares|a headache)|(?:fell|falls) flat|a snoozefest"
)
# With a negation only: "can't stand it", "couldn't finish it".
_BEARS = (
    r"stand|bear|abide|stomach|tolerate|endure|take to|get into|get on with|care (?:much )?for|"
    r"get through|finish|convince me|impress(?:ed)? (?:me|us)|grab me"
)
_SEEN = (
    r"seen|saw|watched|viewed|read|own|owns|owned|bought|ordered already|know|knew|sat through|"
    r"familiar with|rewatched|caught|finished"
)
_HAS = r"have|has|got|had"  # of what is shown only: "I have two hours"
_SAVE = (
    r"save|saved|bookmark|keep|shortlist|pin|star|flag|mark|remember|note|(?:for|till|until) "
    r"later|aside|to one side|on the back burner"
)
_LISTS = r"list|watch ?list|wish ?list|favou?rites|saved|saves|shortlist|collection|bookmarks|queue"
_MY = r"my|our|the|a|your|his|her|that|this"
_CARTS = r"(?:shopping )?(?:cart|basket|trolley)"
_IN = r"(?:right |straight |back )?(?:in|into|to|on|onto|for|inside)"
_OFF = (
    r"(?:off|from|out of|away from|down from) (?:the |my |our |this |your )?(?:list|page|screen|"
    r"results|selection|suggestions|sight)|out of (?:here|my sight)|out of the (?:running|picture|"
    r"way)"
)
_CONTAINS = (
    ("cart", rf"{_IN} (?:(?:{_MY}) )?{_CARTS}|{_IN} (?:{_MY}) bag|{_CARTS}"),
    ("save", rf"{_IN} (?:(?:{_MY}) )?(?:{_LISTS})"),
    ("not_interested", _OFF),
)
_MOVES = (
    r"add|put|stick|throw|pop|chuck|toss|move|place|drop|slip|bung|sling|pack|load|goes|go|going|"
    r"belongs|send|get|take|set|leave|kick|cross|strike|keep"
)
_HIDE = (
    r"hide|remove|drop|dismiss|get rid of|skip|forget(?: about)?|take away|lose|ditch|bin|scrap|"
    r"discard|delete|toss|exclude|(?:can|may|should|must|has to|could) (?:go|leave|disappear)|no "
    r"interest (?:whatsoever |at all )?in|(?:ill |i will |id )?pass on|(?:stop|quit) (?:showing|"
    r"suggesting|recommending)(?: (?:me|us))?|spare (?:me|us)|(?:can|could) (?:live|do) without|"
    r"lets not have|away"
)
# With a negation only.
_WANTS = (
    r"interested(?: in)?|want(?: to (?:see|watch|read|hear(?: about)?))?|show(?: (?:me|us))?|"
    r"suggest(?: (?:me|us))?|recommend(?: (?:me|us))?|for (?:me|us)|my (?:thing|taste|cup of tea|"
    r"style|bag)|interest (?:me|us)|appeal to (?:me|us)|tempt (?:me|us)|what (?:i|we) (?:had in "
    r"mind|wanted|want|am after|was after|were after|are after)|need(?: to (?:see|watch))?"
)
_TAKE = (
    r"buy|order|purchase|take|(?:ill|well|id|wed|we will|i will|let me|lets|gonna|going to) "
    r"(?:\w+ly )?(?:have|get|go (?:with|for)|pick|choose)|(?:i|we) (?:choose|pick)|taking|buying|"
    r"getting|ordering|going (?:with|for)"
)

_GIVES = (
    r"give|gives|gave|giving|gets?|got|rate|rated|rates|score|scores|scored|deserves?|earns?|"
    r"worth|say|award"
)
_NEGATES = (
    r"not|no|never|dont|doesnt|didnt|cant|cannot|can not|couldnt|wont|wouldnt|isnt|wasnt|arent|"
    r"werent|aint|havent|hasnt|hadnt|hardly|barely|nor|neither|no longer|shouldnt|neednt"
)
# Kinds of opinions, and the phrases of each; where two fit, the longer one, then the earlier kind.
OPINIONS = (
    *_CONTAINS,
    ("like", _LOVES),
    ("like?", _LIKES),
    ("dislike", _HATES),
    ("bear", _BEARS),
    ("good", rf"super|{GOOD}|(?:so |very |too )?(?:much )?my favou?rite"),
    ("bad", BAD),
    ("view", _SEEN),
    ("have", _HAS),
    ("save", _SAVE),
    ("not_interested", _HIDE),
    ("want", _WANTS),
    ("cart", _TAKE),
    ("move", _MOVES),
    ("give", _GIVES),
    ("not", _NEGATES),
)
# What stands beside an opinion and says nothing by itself: who holds it, how much, when.
BESIDE = frozenset(
    listed(
        "i ive id im ill we weve were wed well me us you he she hes shes they theyve theyre "
        "everyone everybody both all each myself someone people my our his her kids family is was "
        "are were be been being am do does did have has had having will would shall can could may "
        "might must should its it thats that this the a an one of so too also as very really "
        "quite rather such just only even still already before once twice again ever yet now then "
        "always often much lot lots bit little kind sort absolutely totally pretty damn bloody "
        "super please thanks thank cheers ok okay yes yeah yep sure right alright oh ah well hm "
        "hmm wow hey no nah though actually honestly anyway finally recently lately yesterday "
        "today tonight together long ago ever since meanwhile instead certainly definitely truly "
        "simply kindly think thought find found say guess suppose must what at first in my "
        "opinion eyes here there up down along over to too many time times as well already for me "
        "us kinda favourite last night week year month weekend summer winter friend friends wife "
        "husband son daughter mum mom dad mother father sister brother boyfriend girlfriend "
        "partner flatmate roommate gotta going go and or but mate man guys folks by now know see "
        "hands"
    )
)
# What begins the rest of a clause that says when, where, with whom or why.
TAIL = frozenset(
    listed(
        "with at in on when while last because since for during after before as until till so "
        "more every from years twice years many several about a than than because from like once "
        "where who which that to every"
    )
)
