"""Ways to say things, for training: written for this project, combined at random, then checked.

`{name}` is filled in, `(a|b)` is a choice. A text is a lead sentence, which names the title, and
further ones about it. What the checker refuses never becomes a training pair.
"""

_GOOD = (
    "(a good match|a good choice|a natural choice|a natural next step|a sensible pick|a good pick"
    "|a strong candidate|a natural fit|a fine choice|a fitting choice)"
)
_MAY = "(may be|could be|might be|should be|is)"
_YOU = "(you may enjoy|you might like|you may like|you might enjoy|you could try|try)"

# The lead is what the user did. {did}: `you liked "Heat"`; {past}: its title; {verb}: `liked`.
LEAD_PAST = (
    "Because {did}, {T} " + _MAY + " " + _GOOD + "( for you|)",
    "Because {did}, " + _YOU + " {T}",
    "(Since|As) {did}, " + _YOU + " {T}( next| too| as well|)",
    "{Did}, so {T} " + _MAY + " " + _GOOD + "( for you|)",
    "{Did}, (so|which is why) " + _YOU + " {T}",
    "{Did}; (you may also enjoy|you might also like) {T}",
    "{T} is here because {did}",
    "{T} " + _MAY + " " + _GOOD + ", (because|since) {did}",
    "{T} " + _MAY + " " + _GOOD + " after {past}, which {you_did}",
    "After {past}, which {you_did}, {T} " + _MAY + " " + _GOOD,
    "After {past}, which {you_did}, " + _YOU + " {T}",
    "The reason for {T}: {did}",
    "(Try|Consider) {T}, (because|since) {did}",
    "{T} (goes well|pairs well|fits well) with {past}, which {you_did}",
    "Here is {T} for you, because {did}",
    "{T} belongs on your list: {did}",
    "(Next up|Up next|Your next one|Something for you): {T}, because {did}",
)
# The same, when it is known what the two have in common: {both} is `crime films`, {one_both} one.
LEAD_BOTH = (
    "{Did}, and {T} is {one_both} (too|as well|also)",
    "Like {past}, which {you_did}, {T} is {one_both}",
    "{T} and {past}, which {you_did}, are both {both}",
    "Both {past}, which {you_did}, and {T} are {both}",
    "{Did}; {T} is {one_both} (too|as well)",
    "Because {did}, " + _YOU + " {T}: both are {both}",
    "{Did}, so {T} " + _MAY + " " + _GOOD + ": both are {both}",
    "After {past}, which {you_did}, (try|consider) {T}: both are {both}",
    "{T} is {one_both}, (like|just like) {past}, which {you_did}",
)
# The same, ending in a passage of the item's description: {says}, in quotation marks.
LEAD_SAYS = (
    "{Did}, so (consider|try) {T}: {says}",
    "Because {did}, have a look at {T}: {says}",
    "After {past}, which {you_did}, (try|consider) {T}: {says}",
    "{T}, (because|since) {did}: {says}",
)
# The lead is what was searched for. {q}: the words.
LEAD_SEARCH = (
    "{T} (matches|fits) your search for {q}",
    "You (searched for|asked for) {q}, (and|so) {T} " + _MAY + " " + _GOOD,
    "For your search for {q}, {T} " + _MAY + " " + _GOOD,
    "(Here is|Try|Consider) {T} for your search: {q}",
    "{T} (is|comes) close to what you searched for, {q}",
    "Your search for {q} (goes|fits) well with {T}",
)
LEAD_POPULAR = (
    "{T} is popular with people here",
    "Popular with people here: {T}",
    "{T} is a popular (choice|pick) with people here",
    "(Try|Consider) {T}, (which is|) popular with people here",
)
LEAD_NOTHING = (
    "{T} " + _MAY + " " + _GOOD,
    "(Try|Consider|Here is|Have a look at) {T}",
    "{T} is (a suggestion|here) for you",
)
# What follows the title in the same sentence: {np} is `a crime film from 1995 directed by …`.
APPOSED = (", {np}", ": {np}", ", {np}", ": it is {np}", " — {np}")
# Sentences about the item, by aspect.
# "This" is the title; "it" would be what was named last.
KIND = ("This is {a_kind} {noun}", "This one is {a_kind} {noun}")
BOTH = (
    "Both are {both}",
    "(The two|They) are both {both}",
    "Like {past}, this is {one_both}",
)
TIE = {
    "descriptions alike": (
        "Their descriptions are (alike|similar|close|closely related)",
        "The (two descriptions|descriptions) are (alike|similar|close)",
    ),
    "similar look": (
        "Their pictures look (alike|similar)",
        "The two have a similar look",
        "The pictures are (alike|similar)",
        "The look of the two is similar",
    ),
    "chosen together": (
        "Many people go for both",
        "The two go together for many people",
        "People here put the two together",
    ),
}
AGE = ("This {noun} is {age}", "This one is {age}")
YEAR = ("This {noun} is from {year}", "This one is from {year}")
CREDIT = ("This is {a_noun} {credit}", "This one is {a_noun} {credit}")
TAGS = ("This {noun} is tagged {tags}", "This one is tagged {tags}")
FACT = ("This {noun} has the {fact}", "This one has the {fact}")
SAYS = (
    "The description (says|begins): {says}",
    "In the words of its description: {says}",
    "It is described like this: {says}",
    "{says}, says the description",
)
HEADLINE = (
    "{T}",
    "{T}: {np}",
    "(Next up|Up next|For you|Your next pick|One for your list): {T}",
    "(Try|Consider|Find|See) {T}, {np}",
    "{Np}: {T}",
    "{says}: {T}",
    "{T}, {np}",
)
# What a text may end with, by tone.
WARM = (
    "(I think you|You) may (enjoy|like) it",
    "It may be right for you",
)
LIVELY = ("Give it a (chance|try)", "Let it be your next one", "Go for it")
