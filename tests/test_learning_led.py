"""The model that serves is at home among the likes that its lists led to: others decide."""

from dataclasses import replace
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from circle import ITEMS, SETTINGS, record, walks
from mmrec.config import RetrainingSettings, Settings
from mmrec.evaluation.protocols import Case
from mmrec.history import HistoryBuilder
from mmrec.learning import retrain
from mmrec.learning.gate import weigh
from mmrec.learning.led import led_by_lists
from mmrec.store import Catalog, Home
from mmrec.types import Event

retraining = import_module("mmrec.learning.retrain")  # the package names its function so
SINCE = 1.2e9  # the world of the circle ends before, and the clock has passed it
EAGER = Settings.of(
    {
        **SETTINGS.model_dump(exclude_unset=True),
        "retraining": {"epochs": 8, "learning_rate": 0.01, "latency": 1000},
    }
)
BETTER, UNSURE, WORSE = (
    {"choices": 90, "earned": 0.2, "doubly_robust": {"low": low, "high": high}}
    for low, high in ((0.3, 0.5), (0.1, 0.4), (0.0, 0.1))
)


@pytest.fixture
def home(own_circle: Path) -> Home:
    return Home.open(own_circle)


def shown(like: Event, propensity: float | None = 1.0, before: float = 0.5) -> Event:
    """The place of a list that a like answers."""
    return Event(
        like.user_id,
        like.item_id,
        "impression",
        at=like.at - before,
        request_id=like.request_id,
        position=1,
        propensity=propensity,
    )


def in_lists(likes: list[Event]) -> list[Event]:
    """The same likes, each the answer to a sure place."""
    asked = [replace(one, request_id=f"r{one.event_id}") for one in likes]
    return [event for one in asked for event in (shown(one), one)]


def test_a_like_is_led_by_the_sure_place_that_it_answers_and_by_nothing_else(home):
    def like(item: str, request_id: str | None = None) -> Event:
        return Event("u", item, "like", at=SINCE + int(item[1:]), request_id=request_id)

    sure, later, drawn = like("i01", "r"), like("i02"), like("i03", "r")
    likes = [sure, later, drawn, like("i04"), like("i05", "gone"), like("i06", "r")]
    record(home, likes)
    record(home, [shown(sure), shown(later), shown(drawn, 0.3)])
    record(home, [shown(likes[-1], None), replace(shown(like("i04")), user_id="v")])
    nothing = HistoryBuilder([], SETTINGS.events).of_events([])
    item_ids = Catalog.open(home.catalog).vectors().item_ids
    cases = [Case("u", nothing, item_ids.index(one.item_id), one.at) for one in likes]
    led = led_by_lists(home, SETTINGS, cases, item_ids, SINCE + 1000)
    assert led.tolist() == [True, True, False, False, True, True]


def news(later: list[Event]) -> list[Event]:
    """Newcomers who walk in steps of three, and what is judged by after them."""
    return [*walks(3, range(40), SINCE), *later]


AT_HOME = walks(1, range(45, 55), SINCE)  # what the current model shows, and what is liked there


@pytest.mark.parametrize("told", [BETTER, UNSURE])
def test_likes_in_lists_of_the_current_model_do_not_keep_a_model_away_that_chance_speaks_for(
    home, monkeypatch, told
):
    monkeypatch.setattr(retraining, "off_policy", lambda *_: told)
    record(home, news(in_lists(AT_HOME)))
    decision = retrain(home, EAGER).decision
    assert decision.figures["judged_by"] == "off_policy"
    assert decision.figures["later"]["high"] < 0  # it is told, and it does not decide
    assert decision.verdict == "promoted", decision.reasons


def test_the_same_likes_without_lists_refuse_it(home, monkeypatch):
    monkeypatch.setattr(retraining, "off_policy", lambda *_: BETTER)
    record(home, news(AT_HOME))
    decision = retrain(home, EAGER).decision
    assert decision.figures["judged_by"] == "later"
    assert "on later events fell" in "; ".join(decision.reasons)


