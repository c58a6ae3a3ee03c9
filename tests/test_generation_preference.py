"""Traits of texts that can be counted by hand, and a choice that weighs them after the check."""

import logging

import pytest

from mmrec.config import GenerationSettings
from mmrec.generation.checker import check
from mmrec.generation.copywriter import Copywriter
from mmrec.generation.explain import Explainer
from mmrec.generation.facts import facts_of
from mmrec.generation.preference import PREFERENCE, Preference, carried
from mmrec.generation.traits import TRAITS, traits_of
from mmrec.types import Event, Evidence, Item, Reason, Told

HEAT = Item("m1", "Heat (1995)", facts={"year": 1995, "genres": ["Crime"]})
RONIN = Item("m2", "Ronin (1998)", facts={"year": 1998, "genres": ["Crime", "Thriller"]})
EVIDENCE = Evidence(RONIN, (Reason(1.0, "text", "m1", "Heat (1995)", "like"),))
PAST = [(Event("u", "m1", "like"), HEAT)]
FACTS = facts_of(EVIDENCE, PAST, nouns=("film",))
SHORT = 'You liked "Heat", so try "Ronin".'
LONG = 'You liked "Heat", so try "Ronin". Both are crime films. It is from 1998.'
FALSE = 'You liked "Heat", so try "Ronin". It is a comedy from 1937.'
FALSE_AT_ONCE = 'You rated "Heat" badly, and "Ronin" is a comedy.'


def likes(**weights):
    return Preference(tuple(weights.get(name, 0.0) for name in TRAITS))


class Says:
    """Writes given texts, so many a prompt; what it was asked for is in `asked`."""

    model_id, adapted = "says", True

    def __init__(self, *texts):
        self._texts, self.asked, self.grown = texts, [], 0

    def complete_many(self, prompts, *, max_new_tokens, temperature, n=1, seed=0):
        self.asked.append(n)
        return [list(self._texts[:n]) for _ in prompts]

    def grow(self, prompts, *, max_new_tokens, temperature, n=1, seed=0):
        self.grown += 1
        yield {0: self._texts[0]}


def written(writer, preference, choices=2):
    settings = GenerationSettings(choices=choices)
    (one,) = Copywriter(writer, settings).write([FACTS], preference=preference)
    return one and one.text


def trait(text):
    return dict(zip(TRAITS, traits_of([Told(text, check(text, FACTS))]).tolist(), strict=True))


def test_traits_are_what_a_hand_counts():
    short, long = trait(SHORT), trait(LONG)
    assert (short["short"], long["short"], long["sentences"]) == (1, 0, 3)
    assert short["history"] == short["history_first"] == 1 and short["title_first"] == 0
    assert (short["facts"], long["facts"]) == (0, 2)  # crime, 1998
    assert (short["number"], long["number"]) == (0, 1)
    assert short["reader"] == pytest.approx(1 / 6)
    other = trait('"Ronin" may be a good choice! "Ronin" may be next!')
    assert (other["title_first"], other["history"], other["lively"]) == (1, 0, 1)
    assert other["hedges"] == pytest.approx(2 / 10) and other["repeats"] == pytest.approx(2 / 9)


def test_a_mark_inside_a_title_ends_no_sentence():
    assert trait('Try "Ronin. What? Now!" next.')["sentences"] == 1


def test_traits_of_several_parts_are_their_mean():
    both = traits_of([Told("One.", ()), Told("One. Two. Three.", ())])
    assert both[TRAITS.index("sentences")] == 2


def test_what_readers_prefer_is_chosen_among_true_texts():
    assert written(Says(SHORT, LONG), likes(number=1.0)) == LONG
    assert written(Says(SHORT, LONG), likes(number=-1.0)) == SHORT
    assert written(Says(LONG, SHORT), likes(number=-1.0)) == SHORT


def test_no_preference_makes_a_false_text_shown():
    keen = likes(number=100.0, length=100.0)
    assert written(Says(SHORT, FALSE), keen) == SHORT
    assert written(Says(FALSE_AT_ONCE, SHORT), keen) == SHORT
    assert written(Says(FALSE_AT_ONCE, FALSE_AT_ONCE), keen) is None


def test_a_text_that_does_not_speak_of_the_reader_comes_last_whatever_they_prefer():
    plain = '"Ronin" is a crime film from 1998.'
    assert written(Says(plain, SHORT), likes(history=-100.0)) == SHORT


@pytest.mark.parametrize(("preference", "choices"), [(None, 4), (likes(number=1.0), 1)])
def test_without_weights_or_by_default_a_first_attempt_is_one_text_as_ever(preference, choices):
    writer = Says(SHORT, LONG)
    assert written(writer, preference, choices) == SHORT
    assert writer.asked == [1]


def test_as_many_texts_are_asked_for_as_the_settings_allow():
    writer = Says(SHORT, LONG, SHORT)
    written(writer, likes(number=1.0), choices=3)
    assert writer.asked == [3]


def test_a_text_to_be_chosen_comes_whole_and_any_other_as_it_is_written():
    choosing = Says(SHORT, LONG)
    shown = list(Copywriter(choosing, GenerationSettings(choices=2)).live(FACTS, likes(number=1.0)))
    assert [one.text for one in shown] == [LONG] and choosing.grown == 0
    growing = Says(SHORT, LONG)
    shown = list(Copywriter(growing, GenerationSettings()).live(FACTS, likes(number=1.0)))
    assert [one.text for one in shown] == [SHORT] and growing.grown == 1


def test_another_preference_writes_anew_and_the_one_before_gives_the_text_of_before():
    now = [None]
    writer = Says(SHORT, LONG)
    explainer = Explainer(
        writer, GenerationSettings(choices=2, nouns=("film",)), preference=lambda: now[0]
    )
    assert explainer.explain(EVIDENCE, PAST).text == SHORT
    now[0] = likes(number=1.0)
    assert explainer.explain(EVIDENCE, PAST).text == LONG
    now[0] = None
    assert explainer.explain(EVIDENCE, PAST).text == SHORT
    assert writer.asked == [1, 2]


def test_a_preference_goes_to_a_manifest_and_back():
    kept = likes(length=0.5, quote=-1.0)
    manifest = {PREFERENCE: kept.as_json(), "epochs": 3}
    assert Preference.of_manifest(manifest) == kept
    assert carried(manifest) == {PREFERENCE: kept.as_json()}
    assert Preference.of_manifest({}) is None and carried({}) == {}


def test_a_preference_of_other_traits_is_not_used_and_said_so(caplog):
    with caplog.at_level(logging.WARNING):
        assert Preference.of_manifest({PREFERENCE: {"rhyme": 1.0}}) is None
    assert "another version" in caplog.text
