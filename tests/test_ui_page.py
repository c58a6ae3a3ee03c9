"""The page itself: its endpoints through gradio_client, and all of it in a browser."""

import time

import pytest
from PIL import Image

from benchmarks.browser import free_port
from browsing import (
    answer,
    chromium,
    clipped_buttons,
    say,
    titles,
    visit,
    wait_until_answered,
)
from mmrec.errors import ConfigError
from small_recommender import ATTACK, MARKDOWN, SmallRecommender

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def recommender():
    return SmallRecommender()


@pytest.fixture(scope="module")
def address(recommender):
    from ui.app import serve

    port = free_port()
    blocks = serve(recommender, port=port, wait=False)
    yield f"http://127.0.0.1:{port}"
    blocks.close()


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


@pytest.fixture
def page(browser, address):
    with visit(browser, address) as opened:
        yield opened


@pytest.mark.browser
def test_a_message_yields_cards_and_why_an_explanation(page):
    say(page, "something like Alien but funny")
    assert page.locator("#picks .chip").all_inner_texts() == ["like Alien (1979)", "“funny”"]
    assert "picks for you" in answer(page)
    assert clipped_buttons(page) == 0
    assert titles(page)[1] == "Psycho"  # its year stands among the facts
    say(page, "why the second one?")
    assert "Psycho (1960) suits you." in answer(page)
    assert "Written from the facts" in answer(page)
    page.locator("#chat .evidence summary").last.click()
    assert "What it claims" in answer(page)


@pytest.mark.browser
def test_an_explanation_is_rated_by_keyboard_and_the_focus_stays(page, recommender):
    say(page, "why the second one?")
    helped = page.get_by_role("button", name="This helped")
    for quiet in (page.locator("#chat .helped"), helped):
        style = quiet.evaluate(
            "it => { const s = getComputedStyle(it);"
            " return [s.backgroundColor, s.borderTopWidth, s.fontWeight]; }"
        )
        assert style == ["rgba(0, 0, 0, 0)", "0px", "400"]  # no louder than the text above it
    helped.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="This helped", pressed=True).wait_for()
    assert list(recommender.verdicts.values()) == [True]
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.get_by_role("button", name="This did not help", pressed=True).wait_for()
    assert list(recommender.verdicts.values()) == [False]
    page.keyboard.press("Enter")  # the focus is where it was: pressed again, it is taken back
    page.get_by_role("button", name="This did not help", pressed=False).wait_for()
    assert recommender.verdicts == {}


@pytest.mark.browser
def test_a_dislike_removes_the_card_and_is_logged(page, recommender):
    card = page.locator(".card").nth(1)
    item_id, title = card.get_attribute("data-item"), titles(page)[1]
    before = len(recommender.of_kind("dislike"))
    card.get_by_role("button", name="Dislike").click()
    page.locator("#chat .user").last.get_by_text("I dislike").wait_for()
    wait_until_answered(page)
    logged = recommender.of_kind("dislike")[before:]
    assert [(event.item_id, event.position) for event in logged] == [(item_id, 2)]
    assert logged[0].request_id and logged[0].model_id == "small-1"
    assert title not in titles(page)
    assert "It is out of the list" in answer(page)


@pytest.mark.browser
def test_a_picture_is_uploaded_as_a_query(page, recommender, tmp_path):
    file = tmp_path / "poster.png"
    Image.new("RGB", (60, 90), "teal").save(file)
    page.locator("#box input[type=file]").set_input_files(file)
    page.locator("#box .thumbnails, #box img").first.wait_for()
    page.get_by_label("Message", exact=True).press("Enter")
    page.locator("#chat .user img").wait_for()
    wait_until_answered(page)
    asked = recommender.asked[-1]
    assert asked.image and Image.open(asked.image).size == (60, 90)
    assert page.locator("#picks h2").inner_text() == "Like your picture"


@pytest.mark.browser
def test_hostile_titles_stay_text_in_cards_and_chat(page):
    for title in ("Trap", "Trick"):
        card = page.locator(".card", has_text=title)
        text = card.locator("h3").inner_text()
        assert (ATTACK in text) or (MARKDOWN in text)
        card.get_by_role("button", name="Why").click()
        page.locator("#chat .user").last.get_by_text(title).wait_for()
        wait_until_answered(page)
        assert "suits you" in answer(page)
    assert (
        page.locator("#chat a, #chat script, #chat strong:not(.evidence *), #chat code").count()
        == 0
    )
    assert page.locator("#chat img, .card script, .card img").count() == 0
    say(page, "<img src=x onerror=window.hacked=1> **loud**")
    assert page.locator("#chat img, #chat .user strong").count() == 0


