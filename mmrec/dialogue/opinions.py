"""The words of an opinion of an item: what is done with it, what is thought of it, its stars.

Generic English only. Each word or phrase has a kind; who says it, of what and in which order is
`verdicts`' affair.
"""

from mmrec.dialogue.adjectives import BLAMING, PRAISING
from mmrec.dialogue.cues import ANSWERS, BAD, EXCLAIMED, GOOD
from mmrec.dialogue.words import listed

# "My favourite actor" says more of whom it is about: see `tastes`.
_NO_ROLE = r"(?! (?:actor|actress|director|filmmaker|artist|creator|author)(?![^ ]))"
_LOVES = (
    rf"(?:sold|hooked|big|sweet) on|(?:impressed|taken|smitten|pleased|delighted|thrilled|happy) "
    rf"(?:with|by)|blown away(?: by)?|(?:moves|moved) (?:me|us)|(?:won|wins) (?:me|us) over|"
    rf"(?:warms?|warmed|melts?|melted) my heart|(?:grew|grown|grows) on (?:me|us)|(?:made|makes) "
    rf"(?:my|our) (?:day|evening|night|week)|(?:ticks?|ticked) (?:all|every one of) (?:the|my|our) "
    rf"boxes|(?:(?:the |my |our )?(?:kids|whole family|family)|us all|(?:had |have )?us) in "
    rf"stitches|(?:just|exactly) (?:the (?:thing|ticket|job)|what (?:i|we) (?:wanted|needed|need|"
    rf"want|like))|to die for|worth every (?:penny|cent|minute|second)|(?:hard|tough) to beat|"
    rf"couldnt stop (?:laughing|smiling|crying)(?: at)?|"
    rf"(?:laugh|laughed|cried|grinned|howled|roared)(?: [a-z]+)? (?:till|until|so (?:hard|much)|"
    rf"the whole (?:time|way)|all the way)(?: (?:i|we|my|our|through)(?: [a-z]+){{1,3}}?)?"
    rf"(?: at| over)?|(?:had|has|got|left) (?:me|us) (?:in (?:tears|bits)|laughing|crying|"
    rf"grinning|smiling|hooked|gripped|glued|spellbound|in awe|wanting more|speechless)|"
    rf"(?:touches|touched|gripped|delighted|charmed|enchanted|thrilled|captivated) (?:me|us)|"
    rf"(?:a )?(?:big )?yes(?= to (?:the|that|this|it|both|number)(?![^ ]))|"
    rf"to (?:my|our) (?:liking|taste)|admir(?:e[sd]?|ing)|(?:enchanted|charmed|captivated|delighted|amused|moved|touched|entranced|fascinated) (?:by|with)|"
    rf"devoted to|like the (?:sound|look|idea) of|"
    rf"nothing (?:beats|tops)|lov(?:e[sd]?|ing)|enjoy(?:s|ed|ing)?|ador(?:e[sd]?|ing)|liked|likes|"
    rf"cherish(?:ed)?|worship(?:ped)?|fond of|"
    rf"keen on|partial to|(?:a |such a |real |total )*sucker for|(?:crazy|mad|nuts|wild|"
    rf"passionate) about|obsessed (?:with|by)|in love with|fell (?:in love|for)|(?:has|have|won|"
    rf"stole|owns?) my (?:whole |entire )?heart|(?:(?:a |two )?(?:big |huge )?)thumbs up(?: for| "
    rf"to)?|(?:my|our) (?:all time |absolute |personal )?(?:favou?rites?{_NO_ROLE}|fave|jam|thing|"
    rf"cup of tea|bag)|up (?:my|our) (?:street|alley)|(?:blew|blows?) (?:me away|my mind)|"
    rf"(?:cracked|cracks?) (?:me|us) up|(?:made|makes?) (?:me|us) (?:so |very )?(?:laugh|smile|"
    rf"happy)|(?:works?|worked) for (?:me|us)|hits? the spot|(?:is |was )?(?:right )?up there "
    rf"with the best|hits different|rocks|rocked|rules|slaps|slapped|bangs|(?:a )?(?:soft spot|"
    rf"weakness) for|a thing for|devoted(?: to)?|can do no wrong|my (?:hero|heroes|idols?|"
    rf"guy|queen|king|goat)|stan|can watch|could watch|"
    rf"swear by|what an? (?:film|movie|book|picture|story|"
    rf"ride|song|show)|(?:what|all) (?:i|we) live for"
)
# Also prepositions, nouns: they need someone who likes.
_LIKES = r"like|dig|dug|into|appreciate[sd]?|treasure[sd]?"
# Who loves a value: "a Hitchcock fan".
_FANS = (
    r"fans?|admirers?|devotees?|worshippers?|followers?|supporters?|lovers?|buffs?|nuts?|addicts?|"
    r"fanatics?|enthusiasts?|person|guys?|girls?"
)
_HATES = (
    r"(?:did|does) (?:my|our) heads? in|(?:gave|gives) up (?:on|halfway)|lost (?:me|"
    r"us)(?: (?:halfway|"
    r"early|quickly))?|(?:switched|turned) (?:it |that |them )?off|(?:makes?|made) (?:me|"
    r"us) (?:sick|"
    r"cringe|angry|yawn|wince|want to leave)|(?:rubs?|rubbed) (?:me|us) up? ?the wrong way|"
    r"(?:gets?|"
    r"got) up my nose|got nothing out of|no friend of|(?:sent|sends) back|returned|(?:grates|"
    r"grated) "
    r"on (?:me|us)|unimpressed (?:with|by)|disappointed (?:with|by|in)|(?:leaves?|left) (?:me|us) "
    r"(?:(?!more|much)\w+ )?(?:unmoved|cold|flat|indifferent|bored|disappointed|unimpressed|"
    r"wanting|empty)|"
    r"looks? cheap|(?:sick|bored|tired) to (?:death|tears)(?: of| with)?|"
    r"not so much|allergic to|no patience (?:for|with)|hat(?:e[sd]?|ing)|dislike[sd]?|"
    r"detest(?:s|ed)?|loathe[sd]?|despise[sd]?|(?:did|does|do) (?:absolutely )?nothing for (?:me|"
    r"us)|(?:doesnt|didnt|dont) do (?:it|anything|much) for (?:me|us)|(?:sick|tired|weary) of|fed "
    r"up with|(?:had|have had) enough of|bor(?:e|ed|es|ing) (?:me|us)|(?:put|puts|sent|sends) "
    r"(?:me|us) (?:right |straight )?to sleep|(?:fell|fall|falling|dozed|nodded) (?:asleep|"
    r"off)(?: \w+)?(?: (?:during|in|to|through))?|(?:put|puts|turned|turns) (?:me|us) off|a turn "
    r"?off|(?:(?:a |two )?(?:big |huge )?)thumbs down(?: for| to| on)?|lets? (?:me|us) down|"
    r"(?:wasted|waste of) (?:my|our) (?:time|evening|money)|a waste of (?:time|money)|walked out "
    r"of|regret(?:ted)?(?: (?:watching|buying|seeing))?|sucks?|sucked|stinks|stank|(?:got|gets?) "
    r"on my nerves|(?:left|leaves?) (?:me|us) cold|(?:annoy|irritat|bother|depress)(?:s|e|es|ed)? "
    r"(?:me|us)|(?:gave|gives?) (?:me|us) (?:the creeps|nightmares|a headache)|(?:fell|falls?) "
    r"flat|(?:drove|drives?) (?:me|us) (?:mad|nuts|crazy|insane|up the wall)"
)
# With a negation only: "can't stand it", "couldn't finish it".
_BEARS = (
    r"stand|bear|abide|stomach|tolerate|endure|take to|get into|get on with|care (?:much )?for|"
    r"cared (?:much )?for|get through|finish|(?:do|did|does) (?:much|a lot|"
    r"a thing|anything|it) for (?:me|us)|(?:think|thought) (?:much|a lot|highly) of|"
    r"one for|a friend of|"
    r"warm to|connect with|click with|vibe with|see what the fuss is(?: all)? about|feel(?:ing)?|"
    r"(?:(?<=cant )|(?<=couldnt )|(?<=cannot ))(?:take|handle|deal with|do)|"
    r"doing with|be bothered with|see the point of|see the appeal of|get the hype|"
    # "Never grabbed me": any verb, but for what we are to do for them.
    r"(?:(?<=nt )|(?<=not )|(?<=never ))(?!show|suggest|recommend|give|tell|send|let|interest|"
    r"tempt|appeal|disappoint|fail|for|to|with)[a-z]+ (?:me|us)"
)
# With a negation only: "never get enough of it", "never gets old".
_UNTIRED = (
    r"disappoints?(?: me| us)?|disappointed me|lets? (?:me|us) down|failed (?:me|us)|fault|beat|"
    r"get enough of|gets? (?:old|boring|enough of)|tires? of|grows? old|fails?|puts? a foot wrong|"
    r"go wrong with"
)
_SEEN = (
    r"seen|saw|watched|viewed|read|own|owns|owned|possess(?:es|ed)?|bought|ordered already|"
    r"know|knew|sat through|"
    r"familiar with|done|rewatched|caught|finished|used|tried|worn"
)
_HAS = r"(?:have|has|got|had)(?! to)"  # of what is shown only: "I have two hours"
_SAVE = (
    r"put a pin in|(?:hold|hang) on to|hold onto|keep hold of|stash(?: away)?|reserve|"
    r"make a note of|"
    r"jot down|park|tuck away|put by|"
    r"be (?:(?:\w+ly|please) )*(?:kept|reserved|bookmarked|flagged|noted|held|stored|laid by)|"
    r"save|saved|saving|bookmark(?:ing)?|keep|keeping|shortlist|pin|star|flag|mark|remember|note|"
    r"(?:for|till|until) later|aside|to one side|on the back burner"
)
_LISTS = r"list|watch ?list|wish ?list|favou?rites|saved|saves|shortlist|collection|bookmarks|queue"
_MY = r"my|our|the|a|your|his|her|that|this"
_CARTS = r"(?:shopping )?(?:cart|basket|trolley)"
_IN = r"(?:right |straight |back )?(?:in|into|to|on|onto|for|inside)"
_OFF = (
    r"(?:off|from|out of|away from|down from) (?:the |my |our |this |your )?(?:list|page|screen|"
    r"results|selection|suggestions|sight)|out(?! of)|off(?! me| us)|out of (?:here|my "
    r"sight)|out of the (?:running|picture|way)"
)
_CONTAINS = (
    ("cart", rf"{_IN} (?:(?:{_MY}) )?{_CARTS}|{_IN} (?:{_MY}) bag|{_CARTS}"),
    ("save", rf"{_IN} (?:(?:{_MY}) )?(?:{_LISTS})"),
    ("not_interested", _OFF),
    ("view", r"as (?:already )?(?:seen|watched|read|owned|bought|done)"),
)
_MOVES = (
    r"add(?:ing)?|put(?:ting)?|stick(?:ing)?|throw(?:ing)?|pop(?:ping)?|chuck(?:ing)?|"
    r"toss(?:ing)?|mov(?:e|ing)|plac(?:e|ing)|drop(?:ping)?|slip|bung|sling|pack|load|goes|go|"
    r"going|belongs?|send|get|take|taking|set|leav(?:e|ing)|kick(?:ing)?|cross(?:ing)?|strike|"
    r"keep|chalk|whack|added|placed|moved|taken|struck|crossed|sent|thrown|marked"
)
_HIDE = (
    r"(?:be|been) (?:(?:\w+ly|please) )*(?:hidden|removed|dropped|dismissed|deleted|discarded|skipped|"
    r"banished|excluded|omitted|withdrawn|taken away)|of no (?:\w+ )?(?:interest|use|appeal)(?: (?:whatsoever|at all))?(?: to (?:me|us))?|"
    r"banish|axe|nuke|zap|do away with|dispense with|no desire (?:whatsoever )?(?:for|to (?:see|"
    r"watch|"
    r"own|read))|no use for|no need (?:for|of|to (?:show|see|bring up|suggest|list))|"
    r"hid(?:e|ing)|remov(?:e|ing)|drop(?:ping)?|dismiss(?:ing)?|get(?:ting)? rid of|skip(?:ping)?|"
    r"forget(?: about)?|take away|taking away|lose|losing|ditch(?:ing)?|bin|binning|"
    r"scrap(?:ping)?|discard|delet(?:e|ing)|toss|exclud(?:e|ing)|(?:can|may|should|must|has to|"
    r"could) (?:go|leave|disappear)|no interest (?:whatsoever |at all )?in|(?:ill |i will |id "
    r")?pass on|(?:stop|quit) (?:showing|suggesting|recommending)(?: (?:me|us))?|spare (?:me|us)|"
    r"(?:can|could) (?:live|do) without|lets not have|away|(?:out|away|off|down) with|be gone|"
    r"begone|no thanks|no thank you|no way|"
    r"(?:a )?hard (?:pass|no)|no chance|(?:a )?(?:(?:big|firm|definite|flat) )?(?:pass|no)"
    r"(?= (?:on|to|for) (?:the|that|this|it|both|number|them|those|these)(?![^ ]))"
)
# With a negation only.
_WANTS = (
    r"bother (?:me |us )?(?:with|showing(?: me| us)?)|"
    r"(?:be )?shown(?: to (?:me|us))?|(?:of )?(?:any |the (?:slightest|least) |much )?interest to (?:me|us)|"
    r"interested(?: in)?|want(?: to (?:see|watch|read|hear(?: about)?))?|show(?: (?:me|us))?|"
    r"suggest(?: (?:me|us))?|recommend(?: (?:me|us))?|for (?:me|us)|my (?:thing|taste|cup of tea|"
    r"style|bag)|interest (?:me|us)|appeals?(?: to (?:me|us))?|in the mood for|tempt (?:me|us)|"
    r"what (?:i|we) (?:had in mind|wanted|want|am after|was after|were after|are after)|need(?: "
    r"to (?:see|watch))?"
)
_TAKE = (
    r"grab|snap up|wrap up|put me down for|sign me up for|"
    r"buy|order|purchase|take|it is(?= then|$)|(?:ill|well|id|wed|we will|i will|let me|lets|"
    r"gonna|going to) (?:\w+ly )?(?:have(?! to)|get|go (?:with|for)|pick|choose)|(?:i|we) "
    r"(?:choose|pick)|taking|buying|getting|ordering|going (?:with|for)"
)

