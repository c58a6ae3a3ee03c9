"""Events into histories: one builder, for training and for serving."""

import time

import numpy as np
import pytest

from mmrec.config import EventSettings
from mmrec.history import RATING_TOKENS, HistoryBuilder, pad
from mmrec.types import Event, EventTable

ITEMS = ("a", "b", "c")


@pytest.fixture
def builder() -> HistoryBuilder:
    return HistoryBuilder(ITEMS, EventSettings())


def table(*events: tuple[str, str, str, float | None, float]) -> EventTable:
    users, items, kinds, values, ats = zip(*events, strict=True)
    return EventTable(
        np.array(users, object),
        np.array(items, object),
        np.array(kinds, object),
        np.array([np.nan if value is None else value for value in values]),
        np.array(ats, float),
    )


def names(builder: HistoryBuilder, kinds: np.ndarray) -> list[str]:
    return [builder.tokens[kind] for kind in kinds]


def test_a_rating_is_split_by_its_taste(builder):
    events = [Event("u", "a", "rating", value, at=at) for at, value in enumerate((5.0, 3.0, 1.0))]
    history = builder.of_events([*events, Event("u", "b", "rating", None, at=9)])
    liked, neutral, disliked = RATING_TOKENS
    assert names(builder, history.kinds) == [liked, neutral, disliked, neutral]
    assert history.weights.tolist() == [1, 0, -1, 0]


@pytest.mark.parametrize("value", [0.5, 2.0, 2.5, 3.0, 3.5, 5.0, None])
@pytest.mark.parametrize("kind", ["rating", "view", "dislike", "purchase"])
def test_the_weight_of_an_event_is_the_one_of_the_settings(builder, kind, value):
    history = builder.of_events([Event("u", "a", kind, value)])
    assert history.weights[0] == pytest.approx(EventSettings().weight(kind, value))


def test_a_kind_that_the_configuration_adds_has_a_token():
    builder = HistoryBuilder(ITEMS, EventSettings(weights={"share": 2.0}))
    history = builder.of_events([Event("u", "b", "share")])
    assert names(builder, history.kinds) == ["share"]
    assert history.weights.tolist() == [2.0]


def test_what_the_catalogue_does_not_know_is_dropped_and_counted(builder):
    history = builder.of_events([Event("u", "a", "like", at=1), Event("u", "gone", "like", at=2)])
    assert history.rows.tolist() == [0]
    assert history.dropped == 1


def test_an_impression_is_not_something_the_user_did(builder):
    history = builder.of_events([Event("u", "a", "impression"), Event("u", "b", "click")])
    assert history.rows.tolist() == [1]
    assert history.dropped == 0


def test_a_table_gives_the_same_histories_as_the_events_one_by_one(builder):
    rows = [
        ("u", "a", "like", None, 1.0),
        ("u", "x", "like", None, 2.0),
        ("u", "b", "rating", 1.0, 3.0),
        ("v", "x", "view", None, 1.0),
        ("w", "c", "rating", 4.0, 5.0),
        ("w", "c", "rating", None, 6.0),
    ]
    histories = builder.of_table(table(*rows))
    assert list(histories) == ["u", "v", "w"]
    for user, history in histories.items():
        alone = builder.of_events([Event(*row[:4], at=row[4]) for row in rows if row[0] == user])
        for column in ("rows", "kinds", "ats", "weights"):
            assert getattr(history, column).tolist() == getattr(alone, column).tolist()
        assert history.dropped == alone.dropped
    assert len(histories["v"]) == 0


def test_events_arrive_out_of_order_and_are_read_in_order(builder):
    late, early = Event("u", "a", "like", at=9.0), Event("u", "b", "like", at=1.0)
    assert builder.of_events([late, early]).rows.tolist() == [1, 0]


def test_events_of_one_moment_keep_their_order(builder):
    events = [Event("u", item, "like", at=1.0) for item in ("c", "a", "b")]
    assert builder.of_events(events).rows.tolist() == [2, 0, 1]


def test_padding_is_on_the_left_and_keeps_the_newest(builder):
    long = builder.of_items(["a", "b", "c"])
    batch = pad([long, builder.of_items(["b"]), builder.of_items([])], length=2)
    assert batch.rows.tolist() == [[1, 2], [0, 1], [0, 0]]
    assert batch.mask.tolist() == [[True, True], [False, True], [False, False]]


def test_without_an_event_the_others_stay(builder):
    history = builder.of_items(["a", "b", "c"])
    assert history.without(1).rows.tolist() == [0, 2]
    assert history.before(1).rows.tolist() == [0]
    assert history.last(1).rows.tolist() == [2]


@pytest.mark.slow
def test_a_million_events_take_seconds():
    size = 1_000_000
    ids = [f"item {n}" for n in range(10_000)]
    random = np.random.default_rng(0)
    events = EventTable(
        np.repeat(np.array([f"user {n}" for n in range(10_000)], object), 100),
        np.array(ids, object)[random.integers(10_000, size=size)],
        np.array(["view", "rating"], object)[random.integers(2, size=size)],
        random.uniform(1, 5, size),
        np.tile(np.arange(100.0), 10_000),
    )
    began = time.perf_counter()
    histories = HistoryBuilder(ids, EventSettings()).of_table(events)
    assert time.perf_counter() - began < 10
    assert sum(map(len, histories.values())) == size
