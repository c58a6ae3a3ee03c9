"""The checker on sentences whose truth is known: it lets no falsehood through."""

import pytest

from mmrec.generation.checker import check, grounded
from mmrec.generation.facts import Facts, facts_of
from mmrec.types import Event, Evidence, Item, Reason

ALIENS = Item(
    "m2",
    "Aliens (1986)",
    "The only survivor of the Nostromo returns to the moon with a team of marines.",
    facts={
        "year": 1986,
        "genres": ["Action", "Horror", "Sci-Fi"],
        "director": "James Cameron",
        "cast": ["Sigourney Weaver", "Michael Biehn"],
        "imdb_id": "tt0090605",
    },
)
ALIEN = Item(
    "m1",
    "Alien",
    facts={
        "year": 1979,
        "genres": ["Horror", "Sci-Fi"],
        "director": "Ridley Scott",
        "cast": ["Sigourney Weaver", "Tom Skerritt"],
    },
)
TERMINATOR = Item(
    "m3",
    "Terminator, The (1984)",
    facts={"year": 1984, "genres": ["Action", "Sci-Fi"], "director": "James Cameron"},
)
HEAT = Item("m4", "Heat", facts={"year": 1995, "genres": ["Crime"], "director": "Michael Mann"})

LAMP = Item(
    "p1",
    "Trail Lamp 200",
    "A small lamp that runs all night on one charge.",
    facts={"brand": "Lumina", "colour": "red", "price": 39.5, "category": "Lighting"},
)
STOVE = Item("p2", "Camp Stove", facts={"brand": "Brasa", "category": "Cooking", "colour": "red"})
TORCH = Item("p3", "Head Torch", facts={"brand": "Lumina", "category": "Lighting"})


def films() -> Facts:
    """Alien liked (rated 4.5, text), The Terminator rated 3 (behaviour), Heat liked (image)."""
    reasons = (
        Reason(0.4, "text", "m1", "Alien", "rating"),
        Reason(0.25, "behaviour", "m3", "Terminator, The (1984)", "rating"),
        Reason(0.2, "image", "m4", "Heat", "like"),
        Reason(0.15, "query"),
    )
    past = [
        (Event("u", "m1", "rating", 4.5), ALIEN),
        (Event("u", "m3", "rating", 3.0), TERMINATOR),
        (Event("u", "m4", "like"), HEAT),
    ]
    evidence = Evidence(ALIENS, reasons, "claustrophobic space horror")
    return facts_of(evidence, past, nouns=("film", "movie"))


def shop() -> Facts:
    """A stove bought (text), a torch viewed (image); no query."""
    reasons = (
        Reason(0.6, "text", "p2", "Camp Stove", "purchase"),
        Reason(0.4, "image", "p3", "Head Torch", "view"),
    )
    past = [(Event("u", "p2", "purchase"), STOVE), (Event("u", "p3", "view"), TORCH)]
    return facts_of(Evidence(LAMP, reasons), past, nouns=("product",))


def newcomer() -> Facts:
    """Nothing known of the user: only popularity speaks."""
    item = Item("m9", "Amélie", facts={"year": 2001, "genres": ["Comedy", "Romance"]})
    return facts_of(Evidence(item, (Reason(1.0, "popularity"),)), nouns=("film",))


