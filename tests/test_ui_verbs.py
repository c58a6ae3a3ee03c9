"""What a visitor can do beside talking: take back, remove, save, forget, choose, come again."""

import json

import pytest

from mmrec.errors import StoreError
from mmrec.types import Item
from small_recommender import ITEMS, SmallRecommender
from ui.acts import act
from ui.lexicon import Lexicon
from ui.screen import detail_of, list_of, tries_of
from ui.session import Session
from ui.titles import titled


@pytest.fixture
def recommender():
    return SmallRecommender()


@pytest.fixture
def session(recommender):
    return arrived(recommender, "u1")


def arrived(recommender, user_id=None):
    made = Session(recommender, Lexicon(recommender), seconds_a_word=0)
    run(made.start(user_id))
    return made


def run(drawing):
    for _ in drawing:
        pass


def pressed(session, name, value="", request="", item=""):
    run(act(session, act=name, value=value, request=request, item=item))


def ids(session):
    return [place.item_id for place in session.shown]


def last(session):
    return session.bubbles[-1].text


def test_a_removed_chip_widens_the_list_and_undo_narrows_it_again(session):
    run(session.say("only comedies"))
    comedies = ids(session)
    (chip,) = session.parts
    pressed(session, "remove", chip.id)
    assert session.chips == ()
    assert len(ids(session)) > len(comedies)
    assert session.bubbles[-2].text == f"Without: {chip.label}"
    pressed(session, "undo")
    assert [one.id for one in session.parts] == [chip.id]
    assert ids(session) == comedies


def test_start_over_drops_the_whole_request(session):
    run(session.say("only comedies"))
    pressed(session, "start_over")
    assert session.chips == ()
    assert last(session).startswith("Starting over")


def test_an_undone_dislike_leaves_the_log_and_the_item_comes_back(session, recommender):
    place = session.shown[0]
    pressed(session, "dislike", "", place.request_id, place.item_id)
    assert recommender.of_kind("dislike") and place.item_id not in ids(session)
    pressed(session, "undo")
    assert recommender.of_kind("dislike") == []
    assert place.item_id in ids(session)
    pressed(session, "undo")
    assert last(session) == "There is nothing to take back."


def test_a_question_back_brings_its_choices_as_buttons(recommender):
    for item_id, year in (("c1", 1996), ("c2", 2004)):
        facts = {"year": year, "genres": ["Drama"]}
        recommender._items[item_id] = Item(item_id, f"Crash ({year})", facts=facts)
    session = arrived(recommender, "u1")
    run(session.say("something like Crash"))
    assert session.conversation.question is not None
    assert len(session.tries) == 2 and "choices" in tries_of(session)
    chosen = next(label for label in session.tries if "2004" in label)
    pressed(session, "say", chosen)
    assert recommender.asked[-1].like == ("c2",)
    assert session.conversation.question is None


def test_a_saved_item_is_kept_on_its_page_until_it_is_pressed_again(session, recommender):
    place = session.shown[0]
    pressed(session, "save", "", place.request_id, place.item_id)
    (event,) = recommender.of_kind("save")
    assert (event.item_id, event.request_id, event.position) == (place.item_id, place.request_id, 1)
    assert place.item_id in ids(session)  # the list stays as it is
    pressed(session, "go", "saved")
    assert titled(place.item) in list_of(session)
    pressed(session, "save", "", "", place.item_id)
    assert recommender.of_kind("save") == []
    assert "Nothing is saved yet" in list_of(session)


def test_what_is_forgotten_is_gone_from_log_and_reasons_and_undo_brings_it_back(
    session, recommender
):
    pressed(session, "go", "history")
    assert "Alien (1979)" in list_of(session)
    (event,) = recommender.of_kind("like")
    pressed(session, "forget", json.dumps([event.event_id]))
    assert recommender.of_kind("like") == []
    assert {reason.modality for place in session.shown for reason in place.reasons} == {
        "popularity"
    }
    assert last(session) == "Forgotten: Alien (1979)."
    pressed(session, "undo")
    assert recommender.of_kind("like") == [event]


def test_nobody_forgets_the_events_of_another(session, recommender):
    (foreign,) = recommender.of_kind("rating")
    pressed(session, "forget", json.dumps([foreign.event_id]))
    assert recommender.of_kind("rating") == [foreign]


def test_taste_is_what_likes_have_in_common_more_often_than_the_catalogue(session):
    run(session.say("I love Galaxy Quest"))
    run(session.say("I love The Matrix"))
    profile = session.visitor.profile()
    assert [(t.fact, t.value, t.liked, t.of) for t in profile.traits] == [
        ("genres", "Sci-Fi", 3, 3)
    ]
    pressed(session, "go", "taste")
    assert "Forget Sci-Fi: 3 entries rest on it" in list_of(session)


def test_a_newcomer_chooses_and_the_list_follows(recommender):
    session = arrived(recommender)
    assert [item.item_id for item in session.starters] == [item.item_id for item in ITEMS]
    pressed(session, "begin", json.dumps(["m6", "not offered"]))
    (event,) = [e for e in recommender.of_kind("like") if e.user_id == session.user_id]
    assert event.item_id == "m6"
    assert session.starters == [] and ids(session)[0] in ("m1", "m3", "m4")
    assert "you like Galaxy Quest" in last(session)


def test_a_first_choice_that_is_put_away_does_not_come_again(recommender):
    session = arrived(recommender)
    pressed(session, "not_now")
    run(session.say("something funny"))
    assert session.starters == []
    assert arrived(recommender, session.user_id).starters == []


def test_who_is_known_is_not_asked_to_choose(session):
    assert session.starters == []


