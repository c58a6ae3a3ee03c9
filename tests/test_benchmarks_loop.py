"""Simulated people keep their word: known tastes, drift, places, luck, and what regret is."""

import numpy as np
import pytest
from histories import liked

from benchmarks.loop.__main__ import lived, summary
from benchmarks.loop.estimates import Situations, checked
from benchmarks.loop.policies import Oracle, Popular
from benchmarks.loop.shop import Shop, Stock, first
from benchmarks.loop.story import backward_transfer, expected, live
from benchmarks.loop.tastes import Tastes, fit, most_liked
from benchmarks.loop.world import PLACES, POPULAR, Rules, World, looking
from mmrec.config import Settings
from mmrec.types import CatalogVectors, EncoderSpec

FILMS = 200


def tastes() -> Tastes:
    """Films of falling appeal; half please one kind of people, half the other."""
    kinds = np.where(np.arange(FILMS) % 2, 1.0, -1.0)[:, None]
    people = np.where(np.arange(40) % 2, 2.0, -2.0)[:, None] * np.ones((1, 2))
    films = np.concatenate([kinds, 0 * kinds], axis=1)
    appeals = -np.linspace(0, 3, FILMS)
    return Tastes(appeals.astype(np.float32), films.astype(np.float32), people, 1.0, 0.5)


def shop(rules: Rules, seed: int = 0) -> Shop:
    ids = tuple(f"f{number:05d}" for number in range(FILMS))
    unit = np.ones((FILMS, 4), np.float32) / 2
    there = np.ones(FILMS, np.bool_)
    specs = {name: EncoderSpec(name, "r1", 4, "none") for name in ("text", "image")}
    stock = Stock(CatalogVectors(ids, unit, unit, there, there), specs, tastes(), 1e9)
    return Shop.open(stock, rules, BRIEF, seed)


BRIEF = Settings.of(
    {
        "device": "cpu",
        "ranker": {"networks": 1, "width": 8, "blocks": 1},
        "training": {"epochs": 1, "neighbours": 0},
        "retraining": {"epochs": 1, "latency": 1e9, "fewest": 1},
    }
)
SMALL = Rules(users=60, weeks=4, before=3)
STILL = Rules(users=60, weeks=4, before=3, drift=0.0, joining=0.0, arriving=0.0, fashion=0.0)


def test_tastes_that_nobody_was_told_of_are_found_in_what_people_liked():
    random = np.random.default_rng(0)
    halves = [np.arange(0, 40, 2), np.arange(1, 40, 2)]
    histories = [liked(*random.permutation(halves[user % 2])[:12]) for user in range(80)]
    found = fit(histories, np.arange(40), seed=0)
    assert found.auc > found.auc_appeals + 0.1
    across = found.films @ found.films.T
    alike = np.add.outer(np.arange(40), np.arange(40)) % 2 == 0
    assert across[alike].mean() > 0 > across[~alike].mean()


def test_the_most_liked_are_taken_and_what_nobody_liked_is_not():
    assert most_liked([liked(3, 1), liked(3, 4), liked(3, 4)], 6, 2).tolist() == [3, 4]
    assert most_liked([liked(3)], 6, 5).tolist() == [3]


def test_a_world_that_stands_still_has_the_same_chances_every_week_and_one_that_drifts_has_not():
    still, drifting = World(tastes(), STILL, 0), World(tastes(), SMALL, 0)
    assert np.array_equal(still.chances(0), still.chances(3))
    count = drifting.films(0)
    assert not np.allclose(drifting.chances(0), drifting.chances(3)[:, :count])


def test_the_most_appealing_films_are_liked_as_often_as_told():
    world = World(tastes(), STILL, 0)
    assert world.chances(-3)[:, :PLACES].mean() == pytest.approx(POPULAR, abs=1e-3)


def test_films_and_people_arrive_one_after_the_other():
    world = World(tastes(), SMALL, 0)
    films = [world.films(week) for week in range(SMALL.weeks)]
    assert films == sorted(films)
    assert films[0] < films[-1] == FILMS
    late = np.flatnonzero(world.joined == 3)
    assert not np.isin(late, world.visitors(0, 0)).any()
    assert np.isin(late, np.concatenate([world.visitors(3, visit) for visit in range(3)])).any()


def test_what_is_new_is_liked_more_than_it_will_be():
    world = World(tastes(), Rules(users=60, weeks=4, before=3, drift=0.0, fashion=0.0), 0)
    film = int(np.flatnonzero(world.arrival == 0)[0])
    assert world.chances(0)[:, film].mean() > world.chances(3)[:, film].mean()