TRUE = {
    films: (
        'Because you liked "Alien", you may enjoy "Aliens", a sci-fi film from 1986.',
        'Because you liked "Alien", you might enjoy "Aliens", another horror and sci-fi film.',
        'You rated "Alien" highly, and both it and "Aliens" are horror films.',
        'Since you enjoyed "Alien", "Aliens" is a good match for you: both are horror films.',
        "Because you liked Alien, you may enjoy Aliens (1986).",
        'Because you rated "The Terminator", you may like "Aliens", directed by James Cameron.',
        '"Aliens" and "The Terminator" share the same director, James Cameron.',
        '"The Terminator" and "Aliens" have the same director.',
        '"Aliens" and "Alien" share genres.',
        '"Aliens" is a 1986 action film starring Sigourney Weaver and Michael Biehn.',
        '"Aliens" stars Sigourney Weaver.',
        "This film is a good pick: a horror movie by James Cameron.",
        'Like "Alien", "Aliens" is a horror film.',
        'You liked "Heat", and the poster of "Aliens" has a similar look.',
        'The description of "Aliens" is close to that of "Alien", which you liked.',
        'People who rated "The Terminator" also liked "Aliens".',
        'It matches your search for "claustrophobic space horror".',
        'You asked for claustrophobic space horror, and "Aliens" is a horror film.',
        '"Aliens" is newer than "Alien".',
        '"Aliens" is described as "returns to the moon with a team of marines".',
        'You liked "Alien" and "Heat".',
        'Your taste for horror makes "Aliens" a natural choice.',
        'Try "Aliens": it is an action film.',
        'If you liked "Alien", this is a sci-fi film from 1986.',
        '"Aliens" might be worth a look, since you liked "Alien".',
        'Since you liked "Alien", a horror film, you may enjoy "Aliens".',
        'From the director James Cameron, "Aliens" is an action and horror film.',
        '"Aliens" is a film with Sigourney Weaver, as is "Alien".',
    ),
    shop: (
        'Because you bought "Camp Stove", you may like "Trail Lamp 200", also red.',
        'You viewed "Head Torch", and "Trail Lamp 200" is another product by Lumina.',
        '"Trail Lamp 200" and "Head Torch" share the brand Lumina.',
        'The pictures of "Head Torch" and "Trail Lamp 200" look alike.',
        '"Trail Lamp 200" is red, with a price of 39.5.',
        'You looked at "Head Torch"; "Trail Lamp 200" has the same category, Lighting.',
        '"Trail Lamp 200" has this in its description: "runs all night on one charge".',
    ),
    newcomer: (
        '"Amélie" is a popular film, a comedy from 2001.',
        'Many people chose "Amélie", a comedy and romance film.',
        "This comedy from 2001 is popular.",
    ),
}