def test_without_places_left_to_chance_the_likes_in_lists_are_all_there_is(home):
    record(home, news(in_lists(AT_HOME)))
    decision = retrain(home, EAGER).decision
    assert decision.figures["judged_by"] == "later"
    assert "on later events fell" in "; ".join(decision.reasons)


def test_what_surely_earns_less_in_places_left_to_chance_is_refused(home, monkeypatch):
    monkeypatch.setattr(retraining, "off_policy", lambda *_: WORSE)
    record(home, news(in_lists(AT_HOME)))
    decision = retrain(home, EAGER).decision
    assert decision.figures["judged_by"] == "off_policy"
    assert decision.verdict == "refused"
    assert "of the places left to chance 20.0% were liked" in "; ".join(decision.reasons)


def test_a_poisoned_batch_is_refused_by_the_likes_that_no_list_led_to(home, monkeypatch):
    monkeypatch.setattr(retraining, "off_policy", lambda *_: UNSURE)
    random = np.random.default_rng(2)
    poison = [
        Event(f"b{user:03}", f"i{item:02}", "like", at=SINCE + 3600 * user + n)
        for user in range(80)
        for n, item in enumerate(random.permutation(ITEMS)[:14])
    ]
    people = walks(1, range(80, 110), SINCE)
    record(home, [*poison, *in_lists(people[::2]), *people[1::2]])
    decision = retrain(home, EAGER).decision
    assert decision.figures["judged_by"] == "free"
    assert "on free events fell" in "; ".join(decision.reasons)


class Fixed:
    """Always the same scores: of items 1 and 2 one is the best of all, the other the worst."""

    def __init__(self, best: int) -> None:
        self.best = best

    def scores(self, histories):
        line = np.zeros(ITEMS, np.float32)
        line[[self.best, 3 - self.best]] = 1.0, -1.0
        return np.tile(line, (len(histories), 1))


def judged(home, new, current, *, led, old=(), off_policy=None):
    """Of 40 later likes the first 20 are of item 1, the others of item 2."""
    vectors = Catalog.open(home.catalog).vectors()
    builder = HistoryBuilder(vectors.item_ids, SETTINGS.events)
    past = builder.of_events([Event("u", "i09", "like", at=SINCE)])
    return weigh(
        Fixed(new),
        Fixed(current),
        training={"u": past},
        later=[Case(f"u{n}", past, 1 + n // 20, SINCE) for n in range(40)],
        led=led,
        old=[Case(f"u{n}", past, row, SINCE) for n, row in enumerate(old)],
        vectors=vectors,
        surge=None,
        off_policy=off_policy,
        settings=RetrainingSettings(fewest=20, latency=1000),
    )


def test_the_free_likes_decide_where_there_are_enough_of_them(home):
    better, worse = (judged(home, new, 3 - new, led=np.arange(40) < 20) for new in (2, 1))
    for one, share in ((better, 1.0), (worse, 0.0)):
        assert one.figures["judged_by"] == "free"
        assert (one.figures["later"]["cases"], one.figures["free"]["cases"]) == (40, 20)
        assert one.figures["free"]["new"] == share
        assert one.figures["later"]["new"] == one.figures["later"]["current"] == 0.5
    assert better.objections == ()
    assert "NDCG@10 on free events fell from 1.0000 to 0.0000" in worse.objections


def test_where_chance_cannot_tell_a_worse_model_is_refused_by_old_events(home):
    led, old = np.ones(40, np.bool_), np.full(30, 2)
    better, worse = (
        judged(home, new, 3 - new, led=led, old=old, off_policy=UNSURE) for new in (2, 1)
    )
    assert better.figures["judged_by"] == worse.figures["judged_by"] == "off_policy"
    assert better.objections == ()
    assert worse.objections == ("NDCG@10 on old events fell from 1.0000 to 0.0000",)
