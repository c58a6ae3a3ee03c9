"""Drift on windows whose distance is known, or whose only difference is chance."""

import numpy as np
import pytest

from mmrec.config import DriftSettings
from mmrec.evaluation.drift import Drift, apart, measures, shift, windows
from mmrec.history import History
from mmrec.types import CatalogVectors

DAY = 86_400.0


def test_what_has_nothing_in_common_is_as_far_apart_as_can_be():
    # One bit, less what chance makes of two bins of so many: 1 / (8 ln 2) * 2 / 10,000.
    expected = np.sqrt(1 - 2 / (8 * np.log(2) * 10_000))
    assert apart(np.array([10_000, 0]), np.array([0, 10_000])) == pytest.approx(expected)


def test_a_known_divergence_is_found():
    # Shares (3/4, 1/4) and (1/4, 3/4): one bit less the entropy of a quarter.
    bits = 1 + 0.75 * np.log2(0.75) + 0.25 * np.log2(0.25)
    many = 10**9
    assert apart(np.array([3 * many, many]), np.array([many, 3 * many])) == pytest.approx(
        np.sqrt(bits), abs=1e-6
    )


def test_two_draws_of_one_source_are_hardly_apart_however_few_they_are():
    random = np.random.default_rng(0)
    drawn = [
        apart(random.multinomial(5000, [0.1] * 10), random.multinomial(60, [0.1] * 10))
        for _ in range(200)
    ]
    assert np.quantile(drawn, 0.95) < 0.2


def test_a_mean_moved_by_one_deviation_is_a_shift_of_one():
    random = np.random.default_rng(0)
    one = random.normal(size=(20_000, 4))
    moved = random.normal(size=(20_000, 4)) + np.array([2.0, 0, 0, 0])  # four axes of deviation 1
    assert shift(one, moved) == pytest.approx(1.0, abs=0.02)
    assert shift(one[:10_000], one[10_000:]) < 0.05


ITEMS = 20


def catalogue() -> CatalogVectors:
    """Ten items that read alike, ten that read otherwise; no pictures."""
    words = np.repeat(np.eye(2, dtype=np.float32), ITEMS // 2, axis=0)
    words = words + np.random.default_rng(3).normal(size=words.shape).astype(np.float32) / 10
    words /= np.linalg.norm(words, axis=1, keepdims=True)
    yes, no = np.ones(ITEMS, bool), np.zeros(ITEMS, bool)
    ids = tuple(f"i{row:02}" for row in range(ITEMS))
    return CatalogVectors(ids, words, np.zeros((ITEMS, 2), np.float32), yes, no)


def past(rows, days, weight=1.0) -> History:
    """One event a day at noon, half of them of the one kind, half of the other."""
    size = len(rows)
    ats = DAY * (np.asarray(days) + 0.5)
    kinds = np.arange(size) % 2
    return History(np.asarray(rows), kinds, ats, np.full(size, weight, np.float32))


def moved(rows_of_news, hour=0.0):
    """The figures when people who liked the first ten items go on with other items."""
    random = np.random.default_rng(1)
    whole, new = {}, {}
    for user in range(40):
        before, after = random.integers(ITEMS // 2, size=30), random.choice(rows_of_news, size=10)
        history = past(np.r_[before, after], np.arange(40))
        history.ats[30:] += 3600 * hour
        whole[f"u{user}"], new[f"u{user}"] = history, np.arange(40) >= 30
    before, since = windows(whole, new)
    assert (len(before), len(since)) == (1200, 400)
    return {one.name: one for one in measures(before, since, catalogue(), DriftSettings())}


def test_people_who_go_on_as_before_do_not_drift():
    assert not [one for one in moved(np.arange(ITEMS // 2)).values() if one.alert]


def test_a_new_taste_shows_in_the_items_and_in_their_words_and_nowhere_else():
    figures = moved(np.arange(ITEMS // 2, ITEMS))
    assert {name for name, one in figures.items() if one.alert} == {"items", "text"}
    assert figures["items"].drift > 0.9


def test_another_hour_of_the_day_shows_in_the_hours_only():
    figures = moved(np.arange(ITEMS // 2), hour=6)
    assert {name for name, one in figures.items() if one.alert} == {"hours"}


def test_what_is_usual_is_no_alert():
    # Every ten days everybody turns to items that nobody met before: so it has always been.
    whole, new = {}, {}
    for user in range(40):
        whole[f"u{user}"] = past(np.repeat([0, 5, 10, 15], 10) + user % 5, np.arange(40))
        new[f"u{user}"] = np.arange(40) >= 30
    figures = {
        one.name: one for one in measures(*windows(whole, new), catalogue(), DriftSettings())
    }
    assert figures["items"].drift == pytest.approx(figures["items"].usual, abs=0.1)
    assert figures["items"].drift > 0.9
    assert not figures["items"].alert


def test_likes_that_the_model_foretells_worse_show_in_the_scores():
    whole = {"u": past([0] * 100, np.arange(100))}
    halves = windows(whole, {"u": np.arange(100) >= 50})
    random = np.random.default_rng(0)
    well, badly = random.random(300) ** 4, random.random(300)
    for ranks, alert in (((well, badly), True), ((well[:150], well[150:]), False)):
        figures = measures(*halves, catalogue(), DriftSettings(), ranks)
        assert [one.alert for one in figures if one.name == "scores"] == [alert]


def test_a_home_that_cannot_tell_says_why():
    assert Drift(3, why_not="3 new events.").lines() == ["drift     not known: 3 new events."]
