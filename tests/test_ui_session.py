"""One visitor's conversation with the page, without a screen, over eight films."""

import json

import pytest

from small_recommender import SmallRecommender, film
from ui.keeping import document
from ui.lexicon import Lexicon
from ui.session import Session
from ui.steps import LIST
from ui.talk import Talk
from ui.titles import spoken
from ui.words import Words


@pytest.fixture
def recommender():
    return SmallRecommender()


@pytest.fixture
def session(recommender):
    made = Session(recommender, Lexicon(recommender), seconds_a_word=0)
    run(made.start("u1"))
    return made


def run(drawing):
    for _ in drawing:
        pass


def ids(session):
    return [place.item_id for place in session.shown]


def last(session):
    return session.bubbles[-1].text


def test_a_known_user_is_greeted_with_what_they_did_and_gets_a_list(session, recommender):
    assert "Welcome back, u1. Lately: Alien (1979)." in last(session)
    assert session.status == "ready"
    assert "m1" not in ids(session)
    assert len(recommender.of_kind("impression")) == len(session.shown)


def test_a_newcomer_gets_a_fresh_id_a_hint_and_a_list(recommender):
    session = Session(recommender, Lexicon(recommender), seconds_a_word=0)
    run(session.start())
    assert session.user_id.startswith("guest-")
    assert last(session).startswith("Welcome. Tell me what you like")
    assert len(ids(session)) == min(LIST, 8)
    again = Session(recommender, Lexicon(recommender), seconds_a_word=0)
    run(again.start())
    assert again.user_id != session.user_id


def test_impressions_carry_place_and_request(session, recommender):
    shown = recommender.of_kind("impression")
    assert [event.position for event in shown] == list(range(1, len(shown) + 1))
    assert {event.request_id for event in shown} == {session.shown[0].request_id}


def test_something_like_alien_but_funny(session, recommender):
    run(session.say("something like Alien but funny"))
    assert recommender.asked[-1].like == ("m1",)
    assert recommender.asked[-1].text == "funny"
    assert session.chips == ("like Alien (1979)", "“funny”")
    assert last(session).startswith(f"{len(session.shown)} picks for you.")


def test_an_answer_is_drawn_step_by_step(session):
    seen = [
        (session.status, session.bubbles[-1].pending, session.bubbles[-1].text)
        for _ in session.say("something like Alien")
    ]
    assert seen[0] == ("ready", True, "")  # the visitor's line is there at once
    assert ("loading", True, "") in seen
    texts = [text for _, _, text in seen]
    assert sorted(texts, key=len) == texts and len(set(texts)) > 5
    assert not seen[-1][1]


def leave(drawing, after):
    """Be gone, as Gradio closes what a lost connection was drawn from, after some drawings."""
    for _ in range(after):
        next(drawing, None)
    drawing.close()


@pytest.mark.parametrize("after", range(1, 8))
def test_who_leaves_in_the_middle_of_an_answer_lets_nobody_wait_for_it(session, after):
    first = session.shown[0]
    leave(session.say("something like Alien"), after)
    leave(session.press("like", first.request_id, first.item_id), after)
    leave(session.undo(), after)
    leave(session.start_over(), after)
    assert not any(bubble.pending for bubble in session.bubbles)
    run(session.say("something like Heat"))
    assert session.chips == ("like Heat (1995)",)


