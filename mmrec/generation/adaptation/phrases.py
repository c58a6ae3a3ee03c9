"""Ways to say things, for training: written for this project, combined at random, then checked.

`{name}` is filled in, `(a|b)` is a choice. A text is a lead sentence, which names the title, and
further ones about it. What the checker refuses never becomes a training pair.
"""

_GOOD = (
    "(a good match|a fitting choice|a natural next step|a sensible pick|a strong candidate"
    "|a fine addition|a solid bet|a suitable option|a natural fit|a good next one)"
)
_MAY = "(may be|could be|should be|might be|is|looks like|makes)"
_YOU = "(you may enjoy|you might like|you could try|you may like|you might enjoy|consider|try)"

# The lead is what the user did. {did}: `you liked "Heat"`; {past}: its title; {verb}: `liked`.
LEAD_PAST = (
    "Because {did}, {T} " + _MAY + " " + _GOOD + "( for you|)",
    "Since {did}, " + _YOU + " {T}",
    "{Did}, (so|and so) {T} " + _MAY + " " + _GOOD,
    "{Did}, (so|which is why) " + _YOU + " {T}",
    "{T} is (here|on your list) because {did}",
    "{T} " + _MAY + " " + _GOOD + ", (because|since) {did}",
    "{T} " + _MAY + " " + _GOOD + " after {past}, which {you_did}",
    "{past}, which {you_did}, is (the|one) reason for {T}",
    "(Thanks to|Going by|With) {past}, which {you_did}, {T} " + _MAY + " " + _GOOD,
    "(The|One) reason for {T}: {did}",
    "(Try|Consider|Give a chance to) {T}: {did}",
    "{T} (goes|pairs|fits) (well|closely|) with {past}, which {you_did}",
    "{did_when}, " + _YOU + " {T} (next|too|as well|also)",
    "(Here is|There is) {T} for you, because {did}",
    "{T} (goes|belongs) on your list: {did}",
    "From {past}, which {you_did}, to {T}",
    "{Did}; {T} is (close to that|a step from there)",
    "(Next up|Up next|Here you go|Your next one|Something for you): {T}, because {did}",
    "(What|Why) {T}? {Did}",
)
# The same, when it is known what the two have in common: {both} is `crime films`, {one_both} one.
LEAD_BOTH = (
    "{Did}, and {T} is {one_both} (too|as well|also)",
    "Like {past}, which {you_did}, {T} is {one_both}",
    "{T} and {past}, which {you_did}, are both {both}",
    "Both {past}, which {you_did}, and {T} are {both}",
    "{Did}. {T} is {one_both} (too|as well)",
    "Because {did}, you may (like|enjoy) {T}: both are {both}",
    "{Did}, so {T} " + _MAY + " " + _GOOD + ": both are {both}",
    "(Next to|After|With) {past}, which {you_did}, consider {T}: they are both {both}",
    "{T} has something in common with {past}, which {you_did}: both are {both}",
)
# The same, ending in a passage of the item's description: {says}, in quotation marks.
LEAD_SAYS = (
    "{Did}, so (consider|try) {T}: {says}",
    "Because {did}, have a look at {T}: {says}",
    "After {past}, which {you_did}, (try|consider) {T}: {says}",
    "{Did}. {T} may be next for you: {says}",
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
KIND = (
    "It is {a_kind} {noun}",
    "This is {a_kind} {noun}",
    "Expect {a_kind} {noun}",
    "Think of {a_kind} {noun}",
)
BOTH = (
    "Both are {both}",
    "(The two|They|The pair) are both {both}",
    "What they have in common: both are {both}",
    "(Like|Similar to) {past}, it is {one_both}",
    "As with {past}, this is {one_both}",
)
TIE = {
    "descriptions alike": (
        "Their descriptions are (alike|similar|close|closely related)",
        "The (two descriptions|descriptions) are (alike|similar|close)",
        "In words they are close: the descriptions match",
    ),
    "similar look": (
        "Their pictures look (alike|similar)",
        "The two have a similar look",
        "The pictures are (alike|similar)",
        "The look of the two is similar",
    ),
    "chosen together": (
        "They go together for many people",
        "Many people go for both",
        "The two go together for (many people|others)",
        "People here put the two together",
    ),
}
AGE = ("This {noun} is {age}", "This one is {age}")
YEAR = (
    "It is from {year}",
    "This {noun} is from {year}",
    "This one is from {year}",
    "From {year}, this one",
)
CREDIT = ("It is {credit}", "This {noun} is {credit}", "This one is {credit}")
TAGS = ("It is tagged {tags}", "This one is tagged {tags}", "This {noun} is tagged {tags}")
FACT = ("It has the {fact}", "With the {fact}", "The {fact}")
SAYS = (
    "The description (says|begins): {says}",
    "In the words of its description: {says}",
    "It is described like this: {says}",
    "The description: {says}",
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
    "With your taste in mind",
)
LIVELY = ("Give it a (chance|try)", "Let it be your next one", "Go for it")
