"""Second stages on worlds whose best order is known."""

import json
import sys

import numpy as np
import pytest
import torch
from test_learning_train import fill

from benchmarks.rerank import LEARNERS, Run, main, periods, verdict
from benchmarks.reranking.calibrators import calibration
from benchmarks.reranking.cross_network import CrossLayer, CrossNetwork
from benchmarks.reranking.slates import MOMENT, STAGE, Slates, names, slates
from benchmarks.reranking.trial import Outcome, folds, out_of_fold, trial
from mmrec.evaluation.pairs import DAY, Pairs
from mmrec.evaluation.protocols import Case
from mmrec.history import History
from mmrec.types import CatalogVectors

PARTS = ("features", "scores", "liked", "met")


def liked(*rows: int) -> History:
    """One like a day."""
    size = len(rows)
    return History(
        np.array(rows, np.int64),
        np.zeros(size, np.int64),
        DAY * np.arange(size),
        np.ones(size, np.float32),
    )


def told(moments: int, seed: int) -> Slates:
    """The first stage knows nothing; the first of three features says what is liked next."""
    random = np.random.default_rng(seed)
    shape = (moments, 20)
    best = random.integers(20, size=moments)
    right = np.arange(20) == best[:, None]
    features = random.normal(size=(*shape, 3)).astype(np.float32)
    features[..., 0] = right + 0.1 * features[..., 0]
    users = tuple(f"u{moment % 7}" for moment in range(moments))
    return Slates(users, features, np.zeros(shape, np.float32), right, right)


class Descending:
    """A first stage that likes the first rows best."""

    neighbours = None

    def scores(self, histories):
        return np.tile(-np.arange(6, dtype=np.float32), (len(histories), 1))


@pytest.fixture
def made() -> Slates:
    """Two moments of a user who likes items 0, 1, 4 and 2, a day apart; three candidates each."""
    everything = np.ones(6, np.bool_)
    words = np.eye(2, dtype=np.float32)[np.arange(6) % 2]
    ids = tuple("abcdef")
    vectors = CatalogVectors(ids, words, np.zeros((6, 2), np.float32), everything, ~everything)
    history = liked(0, 1, 4, 2)
    pairs = Pairs.fit({"u": history}, vectors, [{}] * 6)
    assert names(pairs)[-7:] == (*STAGE, *MOMENT)
    cases = [Case("u", history.before(n), int(history.rows[n]), n * DAY) for n in (2, 3)]
    return slates(Descending(), pairs, cases, {"u": history}, 3)


def test_candidates_are_the_best_new_items_and_know_what_came_of_them(made):
    assert made.scores.tolist() == [[-2, -3, -4], [-2, -3, -5]]  # items 2, 3, 4; then 2, 3, 5
    assert made.liked.tolist() == [[False, False, True], [True, False, False]]
    assert made.met.tolist() == [[True, False, True], [True, False, False]]


def test_features_tell_the_first_stage_and_the_moment(made):
    score, behind, place, memory, events, away, variety = made.features[0].T[-7:]
    assert score.tolist() == [-2, -3, -4]
    assert behind.tolist() == [0, -1, -2]
    assert place == pytest.approx(np.log([1, 2, 3]))
    assert memory.tolist() == [0, 0, 0]
    assert events == pytest.approx([np.log(3)] * 3)  # two events before
    assert away == pytest.approx([np.log(2)] * 3)  # one day since the last
    assert variety == pytest.approx([1] * 3)  # the words of 0 and 1 have nothing in common
    # At the second moment 0, 1 and 4: of the three pairs one is the same in words.
    assert made.features[1, :, -1] == pytest.approx([2 / 3] * 3)


def test_a_like_that_is_no_candidate_counts_nothing(made):
    assert made.ndcg(made.scores) == pytest.approx([0.5, 1])
    lost = Slates(made.users, made.features, made.scores, made.liked & False, made.met)
    assert lost.ndcg(made.scores).tolist() == [0, 0]


def test_a_cross_layer_multiplies_by_the_input():
    layer = CrossLayer(2)
    with torch.no_grad():
        layer.linear.weight.copy_(torch.tensor([[1.0, 2.0], [0.0, -1.0]]))
        layer.linear.bias.copy_(torch.tensor([0.5, 1.0]))
    got = layer(torch.tensor([3.0, 4.0]), torch.tensor([1.0, 2.0]))
    # W x + b = (5.5, -1); times (3, 4), plus (1, 2).
    assert got.tolist() == [17.5, -2.0]