_GIVES = (
    r"give|gives|gave|giving|gets?|got|rate|rated|rates|score|scores|scored|deserves?|earns?|"
    r"worth|say|award(?:s|ed)?|grant(?:s|ed)?|accord"
)
_NEGATES = (
    r"less so|not|no|never|dont|doesnt|didnt|cant|cannot|can not|couldnt|wont|wouldnt|isnt|"
    r"wasnt|arent|"
    r"werent|aint|havent|hasnt|hadnt|hardly|barely|nor|neither|no longer|shouldnt|neednt"
)
_GOOD = (
    rf"even better|better still|(?:{GOOD}|{PRAISING}){_NO_ROLE}|"
    rf"(?:so |very |too )?(?:much )?my favou?rite{_NO_ROLE}"
)
# Kinds of opinions, and the phrases of each; where two fit, the longer one, then the earlier kind.
OPINIONS = (
    *_CONTAINS,
    ("like", _LOVES),
    ("like?", _LIKES),
    ("dislike", _HATES),
    ("bear", _BEARS),
    ("tire", _UNTIRED),
    ("fan", _FANS),
    ("good", _GOOD),
    ("bad", rf"even worse|worse still|{BAD}|{BLAMING}"),
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
BESIDE = (
    ANSWERS
    | EXCLAIMED
    | frozenset(
        listed(
            "look looks looked seem seems halfway i ive id im ill we weve were wed well me us you "
            "he she hes shes they theyve theyre everyone everybody any some anymore both all each "
            "myself someone people my our his her kids family is was are be been being am do does "
            "did have has had having will would shall can could may might must should its it "
            "thats that this the a an one of so too also as very really quite rather such just "
            "only even still already before once twice again ever yet now then always often much "
            "lot lots bit little kind sort absolutely totally pretty damn bloody super please "
            "thanks thank cheers ok okay yes yeah yep sure right alright oh ah hm hmm wow hey no "
            "nah though actually honestly anyway finally recently lately yesterday today tonight "
            "together long ago since meanwhile instead certainly definitely truly simply kindly "
            "consider considered "
            "think thought find found say guess suppose what at in opinion eyes here there up "
            "down along over to many time times for kinda favourite night week year month weekend "
            "obv obvs defo totes monday tuesday wednesday thursday friday saturday sunday "
            "summer winter friend friends wife husband son daughter mum mom dad mother father "
            "parents sister brother boyfriend girlfriend partner flatmate roommate gotta going go "
            "pretend claim altogether indeed half unlike god and but mate man guys folks by know see "
            "hands mind dear long able "
        )
    )
)
# What begins the rest of a clause that says when, where, with whom or why.
TAIL = frozenset(
    listed(
        "with at in on when while last because since for during after before as until till so "
        "more every from years twice years many several about a than than because from like once "
        "where who which that every"
    )
)
# Who speaks tells that they love or hate: `might I begin by confessing that I have been …`.
TELLS_THAT = (
    r"(?:(?:i|we|may i|might i|can i|could i|let me|would you|could you|can you|please|just|do|"
    r"kindly)(?: [a-z]+){1,4}? that|(?:i|we) (?:must|have to|should|need to) (?:own|confess|admit|"
    r"say|add))(?= (?:i|ive|im|we|weve|were|my|our|a|an)(?![^ ]))"
)
COME_TO = "(?:come|came|grown|grew|learn(?:ed|t)|begun|started) to"  # "I have come to detest"
# Phrases that ask for leave, soften, or lead up to an opinion.
KINDLY = (
    rf"{COME_TO}|"
    r"be (?:so (?:kind|good)|an angel|a (?:dear|love|star|darling))(?: as to| and)|do (?:me|us) "
    r"(?:a|the) favou?r and|if you (?:would|could|dont mind|please|like)|(?:id|i would) (?:be "
    r"(?:so |very )?grateful|appreciate it) if you (?:could|would)|(?:i|we) want you to|make sure "
    r"(?:to|you)|go ahead and|feel free to|while (?:youre|were|im) at it|for that matter|come to "
    r"think of it|if (?:i may|you ask me)|(?:i (?:must|have to) )(?:say|confess|admit)|to tell "
    r"(?:you )?the truth|truth be told|for what its worth|on the (?:other hand|whole)|by contrast|"
    r"all in all|in my (?:humble )?opinion|(?:one|two|three|four|a couple|a pair) of(?= (?:the|"
    r"those|these|them|that))|(?:out )?of (?:those|these|them|all)(?: (?:two|three|four|five))?(?= (?:i|"
    r"we) )|(?:as )?much as(?= (?:i|we) )|(?:struck|strikes) (?:me|us) as|"
    r"in (?:that|this|which) (?:case|event)|as (?:far as|for|to|regards)(?= (?:the|number|it|that|this) )|"
    r"(?:is|are) concerned|(?:my|our) (?:(?:own|personal|honest|humble|considered) )*(?:view|"
    r"opinion|verdict|take|feeling|impression)(?: (?:of|on) (?:it|that|them))? (?:is|was)(?: that"
    r"(?= (?:it|the|this|number|they)))?"
)
