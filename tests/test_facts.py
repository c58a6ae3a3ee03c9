"""Facts that say something, and columns that only identify or locate."""

from mmrec.facts import telling_facts
from mmrec.types import Item


def test_ids_addresses_flags_and_empty_values_tell_nothing():
    facts = {
        "year": 1979,
        "imdb_id": "tt0078748",
        "image_source": "somewhere",
        "trailer": "https://example.org/x",
        "seen": True,
        "cast": [],
        "tagline": " ",
        "lead_actor": "Sigourney Weaver",
        "genres": ["Horror"],
    }
    assert dict(telling_facts(Item("1", "Alien", facts=facts))) == {
        "year": 1979,
        "lead actor": "Sigourney Weaver",
        "genres": ["Horror"],
    }
