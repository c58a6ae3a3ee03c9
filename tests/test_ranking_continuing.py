"""Going on from a trained ranker: what moves, what is held, and what newcomers are shown."""

from pathlib import Path

import numpy as np
import pytest
import torch

from circle import SETTINGS, load, walks
from mmrec.config import RetrainingSettings
from mmrec.history import HistoryBuilder
from mmrec.learning.recipe import read_events
from mmrec.ranking.continuing import Lesson, go_on
from mmrec.ranking.newcomers import newcomer_among
from mmrec.ranking.ranker import Ranker
from mmrec.store import Catalog, Home
from mmrec.types import Event


def further(home: Home, events: list[Event], **retraining) -> tuple[Ranker, Ranker]:
    """The ranker of a home, and one that has gone on from it with these events."""
    current, vectors = load(home).ranker, Catalog.open(home.catalog).vectors()
    builder = HistoryBuilder(vectors.item_ids, SETTINGS.events)
    old = builder.of_table(read_events(home, SETTINGS.events)[1])
    fresh = {
        user: builder.of_events([e for e in events if e.user_id == user])
        for user in {one.user_id for one in events}
    }
    new = {user: np.full(len(one), user in fresh) for user, one in (old | fresh).items()}
    lesson = Lesson.of(old | fresh, new)
    settings = RetrainingSettings(**retraining)
    return current, go_on(current, vectors, lesson, settings, SETTINGS.training)[0]


def test_what_newcomers_like_first_now_is_what_a_newcomer_is_shown(trained_circle: Path):
    events = [
        Event(f"n{user}", f"i{item:02}", "like", at=2e9 + 100 * user + item)
        for user in range(30)
        for item in (17, 20, 23)
    ]
    current, new = further(Home.open(trained_circle), events, epochs=1)
    nobody = HistoryBuilder([], SETTINGS.events).of_events([])
    before, after = (set(np.argsort(-one.scores([nobody])[0])[:3]) for one in (current, new))
    assert before != {17, 20, 23} == after


def test_ids_move_and_how_words_and_distances_are_read_is_held(trained_circle: Path):
    current, new = further(Home.open(trained_circle), walks(3, range(20)), epochs=1)
    one, other = current.state()[0], new.state()[0]
    held = ("items.text.weight", "items.image.weight", "steps.weight", "attention.gaps.weight")
    moved = ("items.ids.weight", "items.gate.weight", "inward.weight", "sequence.start")
    same = {name for name in one if name in other and torch.equal(one[name], other[name])}
    assert {name for name in one if name.endswith(held)} <= same
    assert not {name for name in one if name.endswith(moved)} & same


def test_however_little_is_new_so_many_steps_are_made_and_where_nothing_is_none(
    trained_circle: Path,
):
    home = Home.open(trained_circle)

    def moved(events: list[Event], **retraining) -> float:
        current, new = further(home, events, **retraining)
        one, other = (ranker.networks[0].sequence.out.weight for ranker in (current, new))
        return float((one - other).detach().norm())

    walk = walks(3, range(1))
    assert moved(walk, epochs=1, steps=60) > 3 * moved(walk, epochs=1, steps=0) > 0
    assert moved([], epochs=1, steps=60) == 0


def test_the_taste_of_newcomers_is_where_what_they_like_first_lies():
    items, chances = torch.eye(6), torch.zeros(6)
    chances[[1, 4]] = torch.tensor([0.7, 0.3])
    taste = newcomer_among(items, torch.ones(6), chances, 0.5)
    scores = items @ taste
    assert scores.argsort(descending=True)[:2].tolist() == [1, 4]
    others = scores[[0, 2, 3, 5]]
    assert others.max() < scores[4]
    assert others.numpy() == pytest.approx(others.mean().item(), abs=1e-4)
