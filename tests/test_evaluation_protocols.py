"""What is withheld, and what may be known when it is predicted."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mmrec.evaluation.baselines import Popularity
from mmrec.evaluation.judge import judge, ndcg_at_10
from mmrec.evaluation.protocols import cold_items, items_of, leave_one_out, time_split
from mmrec.history import History


def history(*events: tuple[int, float, float]) -> History:
    """Of (row, weight, at)."""
    rows, weights, ats = (np.array(column) for column in zip(*events, strict=True))
    return History(
        rows.astype(np.int64),
        np.zeros(len(rows), np.int64),
        ats.astype(np.float64),
        weights.astype(np.float32),
    )


def liked(*rows: int) -> History:
    return history(*((row, 1.0, float(at)) for at, row in enumerate(rows)))


def test_the_last_like_is_the_test_and_the_one_before_the_validation():
    split = leave_one_out({"u": liked(4, 3, 2, 1, 0)})
    assert split.training["u"].rows.tolist() == [4, 3, 2]
    assert [case.target for case in split.validation] == [1]
    assert split.validation[0].history.rows.tolist() == [4, 3, 2]
    assert [case.target for case in split.test] == [0]
    assert split.test[0].history.rows.tolist() == [4, 3, 2, 1]


def test_dislikes_are_history_and_never_targets():
    one = history((0, 1, 0), (1, 1, 1), (2, -1, 2), (3, 1, 3), (4, -1, 4))
    split = leave_one_out({"u": one})
    assert split.test[0].target == 3
    assert split.test[0].history.rows.tolist() == [0, 1, 2]
    assert split.training["u"].rows.tolist() == [0]


def test_an_item_that_the_user_met_before_is_no_target():
    split = leave_one_out({"u": liked(0, 1, 2, 3, 0)})
    assert split.test[0].target == 3
    assert split.validation[0].target == 2


def test_nothing_withheld_is_in_the_training():
    random = np.random.default_rng(0)
    users = {str(n): liked(*random.permutation(50)[:20]) for n in range(30)}
    split = leave_one_out(users)
    for case in (*split.validation, *split.test):
        assert case.target not in split.training[case.user_id].rows


def test_a_user_with_two_likes_is_only_learned_from():
    split = leave_one_out({"u": liked(0, 1)})
    assert split.test == split.validation == ()
    assert split.training["u"].rows.tolist() == [0, 1]


def test_an_item_that_nobody_in_the_training_met_is_new():
    split = leave_one_out({"u": liked(0, 1, 2, 3), "v": liked(2, 0, 1, 2)})
    assert {case.user_id: case.new_item for case in split.test} == {"u": True, "v": False}


def test_a_time_split_learns_nothing_from_after_the_cut():
    old = history(*((n, 1.0, float(n)) for n in range(9)))
    late = history(*((n, 1.0, 100.0 + n) for n in range(4)))
    split = time_split({"old": old, "late": late}, quantile=0.7)
    assert "late" not in split.training
    assert max(one.ats.max() for one in split.training.values()) < 100
    assert {case.user_id for case in split.test} == {"late"}
    assert all(case.new_user for case in split.test)


def test_after_the_cut_a_user_s_own_live_events_count():
    old = history(*((n, 1.0, float(n)) for n in range(9)))
    late = history(*((n, 1.0, 100.0 + n) for n in range(4)))
    split = time_split({"old": old, "late": late}, quantile=0.7)
    assert [case.history.rows.tolist() for case in split.test] == [[], [0], [0, 1], [0, 1, 2]]


def test_at_most_so_many_targets_a_user_spread_over_them():
    users = {"old": history((0, 1, 0.0)), "late": history(*((n, 1, 10.0 + n) for n in range(99)))}
    split = time_split(users, quantile=0.005, targets_per_user=3)
    assert [case.target for case in split.test] == [0, 49, 98]


def test_no_events_give_an_empty_split():
    assert time_split({}).test == leave_one_out({}).test == ()
    assert len(items_of({})) == 0


class Fixed:
    """Scores that depend on the history only through its last item."""

    def __init__(self, items: int) -> None:
        self.table = np.random.default_rng(0).normal(size=(items, items)).astype(np.float32)

    def scores(self, histories):
        return np.stack([self.table[one.rows[-1]] for one in histories])


class Noisy(Fixed):
    """The same with many ties, and the float noise that matrix products have in other batches."""

    def scores(self, histories):
        noise = np.random.default_rng(len(histories)).normal(size=(len(histories), 40))
        return (super().scores(histories).round() + 1e-7 * noise).astype(np.float32)


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 60), st.integers(0, 3))
def test_the_figures_do_not_depend_on_the_chunk(chunk, seed):
    random = np.random.default_rng(seed)
    split = leave_one_out({str(n): liked(*random.permutation(40)[:9]) for n in range(50)})
    whole = judge(Fixed(40), split.test, 40, chunk=1000)
    part = judge(Fixed(40), split.test, 40, chunk=chunk)
    assert part.figures() == whole.figures()
    assert part.interval() == whole.interval()
    assert part.lists.tolist() == whole.lists.tolist()
    assert ndcg_at_10(Fixed(40), split.test, chunk=chunk) == whole.figures()["ndcg@10"]
    noisy = judge(Noisy(40), split.test, 40, chunk=chunk)
    assert noisy.figures() == judge(Noisy(40), split.test, 40, chunk=1000).figures()


def test_only_some_items_may_take_part():
    split = leave_one_out({"u": liked(0, 1, 2, 3, 9)})
    only = np.isin(np.arange(10), [3, 5, 7, 9])
    verdict = judge(Oracle(), split.test, 10, only=only)
    assert verdict.candidates.tolist() == [3]  # 3 was met
    assert sorted(verdict.lists[0].tolist()) == [*[-1] * 7, 5, 7, 9]


def test_nothing_of_a_hidden_item_is_known_and_only_hidden_ones_are_asked_for():
    random = np.random.default_rng(0)
    users = {str(n): liked(*random.permutation(50)[:20]) for n in range(30)}
    split, hidden = cold_items(users, 60, share=0.2)
    assert hidden.sum() == 10
    cold = [case for case in split.test if case.new_item]
    assert cold and all(hidden[case.target] for case in cold)
    assert not hidden[items_of(split.training)].any()
    for case in (*split.validation, *split.test):
        assert not hidden[case.history.rows].any()
        assert case.target not in case.hidden
    assert all(not hidden[case.target] for case in split.test if not case.new_item)


def test_what_a_user_did_with_other_hidden_items_is_not_ranked():
    users = {"u": liked(0, 1, 2, 3), "v": liked(3, 2, 1, 0)}
    split, hidden = cold_items(users, 5, share=0.5)
    for case in split.test:
        theirs = set(np.flatnonzero(hidden).tolist()) - {case.target}
        assert set(case.hidden.tolist()) == theirs
        ranked = 5 - len(case.history) - len(theirs)
        assert judge(Popularity.fit(users, 5), [case], 5).candidates[0] == ranked


class Oracle:
    """Puts what the user has met above everything, then the item 9."""

    def scores(self, histories):
        scores = np.zeros((len(histories), 10), np.float32)
        scores[:, 9] = 1.0
        for line, one in zip(scores, histories, strict=True):
            line[one.rows] = 5.0
        return scores


def test_what_the_user_has_met_is_not_in_the_ranking():
    split = leave_one_out({"u": liked(0, 1, 2, 3, 9)})
    verdict = judge(Oracle(), split.test, 10)
    assert verdict.ranks.tolist() == [1.0]
    assert verdict.shown.tolist() == [0, 0, 0, 0, 1, 1, 1, 1, 1, 1]
