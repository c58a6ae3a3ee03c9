"""Retrieval over a catalogue of four items whose vectors are the axes of a plane."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mmrec.config import RetrievalSettings
from mmrec.errors import NotFound
from mmrec.retrieval.candidates import gather
from mmrec.retrieval.index import CatalogIndex, first, standardise, top
from mmrec.retrieval.query import Part, QueryMatch, QueryMatcher
from mmrec.types import CatalogVectors, Query

UP, RIGHT = [0.0, 1.0], [1.0, 0.0]


@pytest.fixture
def index() -> CatalogIndex:
    """`a` and `b` say "up", `c` and `d` say "right"; `a` and `c` look "up"; `d` has no picture."""
    return CatalogIndex(
        CatalogVectors(
            ("a", "b", "c", "d"),
            text=np.array([UP, UP, RIGHT, RIGHT], dtype=np.float32),
            image=np.array([UP, RIGHT, UP, [0, 0]], dtype=np.float32),
            has_text=np.array([True] * 4),
            has_image=np.array([True, True, True, False]),
        )
    )


class Compass:
    """Encodes the word "up" as up and anything else as right; every picture is up."""

    def encode(self, inputs):
        return np.array([RIGHT if x == "right" else UP for x in inputs], dtype=np.float32)

    encode_text = encode


def matcher(index, hits=(), **settings):
    return QueryMatcher(
        index, lambda text, k: list(hits), Compass, Compass, RetrievalSettings(**settings)
    )


def order(index, match):
    return [index.item_ids[row] for row in top(match.total, np.ones(4, dtype=bool), 4)]


def match(index, query, **kwargs):
    return matcher(index, **kwargs).match(query, lambda path: Image.new("RGB", (2, 2)))


def test_words_find_the_items_that_say_them(index):
    assert set(order(index, match(index, Query(text="up"), described_look=0))[:2]) == {"a", "b"}


def test_a_literal_hit_decides_between_equal_meanings(index):
    found = match(index, Query(text="up"), hits=[("b", 7.0)], described_look=0)
    assert order(index, found)[0] == "b"


def test_a_picture_finds_the_items_that_look_like_it(index):
    found = match(index, Query(image=str(Path("any.png"))))
    assert set(order(index, found)[:2]) == {"a", "c"}
    assert "text" not in found.by_modality()


def test_like_one_item_but_with_words_asks_for_both(index):
    found = match(index, Query(text="right", like=("a",)), image_weight=1.0, described_look=0)
    assert order(index, found)[0] == "c"  # says right as the words ask, looks like a


def test_one_wish_is_the_sum_of_its_parts(index):
    found = match(index, Query(like=("c",)))
    assert np.allclose(found.total, sum(found.by_modality().values()))


def test_a_wish_answered_twice_over_does_not_stand_in_for_one_not_answered():
    funny = Part("text", np.array([9.0, 2.0, 0.0, -1.0], dtype=np.float32))
    like_a = Part("text", np.array([-1.0, 2.0, 0.0, 3.0], dtype=np.float32), like="a")
    found = QueryMatch(((funny,), (like_a,)))
    assert top(found.total, np.ones(4, dtype=bool), 1).tolist() == [1]


def test_a_part_that_asks_to_be_like_an_item_names_it(index):
    found = match(index, Query(like=("c", "a")))
    assert {part.like for part in found.parts} == {"a", "c"}


def test_likeness_to_an_item_without_a_picture_rests_on_its_words_alone(index):
    found = match(index, Query(like=("d",)))
    assert [part.modality for part in found.parts] == ["text"]
    assert np.allclose(found.total, index.like("text", 3))


def test_an_item_without_a_picture_is_neutral_to_a_picture_query(index):
    assert match(index, Query(image="x.png")).total[3] == 0


def test_an_unknown_item_to_be_like_is_named(index):
    with pytest.raises(NotFound, match="'zz' is not in the catalogue"):
        match(index, Query(like=("zz",)))


def test_standard_scores_have_mean_zero_and_deviation_one():
    scores = standardise(np.array([1.0, 2.0, 3.0, 99.0], dtype=np.float32), np.arange(4) < 3)
    assert abs(scores[:3].mean()) < 1e-6
    assert abs(scores[:3].std() - 1) < 1e-6
    assert scores[3] == 0


def test_equal_scores_everywhere_are_all_neutral():
    assert standardise(np.full(3, 5.0, dtype=np.float32)).tolist() == [0, 0, 0]


def test_ties_go_to_the_lower_row_however_many_are_wanted():
    scores = np.array([1.0, 3.0, 3.0, 3.0, 0.0], dtype=np.float32)
    for count in range(1, 6):
        assert top(scores, np.ones(5, dtype=bool), count).tolist() == [1, 2, 3, 0, 4][:count]


def test_a_forbidden_item_is_no_candidate_and_each_candidate_comes_once(index):
    sources = {
        "words": np.array([4, 3, 2, 1], dtype=np.float32),
        "popular": np.array([1, 2, 3, 4], dtype=np.float32),
    }
    found = gather(index, sources, ~index.mask(["a"]), per_source=2)
    assert [c.item_id for c in found] == ["b", "c", "d"]
    assert found[0].sources == {"words": 3}
    assert found[1].sources == {"words": 2, "popular": 3}


def test_of_a_large_catalogue_the_index_names_the_nearest_and_the_rest_are_neutral(index):
    asked = []

    def nearest(modality, vector, count, where):
        asked.append((modality, vector.tolist(), where))
        return [("a", 1.0), ("new", 1.0), ("b", 0.75)]  # `new` came after the snapshot

    large = CatalogIndex(index.vectors, nearest)
    # The usual nearness to "up" of a, b, c, d is 1, 1, 0, 0: mean and deviation are a half.
    assert large.text_match(np.array(UP, np.float32), "year > 1").tolist() == [1, 0.5, 0, 0]
    assert large.like("text", 2).tolist() == [1, 0.5, 0, 0]
    assert asked == [("text", UP, "year > 1"), ("text", RIGHT, None)]
    assert large.like("image", 3) is None


def test_the_first_allowed_rows_of_an_order_are_found_however_deep_they_lie():
    order, allowed = np.arange(1000)[::-1], np.zeros(1000, dtype=bool)
    allowed[[3, 5, 990]] = True
    assert first(order, allowed, 2).tolist() == [990, 5]
    assert first(order, allowed, 9).tolist() == [990, 5, 3]


@pytest.mark.parametrize("size", [1, 10, 1000, 5000])
def test_the_best_of_many_are_those_of_a_full_sort(size):
    random = np.random.default_rng(size)
    scores = random.integers(0, 50, size).astype(np.float32)  # many ties
    allowed = random.random(size) < 0.7
    rows = np.flatnonzero(allowed)
    expected = rows[np.argsort(-scores[rows], kind="stable")][:7]
    assert top(scores, allowed, 7).tolist() == expected.tolist()


def with_sounds(index):
    """`b` sounds "up" and `c` "right"; the others have no sound."""
    sounds = np.array([[0, 0], UP, RIGHT, [0, 0]], dtype=np.float32)
    there = np.array([False, True, True, False])
    return CatalogIndex(replace(index.vectors, others={"audio": (sounds, there)}))


def hearing(index, **settings):
    return QueryMatcher(
        index, lambda *_: [], Compass, Compass, RetrievalSettings(**settings), audio_encoder=Compass
    )


def test_words_find_what_sounds_as_they_say_and_only_where_sounds_are(index):
    query = Query(text="up")
    [_, heard] = hearing(with_sounds(index), described_look=0).match(query, None).parts
    assert heard.modality == "audio"
    assert heard.scores[1] > 0 > heard.scores[2] and not heard.scores[[0, 3]].any()
    silent = hearing(index, described_look=0).match(query, None)
    assert [part.modality for part in silent.parts] == ["text"]


def test_an_item_to_be_like_is_matched_by_its_sound_too(index):
    match = hearing(with_sounds(index), audio_weight=0.4).match(Query(like=("b",)), None)
    assert [part.modality for part in match.parts] == ["text", "image", "audio"]
    assert "audio" not in {
        part.modality for part in hearing(index).match(Query(like=("b",)), None).parts
    }
