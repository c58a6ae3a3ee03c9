"""Training on a tiny known world: a walk in a circle, which only the order of events tells."""

import copy

import numpy as np
import pytest
import torch

from mmrec.config import RankerSettings, TrainingSettings
from mmrec.evaluation.judge import ndcg_at_10
from mmrec.evaluation.protocols import items_of, leave_one_out
from mmrec.history import History
from mmrec.ranking.attribution import explain
from mmrec.ranking.ensemble import fit_together
from mmrec.ranking.newcomers import openings
from mmrec.ranking.ranker import Shape
from mmrec.ranking.sequence import Block, gap_buckets, pairs_of, step_buckets
from mmrec.ranking.training import Fitted, Progress, cut, in_batches
from mmrec.types import CatalogVectors

CPU = torch.device("cpu")
ITEMS = 40
TOKENS = ("disliked", "liked")
SMALL = RankerSettings(networks=1, width=16, blocks=1, history_length=12, dropout=0.0)
QUICK = TrainingSettings(epochs=25, patience=25, batch=128, learning_rate=0.01, averaging=0.9)


def walk(start: int, length: int) -> History:
    """Item after item around a circle of ITEMS."""
    return History(
        (start + np.arange(length)) % ITEMS,
        np.ones(length, np.int64),
        1e9 + 60.0 * np.arange(length),
        np.ones(length, np.float32),
    )


def catalogue(has_text: bool = True) -> CatalogVectors:
    """The words of an item are its place on the circle."""
    angle = 2 * np.pi * np.arange(ITEMS)[:, None] * np.arange(1, 9) / ITEMS
    text = np.concatenate((np.cos(angle), np.sin(angle)), axis=1).astype(np.float32) / 8**0.5
    here = np.full(ITEMS, has_text)
    return CatalogVectors(
        tuple(f"i{n:02}" for n in range(ITEMS)),
        text * has_text,
        np.zeros((ITEMS, 4), np.float32),
        here,
        np.zeros(ITEMS, bool),
    )


def world(users: int = 60) -> dict[str, History]:
    random = np.random.default_rng(0)
    return {
        f"u{n:02}": walk(int(random.integers(ITEMS)), int(random.integers(4, 20)))
        for n in range(users)
    }


def train(
    training: TrainingSettings = QUICK,
    vectors: CatalogVectors | None = None,
    histories: dict[str, History] | None = None,
    report=lambda _: None,
    ranker: RankerSettings = SMALL,
) -> Fitted:
    vectors = vectors or catalogue()
    split = leave_one_out(histories or world())
    vocabulary = tuple(vectors.item_ids[row] for row in items_of(split.training))
    shape = Shape(ranker, vocabulary, TOKENS, vectors.text.shape[1], 4)
    return fit_together(
        shape,
        vectors,
        split.training,
        lambda ranker: ndcg_at_10(ranker, split.validation),
        training,
        device=CPU,
        report=report,
    )


@pytest.mark.parametrize("negatives", [0, 20])
def test_the_next_step_of_a_walk_is_learned(negatives):
    fitted = train(QUICK.model_copy(update={"negatives": negatives}))
    assert ndcg_at_10(fitted.ranker, leave_one_out(world()).test) > 0.9


def test_an_item_never_seen_in_training_is_found_by_its_words():
    unseen = 17
    histories = {}
    for name, history in world(120).items():
        place = np.flatnonzero(history.rows == unseen)
        histories[name] = history.before(int(place[0])) if len(place) else history
    histories = {name: history for name, history in histories.items() if len(history) > 3}
    ranker = train(histories=histories).ranker
    assert ranker.shape.vocabulary.count(f"i{unseen:02}") == 0
    history = walk(unseen - 5, 5)
    scores = ranker.scores([history])[0]
    scores[history.rows] = -np.inf
    assert unseen in np.argsort(-scores)[:5]


@pytest.mark.parametrize("size", [1, 2, 12, 13, 14, 25, 100])
def test_windows_aim_at_every_event_once(size):
    whole = History(
        np.arange(size), np.zeros(size, np.int64), np.arange(float(size)), np.ones(size, np.float32)
    )
    for seed in range(20):
        pieces = list(cut(whole, 13, np.random.default_rng(seed)))
        assert max(map(len, pieces)) <= 13
        assert np.concatenate([piece.liked for piece in pieces]).tolist() == list(range(size))
        for piece in pieces:
            past = np.flatnonzero(piece.weights > 0)[0]
            assert past == min(6, piece.liked[0])


def test_a_newcomer_is_shown_what_people_like_first():
    histories = {f"u{n:03}": walk(n % 2, 12) for n in range(200)}
    fitted = train(histories=histories)
    scores = fitted.ranker.scores([walk(0, 0)])[0][: len(fitted.ranker.shape.vocabulary)]
    assert set(np.argsort(-scores)[:4].tolist()) == {0, 1, 2, 3}


def test_openings_are_the_first_likes_and_fade_with_the_years():
    year = 365 * 86_400.0
    old, new = walk(0, 9), walk(20, 9)
    old.weights[0] = -1.0  # a dislike opens nothing
    rows, weights = openings([old, History(new.rows, new.kinds, new.ats + year, new.weights)])
    assert rows.tolist() == [1, 2, 3, 20, 21, 22]
    assert weights.sum() == pytest.approx(1)
    assert weights[3] / weights[0] == pytest.approx(2, rel=1e-4)


