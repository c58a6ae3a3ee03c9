"""The words that say what a user wants: patterns over the words of a message as compared.

Generic English only: what a catalogue is about comes from its titles and its vocabulary.
"""

from mmrec.dialogue.nouns import DISLIKING, NOUNS
from mmrec.dialogue.words import listed

# Said of an item that is new to the user: there is nothing to note.
UNSEEN = (
    r"(?:i |we )?(?:havent|have not|never|ive never|hadnt|didnt|have never|weve never)"
    r"(?: (?:actually|yet|even|really))* (?:see|seen|watch|watched|read|heard of|tried|owned)"
)
WHY = (
    r"why(?! not)|how come|(?:for )?what reason(?: was it| is it)?(?: that)?|explain|reasons? for|"
    r"what makes|what made|tell me why|justify|"
    r"because of what|(?:tell me|say|know|hear|find out|remind me|let me know) (?:a )?(?:bit |"
    r"little |lot )?(?:more |something )?(?:about|who|what)|"
    r"more (?:info |details? |information )?(?:about|on)|(?:what is|tell me|give me|know|state|quote|read out|name) the "
    r"(?:[a-z]+ ){1,2}(?:of|for)|"
    r"details? (?:of|on|about|for)|info (?:on|about|of|for)|describe|summari[sz]e|sum up"
)
# A question that looks for items, rather than asks about one.
FINDS = (
    r"anything|something|what else|others|(?<!the )other|got any|you (?:(?:might|may|could|would|still|also|happen to) )*have|you got|you recommend|you suggest|"
    r"is there|are there|can you|could you|should i|(?:they|them|ones|those|these|which) come in|"
    r"by|any of (?:them|these|those)|of (?:them|these|those) (?:have|has|are|is|star|feature)"
)
TELL_MORE = r"(?:can you |please |ok )*tell me (?:a (?:bit|little) )?more(?: please)?"
AFTER_WHY = (
    r"(?:include|included|has|had|been|does|am|seeing|getting|propose|proposed|why|its|theyre|did|id|cost|costs|weigh|do|are|would|"
    r"should|is|was|have|you|u|i|think|that|"
    r"recommend|"
    r"recommended|suggest|"
    r"suggested|put|it for me|at|of all|exactly|"
    r"showing|show|shown|pick|picked|choose|chose|like|enjoy|me|to|on|in|the|list|there|here|it is|"
    rf"about|{NOUNS})"
)
VERY = (
    r"(?:really |absolutely |just |also |totally |quite |still |already |both |so |even |kinda |"
    r"rather |actually |do |did |have |fully |always |honestly |generally )*"
)
FEEDBACK = (
    ("save", r"(?:please |can you |could you |i want to |ill |lets )*(?:save|bookmark|mark|flag|shortlist|keep(?! (?:it |them |things )?(?:to|in mind|going|within|under|below|over|above|at|around|between))|remember|pin|(?<!that )(?<!which )(?<!who )star)"),
    ("save", r"(?:please |can you |could you )*(?:add|put|stick|move|throw|pop|chuck)(?=.* (?:aside|(?:to|on|onto|in|into) (?:my |the |our )?(?:list|watchlist|wishlist|favou?rites|saved|saves)))|(?:set|put)(?=.* (?:for later|aside|by)(?![^ ]))"),
    ("cart", r"(?:please |can you |could you )*(?:add|put|throw|pop|stick|chuck|toss|drop)(?=.* (?:to|in|into) (?:my |the |our )?(?:cart|basket|bag))"),
    ("cart", r"(?:buy|order|purchase|ill have|(?:i will |ill |lets |gonna |i )?(?:go (?:with|for)|choose|pick))"),
    ("cart", r"(?:i will|ill|id|i would|i want to|id like to|let me|lets|i would like to|gonna) (?:take|buy|order|get|purchase)|(?:im|were|i am|we are) (?:buying|taking|getting|ordering|going with)"),
    ("not_interested", r"not(?= (?:the|this|that|it|number|these|those)(?![^ ]))"),
    ("not_interested", r"no interest (?:whatsoever |at all )?in|exclude|hide|remove|drop|dismiss|get rid of|not for me|skip|forget about|take away|lose|ditch|bin|scrap|discard|delete|toss"),
    ("dislike", rf"(?:i |we )?{VERY}(?:{DISLIKING}|thumbs down(?: for| to| on)?)"),
    ("view", r"(?:ive |i have |(?:i|we) (?:must|might|may|could) have |weve |we have |i |we )(?:already |just |both |actually )*(?:seen|watched|read|saw|own|have|bought|heard|know|finished|got)(?: already)?"),
    ("view", r"(?:hes|shes|he has|she has|theyve|they have|(?:my|our) [a-z]+ (?:has|have)|(?:my|our) [a-z]+ and i(?: have|ve)?|everyone has|weve|we have) (?:already |all |both |just )*(?:seen|watched|read)|already (?:seen|watched|read|own|have|bought|saw|know)"),
    ("view", r"(?:seen|watched)"),
    ("like", r"i (?:would |id |think i )?prefer"),
    ("like", r"(?:my|our) (?:all time |absolute )?(?:favou?rites?|fave) (?:(?!is)[a-z]+ )?(?:of all time |ever |by far )?(?:is|are|was|has to be|would be)"),
    ("like", r"(?:i |we )?(?:liked|love|loved|loving|luv|enjoyed|adore|adored|thumbs up(?: for| to)?)"),
    ("like", r"(?:im |i am |i was |always been )?(?:(?:a )?(?:big |huge |massive )fan of|a fan of|(?:really |so |totally )?into|crazy about|(?:cant|never) get enough of|a sucker for|(?:very |rather |quite |really )?(?:fond of|keen on|partial to))"),
)  # fmt: skip
GOOD = (
    "super|superb|lush|class|ace|grand|decent|solid|stellar|phenomenal|spectacular|remarkable|"
    "impressive|unforgettable|memorable|haunting|riveting|gripping|thrilling|touching|heartwarming|"
    "witty|clever|smart|elegant|stylish|pleasant|comfy|underrated|legendary|iconic|flawless|faultless|"
    "unbeatable|wicked|rad|sweet|breathtaking|mind ?blowing|bloody marvellous|handsome|smashing|"
    "(?:an? )?(?:treasure|triumph|beauty|stunner|cracker|corker|blast|riot|hoot|legend|genius|hero|"
    "wonder|work of art)|(?<!nt )(?<!not )an? (?:absolute |real )?must(?: see| have| watch| own)?|"
    "(?:an? )?(?:ten out of ten|knockout|bargain|bop)|second to none|"
    "a lot of fun|a good one|good fun|"
    "goated|fire|peak|bangers?|"
    "splendid|marvellous|marvelous|terrific|fabulous|magnificent|exquisite|outstanding|tremendous|"
    "sublime|"
    "great|good|amazing|excellent|brilliant|wonderful|fantastic|perfect|superb|awesome|nice|"
    "lovely|cool|"
    "favou?rites?(?: of mine)?|the best(?: one)?|fab|a masterpiece|sick|dope|lit|beautiful|"
    "incredible|fun|cute|pretty|adorable|gorgeous|stunning|neat|nice one|interesting|"
    "(?:an? )?(?:masterpiece|gem|treat|joy|classic|winner|hit|banger|delight|keeper|favou?rite)|"
    "spot on|"
    "great fun|hilarious|"
    "top notch|superb|magic|moving|charming|delightful|(?:the )?best (?:thing|film|movie|one)"
)
BAD = (
    "stinkers?|weak|bland|flat|forgettable|mediocre|so so|dire|abysmal|atrocious|appalling|grim|silly|"
    "pointless|soulless|lifeless|gross|disgusting|nasty|ghastly|vile|hopeless|useless|unbearable|"
    "insufferable|pretentious|shallow|tiresome|tacky|tasteless|clumsy|drab|dated|underwhelming|"
    "overhyped|overlong|unfunny|predictable|cheap looking|"
    "(?:an? )?(?:bomb|turkey|disaster|eyesore|insult|abomination|embarrassment|snoozefest|snooze fest|"
    "yawn|stinker|load of (?:rubbish|nonsense)|monstrosity|nightmare|shambles)|"
    "mid|cringe|wack|a snooze|"
    "bad|boring|awful|terrible|rubbish|horrible|dull|poor|disappointing|overrated|stupid|ugly|meh|"
    "trash|garbage|crap|lame|"
    "a letdown|a disappointment|the worst|rubbish|cheesy|shit|annoying|a bore|a mess|a drag|a "
    "waste|"
    "dreadful|pants|unwatchable|tedious|ridiculous|pathetic|a joke|a dud|a flop|hideous"
)
_IS = (
    rf"(?:is|was|are|were|looks?|seems?|s) {VERY}(?:so |very |too |my |a |all |pretty |"
    rf"one of my |such an? |really |kind of |an |all time |absolute |true |real |total |[a-z]+ly )*"
)
VERDICTS = (
    ("dislike", rf"{_IS}(?:{BAD})|sucks?|sucked|bored me|put me to sleep"),
    ("like", rf"{_IS}(?:{GOOD}|(?:way |much |so much )?better than)|rocks?|rocked|slaps|bangs|hits different|rules"),
)  # fmt: skip
# Only values can be taken out of a list; a mood can not.
NEGATIVE = (
    rf"(?:i )?(?:{DISLIKING}|not|no|without|never|less|nothing|avoid)"
    r"(?: (?:to|see|watch|read|any|anything|something|too|so|very|more|a|an))*"
)
LIKE = (
    rf"(?:(?:i (?:want|need)|give me|show me|find me|find|more|something|anything|some|a|stuff|"
    rf"another|want|other|{NOUNS}) )*(?:like|alternatives? (?:to|for)|similar (?:feel|vibe|vibes|"
    rf"style|tone|mood|look|kind|feeling) (?:to|as)|similar to|such as|alike|in (?:that|this|the "
    rf"same|a similar) (?:vein|style|spirit|mood|manner|line|mould|mold|tradition|fashion|league)"
    rf"(?: as| to)?|cut from (?:the|that) same cloth(?: as)?|of (?:a|the) (?:similar|same|like) "
    rf"(?:nature|kind|character|ilk)(?: as| to)?|tak(?:e|es|ing) after|bear(?:s|ing)? (?:a |some )?"
    rf"(?:\w+ )?(?:resemblance|likeness|similarity) to|(?:the )?same (?:as|like)|"
    rf"similar (?:{NOUNS}) (?:to|as)|in the (?:vein|style|spirit|mood|manner|mould|mold|tradition|fashion) of|(?:the )?same (?:vibe|"
    rf"feel|"
    rf"kind|sort|type|style|spirit|vein|mood|line) (?:of (?:{NOUNS}) )?as|similar|comparable(?: "
    rf"to| with)?|resembling|akin to|equivalent to|"
    r"reminiscent of|of (?:that|this|the same|same) (?:kind|sort|type|style)(?: like| as)?|along "
    r"the lines of|close to|"
    r"kinda like|just like|a lot like|sort of like|that (?:is|are|looks?) like|(?:looks?|feels?) "
    r"like)"
)
VERB_LIKE = (
    r"(?:i|we|you|would|id|wed|dont|didnt|not|also|really|to|might|could|kids|wife|husband|"
    r"friends?) (?:also |really )?(?:like|likes)"
)
# Words before a comma that only answer: "no, before 1980".
ANSWERS = frozenset(
    listed(
        "mm mmm aha anyway evening then fab no yes yeah ok okay well hmm hm so nah sure right oh "
        "ah alright cool nice great thanks "
        "please hey hi hello perfect actually yep yup hmmm ugh thx dude man lol awesome good"
    )
)
# Those that need no comma behind them.
EXCLAIMED = frozenset(
    listed(
        "groan sigh gasp shudder yikes gosh blimey crikey ew eww ewww yuck ooh oooh aww phew huh morning hiya ok okay hmm hm hmmm oh ah hey hi "
        "hello yeah yep yup nah nope lol haha ugh meh yo so um "
        "eh dude man thanks "
        "actually cool yes well alright oops please bro mate thx sup"
    )
)
# What takes back the words before, or says that others were meant.
CORRECTION = (
    r"(?:(?:sorry|no|oops|wait|actually|well|i) )*(?:(?:i )?mean(?:t)?(?: to say)?|sorry|"
    r"correction|rather)"
)
# How many are wanted: the length of a list is the page's affair.
COUNT = (
    r"(?:the )?top (?:\d{1,2}|ten|five|three|twenty)|(?:\d{1,2}|two|three|four|five|six|ten|"
    r"twenty|a few|a couple of|a bunch of)(?= (?:good|great|nice|more|films|movies|comedies))|"
    r"(?:give|show|find|get|recommend|suggest)(?: me)? (?:\d{1,2}|two|three|four|five|six|ten|"
    r"twenty|a few|a couple of)(?= (?!and|or|then|please|instead)[a-z]{3})"
)
# What follows a verb or a pronoun where no object or noun does: `seen that together`.
ADVERBS = frozenset(
    listed(
        "every on at with when in last yesterday together ages years again twice and but so too as "
        "already before once recently tonight ever since because much away off out down back up "
        "yet anymore either alone aside"
    )
)
# What leaves the choice to us, whatever is told of the occasion.
ADVISE = (
    r"what (?:should|would|could|can|shall|do|will) (?:i|we|you) (?:\w+ )?(?:watch|see|put on|"
    r"recommend|suggest|pick|play|try|choose|go for|get|read|buy|listen to)"
)
# What begins a change of the last request.
OPENERS = (
    r"(?:ok |okay |yes |no )?(?:but|and|plus|also|only|just|instead|now|rather|without|no|not|"
    r"except|"
    r"make it|make them|a bit|a little|slightly|less|more|why not|what about|how about|even|"
    r"actually|this but|these but|that but|same but|the same but|"
    r"set (?:in|on|during|at|around)|taking place|"
    r"something (?:more|less|a bit|[a-z]+er)|anything (?:more|less|a bit|[a-z]+er)|i (?:dont|do "
    r"not) (?:like|want)|i (?:hate|dislike)|maybe|preferably|it should|they should|should be|must "
    r"be|with)"
)
CLOSERS = (
    r"(?:instead|though|too|as well|also|rather|would (?:be|do) (?:so |very |most |really |"
    r"[a-z]+ly )*"
    r"(?:nice|good|great|lovely|fine|best|fab|welcome|perfect|ideal|ok|okay|better|nicely|cool))"
)
# What speaks of what is there already: `is there one with her`, `anything else by him`.
ANAPHORS = (
    r"(?:(?:is there|are there|have you got|got|do you have|maybe|show me|find me|give me|want|"
    r"any of|some of|which|preferably|you have) )+(?:one|ones|them|those|these)|else|others?|"
    r"any (?:that|which|where)|ones (?:by|with|from|in|under|over|that|which|without)"
)
# What asks for a list afresh rather than for a change of the one there is.
WISH = (
    r"(?:(?:(?:i (?:have|got)|ive(?: got)?|we have|weve) (?:a |an )?(?:\w+ )?(?:hankering|craving|yen|"
    r"longing|urge|itch|yearning|appetite) for|(?:i|we) could (?:do with|use)|(?:im|were) dying for|"
    r"i (?:(?:also|now|still|really|just|do|actually) )*(?:require|seek|want|need|(?:would|should) (?:also |"
    r"now |really )?(?:like|love)|am looking for|feel like|fancy)|id (?:also |now |rather |really )?(?:"
    r"like|love)|lets? (?:me|us) (?:see|have)|im "
    r"(?:looking for|after|in the mood for|searching for|in need of|seeking|hoping (?:for|to "
    r"find)|on the lookout for)|we (?:want|need)|"
    r"show me|find me|find|give me|get me|recommend|suggest|search for|search|look for|looking "
    r"for|do you have(?! (?:them|it|that|this|those|these))|got any(?:thing)?(?! (?:from|with|by|"
    r"in|under|over|that))|got some(?:thing)?|"
    r"have you got|any(?! (?:from|with|by|in|under|over|that))|are there any(?! (?:from|with|by|"
    r"in|under|over|that))|"
    r"lets (?:see|watch|have|try)|what (?:\w+ )?(?:do you have|are there)|in the mood for|need|"
    r"wanna (?:see|watch)|can you (?:find|show|recommend|suggest)(?: me)?|could you (?:find|show|"
    r"recommend|suggest)(?: me)?|please (?:find|show|recommend)(?: me)?)"
    r"(?! to (?!watch|see|find|get|have|buy|read|try|play|look|listen|hear)[a-z])(?![^ ]))"
)
# What turns to another thing altogether.
NEXT = (
    r"next(?: up)?|(?:moving |and |now )?on to|(?:something|anything) (?:else|(?:completely |very )?"
    r"different)(?: (?:altogether|entirely))?|new search|(?:new|different|other|next) (?:topic|subject|"
    r"job|task|thing|idea|plan|direction)(?: now)?|change of plans?|"
    r"(?:lets )?(?:change|switch) (?:tack|direction|topic|subject|course|gears?)"
)
# The same, or the article that begins a noun: `a thriller`.
ANEW = rf"(?:{WISH}|(?:a|an|some)(?![^ ]))"
# Words in -ly that are no adverbs.
NO_ADVERBS = frozenset(
    listed(
        "family friendly silly ugly lonely lovely deadly elderly early holy curly daily july italy "
        "jolly bully belly jelly fly costly cuddly smelly supply apply reply sally emily "
        "billy kelly dolly lolly folly wally tally rally ally molly"
    )
)
# When something is needed; by itself it is no more to search for than what stands around a wish.
WHEN = frozenset(
    listed(
        "tomorrow yesterday day days night nights week weeks weekend month months morning afternoon "
        "evenings monday tuesday wednesday thursday friday saturday sunday soon later anymore "
        "longer before ago"
    )
)
# What people say around a wish; it is cut from both ends of what is searched for.
FILLER = frozenset(
    listed(
        "pray plus inside years sz limit restrict change sure us evening tonights ask tell us whose "
        "your exclusively "
        "request requests wish shall may might ought rather am a an the some any something "
        "anything wed show me give find get "
        "recommend suggest "
        "recommendation recommendations suggestions i we id im ive you can could would will wanna "
        "gimme gonna "
        "please pls plz want wants need needs looking look search searching for like love enjoy "
        "to watch read "
        "see hear listen buy play try film films movie movies flick flicks book books song songs "
        "product "
        "products item items thing things stuff one ones title titles picture pictures image "
        "images pic pics photo photos clipart cliparts option options in mood tonight today now "
        "new nice good great best top favourite what should is are there have has had got do does "
        "did "
        "my both either of about that which who and or but with also more only just then ok okay "
        "hi hello hey "
        "thanks thank "
        "watching seeing reading buying his her their bored time spend sell wear pay paying "
        "ideally obviously definitely completely whatever either gf bf wife husband girlfriend "
        "boyfriend lots lot plenty same yo w sup to "
        "feel really very bit little kind kinda sort instead make it be why list let lets us "
        "surprise feel maybe perhaps prefer preferably "
        "feeling from next another other others so well on else too as them these those must its "
        "by not at all thats he she they been up even "
        "this though actually man dude mate bro lol u ur decent any cool its keep only rather "
        "still again however help out fancy yes yeah no than costing cost costs come comes came after "
        "him made say anywhere somewhere stay keep spend was were going go set if possible fine "
        "everything"
    )
)