FALSE = {
    films: (
        # years and numbers
        'Because you liked "Alien", you may enjoy "Aliens", a sci-fi film from 1987.',
        'Because you liked "Alien", you may enjoy "Aliens", a sci-fi film from 1979.',
        'You liked "Alien" (1986), so try "Aliens".',
        '"Aliens" won 2 awards.',
        'You rated "Alien" 5.',
        "It is one of three horror films.",
        '"Aliens" is older than "Alien".',
        '"Aliens" is newer than "Heat".',
        '"Alien" is newer than "Aliens".',
        # genres and attributes
        '"Aliens" is a comedy from 1986.',
        '"Aliens" is a crime film like "Heat".',
        'Because you liked "Heat", you may enjoy "Aliens", another action film.',
        'Because you liked "Alien", you may enjoy "Aliens", another action film.',
        'You liked "Heat", and both are horror films.',
        '"Aliens" and "Heat" share genres.',
        '"Aliens" is a romantic film.',
        '"Alien" is an action film.',
        'Since you liked "Alien", an action film, you may enjoy "Aliens".',
        # people
        '"Aliens" is directed by Ridley Scott.',
        '"Aliens" is directed by Sigourney Weaver.',
        '"Aliens" is a film by Michael Biehn.',
        '"Aliens" stars James Cameron.',
        '"Aliens" stars Tom Skerritt.',
        '"Aliens" is directed by Steven Spielberg.',
        '"Aliens" and "Alien" share the same director.',
        '"Aliens" and "Heat" have the same director, James Cameron.',
        "A film for fans of Ripley.",
        # titles
        'Because you liked "Aliens", you may enjoy "Alien".',
        'Because you liked "Blade Runner", you may enjoy "Aliens".',
        'You may enjoy "Alien", a horror film.',
        'We recommend "Heat".',
        'Because you liked "Alien", you may enjoy Aliens: Resurrection.',
        'Because you liked "Alien 3", you may enjoy "Aliens".',
        "You may enjoy Predator, a sci-fi film.",
        # the user's history
        'Because you liked "The Terminator", you may enjoy "Aliens".',
        'Because you rated "The Terminator" highly, you may enjoy "Aliens".',
        'Because you loved "Alien", you may enjoy "Aliens".',
        'Because you watched "Alien", you may enjoy "Aliens".',
        'Because you bought "Heat", you may enjoy "Aliens".',
        'You disliked "Heat", so try "Aliens".',
        'You liked "Aliens", a horror film.',
        'You liked "Alien" and "Aliens".',
        'You like "The Terminator", so "Aliens" is a good match.',
        "You like action films.",
        "Your taste for comedy makes this a good pick.",
        'You rated "Heat", and "Aliens" is a sci-fi film.',
        # negation, exclusiveness, promises, praise
        '"Aliens" is not a horror film.',
        '"Aliens" isn\'t a sci-fi film.',
        'Unlike "Alien", "Aliens" is an action film.',
        '"Aliens" is the only horror film by James Cameron.',
        '"Aliens" is the best film of 1986.',
        'You will love "Aliens".',
        '"Aliens" is a great film.',
        '"Aliens" is a classic horror film.',
        '"Aliens" is an award-winning sci-fi film.',
        '"Aliens" has never been a horror film.',
        # invented content
        '"Aliens" is a gripping story of two brothers.',
        '"Aliens" is a horror film about a haunted house.',
        '"Aliens" is a sci-fi film set in the future.',
        'Like "Alien", "Aliens" follows a crew.',
        '"Aliens" is described as "a team of marines returns".',
        '"Aliens", about a mother and her daughter, is a horror film.',
        # what matched
        'The poster of "Aliens" looks like that of "Alien".',
        'The description of "Aliens" is close to that of "Heat".',
        'People who liked "Heat" also liked "Aliens".',
        '"Aliens" is a popular film.',
        'It matches your search for "romantic comedy".',
        # mark-up and other scripts
        'Because you liked "Alien", you may enjoy <b>"Aliens"</b>.',
        '"Aliens" is a horror film 😀.',
        '"Aliens" is a horror film 关于外星人.',
        'Because you liked "Alien, you may enjoy Aliens.',
    ),
    shop: (
        'Because you bought "Head Torch", you may like "Trail Lamp 200".',
        'Because you liked "Camp Stove", you may like "Trail Lamp 200".',
        '"Trail Lamp 200" and "Camp Stove" share the brand Lumina.',
        '"Trail Lamp 200" is by Brasa.',
        '"Trail Lamp 200" is blue.',
        '"Trail Lamp 200" has a price of 35.',
        '"Trail Lamp 200" was made in 39.5.',
        '"Trail Lamp 200" is a waterproof product.',
        'You bought "Camp Stove", another product for lighting.',
        'The pictures of "Camp Stove" and "Trail Lamp 200" look alike.',
        '"Trail Lamp 200" is cheaper than "Camp Stove".',
        "It matches your search for a lamp.",
    ),
    newcomer: (
        'Because you liked "Amélie", you may enjoy it again.',
        "It matches your taste for comedy.",
        '"Amélie" is a popular drama from 2001.',
        '"Amélie" is the most popular film.',
        "Because you liked comedy films, you may enjoy this.",
        '"Amélie" is described in similar words.',
        '"Amélie" was directed by Jean-Pierre Jeunet.',
    ),
}

