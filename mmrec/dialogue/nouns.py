"""What any catalogue's items are called in talk, and the words that negate or restrict."""

NOUNS = (
    "ones?|films?|movies?|flicks?|books?|songs?|products?|items?|titles?|results?|picks?|"
    "suggestions?|"
    "recommendations?|cards?|things?|shows?|games?|series|albums?|tracks?|articles?|entry|choice|"
    "pairs?|models?|versions?|pictures?|images?|options?|stuff|pics?|photos?|cliparts?"
)
DISLIKING = (
    r"(?:dont|didnt|do not|did not|doesnt|cant|can not|cannot|never|couldnt) (?:really |"
    r"particularly |much |even |think i |think i would |think id )?"
    r"(?:like|liked|love|enjoy|enjoyed|need|stand|abide|tolerate|endure|stomach|want|cared? for|"
    r"bear|get "
    r"into|do)|not (?:a|such a|"
    r"really a|much of a) (?:big |huge )?fan of|"
    r"(?:not|aint|isnt|not really|never) (?:really )?(?:into|in the mood for)|hate|hated|hating|"
    r"dislike|disliked|detest|"
    r"loathe|loathed|despise|"
    r"(?:am |im )?(?:sick|tired|fed up) (?:of|with)|had enough of"
)
EXCEPT = (
    r"except(?:ing|ed)?(?: for)?|(?:with )?the (?:sole |only )?exception of|apart from|aside from|"
    r"other than|bar(?:ring)?(?= )|save for|(?:any|every|all|no)(?: ?(?:thing|one|body|where))?(?: (?!of)[a-z]+)? "
    r"(?:but|bar|save)(?: for)?"
)
_SMALL = (
    "have|little|small|young|any|anyone|anybody|called|them|more|a|an|the|too|much|of|those|these|all|it|to|be|been|show|me|list|"
    "with|"
    "by|from|in|made|"
    "that are|that is|thats|anything|is|are|stuff|so|many|other|watch|see|for|about|involving|"
    "featuring|"
    "related|set|kind|sort|based on|with a|about a|category|category of|genre of"
)
NO = (
    rf"(?:i |we |id |im |ive |please )*(?:really |just |absolutely )?(?:{DISLIKING}|no|not|non|"
    rf"none|"
    rf"nor|neither|without|{EXCEPT}|exclude|excluding|(?:under|in) no (?:circumstances?|"
    rf"conditions?|case|event|way)|(?:on|by) no (?:account|means)|no way|(?:steer|stay|"
    rf"keep) (?:well )?(?:clear|"
    rf"away) (?:of|from)|spare (?:me|us)|"
    rf"avoid|avoiding|(?:take|leave|cut|filter|rule|kick|throw) out|fewer|(?:both |all |"
    rf"quite )?had (?:more than |quite )?(?:my|our) fill of|you can keep(?: your)?|rather than|"
    rf"as opposed to|(?:refuse to|will not|wont) (?:watch|see|accept|sit through)|"
    rf"leave out|skip|minus|(?:not|never) (?:buying|getting|wearing|watching|seeing)|nothing|less|"
    rf"hide|remove|drop|lose|hold|ditch|never|"
    rf"(?:(?:should|must|may|might|ought|would|could)(?:nt| not)|cant|cannot|can not|wont|"
    rf"better not|(?:needs|has|have|"
    rf"got|ought|is|are) not to) (?:to )?(?:be|have|contain|include|involve|feature|show)|"
    rf"get rid of|forget about|forget|stop with|enough|cut|no need for|isnt|arent|wasnt|werent|"
    rf"dont|do not "
    rf"show me|dont show me|rather not)(?: (?:{_SMALL}))*"
)
ONLY = (
    rf"(?:only|just|strictly|exclusively|must be|has to be|have to be|should be|make it|make them|"
    rf"nothing but|(?:switch|change|move on) (?:it |that )?to|(?:keep|stick) (?:it |them |things "
    rf")?(?:to|within|with)|(?:limit|restrict|"
    rf"confine|reduce)(?: (?:it|them|things|that|the list|yourself))? to|"
    rf"filter(?: it)? (?:by|to)|narrow(?: it)?(?: down)? "
    rf"to)(?: (?:{_SMALL}))*"
)