def test_details_open_at_once_and_then_show_what_is_similar(session, recommender):
    place = session.shown[0]
    drawing = act(session, act="open", value="", request=place.request_id, item=place.item_id)
    next(drawing)
    assert titled(place.item) in detail_of(session) and session.detail.shelves is None
    run(drawing)
    ((by, near),) = session.detail.shelves  # the small one compares by words alone
    assert by == "text" and place.item_id not in [one.item_id for one in near]
    pressed(session, "open", "", near[0].request_id, near[0].item_id)
    assert session.detail.place.item_id == near[0].item_id
    assert [e.item_id for e in recommender.of_kind("click")] == [place.item_id, near[0].item_id]
    pressed(session, "close")
    assert detail_of(session) == ""


def test_the_weight_of_picture_and_words_goes_with_the_request(session, recommender, tmp_path):
    picture = tmp_path / "p.png"
    picture.write_bytes(b"")
    run(session.say("but funny", str(picture)))
    assert session.request.balance == 0.5
    pressed(session, "balance", "80")  # the slider tells the share of the words
    assert recommender.asked[-1].balance == pytest.approx(0.2)
    assert (recommender.asked[-1].image, recommender.asked[-1].text) == (str(picture), "funny")
    pressed(session, "balance", "much")
    assert recommender.asked[-1].balance == 0.5


def test_more_that_look_like_this_asks_with_the_picture_of_the_card(recommender, tmp_path):
    picture = tmp_path / "p.png"
    picture.write_bytes(b"")
    recommender._items["m2"] = Item("m2", "Heat (1995)", None, str(picture), ITEMS[1].facts)
    session = arrived(recommender, "u1")
    place = next(place for place in session.shown if place.item_id == "m2")
    pressed(session, "look", "", place.request_id, "m2")
    assert recommender.asked[-1].image == str(picture)
    assert session.heading == "Looks like Heat (1995)"
    assert session.chips == ("looks like Heat (1995)",)
    assert "m2" not in ids(session)
    run(session.say("but funny"))
    assert (recommender.asked[-1].image, recommender.asked[-1].text) == (str(picture), "funny")


def test_a_restart_in_the_middle_loses_nothing(session, recommender):
    run(session.say("only comedies"))
    gone = session.shown[0]
    pressed(session, "dislike", "", gone.request_id, gone.item_id)
    run(session.say("why Galaxy Quest?" if gone.item_id != "m6" else "why Alien?"))
    again = arrived(recommender, "u1")
    assert [b.text for b in again.bubbles] == [b.text for b in session.bubbles]
    assert again.bubbles[-1].explanation == session.bubbles[-1].explanation
    assert again.conversation.query == session.conversation.query
    assert again.chips == session.chips and ids(again) == ids(session)
    assert gone.item_id not in ids(again)
    pressed(again, "undo")
    assert gone.item_id in ids(again)


def test_a_picture_that_is_gone_after_a_restart_is_said_and_the_rest_holds(recommender, tmp_path):
    picture = tmp_path / "p.png"
    picture.write_bytes(b"")
    session = arrived(recommender, "u1")
    run(session.say("but funny", str(picture)))
    picture.unlink()
    again = arrived(recommender, "u1")
    assert last(again).startswith("The picture of the request is gone")
    assert again.chips == ("“funny”",)


def test_a_conversation_that_cannot_be_read_is_begun_anew(recommender):
    recommender.memory.keep("u1", "{}")
    assert "Welcome back, u1" in last(arrived(recommender, "u1"))


def test_the_page_speaks_chinese(session):
    run(session.speak("zh"))
    drawn = list_of(session)
    assert 'lang="zh"' in drawn and "为你推荐" in drawn and "你喜欢 Alien (1979)" in drawn
    run(session.say("不要恐怖片"))
    assert "缩小" in last(session) or "为你找到" in last(session)
    assert session.chips == ("不要恐怖",)


@pytest.mark.parametrize("name", ["nothing", "forget", "begin", "balance", "remove", "like", "go"])
def test_what_a_browser_makes_up_does_no_harm(session, recommender, name):
    events = list(recommender.events)
    pressed(session, name, "[1", "nowhere", "nothing")
    assert [e for e in recommender.events if e.kind != "impression"] == [
        e for e in events if e.kind != "impression"
    ]


def test_an_explanation_is_rated_rated_otherwise_and_taken_back(session, recommender):
    run(session.say("why the first one?"))
    told = session.bubbles[-1]
    said = ("u1", told.text)
    pressed(session, "helpful", told.bubble_id)
    assert recommender.verdicts == {said: True} and told.helpful is True
    pressed(session, "unhelpful", told.bubble_id)
    assert recommender.verdicts == {said: False} and told.helpful is False
    again = arrived(recommender, "u1")  # what was said stays pressed for who comes back
    assert [one.helpful for one in again.bubbles if one.explanation] == [False]
    pressed(session, "unhelpful", told.bubble_id)
    assert recommender.verdicts == {} and told.helpful is None


def test_only_an_explanation_can_be_rated(session, recommender):
    run(session.say("only comedies"))
    before = len(session.bubbles)
    for sent in (session.bubbles[-1].bubble_id, "unknown", ""):
        pressed(session, "helpful", sent)
    assert recommender.verdicts == {} and len(session.bubbles) == before


def test_a_verdict_that_cannot_be_kept_is_said_and_leaves_the_explanation(session, monkeypatch):
    run(session.say("why the first one?"))
    told, text = session.bubbles[-1], session.bubbles[-1].text

    def full(*_):
        raise StoreError("The disk is full.", "Make room.")

    monkeypatch.setattr(session._recommender, "rate_text", full)
    pressed(session, "helpful", told.bubble_id)
    assert last(session) == "The disk is full. Make room."
    assert told.text == text and told.helpful is None
