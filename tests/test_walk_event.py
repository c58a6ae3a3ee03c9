"""One click's walk: into the log, into the next list, into the next model."""

import pytest

from conftest import QUICK
from mmrec import Event, Recommender
from mmrec.learning import is_current, train
from mmrec.store import EventLog, Home

pytestmark = pytest.mark.slow


def genres(found):
    return [place.item.facts["genres"][0] for place in found]


def test_a_click_counts_in_the_next_list_and_in_the_next_model(own_home):
    recommender = Recommender.open(own_home)
    before = recommender.recommend("newcomer", k=6)
    assert {reason.modality for place in before for reason in place.reasons} == {"popularity"}

    # shown -> the impressions are in the log, with position and propensity
    recommender.show("newcomer", before)
    liked = next(p for p in before if p.item.facts["genres"][0] == "Western")

    # click -> event -> the very next list
    event = Event(
        "newcomer",
        liked.item_id,
        "like",
        request_id=liked.request_id,
        position=liked.rank,
        propensity=liked.propensity,
        model_id=liked.model_id,
    )
    assert recommender.record(event) == 1
    assert recommender.record(event) == 0  # the same click, sent twice
    after = recommender.recommend("newcomer", k=6)
    assert genres(after)[:3] == ["Western"] * 3
    assert liked.item_id not in [place.item_id for place in after]
    assert {reason.item_id for reason in after[0].reasons} == {liked.item_id}

    log = EventLog.open(Home.open(own_home).events)
    mine = log.of_user("newcomer")
    assert [e.kind for e in mine] == ["impression"] * 6 + ["like"]
    assert [e.position for e in mine[:6]] == [1, 2, 3, 4, 5, 6]
    assert {(e.request_id, e.model_id) for e in mine} == {(liked.request_id, liked.model_id)}
    assert {e.propensity for e in mine} == {1.0}

    # a dislike takes an item out at once
    recommender.record(Event("newcomer", after[0].item_id, "not_interested"))
    assert after[0].item_id not in [p.item_id for p in recommender.recommend("newcomer", k=20)]

    # event -> the next model, which new lists carry the id of
    home = Home.open(own_home)
    assert not is_current(home, QUICK)
    report = train(home, QUICK, with_baselines=False)
    assert is_current(home, QUICK)
    assert report.model_id != liked.model_id
    assert Recommender.open(own_home).recommend("newcomer", k=1)[0].model_id == report.model_id
