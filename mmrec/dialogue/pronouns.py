"""What stands for items that are not named: `it`, `the same`, `all of them except the third`."""

from mmrec.dialogue.nouns import NOUNS

IT = (
    rf"(?:it|this|that)(?: (?:{NOUNS}))?|(?:those|these|them|the) (?:two|three|four|five)|the both "
    rf"of (?:them|these|those)|(?:them|those|these) both|both(?: "
    rf"of (?:them|these|those))?|all (?:of )?(?:them|these|those)|them|they|those|these|him|her"
)
# "The same was liked by me", "an awful evening, but the film I loved".
SAME = "the same(?! [a-z]+ as)|the (?:film|movie|picture|thing)(?= (?:i|we) )"
EXCEPT = "except(?: for)?|but(?: for| not)?|apart from|other than|bar|besides|excluding|aside from"
EVERYTHING = (  # of what is shown; else "everything by her" is spoken of
    rf"(?:everything|the lot|every one|all of it)(?= (?:{EXCEPT}|here|there|shown|on (?:the|your|"
    rf"this) (?:list|page|screen))(?![^ ]))|(?:all )?(?:the )?(?:rest(?! your)|others|other ones)"
    rf"(?: of (?:them|these|those|the list))?"
)
ALL = (
    "all(?: of)? (?:them|these|those|it)|(?:them|these|those) all|everything|(?:all )?the "
    "(?:rest|others)"
)
