"""True sentences about real films, and the same sentences with one thing made false."""

import csv
import random
import re
from pathlib import Path

import pytest

from mmrec.generation.checker import check, grounded
from mmrec.generation.facts import Facts, facts_of
from mmrec.generation.wording import credits_of, described, plain_sentences
from mmrec.types import Event, Evidence, Item, Reason

GENRES = ("western", "musical", "comedy", "crime", "horror", "war", "documentary", "romance")
LISTS = ("genres", "cast", "tags")


@pytest.fixture
def worlds(movies: Path) -> list[tuple[Facts, str]]:
    """Facts of 150 pairs of films, and the title of a film that has no part in them."""
    with (movies / "items.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["year"] and row["director"]]
    rng = random.Random(0)
    return [world(*rng.sample(rows, 3)) for _ in range(150)]


def world(row: dict, past_row: dict, other: dict) -> tuple[Facts, str]:
    item, past = film(row), film(past_row)
    reason = Reason(1.0, "text", past.item_id, past.title, "rating")
    event = Event("u", past.item_id, "rating", 5.0)
    facts = facts_of(Evidence(item, (reason,)), [(event, past)], nouns=("film",))
    return facts, other["title"]


def film(row: dict) -> Item:
    facts = {"year": int(float(row["year"])), "director": row["director"]}
    facts |= {name: row[name].split("|") for name in LISTS if row[name]}
    return Item(row["item_id"], row["title"], row["description"] or None, None, facts)


def sentences(facts: Facts) -> list[str]:
    """The plain ones, and one that says all that is known."""
    past, item = facts.past[0].subject, facts.item
    full = (
        f'Because you rated "{past.title}" highly, you may enjoy "{item.title}", '
        f"{described(item, facts.nouns)}, {credits_of(item)[0]}."
    )
    return [*list(plain_sentences(facts))[:2], full]


def falsified(text: str, facts: Facts, other: str) -> dict[str, str]:
    """The sentence with one thing made false, by what was changed; as far as it applies."""
    past, item = facts.past[0].subject, facts.item
    genre = next(fact for fact in item.facts if fact.name == "genres").values[0].lower()
    new = next(name for name in GENRES if name not in str(item.facts).lower())
    swapped = text.replace(f'"{past.title}"', "@").replace(f'"{item.title}"', f'"{past.title}"')
    changed = {
        "year": re.sub(rf" {item.year}(?=[,.])", f" {int(item.year or 0) + 1}", text),
        "genre": re.sub(rf'\b{re.escape(genre)}\b(?=[^"]*$)', new, text),
        "swap": swapped.replace("@", f'"{item.title}"'),
        "title": text.replace(f'"{past.title}"', f'"{other}"'),
        "deed": text.replace("ou rated", "ou watched"),
        "negation": text.replace("you may", "you may not").replace("so try", "so never try"),
        "director": re.sub(r"directed by [^,.]+", "directed by Alan Smithee", text),
        "plot": f"{text[:-1]}, about two brothers.",
    }
    return {kind: false for kind, false in changed.items() if false != text}


def test_sentences_of_the_facts_are_true_of_real_films(worlds: list[tuple[Facts, str]]) -> None:
    refused = [
        text for facts, _ in worlds for text in sentences(facts) if not grounded(check(text, facts))
    ]
    assert len(refused) <= 0.01 * 3 * len(worlds), refused


def test_one_false_thing_makes_a_sentence_false(worlds: list[tuple[Facts, str]]) -> None:
    tried: dict[str, int] = {}
    passed = []
    for facts, other in worlds:
        for text in sentences(facts):
            for kind, false in falsified(text, facts, other).items():
                tried[kind] = tried.get(kind, 0) + 1
                passed += [(kind, false)] if grounded(check(false, facts)) else []
    assert passed == []
    assert len(tried) == 8
    assert min(tried.values()) > 40, tried