# Written after the checker and before any repair of it; it had let ten of these through.
LATER_TRUE = {
    films: (
        '"Aliens", an action film, is a good pick because you rated "Alien" highly.',
        'Why "Aliens"? You rated "Alien" highly.',
        'One reason for "Aliens": you rated "Alien" highly.',
        'You rated "Alien" highly, so this could be a suitable option.',
        'You enjoyed "Alien", so this sci-fi film is a natural next pick.',
        '"Aliens" is a great choice for you: it is an action film starring Sigourney Weaver.',
        'Since you rated "Alien" highly, "Aliens" is a great match for you: both are sci-fi films.',
        'You liked "Heat", and "Aliens" has a similar look: an action and horror film.',
        '"Aliens" fits your search: it is a horror film from 1986.',
        'Perhaps you would like "Aliens", directed by James Cameron in 1986.',
        'Because you rated "Alien" highly and liked "Heat", you may enjoy "Aliens".',
        'Both "Alien" and "Aliens" star Sigourney Weaver.',
        '"Alien" is older than "Aliens".',
        '"Aliens" shares the genres action and sci-fi with "The Terminator".',
        'We suggest "Aliens": like "The Terminator", it is a sci-fi action film.',
        'You rated "The Terminator", another film by James Cameron.',
        "Aliens is an action horror movie from 1986 with Michael Biehn.",
    ),
    shop: (
        'Since you bought "Camp Stove", this is a good addition: both are red.',
        '"Trail Lamp 200" is a product by Lumina.',
        'You viewed "Head Torch", which has the same brand, Lumina.',
        'This product looks similar to "Head Torch".',
        'The description of "Trail Lamp 200" is similar to that of "Camp Stove", which you bought.',
    ),
    newcomer: (
        '"Amélie" is a popular romance film from 2001.',
        'People here liked "Amélie", so you might enjoy it too.',
        "You may enjoy this 2001 comedy.",
    ),
}
LATER_FALSE = {
    films: (
        '"Alien", which you rated highly, is a suggestion for you: "Aliens" is an action film.',
        '"Alien", which you rated highly, is a strong candidate for "Aliens".',
        '"Aliens", which you rated "Alien", is an action film.',
        '"Aliens", an action film, is why you rated "Alien" highly.',
        '"Aliens" is here because you rated "Alien" highly. It is the reason for "Alien".',
        '"Alien", which you rated highly, could be a suitable option. "Aliens" is close to that.',
        'You rated "Alien" highly: "The only survivor of the Nostromo returns to the moon".',
        'Because you liked "Alien" and you own "Aliens", try it again.',
        'You have "Aliens".',
        'You have seen "Alien".',
        '"Aliens" is a sequel to "Alien".',
        '"Aliens" is as good as "Alien".',
        '"Aliens" is more like "Heat".',
        '"Aliens" is a horror, crime and sci-fi film.',
        'Both "Heat" and "Aliens" are from 1995.',
        'Both "Alien" and "Aliens" are from 1986.',
        'Both "Alien" and "Aliens" are by James Cameron.',
        '"Aliens" was made by James Cameron and Ridley Scott.',
        'James Cameron directed "Alien".',
        'Ridley Scott made "Aliens".',
        'Like "Heat", "Aliens" stars Sigourney Weaver.',
        '"Heat", directed by James Cameron, is what you liked.',
        'Sigourney Weaver liked "Aliens".',
        "You liked James Cameron.",
        "Your taste for crime films by James Cameron.",
        '"Aliens" is a film from the director of "Heat".',
        '"Aliens" is from 1986 and "Alien" is from 1986.',
        '"Aliens" is from the year 1995, like "Heat".',
        'You rated "Heat" highly.',
        'You searched for "Alien".',
        "You asked for horror and comedy.",
        'You liked "Alien" for the look.',
        'Many people liked "Alien", "Heat" and "Aliens".',
        '"Aliens" has 3 actors.',
        '"Aliens" is about a team of marines.',
        'Everyone should watch "Aliens".',
        'Watch "Aliens" for free.',
        '"The Terminator" is a horror film, and so is "Aliens".',
        "This film is from 1979.",
        "It is a 1979 film.",
        'You liked "Alien", which is an action film.',
        'You liked "Alien". It was directed by James Cameron.',
        'Directed by Ridley Scott, "Aliens" is a sci-fi film.',
        'With Tom Skerritt, "Aliens" is a sci-fi film.',
        'A crime film, "Aliens" is a good match.',
        'Tom Skerritt is in "Aliens".',
        'Is "Aliens" a comedy?',
        "Aliens 2 is a good pick.",
        '"Aliens" has the same cast as "Heat".',
        '"Aliens" and "Alien" have the same year.',
        'If you like crime films, "Aliens" is a good pick.',
        "ALIENS IS A COMEDY.",
        "You may like this film about James Cameron.",
        'Since you may enjoy "Alien", we suggest "Aliens".',
        '"Alien" is a good pick for you.',
        'Try "Heat", a crime film.',
        '"Heat" is worth a look.',
        '"Aliens" is a "crime" film.',
        '"Aliens" is popular.',
        'You and James Cameron liked "Alien".',
        'Sigourney Weaver directed "Aliens".',
        '"Aliens" is the film that you rated highly.',
        "Horror is what you enjoy, and comedy too.",
    ),
    shop: (
        '"Trail Lamp 200" has a price of 200.',
        '"Camp Stove" has the brand Lumina.',
        "Camp Stove is a lamp.",
        'You viewed "Camp Stove".',
        'You saved "Head Torch".',
        "This product is by Lumina and Brasa.",
        "This is a red torch.",
        '"Head Torch" is red, and "Trail Lamp 200" is too.',
        '"Trail Lamp 200" and "Camp Stove" have the same category.',
        'The colour of "Head Torch" is red.',
        '"Trail Lamp 200" costs 39.5 in total.',
        'Buy "Camp Stove" again.',
        "People bought both.",
        'Lumina made "Camp Stove".',
    ),
    newcomer: (
        'You may like "Amélie", another comedy.',
        "You liked comedies.",
        '"Amélie" fits your search.',
        '"Amélie" looks like what you liked.',
        "It is a good match for your history.",
        '"Amélie" is a popular film that you rated.',
        'Your friends liked "Amélie".',
        '"Amélie" is a popular film from 2002.',
    ),
}


