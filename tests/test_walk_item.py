"""One item's walk, from a row of a file to a card on the page."""

import csv

import pytest

import world as tiny_world
from conftest import QUICK
from ingest.pipeline import ingest_items
from mmrec import Recommender
from mmrec.store import Catalog, Home
from ui.cards import card_html
from ui.words import Words

pytestmark = pytest.mark.slow


def test_a_row_becomes_a_card_whose_every_claim_is_a_fact(own_home, world, tmp_path):
    row = {
        "item_id": "new",
        "title": "Space Story <b>9</b>",
        "description": "A film about astronauts on a rocket to a distant planet, the last part.",
        "image": "pictures/Space-3.png",
        "year": "1999",
        "genres": "Space|Film",
    }
    source = tmp_path / "more.csv"
    with source.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, row)
        writer.writeheader()
        writer.writerows([row, row | {"item_id": "", "title": "nameless"}])

    # row -> checked, embedded, stored; what is wrong is kept with its line and reason
    report = ingest_items(Home.open(own_home), QUICK, [str(source)], images=world[0].parent)
    assert (report.read, report.added, report.rejected) == (2, 1, 1)
    catalog = Catalog.open(Home.open(own_home).catalog)
    [item] = catalog.items(["new"])
    assert item.facts == {"year": 1999, "genres": ["Space", "Film"]}
    vectors = catalog.vectors()
    place = vectors.item_ids.index("new")
    assert vectors.has_text[place]
    assert vectors.has_image[place]

    # stored -> retrieved and ranked, though no training ever saw it
    recommender = Recommender.open(own_home)
    found = recommender.recommend("Space fan 1", k=5)
    assert "new" in [place.item_id for place in found]
    assert recommender.search("the last part of the rocket film", k=3)[0].item_id == "new"

    # ranked -> explained from its facts
    mine = next(place for place in found if place.item_id == "new")
    assert sum(reason.weight for reason in mine.reasons) == pytest.approx(1)
    assert {reason.item_id for reason in mine.reasons} <= {
        tiny_world.film_id("Space", number) for number in range(tiny_world.SIZE)
    }
    explanation = recommender.explain("Space fan 1", mine)
    assert explanation.grounded
    assert all(claim.support for claim in explanation.claims)

    # explained -> a card, on which its title is text and not mark-up
    html = card_html(1, mine, Words(), saved=False)
    assert "Space Story &lt;b&gt;9&lt;/b&gt;" in html
    assert "<b>9</b>" not in html