def test_an_untrained_network_leaves_the_first_stage_alone():
    network = CrossNetwork(torch.zeros(3), torch.ones(3)).eval()
    assert not network(torch.randn(2, 4, 3))[0].any()


@pytest.mark.parametrize("learner", LEARNERS.values())
def test_a_learner_finds_the_feature_that_says_what_is_liked(learner):
    taught, test = told(210, 0), told(50, 1)
    came = trial(learner, taught, test, seed=0)
    assert test.ndcg(came.scores).mean() > 0.9  # by chance about .23
    assert came.gains.mean() > 0.5
    assert trial(learner, taught, test, seed=0).scores.tolist() == came.scores.tolist()


def test_what_is_foretold_of_a_user_comes_from_other_users():
    taught = told(21, 0)
    seen = []

    def learner(part, seed):
        seen.append(set(part.users))
        return [lambda asked: np.full_like(asked.scores, len(part))]

    (scores,) = out_of_fold(learner, taught, seed=0)
    assert all(
        set(np.asarray(taught.users)[folds(taught.users) == n]).isdisjoint(seen[n])
        for n in range(5)
    )
    assert (scores > 0).all()


def test_calibration_mends_chances_that_are_too_sure():
    # The first of two candidates is liked half the time, and the scores say nearly always.
    scores = np.tile(np.array([5.0, 0.0], np.float32), (40, 1))
    right = np.arange(2) == (np.arange(40) % 2)[:, None]
    moments = Slates(("u",) * 40, np.zeros((40, 2, 1), np.float32), scores, right, right)
    figures = calibration((moments, scores), (moments, scores))
    assert figures["softmax"] == pytest.approx(1 / (1 + np.exp(-5)) - 0.5)
    assert figures["platt"] == pytest.approx(0, abs=1e-3)
    assert figures["isotonic"] == pytest.approx(0, abs=1e-6)
    assert figures["liked"] == 0.5


def test_what_is_learnt_from_ends_before_what_judges():
    everybody = {f"u{n}": liked(*range(n % 5, n % 5 + 20)) for n in range(10)}
    early, first, third = periods(everybody)
    end = max(history.ats[-1] for history in early.values())
    begin = min(case.at for case in third.test)
    assert max(history.ats[-1] for history in first.training.values()) < min(
        case.at for case in first.test
    )
    assert max(case.at for case in first.test) <= end < begin


def test_a_second_stage_wins_only_if_luck_does_not_explain_it():
    moments = told(40, 0)
    moments = Slates(tuple(map(str, range(40))), *(getattr(moments, part) for part in PARTS))
    always, by_luck, never = np.full(40, 0.1), np.tile([0.3, -0.28], 20), np.full(40, -0.1)
    gains = dict(zip(LEARNERS, (always, by_luck, never), strict=True))
    came = {name: Outcome(0, moments.scores, g, moments.scores, g) for name, g in gains.items()}
    said = verdict([Run(seed, moments, moments, came) for seed in (0, 1)])
    assert [said[name]["wins"] for name in LEARNERS] == [True, False, False]
    assert [said[name]["gain"]["mean"] for name in LEARNERS] == pytest.approx([0.1, 0.01, -0.1])


@pytest.mark.slow
def test_the_command_reports_every_learner_and_fits_a_kept_first_stage_once(
    tmp_path, monkeypatch, capsys
):
    fill(tmp_path / "home")
    config = "ranker: {width: 16, blocks: 1, networks: 1}\ntraining: {epochs: 2, batch: 64}\n"
    (tmp_path / "home" / "config.yaml").write_text(config, encoding="utf-8")
    asked = ["--home", str(tmp_path / "home"), "--seeds", "0", "--candidates", "10"]
    monkeypatch.setattr(sys, "argv", ["rerank", *asked, "--kept", str(tmp_path / "kept")])
    main()
    first = capsys.readouterr()
    said = json.loads(first.out)
    assert set(said["verdict"]) == set(LEARNERS) < set(said["seeds"]["0"])
    assert said["impressions"] == 0
    assert "epoch 2" in first.err
    main()
    again = capsys.readouterr()
    assert set(json.loads(again.out)["verdict"]) == set(LEARNERS)
    assert "epoch" not in again.err
