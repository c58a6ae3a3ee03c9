"""The verbs of the library over the tiny world, with real models."""

import threading

import pytest

from mmrec import Event, Query, Recommender
from mmrec.config import ListSettings, RetrievalSettings, Settings
from mmrec.errors import ConfigError, NotFound
from mmrec.store import EventLog, Home

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def recommender(trained_home):
    return Recommender.open(trained_home)


def genres(found):
    return [place.item.facts["genres"][0] for place in found]


def test_a_list_holds_k_new_items_ranked_with_reasons_that_sum_to_one(recommender):
    found = recommender.recommend("Space fan 2", k=5)
    assert [place.rank for place in found] == [1, 2, 3, 4, 5]
    done = {event.item_id for event, _ in recommender.history("Space fan 2")}
    assert done.isdisjoint(place.item_id for place in found)
    for place in found:
        assert sum(reason.weight for reason in place.reasons) == pytest.approx(1)
        assert all(reason.weight > 0 for reason in place.reasons)
        assert place.model_id != "content"
    assert len({place.request_id for place in found}) == 1


def test_what_is_left_of_a_genre_comes_first(recommender):
    assert genres(recommender.recommend("Romance fan 4", k=2)) == ["Romance"] * 2


def test_a_session_that_nobody_stored_gets_its_genre(recommender):
    found = recommender.recommend(history=["Western-1", "Western-2"], k=3)
    assert genres(found) == ["Western"] * 3


def test_a_filter_is_never_broken_even_without_a_query(recommender):
    found = recommender.recommend("Space fan 1", where="year >= 1985", k=24)
    assert found
    assert all(place.item.facts["year"] >= 1985 for place in found)
    only = recommender.recommend("Space fan 1", query=Query(where="genres = 'Western'"), k=24)
    assert set(genres(only)) == {"Western"}


def test_words_move_the_list_and_say_so(recommender):
    found = recommender.recommend("Space fan 1", query="a wedding of two lovers", k=3)
    assert genres(found) == ["Romance"] * 3
    assert found[0].reasons[0].modality == "query"


def test_a_catalogue_too_large_to_be_scanned_answers_as_a_small_one_does(recommender, trained_home):
    settings = Settings(retrieval=RetrievalSettings(index_from=1))
    large = Recommender(Home.open(trained_home), settings)
    for ask in (
        lambda one: one.recommend("Space fan 1", k=5),
        lambda one: one.recommend("Space fan 1", query="a wedding of two lovers", k=5),
        lambda one: one.similar("Western-1", k=5),
        lambda one: one.search("cowboys on horses", k=5),
        lambda one: one.search("a wedding", where="year >= 1984 AND genres = 'Western'", k=3),
    ):
        assert [place.item_id for place in ask(large)] == [
            place.item_id for place in ask(recommender)
        ]


def test_candidates_of_the_caller_are_all_ranked_and_nothing_else(recommender):
    given = ["Western-3", "Space-7", "Romance-0"]
    found = recommender.rank("Space fan 1", given)
    assert {place.item_id for place in found} == set(given)
    assert found[0].item_id == "Space-7"


@pytest.mark.parametrize("by", ["text", "image", "behaviour", "all"])
def test_similar_items_are_of_the_same_genre_by_any_likeness(recommender, by):
    found = recommender.similar("Western-2", k=4, by=by)
    assert genres(found) == ["Western"] * 4
    assert "Western-2" not in [place.item_id for place in found]


def test_an_item_without_a_picture_has_no_likeness_by_picture(recommender):
    with pytest.raises(NotFound, match="no image vector"):
        recommender.similar("Space-7", by="image")


def test_search_finds_words_looks_and_filters(recommender, world):
    assert genres(recommender.search("cowboys on horses", k=3)) == ["Western"] * 3
    picture = world[0].parent / "pictures" / "Romance-3.png"
    assert recommender.search(image=picture, k=1)[0].item_id == "Romance-3"
    assert {p.item.facts["year"] for p in recommender.search(where="year = 1984")} == {1984}


def test_what_cannot_be_meant_is_refused_by_name(recommender):
    with pytest.raises(ConfigError, match="Nothing to search for"):
        recommender.search()
    with pytest.raises(ConfigError, match="k is 0"):
        recommender.recommend("u", k=0)
    with pytest.raises(ConfigError, match="Did you mean 'image'"):
        recommender.similar("Space-1", by="imge")
    with pytest.raises(ConfigError, match="Did you mean 'like'"):
        recommender.record(Event("u", "Space-1", "lke"))
    with pytest.raises(NotFound, match="Space-99"):
        recommender.record(Event("u", "Space-99", "like"))
    with pytest.raises(NotFound, match="Space-99"):
        recommender.recommend(history=["Space-99"])