def test_the_same_seed_gives_the_same_ranker_and_another_seed_another():
    settings = QUICK.model_copy(update={"epochs": 3, "negatives": 10})
    one, again = train(settings), train(settings)
    other = train(settings.model_copy(update={"seed": 1}))
    histories = list(world().values())
    assert np.array_equal(one.ranker.scores(histories), again.ranker.scores(histories))
    assert not np.allclose(one.ranker.scores(histories), other.ranker.scores(histories))


def test_training_leaves_the_random_numbers_of_others_alone():
    torch.manual_seed(3)
    expected = torch.rand(1)
    torch.manual_seed(3)
    train(QUICK.model_copy(update={"epochs": 1}))
    assert torch.equal(torch.rand(1), expected)


def test_it_stops_when_validation_no_longer_improves_and_keeps_the_best():
    told: list[Progress] = []
    fitted = train(QUICK.model_copy(update={"epochs": 60, "patience": 2}), report=told.append)
    assert fitted.epochs == len(told) == fitted.best_epoch + 2
    assert fitted.validation == max(line.validation for line in told)
    again = ndcg_at_10(fitted.ranker, leave_one_out(world()).validation)
    assert again == pytest.approx(fitted.validation, abs=1e-6)


def test_two_networks_are_trained_apart_and_judged_together():
    told: list[Progress] = []
    both = train(
        QUICK.model_copy(update={"epochs": 3}),
        report=told.append,
        ranker=SMALL.model_copy(update={"networks": 2}),
    )
    assert [(line.network, line.epoch) for line in told] == [
        (n, e) for n in (1, 2) for e in (1, 2, 3)
    ]
    assert both.epochs == 6
    one, other = (network.items.ids.weight for network in both.ranker.networks)
    assert not torch.allclose(one, other)
    again = ndcg_at_10(both.ranker, leave_one_out(world()).validation)
    assert again == pytest.approx(both.validation, abs=1e-6)


def test_no_second_network_is_begun_when_the_time_is_over():
    hurried = QUICK.model_copy(update={"minutes": 1e-5})
    fitted = train(hurried, ranker=SMALL.model_copy(update={"networks": 2}))
    assert len(fitted.ranker.networks) == fitted.ranker.shape.settings.networks == 1
    assert fitted.epochs == 1


def test_a_batch_holds_as_many_events_whatever_the_length_of_histories():
    windows = [walk(n, int(length)) for n, length in enumerate([3] * 200 + [50] * 9)]
    batches = list(in_batches(windows, 128, np.random.default_rng(0)))
    assert sorted(np.concatenate(batches).tolist()) == list(range(209))
    events = sorted(sum(len(windows[i]) for i in batch) for batch in batches)
    assert all(abs(one - 128) <= 50 for one in events[1:])  # the last one takes what is left
    assert min(map(len, batches)) < 5 and max(map(len, batches)) > 30


def test_disliked_items_are_read_but_never_aimed_at():
    """Everybody dislikes item 0 between two liked ones: it must not be recommended."""
    random = np.random.default_rng(0)
    histories = {}
    for n in range(60):
        one = walk(int(random.integers(5, 30)), 8)
        rows = np.insert(one.rows, 4, 0)
        weights = np.insert(one.weights, 4, -1.0).astype(np.float32)
        kinds = (weights > 0).astype(np.int64)
        histories[f"u{n:02}"] = History(rows, kinds, 1e9 + 60.0 * np.arange(9), weights)
    ranker = train(histories=histories).ranker
    scores = ranker.scores([walk(10, 4)])[0]
    assert scores[0] < np.median(scores)


def test_an_item_without_anything_known_does_not_break_the_training():
    fitted = train(QUICK.model_copy(update={"epochs": 2}), catalogue(has_text=False))
    assert np.isfinite(fitted.ranker.scores([walk(0, 3)])).all()


def test_the_event_that_carries_a_score_is_the_one_whose_loss_hurts_most():
    """Without the top-attributed event the score falls below what a random loss leaves."""
    ranker = train().ranker
    random = np.random.default_rng(0)
    wins = []
    for _ in range(100):
        history = walk(int(random.integers(ITEMS)), int(random.integers(4, 12)))
        row = np.array([(history.rows[-1] + 1) % ITEMS])
        best = explain(ranker, history, row)[0][0].event
        assert best is not None
        other = int(random.choice([n for n in range(len(history)) if n != best]))
        without = [ranker.scores([history.without(p)])[0][row[0]] for p in (best, other)]
        wins.append(without[0] < without[1])
    assert np.mean(wins) >= 0.9


def test_one_event_alone_aims_at_nothing():
    shape = Shape(SMALL, ("i00", "i01"), TOKENS, 16, 4)
    alone = {"a": walk(0, 1), "b": walk(1, 1)}
    epochs: list[Progress] = []
    fit_together(shape, catalogue(), alone, lambda _: 0.0, QUICK, device=CPU, report=epochs.append)
    assert {epoch.loss for epoch in epochs} == {0.0}


def test_a_block_that_torch_compiles_says_the_same_for_any_length():
    plain = Block(SMALL)
    compiled = copy.deepcopy(plain)
    compiled.compile(dynamic=True, backend="aot_eager")  # all but the generated code
    assert compiled.state_dict().keys() == plain.state_dict().keys()
    for length in (5, 9, 2):
        x = torch.randn(3, length, SMALL.width)
        allowed = torch.ones(3, length, length, dtype=torch.bool).tril()
        ats = torch.arange(length).expand(3, -1) * 3600
        given = (x, pairs_of(step_buckets(torch.arange(length)), gap_buckets(ats), allowed))
        assert torch.allclose(compiled(*given), plain(*given), atol=1e-5)
    assert copy.deepcopy(compiled)._compiled_call_impl is None