@pytest.mark.browser
def test_a_user_is_chosen_by_keyboard_and_greeted(page):
    who = page.get_by_label("Who is asking")
    who.focus()
    who.fill("u1")
    who.press("Enter")
    page.get_by_text("Welcome back, u1").wait_for()
    wait_until_answered(page)
    assert "Alien (1979)" not in titles(page)
    assert "you liked Alien (1979)" in page.locator(".card").first.inner_text()


@pytest.mark.browser
def test_an_opened_card_is_a_click_and_suggestions_speak(page, recommender):
    before = len(recommender.of_kind("click"))
    page.locator(".card .title").first.click()
    page.locator("dialog[open] .shelf > h3").first.wait_for()
    assert len(recommender.of_kind("click")) == before + 1
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")
    page.get_by_role("button", name="Why the second one?").click()
    page.locator("#chat .user").last.get_by_text("Why the second one?").wait_for()


def lines(page):
    """What the visitor said, oldest first."""
    return [line.strip() for line in page.locator("#chat .user .said").all_inner_texts()]


@pytest.fixture
def slow(recommender, monkeypatch):
    """A second for each list, as on a busy machine."""
    at_once = recommender.recommend

    def recommend(*args, **kwargs):
        time.sleep(1)
        return at_once(*args, **kwargs)

    monkeypatch.setattr(recommender, "recommend", recommend)


@pytest.mark.browser
def test_messages_sent_while_an_answer_is_made_are_all_answered_in_turn(page, slow):
    box = page.get_by_label("Message", exact=True)
    told = ["something like Alien", "only comedies", "why the first one?", "after 1990"]
    for line, pause in zip(told, (0, 300, 1500, 0), strict=True):
        box.fill(line)
        box.press("Enter")
        page.wait_for_timeout(pause)  # none, while the list is made, while the words come
    page.locator("#chat .user").nth(3).wait_for()
    wait_until_answered(page)
    page.wait_for_function("() => !document.querySelector('#chat .typing')")
    assert lines(page) == told
    assert page.locator("#chat .bot-row").count() == 5  # with the welcome
    assert page.locator("#picks .chip").all_inner_texts()[1:] == ["Comedy", "year > 1990"]
    assert box.input_value() == ""


@pytest.mark.browser
def test_a_message_sent_twice_at_a_press_is_one_and_what_is_typed_next_stays(page, slow):
    box = page.get_by_label("Message", exact=True)
    box.fill("something like Heat")
    box.press("Enter")
    box.press("Enter")
    page.keyboard.type("only")
    page.locator("#chat .user").get_by_text("something like Heat").wait_for()
    wait_until_answered(page)
    assert lines(page) == ["something like Heat"]
    assert box.input_value() == "only"


@pytest.mark.browser
def test_a_message_sent_right_after_a_suggestion_is_answered_after_it(page, slow):
    page.get_by_role("button", name="Why the second one?").click()
    box = page.get_by_label("Message", exact=True)
    box.fill("only comedies")
    box.press("Enter")
    page.locator("#chat .user").get_by_text("only comedies").wait_for()
    wait_until_answered(page)
    assert lines(page) == ["Why the second one?", "only comedies"]
    assert page.locator("#picks .chip").all_inner_texts() == ["Comedy"]


@pytest.mark.browser
def test_a_message_sent_before_the_first_list_waits_in_its_box(browser, address, slow):
    opened = browser.new_page()
    opened.goto(address)
    box = opened.locator("#box textarea")
    box.fill("something like Heat")
    box.press("Enter")
    box.press("Enter")
    opened.locator("#box[data-early]").wait_for()
    assert box.input_value() == "something like Heat"
    opened.locator("#chat .user").get_by_text("something like Heat").wait_for()
    wait_until_answered(opened)
    assert "Welcome." in opened.locator("#chat .bot-row").first.inner_text()
    assert opened.locator("#picks .chip").all_inner_texts() == ["like Heat (1995)"]
    assert lines(opened) == ["something like Heat"]
    assert box.input_value() == ""
    opened.close()


@pytest.mark.browser
def test_a_message_waits_for_its_picture_to_be_up(page, recommender, tmp_path):
    file = tmp_path / "poster.png"
    Image.new("RGB", (60, 90), "teal").save(file)
    page.route("**/upload?*", lambda route: (page.wait_for_timeout(800), route.continue_()))
    box = page.get_by_label("Message", exact=True)
    box.fill("funny")
    page.locator("#box input[type=file]").set_input_files(file)
    page.locator("#box .loader").wait_for()
    box.press("Enter")
    page.locator("#chat .user img").wait_for()
    wait_until_answered(page)
    assert lines(page) == ["funny"]
    assert recommender.asked[-1].image and recommender.asked[-1].text == "funny"