def labelled(sentences: dict) -> list:
    return [
        pytest.param(world, text, id=f"{world.__name__}: {text}")
        for world, texts in sentences.items()
        for text in texts
    ]


@pytest.mark.parametrize(("world", "text"), labelled(TRUE) + labelled(LATER_TRUE))
def test_a_true_sentence_is_accepted(world, text: str) -> None:
    claims = check(text, world())
    assert grounded(claims), [claim for claim in claims if claim.support is None]


@pytest.mark.parametrize(("world", "text"), labelled(FALSE) + labelled(LATER_FALSE))
def test_a_false_sentence_is_refused(world, text: str) -> None:
    claims = check(text, world())
    assert not grounded(claims), claims


def test_an_item_the_request_named_is_a_wish_and_no_history():
    reasons = (Reason(1.0, "text", "m1", "Alien", "query"),)
    facts = facts_of(Evidence(ALIENS, reasons), [(Event("u", "m1", "query"), ALIEN)])
    assert grounded(check('Because you asked for something like "Alien", try "Aliens".', facts))
    for false in ('Because you liked "Alien", try "Aliens".', 'You rated "Alien" highly.'):
        assert not grounded(check(false, facts))


def test_a_sound_is_a_reason_only_where_it_carried_the_score():
    past = [(Event("u", "m1", "like"), ALIEN)]
    for modality in ("audio", "text"):
        reasons = (Reason(1.0, modality, "m1", "Alien", "like"),)
        claims = check('You liked "Alien", and their sounds are alike.', facts_of(
            Evidence(ALIENS, reasons), past))  # fmt: skip
        assert grounded(claims) is (modality == "audio"), claims


@pytest.mark.parametrize(
    ("true", "text"),
    [
        (True, 'You liked "Heat", so "Aliens", an action film from 1986, is a good match.'),
        (True, 'You liked "Heat", and so "Aliens", an action film, is a good match.'),
        (True, 'After "Alien", which you rated highly, "Aliens", a film, is a good pick.'),
        (True, 'Because you liked "Heat", "Aliens", a horror film, may be a good match.'),
        (False, '"Heat", which you liked, is a good match.'),
        (False, '"Aliens" is here, so "Heat", which you liked, is a good match.'),
        (False, 'After "Aliens", "Heat", which you liked, is a good match.'),
        (False, 'Like "Aliens", "Heat", which you liked, is a good match.'),
        (False, '"Heat", a film like "Aliens", is a good match.'),
        (False, '"Heat", which is like "Aliens", should be a good match.'),
        (False, '"Aliens", so "Heat", a film from 1995, is a good match.'),
        (False, 'You liked "Heat", which is "Aliens", too.'),
        (True, '"Aliens" and "Alien", which you rated highly, are both horror films.'),
        (False, '"Aliens" and "Alien" are both horror films, which you rated highly.'),
    ],
)
def test_what_is_called_good_is_what_the_main_clause_begins_with(*, true: bool, text: str) -> None:
    assert grounded(check(text, films())) is true
