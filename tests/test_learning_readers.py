"""Verdicts into weights: pairs whose odds are known, readers who like one thing, and a home."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import mmrec.snapshot
from circle import SETTINGS
from mmrec.config import PreferenceSettings, Settings
from mmrec.generation.preference import PREFERENCE, Preference
from mmrec.generation.traits import TRAITS
from mmrec.learning import retrain, train
from mmrec.learning.bradley_terry import PAIRS, fit, judge, pairs_of
from mmrec.learning.decisions import Decisions
from mmrec.learning.readers import counted, learn
from mmrec.snapshot import Shelf
from mmrec.store import Home, ModelStore, TextVerdicts
from mmrec.types import TextVerdict, Told

WANTED = PreferenceSettings()


@pytest.fixture
def home(own_circle: Path) -> Home:
    return Home.open(own_circle)


def column(*values):
    return np.array(values, dtype=np.float32)[:, None]


def flags(*values):
    return np.array(values, dtype=np.bool_)


def text(number, *, lively):
    return f"It is film {number}{'!' if lively else '.'}"


def verdicts(count, liked, *, users=20, began=0.0):
    """Every other text is lively; `liked(number, lively)` says which helped."""
    return [
        TextVerdict(
            f"u{number % users}",
            text(number, lively=lively),
            "explanation",
            liked(number, lively),
            (Told(text(number, lively=lively), ()),),
            (),
            (),
            "m",
            "model",
            began + number,
        )
        for number in range(count)
        for lively in [number % 2 == 0]
    ]


def likes_lively(number, lively):
    """But for every tenth press, which is a slip."""
    return lively != (number % 10 in {3, 6})


def likes_anything(number, lively):
    return number % 4 < 2  # as often lively as not


def tell(home, new):
    kept = TextVerdicts.open(home.events)
    kept.append(new)
    kept.close()


def test_pairs_are_of_one_kind_the_preferred_one_first():
    pairs = pairs_of(flags(True, False, False, True), ["a", "a", "b", "b"])
    assert pairs.tolist() == [[0, 1], [3, 2]]
    assert len(pairs_of(flags(True, True), ["a", "a"])) == 0
    many = pairs_of(np.arange(400) % 2 == 0, ["a"] * 400)
    assert len(many) == PAIRS and len(np.unique(many, axis=0)) == PAIRS


def test_the_weight_is_the_log_odds_of_being_preferred():
    traits = column(1, 0)
    pairs = np.array([[0, 1]] * 3 + [[1, 0]])
    (weight,) = fit(traits, pairs, ridge=1e-9)
    assert weight == pytest.approx(math.log(3), abs=1e-4)


def test_a_ridge_holds_weights_to_nothing_and_a_trait_of_all_texts_has_none():
    traits = np.array([[1, 7], [0, 7]], dtype=np.float32)
    pairs = np.array([[0, 1]])
    firm, loose = fit(traits, pairs, ridge=1e6), fit(traits, pairs, ridge=1.0)
    assert 0 < firm[0] < 1e-4 < loose[0]
    assert loose[1] == 0


def test_pairs_told_rightly_are_counted_within_kinds():
    worths = np.array([3, 1, 2, 0, 9], dtype=np.float32)
    helpful = flags(True, True, False, False, False)
    told = judge(worths, helpful, ["a", "a", "a", "a", "b"])
    assert (told.pairs, told.share) == (4, 0.75)
    # DeLong by hand: each side's shares are 1 and 1/2, of variance 1/8, over two texts
    assert told.low == pytest.approx(0.75 - 1.645 * math.sqrt(2 * (1 / 8) / 2))
    assert judge(np.zeros(4, np.float32), helpful[:4], ["a"] * 4).share == 0.5
    assert judge(worths[:2], flags(True, False), ["a", "a"]).low < 0.5  # one pair tells nothing
    assert judge(worths[:2], flags(True, False), ["a", "b"]).pairs == 0


def test_the_last_word_of_a_user_counts_and_nobody_counts_more_than_others():
    first, *rest = verdicts(30, likes_lively, users=1)
    again = replace(first, helpful=not first.helpful, at=99.0, verdict_id="again")
    kept = counted([first, *rest, again], most=10)
    assert [one.at for one in kept] == [*map(float, range(21, 30)), 99.0]
    assert kept[-1].helpful is not first.helpful


def test_what_readers_like_is_learned_and_what_says_nothing_is_refused():
    lesson = learn(verdicts(200, likes_lively), WANTED)
    assert lesson.objections == ()
    assert lesson.preference.as_json()["lively"] > 1
    assert lesson.figures["told"] > 0.75
    noise = learn(verdicts(200, likes_anything), WANTED)
    assert "told rightly" in noise.objections[0]
    same = learn(verdicts(200, lambda *_: True), WANTED)
    assert "no pairs" in same.objections[0]


def test_a_taste_that_turned_is_refused_by_the_later_verdicts():
    def turned(number, lively):
        return lively == (number < 140)

    assert learn(verdicts(200, turned), WANTED).objections


def test_what_serves_better_stays():
    lively = Preference(tuple(float(name == "lively") for name in TRAITS))
    turned = verdicts(200, lambda number, is_lively: is_lively == (number >= 140))
    beaten = learn(turned, WANTED, lively)
    assert (beaten.figures["current"], beaten.figures["told"]) == (1.0, 0.0)
    assert any("fell from 1.000" in one for one in beaten.objections)


def test_verdicts_alone_make_a_model_that_is_promoted_served_and_rolled_back(home, monkeypatch):
    monkeypatch.setattr(mmrec.snapshot, "LOOK_AGAIN", 0.0)
    models, shelf = ModelStore(home.models), Shelf(home, SETTINGS)
    first = models.current()
    tell(home, verdicts(WANTED.fewest - 1, likes_lively))
    assert retrain(home, SETTINGS).texts is None  # too few: all stays as it is
    assert shelf.current().preference is None and models.current() == first

    tell(home, verdicts(60, likes_lively, began=500.0))
    more = [replace(one, text=f"{one.text} ") for one in verdicts(60, likes_lively, began=900.0)]
    tell(home, more)
    report = retrain(home, SETTINGS)
    assert report.decision is None  # no new event
    assert report.texts.verdict == "promoted", report.texts.reasons
    assert report.texts.instead_of == first and models.current() == report.texts.model_id
    assert "told rightly" in "\n".join(report.lines_for_people())
    learned = shelf.current().preference
    assert learned.as_json()["lively"] > 0
    before, after = models.load(first)[0], models.load()[0]
    assert all(bool((before[name] == after[name]).all()) for name in before)

    assert retrain(home, SETTINGS).texts is None  # nothing new was said
    assert models.rollback() == first and shelf.current().preference is None
    assert retrain(home, SETTINGS).texts is None  # and it stays rolled back
    assert len(Decisions(home.decisions).list()) == 1


def test_a_shadow_does_not_serve_and_is_learned_again_in_earnest(home):
    tell(home, verdicts(200, likes_lively))
    first = ModelStore(home.models).current()
    assert retrain(home, SETTINGS, shadow=True).texts.verdict == "shadow"
    assert ModelStore(home.models).current() == first
    assert retrain(home, SETTINGS).texts.verdict == "promoted"


def test_refused_weights_leave_what_serves_and_the_decision_says_why(home):
    first = ModelStore(home.models).current()
    tell(home, verdicts(200, likes_anything))
    decision = retrain(home, SETTINGS).texts
    assert decision.verdict == "refused" and "told rightly" in decision.reasons[0]
    assert ModelStore(home.models).current() == first
    assert Decisions(home.decisions).list() == [decision]


def test_a_new_ranker_takes_over_what_was_learned_of_texts(home):
    tell(home, verdicts(200, likes_lively))
    retrain(home, SETTINGS)
    kept = ModelStore(home.models).manifest()[PREFERENCE]
    quick = Settings.of(
        {**SETTINGS.model_dump(exclude_unset=True), "training": {"epochs": 1, "batch": 64}}
    )
    train(home, quick, with_baselines=False)
    assert ModelStore(home.models).manifest()[PREFERENCE] == kept
