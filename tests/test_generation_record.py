"""The evidence record of a film of whose reasons everything is known"""

import json

from mmrec.generation.record import Record, record_of
from mmrec.types import Event, Evidence, Item, Reason

ALIEN = Item("m1", "Alien (1979)", facts={"genres": ["Horror", "Sci-Fi"], "director": "R. Scott"})
HEAT = Item("m2", "Heat (1995)", facts={"genres": ["Crime"]})
ALIENS = Item(
    "m3", "Aliens (1986)", "Marines.", facts={"genres": ["Action", "Sci-Fi"], "imdb_id": "tt1"}
)
PAST = [(Event("u", "m1", "rating", 5.0), ALIEN), (Event("u", "m2", "view"), HEAT)]
REASONS = (
    Reason(0.1, "image", "m2", "Heat (1995)", "view"),
    Reason(0.4, "text", "m1", "Alien (1979)", "rating"),
    Reason(0.2, "behaviour", "m1", "Alien (1979)", "rating"),
    Reason(0.3, "query"),
)


def record(**known: object) -> Record:
    return record_of(Evidence(ALIENS, REASONS, "space"), PAST, where="year > 1980", **known)


def test_the_causes_come_heaviest_first_with_what_they_have_in_common() -> None:
    alien, heat = record().causes
    assert (alien.title, alien.event, alien.weight) == ("Alien", "rating", 0.6)
    assert alien.deed == 'you rated "Alien" highly'
    assert alien.modalities == {"text": 0.4, "behaviour": 0.2}
    assert alien.common == {"genres": ["Sci-Fi"]}
    assert (heat.title, heat.common) == ("Heat", {})


def test_what_matched_sums_to_one_and_what_was_asked_for_is_there() -> None:
    one = record()
    assert one.modalities == {"text": 0.4, "query": 0.3, "behaviour": 0.2, "image": 0.1}
    assert (one.query, one.where) == ("space", "year > 1980")


def test_what_none_of_the_causes_has_is_new() -> None:
    assert record().new == {"genres": ["Action"]}
    assert record_of(Evidence(ALIENS, ())).new == {}


def test_it_is_json_and_lines_without_ids_or_addresses() -> None:
    one = record(likes=3, better_known=0.75)
    document = json.loads(json.dumps(one.as_json()))
    assert document["facts"] == {"genres": ["Action", "Sci-Fi"], "year": ["1986"]}
    told = "\n".join(one.lines())
    assert ' 60% you rated "Alien" highly' in told
    assert "little known, liked by 3; 75% are liked more" in told
    assert "new to this: genres Action" in told
    assert "tt1" not in told


def test_who_is_unknown_has_a_record_too() -> None:
    one = record_of(Evidence(ALIENS, (Reason(1.0, "popularity"),)))
    assert one.causes == ()
    assert one.modalities == {"popularity": 1.0}