def test_a_like_comes_as_often_as_the_place_is_looked_at_times_the_chance():
    world = World(tastes(), Rules(users=4000, weeks=1, before=1), 0)
    people = np.arange(4000)
    lists = np.tile(np.arange(PLACES), (4000, 1))
    chances = np.full((4000, FILMS), 0.5, np.float32)
    shares = world.likes(0, 0, people, lists, chances).mean(axis=0)
    assert shares == pytest.approx(0.5 * looking(PLACES), abs=0.03)


def test_luck_belongs_to_the_person_and_the_film_whatever_else_is_shown():
    world = World(tastes(), SMALL, 0)
    people, chances = np.arange(60), world.chances(0)
    one = world.likes(0, 1, people, np.tile([5, 6, 7], (60, 1)), chances)
    other = world.likes(0, 1, people, np.tile([9, 6, 2], (60, 1)), chances)
    assert np.array_equal(one[:, 1], other[:, 1])


def test_nobody_meets_what_they_liked_again():
    own = shop(SMALL)
    live(Popular(own))
    for history in own.log.histories().values():
        assert len(np.unique(history.rows)) == len(history)
        assert (np.diff(history.ats) > 0).all()


def test_what_was_shown_is_told_with_its_places_and_what_people_found_by_themselves_without():
    own = shop(SMALL)
    found = own.log.news()
    assert found and all(one.kind == "like" and one.request_id is None for one in found)
    lists = live(Popular(own)).lists
    news = own.log.news()
    places = {(one.request_id, one.item_id) for one in news if one.kind == "impression"}
    assert len(places) == lists * PLACES
    asked = [one for one in news if one.kind == "like" and one.request_id]
    assert asked and all((one.request_id, one.item_id) in places for one in asked)
    assert own.log.news() == []


def test_a_list_is_worth_its_chances_by_how_likely_its_places_are_looked_at():
    chances = np.array([[0.5, 0.0, 1.0]])
    assert expected(chances, np.array([[2, 0]])) == pytest.approx(1 + 0.5 / np.log2(3))


def test_who_knows_every_chance_earns_more_than_who_counts():
    world = shop(SMALL)
    best, popular = live(Oracle(world.apart())), live(Popular(world.apart()))
    assert best.rewards.sum() > 1.1 * popular.rewards.sum()
    assert popular.figures(best, 0.0)["regret"] > 0


def test_what_never_changes_forgets_nothing():
    oracle = Oracle(shop(SMALL))
    assert backward_transfer(oracle, live(oracle)) == 0


def test_the_catalogue_of_an_earlier_week_is_the_beginning_of_the_later_one():
    whole = shop(SMALL).stock.vectors
    assert first(whole, 7).item_ids == whole.item_ids[:7]


def test_a_log_of_a_policy_tells_what_another_one_would_earn_and_how_surely():
    random = np.random.default_rng(0)
    size = (50, 20)
    logging, wanted = (random.dirichlet(2 * np.ones(20), 50) * 0.8 + 0.01 for _ in range(2))
    features = np.stack([np.ones(size), random.random(size), random.random(size)], axis=2)
    places = Situations(logging, wanted, 0.3 * features[:, :, 1], features)
    figures = checked(places, seed=0)
    assert figures["truth"] != pytest.approx(figures["serving"], rel=0.01)
    for name in ("ips", "snips", "doubly_robust"):
        assert figures[name]["held"] >= 0.9
        assert abs(figures[name]["bias"]) < 0.25 * figures[name]["half_width"]


@pytest.mark.slow
def test_all_policies_enter_the_same_week_and_are_told_apart_by_what_they_learn(tmp_path):
    names = ("popular", "frozen", "anew", "loop", "policy_gradient")
    found = lived(shop(Rules(users=40, weeks=2, before=6)), tmp_path, names)
    weeks = {name: found[name]["rewards_by_week"] for name in names}
    assert weeks["frozen"][0] == weeks["anew"][0] == weeks["loop"][0] == weeks["policy_gradient"][0]
    assert all(len(found[name]["verdicts"]) == 1 for name in ("loop", "policy_gradient"))
    assert all(found[name]["reward"] < found["oracle"]["reward"] for name in names)
    assert found["frozen"]["backward_transfer"] == pytest.approx(0, abs=1e-6)
    told = summary([found, found], names)
    assert told["frozen"]["against_frozen"] == told["frozen"]["worst_seed"] == 0
    assert told["loop"]["reward"] == found["loop"]["reward"]
