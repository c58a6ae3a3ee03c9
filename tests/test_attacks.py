"""Accounts that act together move an item by so much at most, whatever they do."""

import csv
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmrec.history import History
from mmrec.ranking.neighbours import likes, similarities, transitions
from mmrec.ranking.votes import votes

ITEMS, TARGET, DAY = 40, 7, 86_400.0


def person(rows, days, weights=1.0) -> History:
    size = len(rows)
    ats = np.asarray(days, float) * DAY + 10.0
    return History(
        np.asarray(rows, np.int64),
        np.zeros(size, np.int64),
        ats,
        np.full(size, weights, np.float32),
    )


def crowd(seed: int, users: int = 200) -> dict[str, History]:
    """People who like the first items more than the last, over a hundred days."""
    random = np.random.default_rng(seed)
    chances = 1 / np.arange(1, ITEMS + 1)
    return {
        f"u{user}": person(
            random.choice(ITEMS, 10, replace=False, p=chances / chances.sum()),
            np.sort(random.integers(100, size=10)),
        )
        for user in range(users)
    }


def passed(before, after) -> np.ndarray:
    """(N,) the items that the target was below, and is not any more."""
    return (before > before[TARGET]) & (after <= after[TARGET])


def test_likes_of_one_day_count_by_their_root_and_an_account_once():
    people = [person([0], [1]) for _ in range(9)] + [person([0, 0, 1, 1], [2, 3, 2, 2])]
    assert votes(people, 3).tolist() == pytest.approx([4.0, 1.0, 0.0])


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 1000),
    accounts=st.integers(1, 2),  # one in a hundred
    first=st.integers(0, 100),
    days=st.integers(1, 3),
    repeats=st.integers(1, 50),
)
def test_a_burst_of_likes_lifts_an_item_past_those_only_that_stand_close_above(
    seed, accounts, first, days, repeats
):
    people = crowd(seed)
    before = votes(people.values(), ITEMS)
    burst = {
        f"x{one}": person([TARGET] * repeats, first + np.arange(repeats) % days)
        for one in range(accounts)
    }
    after = votes([*people.values(), *burst.values()], ITEMS)
    bound = np.sqrt(accounts * days) + 1e-4
    assert np.delete(after - before, TARGET) == pytest.approx(0)
    assert after[TARGET] - before[TARGET] <= bound
    assert (before[passed(before, after)] - before[TARGET] <= bound).all()


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1000), accounts=st.integers(1, 2))
def test_a_burst_of_dislikes_takes_nothing_from_an_item(seed, accounts):
    people = crowd(seed)
    burst = [person([TARGET] * 20, [50] * 20, -1.0) for _ in range(accounts)]
    before = votes(people.values(), ITEMS)
    assert votes([*people.values(), *burst], ITEMS).tolist() == before.tolist()


@pytest.mark.parametrize("shrinkage", [0.0, 10.0])
def test_who_likes_two_items_over_and_over_ties_them_no_closer_than_their_number_allows(shrinkage):
    people, famous, unknown = crowd(0), 0, ITEMS
    burst = {f"x{one}": person([famous, unknown] * 50, np.arange(100)) for one in range(2)}
    everybody, size = people | burst, ITEMS + 1
    fans = sum(famous in one.rows for one in everybody.values())
    bound = np.sqrt(len(burst) / fans) + 1e-6
    assert similarities(likes(everybody, size), shrinkage, size)[famous, unknown] <= bound
    for backward, evenness in ((0.2, 0.5), (0.2, 0.2), (1.0, 0.5)):
        ahead = transitions(
            everybody,
            size,
            backward=backward,
            evenness=evenness,
            shrinkage=shrinkage,
            neighbours=size,
        )
        assert 0 < ahead[famous, unknown] <= bound


def test_on_films_one_account_in_a_hundred_lifts_a_film_by_its_root(movies):
    with (movies / "events.csv").open(encoding="utf-8") as file:
        rated = [row for row in csv.DictReader(file) if float(row["rating"]) >= 4]
    names = sorted({row["item_id"] for row in rated})
    place = {name: row for row, name in enumerate(names)}
    lines = defaultdict(list)
    for row in rated:
        lines[row["user_id"]].append((place[row["item_id"]], float(row["timestamp"]) / DAY))
    people = [person(*zip(*line, strict=True)) for line in lines.values()]
    before = votes(people, len(names))
    target = int(np.argsort(-before)[1000])
    accounts = len(people) // 100
    assert accounts == 6
    after = votes([*people, *(person([target], [20_000.5]) for _ in range(accounts))], len(names))
    assert after[target] - before[target] == pytest.approx(np.sqrt(6))
    close = (before > before[target]) & (before <= before[target] + np.sqrt(6) + 1e-4)
    overtaken = int((before > before[target]).sum() - (after > after[target]).sum())
    assert overtaken <= close.sum()
    # Were every like a whole vote, it would pass more than twice as many.
    once = [np.unique(one.liked) for one in people]
    plain = np.bincount(np.concatenate(once), minlength=len(names))
    ahead = plain - plain[target]
    assert ((ahead > 0) & (ahead <= accounts)).sum() > 2 * overtaken
