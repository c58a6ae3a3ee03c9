"""What a home remembers of a visitor, and how it forgets."""

import pytest

from mmrec import Event, Query, Recommender
from mmrec.config import EventSettings
from mmrec.errors import ConfigError, StoreError
from mmrec.profile import LASTING, RECENT, profile_of
from mmrec.store import Conversations, EventLog
from mmrec.types import Item


def test_a_conversation_is_the_users_own_and_the_last_one_counts(tmp_path):
    talks = Conversations(tmp_path / "talks")
    assert talks.kept("u1") is None
    talks.keep("u1", "one")
    talks.keep("u1", "two")
    talks.keep("../u1\n", "of somebody else")
    assert (talks.kept("u1"), talks.kept("../u1\n")) == ("two", "of somebody else")
    assert len(list((tmp_path / "talks").iterdir())) == 2  # whole files, and nothing beside them
    talks.forget("u1")
    talks.forget("u1")
    assert talks.kept("u1") is None


def test_a_folder_that_cannot_be_written_is_one_clear_error(tmp_path):
    (tmp_path / "talks").write_text("a file in its place")
    with pytest.raises(StoreError, match="cannot be kept"):
        Conversations(tmp_path / "talks").keep("u1", "one")


def test_only_the_users_own_events_are_forgotten(tmp_path):
    log = EventLog.open(tmp_path / "events.sqlite")
    mine, other = Event("u1", "a", "like"), Event("u2", "a", "like")
    log.append([mine, other])
    assert log.forget("u1", [mine.event_id, other.event_id, "unknown"]) == [mine]
    assert log.of_user("u1") == [] and log.of_user("u2") == [other]


def like(number, kind="like", **facts):
    item = Item(f"i{number}", f"Item {number}", facts=facts)
    return Event("u1", item.item_id, kind, at=float(number)), item


def weigh(event):
    return EventSettings().weight(event.kind, event.value)


def test_a_profile_tells_recent_lasting_common_and_avoided():
    done = [like(n, genres=["Rare", "Film"]) for n in range(20, 8, -1)]
    done += [like(5, "purchase"), like(4, "dislike", genres=["Rare"]), like(3, "click")]
    counts = {("genres", "Rare"): 10, ("genres", "Film"): 100}
    profile = profile_of(done, weigh, counts, total=100)
    assert [event.at for event, _ in profile.recent] == [20, 19, 18, 17, 16]
    assert len(profile.recent) == RECENT and len(profile.lasting) <= LASTING
    assert profile.lasting[0][1].item_id == "i5"  # bought: the strongest of the older ones
    assert [(t.value, t.liked) for t in profile.traits] == [("Rare", 12)]  # all items are films
    assert [item.item_id for _, item in profile.avoided] == ["i4"]


def test_what_was_liked_and_then_disliked_is_avoided_only():
    liked, item = like(1)
    profile = profile_of([(Event("u1", "i1", "dislike"), item), (liked, item)], weigh, {}, 1)
    assert profile.recent == () and len(profile.avoided) == 1


@pytest.mark.slow
def test_starters_come_from_all_corners_of_the_tiny_world(trained_home):
    starters = Recommender.open(trained_home).memory.starters(5)
    assert {item.facts["genres"][0] for item in starters} == {"Space", "Western", "Romance"}


@pytest.mark.slow
def test_the_balance_weighs_a_picture_against_words(trained_home, world):
    recommender = Recommender.open(trained_home)
    picture = str(world[0].parent / "pictures" / "Western-2.png")

    def genres(balance):
        query = Query(text="astronauts on a rocket", image=picture, balance=balance)
        return [p.item.facts["genres"][0] for p in recommender.recommend(query=query, k=4)]

    assert set(genres(0.0)) == {"Space"}
    assert set(genres(1.0)) == {"Western"}
    with pytest.raises(ConfigError, match="balance"):
        genres(1.5)