def test_an_error_nobody_foresaw_lets_nobody_wait(session, recommender, monkeypatch):
    monkeypatch.setattr(recommender, "recommend", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run(session.say("something like Alien"))
    assert not any(bubble.pending for bubble in session.bubbles)


def test_a_message_waits_for_the_answer_before_it_but_not_for_ever(monkeypatch):
    talk = Talk(seconds_a_word=0)
    first, second = talk.open("a"), talk.open("b")
    monkeypatch.setattr("ui.talk.SECONDS_A_LOOK", 0.0)
    turns = talk.turn(second)
    next(turns)  # it waits
    first.text = "It"
    assert next(turns, "its turn") == "its turn"
    first.text = ""
    assert len(list(talk.turn(second))) == 60  # a drawing a second: then it goes ahead


def test_an_answer_that_was_being_written_when_the_server_stopped_is_waited_for_no_more(
    session, recommender
):
    run(session.say("something like Alien"))
    answer = session.talk.open("only comedies")
    recommender.memory.keep("u1", document(session.kept()))
    again = Session(recommender, Lexicon(recommender), seconds_a_word=0)
    run(again.start("u1"))
    resumed = next(one for one in again.bubbles if one.bubble_id == answer.bubble_id)
    assert (resumed.pending, resumed.tone) == (False, "error")


def test_a_dislike_in_words_is_recorded_and_the_item_leaves_the_list(session, recommender):
    third = session.shown[2]
    run(session.say("I didn't like the third"))
    (event,) = recommender.of_kind("dislike")
    assert event.item_id == third.item_id
    assert (event.user_id, event.request_id, event.position) == ("u1", third.request_id, third.rank)
    assert (event.propensity, event.model_id) == (0.5, "small-1")
    assert third.item_id not in ids(session)
    assert last(session).startswith(f"Noted: you dislike {third.item.title}.")


def test_a_like_of_something_not_shown_changes_the_next_list(recommender):
    session = Session(recommender, Lexicon(recommender), seconds_a_word=0)
    run(session.start())
    run(session.say("I love Galaxy Quest"))
    assert recommender.of_kind("like")[-1].item_id == "m6"
    assert ids(session)[0] in ("m1", "m3", "m4")  # shares comedy or science fiction
    assert any(reason.title == "Galaxy Quest (1999)" for reason in session.shown[0].reasons)


def test_what_the_visitor_has_seen_before_is_not_shown_again(session, recommender):
    second = session.shown[1]
    run(session.say("I've seen the second"))
    assert recommender.of_kind("view")[-1].item_id == second.item_id
    assert second.item_id not in ids(session)
    assert last(session).startswith("Noted: you know")


def test_buttons_record_what_was_shown_and_keep_the_running_request(session, recommender):
    run(session.say("something like Alien"))
    place = session.shown[0]
    run(session.press("like", place.request_id, place.item_id))
    assert recommender.of_kind("like")[-1].position == place.rank
    assert place.item_id not in ids(session)
    assert recommender.asked[-1].like == ("m1",)
    run(session.press("not_interested", session.shown[0].request_id, session.shown[0].item_id))
    assert len(recommender.of_kind("not_interested")) == 1


def test_the_request_stays_in_view_through_why_and_dislike_and_more(session):
    run(session.say("something like Alien but funny"))
    said = session.chips
    run(session.say("why the first one?"))
    run(session.press("dislike", session.shown[0].request_id, session.shown[0].item_id))
    assert session.chips == said == ("like Alien (1979)", "“funny”")
    run(session.say("show me more"))
    assert session.chips == said


def test_a_press_on_what_was_never_shown_does_nothing(session, recommender):
    before = list(recommender.events)
    run(session.press("like", "another-request", "m2"))
    run(session.press("like", session.shown[0].request_id, "no-such-item"))
    run(session.press("impression", session.shown[0].request_id, session.shown[0].item_id))
    assert recommender.events == before


def test_a_press_on_an_older_list_still_counts_for_that_list(session, recommender):
    old = session.shown[1]
    run(session.say("something like Heat"))
    run(session.press("dislike", old.request_id, old.item_id))
    assert recommender.of_kind("dislike")[-1].request_id == old.request_id


def test_a_card_is_looked_at_once(session, recommender):
    place = session.shown[0]
    for _ in range(3):
        run(session.press("open", place.request_id, place.item_id))
    assert [event.item_id for event in recommender.of_kind("click")] == [place.item_id]


def test_why_the_second_one_brings_its_explanation(session):
    second = session.shown[1]
    run(session.say("why the second one?"))
    bubble = session.bubbles[-1]
    assert bubble.text == f"{second.item.title} suits you."
    assert bubble.explanation.evidence.item.item_id == second.item_id
    assert bubble.explanation.evidence.reasons == second.reasons
    run(session.say("I love it"))
    assert second.item_id not in ids(session)


def test_an_explanation_knows_the_words_that_its_list_answered(session):
    run(session.say("something like Alien but funny"))
    place = session.shown[0]
    run(session.say("something like Heat"))
    run(session.press("why", place.request_id, place.item_id))
    assert session.bubbles[-1].explanation.evidence.query == "funny"


def test_why_this_as_a_button(session):
    place = session.shown[0]
    run(session.press("why", place.request_id, place.item_id))
    assert session.bubbles[-2].text == f"Why {spoken(place.item.title)}?"
    assert session.bubbles[-1].explanation is not None


def test_an_error_is_a_line_in_the_chat_and_the_list_stays(session):
    shown = ids(session)
    run(session.say("why Big?"))
    assert last(session) == "Big cannot be explained. Ask for another one."
    assert session.bubbles[-1].tone == "error"
    assert not any(bubble.pending for bubble in session.bubbles)
    assert (session.status, ids(session)) == ("ready", shown)


def test_filters_narrow_and_nothing_left_is_said(session):
    run(session.say("only comedies"))
    assert ids(session) == ["m6", "m4"]
    run(session.say("before 1970"))
    assert session.status == "nothing"
    assert "Comedy, year < 1970" in last(session)
    run(session.say("start over"))
    assert session.status == "ready"
    assert session.chips == ()


def test_more_shows_others_and_ends(session, recommender):
    first = set(ids(session))
    run(session.say("show me more"))
    assert not first & set(ids(session))
    assert "That was all of it" in last(session)


def test_a_picture_is_a_query_alone_and_with_words(session, recommender):
    run(session.say("", "/tmp/poster.png"))
    assert recommender.asked[-1].image == "/tmp/poster.png"
    assert session.heading == "Like your picture"
    run(session.say("but funny, after 1990", "/tmp/poster.png"))
    query = recommender.asked[-1]
    assert (query.image, query.text, query.where) == ("/tmp/poster.png", "funny", "year > 1990")
    assert all(place.item.facts["year"] > 1990 for place in session.shown)


def test_verbs_that_overlap_write_into_their_own_messages(session):
    place = session.shown[0]
    answering = session.say("something like Heat")
    for _ in range(4):
        next(answering)
    run(session.press("why", place.request_id, place.item_id))
    run(answering)
    said = [bubble.text for bubble in session.bubbles if bubble.role == "assistant"]
    assert "picks for you" in said[1]
    assert said[2] == f"{place.item.title} suits you."
    assert not any(bubble.pending for bubble in session.bubbles)


def test_an_unforeseen_error_leaves_no_message_half_open(session, recommender, monkeypatch):
    monkeypatch.setattr(recommender, "recommend", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run(session.say("something funny"))
    assert (last(session), session.bubbles[-1].pending) == (Words()("broken"), False)
    assert session.status == "ready"


def test_an_item_ingested_while_the_page_is_open_can_be_named(session, recommender):
    from mmrec.types import Item

    recommender._items["new"] = Item("new", "Zardoz (1974)", facts={"genres": [], "year": 1974})
    run(session.say("something like Zardoz"))
    assert recommender.asked[-1].like == ("new",)


def test_a_place_that_is_not_there_is_answered(session, recommender):
    asked = len(recommender.asked)
    run(session.say("why number 99?"))
    assert last(session).startswith("There is no number 99")
    assert len(recommender.asked) == asked


def test_a_part_of_the_request_is_removed_and_undo_brings_it_back(session):
    run(session.say("only comedies"))
    run(session.say("after 1990"))
    run(session.remove("constraint:year>1990"))
    assert session.chips == ("Comedy",)
    assert ids(session) == ["m6", "m4"]
    run(session.undo())
    assert session.chips == ("Comedy", "year > 1990")
    assert ids(session) == ["m6"]
    version = session.version
    run(session.remove("no such part"))
    assert session.version == version


def test_nothing_to_undo_is_said(session):
    run(session.say("undo"))
    assert last(session) == Words()("nothing_to_undo")


def test_two_films_are_compared_by_what_differs(session, recommender):
    asked = len(recommender.asked)
    run(session.say("which is newer, Heat or Galaxy Quest?"))
    assert last(session) == "Heat (1995): year 1995. Galaxy Quest (1999): year 1999."
    assert len(recommender.asked) == asked  # the list stays


class Understands:
    """A model that takes every message for one and the same."""

    def complete(self, messages, *, max_new_tokens, temperature):
        wanted = {"fact": "genres", "op": "=", "values": ["comedy"]}
        return [json.dumps({"intent": "search", "constraints": [wanted]})]


def test_a_large_model_may_read_what_is_said(recommender):
    recommender.reads = Understands()
    made = Session(recommender, Lexicon(recommender), seconds_a_word=0)
    run(made.start("u1"))
    run(made.say("zum Lachen bitte"))
    assert [chip.label for chip in made.parts] == ["Comedy"]


def test_what_differs_between_two_films_is_a_table(session):
    run(session.say("compare Heat and Galaxy Quest"))
    assert last(session) == "How they differ:"
    head, year, genres = session.bubbles[-1].rows
    assert head == ("", "Heat (1995)", "Galaxy Quest (1999)")
    assert year == ("year", "1995", "1999")
    assert genres[0] == "genres"
    assert '<th scope="row">year</th><td>1995</td>' in session.bubbles[-1].html(Words())


def test_what_is_known_of_the_visitor_is_told(session):
    run(session.say("I love Heat"))
    run(session.say("what do you know about me?"))
    assert "You like: Heat (1995)." in last(session)


def test_an_ambiguous_title_is_asked_about_and_the_answer_is_taken(session, recommender):
    recommender._items["new"] = film("new", "Alien", 2013, ["Comedy"])
    run(session.say("something like Alien"))
    assert last(session) == "Which “Alien”? 1) Alien (1979), 2) Alien (2013)"
    run(session.say("the second one"))
    assert recommender.asked[-1].like == ("new",)