@pytest.mark.browser
def test_enter_that_chooses_a_word_of_an_input_method_sends_nothing(page):
    box = page.get_by_label("Message", exact=True)
    box.fill("科幻")
    box.evaluate(
        "box => box.dispatchEvent(new KeyboardEvent('keydown',"
        " {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))"
    )
    page.wait_for_timeout(500)
    assert (lines(page), box.input_value()) == ([], "科幻")


@pytest.mark.browser
@pytest.mark.parametrize("fails", ["busy", "gone"])
def test_a_message_that_does_not_reach_the_server_comes_back(browser, address, fails):
    opened = browser.new_page()
    opened.goto(address)
    opened.wait_for_selector(".card:not(.ghost) h3")
    wait_until_answered(opened)
    busy = {"status": 503, "json": {"detail": "Queue is full."}}
    opened.route(
        "**/queue/join*",
        lambda route: route.abort() if fails == "gone" else route.fulfill(**busy),
        times=1,
    )
    box = opened.locator("#box textarea")
    box.fill("something like Heat")
    box.press("Enter")
    opened.locator(".toast-body").wait_for()
    opened.wait_for_function(
        "() => document.querySelector('#box textarea')?.value === 'something like Heat'"
        " && document.querySelector('#picks.ready')"
    )
    box.press("Enter")
    opened.locator("#chat .user").get_by_text("something like Heat").wait_for()
    wait_until_answered(opened)
    assert lines(opened) == ["something like Heat"]
    opened.reload()
    opened.wait_for_selector(".card:not(.ghost) h3")
    opened.wait_for_timeout(1000)
    assert box.input_value() == ""
    opened.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_a_phone_and_the_system_colours(browser, address, scheme):
    opened = browser.new_page(viewport={"width": 400, "height": 850}, color_scheme=scheme)
    opened.goto(address)
    opened.wait_for_selector(".card:not(.ghost) h3")
    assert opened.evaluate("document.documentElement.scrollWidth") == 400
    assert clipped_buttons(opened) == 0
    ink = opened.evaluate("getComputedStyle(document.querySelector('.card h3')).color")
    assert ink == ("rgb(28, 25, 23)" if scheme == "light" else "rgb(245, 245, 244)")
    opened.close()


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en-US", "zh-CN"])
def test_on_a_phone_the_first_choice_is_in_view_and_chips_show_that_they_go_on(
    browser, address, language
):
    opened = browser.new_page(viewport={"width": 400, "height": 850}, locale=language)
    opened.goto(address)
    opened.wait_for_selector(".card:not(.ghost) h3")
    wait_until_answered(opened)

    def box(selector):
        return opened.locator(selector).first.bounding_box()

    said = box("#chat .message")
    assert box("#chat")["height"] < said["height"] + 120  # as high as what was said
    assert box(".starter")["y"] + box(".starter")["height"] < 850
    assert box(".layout")["y"] < box(".pages")["y"] + box(".pages")["height"]  # in one row
    chips = opened.locator("#tries .tries")
    assert "gradient" in chips.evaluate("them => getComputedStyle(them).maskImage")
    chips.evaluate("them => them.scrollLeft = them.scrollWidth")
    last = opened.locator("#tries button").last.bounding_box()
    assert (
        last["x"] + last["width"] <= box("#tries .tries")["x"] + box("#tries .tries")["width"] - 39
    )
    for _ in range(4):
        opened.locator("#box textarea").fill("Heat")
        opened.locator("#box textarea").press("Enter")
        wait_until_answered(opened)
    chat, newest = box("#chat"), opened.locator("#chat .message").last.bounding_box()
    assert chat["height"] < 0.5 * 850  # and no higher than half of the page
    assert newest["y"] + newest["height"] <= chat["y"] + chat["height"]  # its end is in view
    opened.close()


def test_programs_ask_by_name(address, recommender):
    from gradio_client import Client

    client = Client(address, verbose=False)
    told = client.predict("something like Alien but funny", "u1", api_name="/ask")
    assert told["understood"] == ["like Alien (1979)", "“funny”"]
    assert told["items"][0]["rank"] == 1
    logged = {event.request_id for event in recommender.of_kind("impression")}
    assert told["items"][0]["request_id"] in logged
    listed = client.predict("u1", 3, api_name="/recommend")
    assert len(listed) == 3
    assert client.predict("u1", "m1", api_name="/explain")["written_by"] == "model"
    assert client.predict("u9", "m2", "like", api_name="/record") == {"recorded": 1}
    assert recommender.of_kind("like")[-1].user_id == "u9"
    with pytest.raises(Exception, match="Big cannot be explained"):
        client.predict("u1", "m4", api_name="/explain")


def test_a_taken_port_is_one_clear_error(address, recommender):
    from ui.app import serve

    port = int(address.rsplit(":", 1)[1])
    with pytest.raises(ConfigError, match="cannot be served"):
        serve(recommender, port=port, wait=False)