def test_threads_get_the_same_answer(recommender):
    alone = [place.item_id for place in recommender.recommend("Space fan 3", query="rocket", k=5)]
    answers = []

    def ask():
        found = recommender.recommend("Space fan 3", query="rocket", k=5)
        answers.append([place.item_id for place in found])

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [alone] * 8


def test_what_each_thread_records_counts_in_its_very_next_list(own_home):
    recommender, wrong = Recommender.open(own_home), []

    def live(person):
        for number in range(6):
            recommender.record(Event(person, f"Western-{number}", "like"))
            found = {place.item_id for place in recommender.recommend(person, k=24)}
            done = {f"Western-{seen}" for seen in range(number + 1)}
            if done & found or f"Western-{number + 1}" not in found:
                wrong.append((person, number))

    threads = [threading.Thread(target=live, args=(f"person {one}",)) for one in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    told = [event.item_id for event, _ in recommender.history("person 0")]
    assert told == [f"Western-{number}" for number in range(5, -1, -1)]


def test_a_request_reads_only_the_latest_events_of_a_user(trained_home):
    settings = Settings(retrieval=RetrievalSettings(remembered=100))
    recommender = Recommender(Home.open(trained_home), settings)
    log = EventLog.open(Home.open(trained_home).events)
    log.append([Event("heavy", "Space-1", "like", at=1.0)])
    log.append(Event("heavy", "Space-2", "like", at=2.0 + number) for number in range(100))
    found = {place.item_id for place in recommender.recommend("heavy", k=24)}
    assert "Space-1" in found and "Space-2" not in found


def test_a_home_without_a_model_recommends_by_likeness_and_says_so(own_home):
    import shutil

    shutil.rmtree(own_home / "models")
    recommender = Recommender.open(own_home)
    found = recommender.recommend("Western fan 1", k=2)
    assert genres(found) == ["Western"] * 2
    assert {place.model_id for place in found} == {"content"}
    assert any("No ranker is trained" in note for note in recommender.notes())
    with pytest.raises(NotFound, match="behaviour"):
        recommender.similar("Western-1", by="behaviour")


def test_many_users_get_the_lists_that_each_would_get_alone(recommender):
    users = ["Space fan 1", "Romance fan 2", "nobody yet"]
    together = recommender.recommend_many(users, k=4)
    for user, found in zip(users, together, strict=True):
        alone = recommender.recommend(user, k=4)
        assert [place.item_id for place in found] == [place.item_id for place in alone]
        assert [place.rank for place in found] == [1, 2, 3, 4]
        assert [place.reasons[0].item_id for place in found] == [
            place.reasons[0].item_id for place in alone
        ]
    assert len({found[0].request_id for found in together}) == 3


def test_nobody_asked_for_many_lists_gets_none(recommender):
    assert recommender.recommend_many([]) == []


def told(home, **lists):
    settings = Settings.load(home / "config.yaml")
    return Recommender(
        Home.open(home), settings.model_copy(update={"lists": ListSettings(**lists)})
    )


def test_caps_hold_on_the_facts_of_the_catalogue(trained_home):
    found = told(trained_home, caps={"genres": 2}).recommend("Space fan 2", k=6)
    assert max(genres(found).count(genre) for genre in genres(found)) == 2


def test_a_cap_on_an_unknown_fact_is_refused_with_the_nearest(trained_home):
    with pytest.raises(ConfigError, match="genres"):
        told(trained_home, caps={"genre": 2}).recommend("Space fan 2")


@pytest.mark.parametrize("explorer", ["score", "bandit"])
def test_explored_places_say_so_and_are_logged_with_their_chance(own_home, explorer):
    recommender = told(own_home, exploration=2, exploration_temperature=1.0, explorer=explorer)
    found = recommender.recommend("Space fan 2", k=5)
    assert ["exploration" in place.sources for place in found] == [False] * 3 + [True] * 2
    assert all(0 < place.propensity < 1 for place in found[3:])
    recommender.show("Space fan 2", found)
    log = EventLog.open(Home.open(own_home).events)
    shown = [event for event in log.of_user("Space fan 2") if event.kind == "impression"]
    log.close()
    assert {event.item_id: event.propensity for event in shown} == {
        place.item_id: place.propensity for place in found
    }


def test_the_model_that_writes_may_read_what_is_said_too(trained_home):
    assert Recommender.open(trained_home).turn_model() is None
    large = Settings.model_validate(
        {
            "generation": {"endpoint": "http://127.0.0.1:9/v1", "model": "large"},
            "dialogue": {"reader": "model"},
        }
    )
    assert Recommender(Home.open(trained_home), large).turn_model().model_id == "large@127.0.0.1:9"
