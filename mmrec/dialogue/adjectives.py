"""Words that judge an item when it is said to be so: `the second is enchanting`.

Beside those of `cues`, which are so common that a slip is mended to them; these are not.
"""

PRAISING = (
    r"absorbing|addictive|astonishing|beguiling|blissful|bold|captivating|catchy|celebrated|"
    r"classy|compelling|cosy|cozy|dazzling|delicious|divine|dreamy|elegantly done|enchanting|"
    r"endearing|engaging|engrossing|enjoyable|enthralling|entertaining|exciting|exceptional|"
    r"extraordinary|fascinating|first class|first rate|gold|gorgeously shot|heavenly|"
    r"immaculate|ingenious|inspired|inspiring|irresistible|likeable|likable|luminous|luscious|"
    r"lovable|mesmerising|mesmerizing|original|peerless|poignant|praiseworthy|precious|"
    r"priceless|quality|refreshing|rewarding|robust|satisfying|sensational|snazzy|snug|"
    r"stupendous|sturdy|surprisingly good|timeless|top|tops|uplifting|well made|well done|"
    r"wholesome|world class|worth (?:it|watching|seeing|having)|"
    r"(?:an? )?(?:belter|belly laugh|crowd pleaser|diamond|jewel|marvel|revelation|standout|"
    r"charmer|tearjerker|thing of beauty|feast|pearl|ripper|stroke of genius|top film|lovely thing)"
)
BLAMING = (
    r"abominable|aimless|amateurish|banal|charmless|childish|cliched|contrived|corny|creepy|crappy|"
    r"creaky|daft|dismal|dodgy|dreary|dumb|embarrassing|exhausting|fake|far fetched|feeble|"
    r"flimsy|formulaic|frustrating|garish|gaudy|generic|grating|gruesome|half baked|hackneyed|"
    r"idiotic|inane|incoherent|incomprehensible|infuriating|inferior|insipid|irritating|"
    r"joyless|juvenile|kitschy?|laughable|lacklustre|lazy|lousy|mawkish|mindless|miserable|"
    r"nauseating|naff|nonsensical|numbing|obnoxious|off putting|offensive|overblown|overdone|"
    r"overpriced|patchy|plodding|preachy|pathetic|poorly made|repellent|repetitive|repulsive|"
    r"revolting|risible|sappy|second rate|shabby|shoddy|sickening|sloppy|soporific|stale|"
    r"sub ?par|subpar|tawdry|third rate|tiring|torture|tripe|trite|twee|unappealing|"
    r"unattractive|unconvincing|uninspired|uninteresting|unoriginal|unpleasant|unsightly|"
    r"unwearable|vapid|vulgar|wooden|woeful|worthless|wretched|yawnsome|"
    r"(?:an? )?(?:blot|damp squib|dog|failure|fiasco|horror show|misfire|slog|travesty|clunker|"
    r"let down|lemon|chore|bust)|"
    r"a waste of (?:time|money|space|an evening|film)"
)
