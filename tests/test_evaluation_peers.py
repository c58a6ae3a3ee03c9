"""Baselines of other libraries on worlds whose answer is known; what is missing is named."""

import numpy as np
import pytest

from mmrec.evaluation import peers as field
from mmrec.evaluation.judge import ndcg_at_10
from mmrec.evaluation.lessons import examples, lessons, past
from mmrec.evaluation.pairs import Pairs
from mmrec.evaluation.protocols import leave_one_out
from mmrec.history import History
from mmrec.types import CatalogVectors

ITEMS = 24


def liked(*rows: int) -> History:
    size = len(rows)
    return History(
        np.array(rows, np.int64),
        np.zeros(size, np.int64),
        86_400.0 * np.arange(size),
        np.ones(size, np.float32),
    )


def two_camps() -> dict[str, History]:
    """Even users like even items, odd users odd ones, each in an order of their own."""
    random = np.random.default_rng(0)
    return {
        f"u{user:02}": liked(*random.permutation(np.arange(user % 2, ITEMS, 2))[:8])
        for user in range(40)
    }


def catalogue() -> CatalogVectors:
    """Words say which camp an item is of; there are no pictures."""
    words = np.eye(2, dtype=np.float32)[np.arange(ITEMS) % 2]
    none = np.zeros(ITEMS, np.bool_)
    return CatalogVectors(
        tuple(f"i{n:02}" for n in range(ITEMS)),
        words,
        np.zeros((ITEMS, 2), np.float32),
        ~none,
        none,
    )


FACTS = [{"camp": ["even", "odd"][n % 2], "number": n, "flag": True} for n in range(ITEMS)]


@pytest.fixture(scope="module")
def judged():
    split = leave_one_out(two_camps())
    return split, field.peers(split, catalogue(), FACTS)


def test_every_baseline_is_there_when_the_extra_is_installed(judged):
    _, found = judged
    assert found.missing == {}
    assert list(found.scorers) == ["popularity", "item-knn", "content", *field.NEEDS]


@pytest.mark.parametrize("name", ["als", "bpr", *list(field.NEEDS)[2:]])
def test_what_learns_puts_the_own_camp_first(judged, name):
    _, found = judged
    for parity, score in enumerate(found.scorers[name].scores([liked(0, 2, 4), liked(1, 3, 5)])):
        score[[0, 2, 4] if parity == 0 else [1, 3, 5]] = -np.inf
        assert set(np.argsort(-score)[:5] % 2) == {parity}


def test_what_learns_is_better_than_popularity(judged):
    split, found = judged
    popular = ndcg_at_10(found.scorers["popularity"], split.test)
    for name in field.NEEDS:
        assert ndcg_at_10(found.scorers[name], split.test) > popular, name


@pytest.mark.parametrize("name", ["als", "bpr"])
def test_a_newcomer_gets_the_popular_items(judged, name):
    _, found = judged
    newcomer = [liked()]
    assert np.array_equal(
        found.scorers[name].scores(newcomer), found.scorers["popularity"].scores(newcomer)
    )


def test_scores_do_not_depend_on_who_else_is_scored(judged):
    _, found = judged
    both = [liked(0, 2, 4), liked(1, 3)]
    for name, scorer in found.scorers.items():
        alone = np.concatenate([scorer.scores([one]) for one in both])
        assert np.allclose(scorer.scores(both), alone, atol=1e-5), name


def test_a_missing_library_is_named_and_the_rest_is_judged(monkeypatch):
    monkeypatch.setattr(field, "find_spec", lambda name: None if name == "implicit" else object())
    found = field.peers(leave_one_out(two_camps()), catalogue(), FACTS)
    assert list(found.scorers) == ["popularity", "item-knn", "content"]
    assert set(found.missing) == set(field.NEEDS)
    assert found.missing["als"] == "needs implicit: pip install 'mmrec[baselines]'"


def test_a_lesson_sees_nothing_of_what_it_asks():
    training = two_camps()
    for lesson in lessons(training, ITEMS, seed=0):
        positive, negatives = lesson.rows[0], lesson.rows[1:]
        assert positive not in lesson.history.rows
        owner = next(
            h
            for h in training.values()
            if positive in h.rows
            and len(h.rows) > len(lesson.history)
            and np.array_equal(
                h.rows[: len(lesson.history) + 1], np.r_[lesson.history.rows, positive]
            )
        )
        assert not np.isin(negatives, owner.rows).any()
    before = past(training)
    assert all(len(before[user]) == 6 for user in training)  # two of eight are asked for


def test_examples_are_one_positive_and_its_negatives():
    taught = lessons(two_camps(), ITEMS, seed=0)
    shown = examples(taught, Pairs.fit(two_camps(), catalogue(), FACTS))
    assert shown.liked.sum() == len(taught) == len(shown.groups)
    assert shown.groups.sum() == len(shown.features)
    starts = np.r_[0, np.cumsum(shown.groups)[:-1]]
    assert shown.liked[starts].all()


def named(pairs: Pairs, history: History, row: int) -> dict[str, float]:
    return dict(zip(pairs.names, pairs.of(history, np.array([row]))[0].tolist(), strict=True))


def test_the_features_of_a_pair_are_what_can_be_counted_by_hand():
    training = {"a": liked(0, 2), "b": liked(0), "c": liked(4)}
    pairs = Pairs.fit(training, catalogue(), FACTS)
    found = named(pairs, liked(0, 1), 2)
    assert found["likes"] == pytest.approx(np.log(2))
    assert found["user's likes"] == pytest.approx(np.log(3))
    # Items 0 and 2 were liked together once, by two and by one.
    assert found["chosen together"] == pytest.approx(1 / (np.sqrt(2) + 10))
    assert found["words: nearest"] == pytest.approx(1)
    assert found["words: last"] == pytest.approx(0)
    assert found["words: mean"] == pytest.approx(np.sqrt(0.5))
    assert found["picture: nearest"] == 0
    assert found["facts in common"] == pytest.approx(np.sqrt(0.5))
    assert found["number"] == pytest.approx((2 - 11.5) / np.std(np.arange(ITEMS)))
    assert found["number against taste"] == pytest.approx(1.5 / np.std(np.arange(ITEMS)))
    assert "flag" not in found


def test_a_user_and_an_item_that_nobody_knows_have_finite_features():
    pairs = Pairs.fit({}, catalogue(), [{} for _ in range(ITEMS)])
    assert np.isfinite(pairs.of(liked(), np.arange(ITEMS))).all()
