"""The journeys of docs/journeys.md, walked in a browser over the tiny world and real models."""

import re
import shutil
import subprocess
from functools import partial
from pathlib import Path

import pytest
from PIL import Image

from benchmarks.browser import free_port
from browsing import answer, chromium, clipped_buttons, say, titles, visit
from browsing import wait_until_answered as answered
from mmrec import Event, Recommender
from mmrec.insights import insights_of
from mmrec.learning.decisions import Decisions
from mmrec.store import EventLog, Home

pytestmark = [pytest.mark.slow, pytest.mark.browser]
AXE = "axe-core@4.10.3"


@pytest.fixture(scope="module")
def home(trained_home, tmp_path_factory):
    copy = tmp_path_factory.mktemp("journeys") / "home"
    shutil.copytree(trained_home, copy)
    return copy


@pytest.fixture(scope="module")
def serving(home):
    """Starts the page over the home, anew each time, at one address: a server that restarts."""
    from ui.app import serve

    port, running, place = free_port(), [], Home.open(home)

    def start():
        for blocks in running:
            blocks.close()
        recommender = Recommender.open(home)
        gather = partial(insights_of, place, place.settings())
        running[:] = [serve(recommender, port=port, insights=gather, wait=False)]
        return f"http://127.0.0.1:{port}"

    yield start
    for blocks in running:
        blocks.close()


@pytest.fixture(scope="module")
def address(serving):
    return serving()


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


@pytest.fixture
def page(browser, address):
    with visit(browser, address) as opened:
        yield opened


@pytest.fixture
def log(home):
    return EventLog.open(Home.open(home).events)


def press(page, name, within="#picks"):
    """A button by its name, and the answer that follows."""
    said = page.locator("#chat .bot-row").count()
    page.locator(within).get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_function(
        "said => document.querySelectorAll('#chat .bot-row').length > said", arg=said
    )
    answered(page)


def turn_to(page, name):
    page.locator(".pages").get_by_role("button", name=name, exact=True).click()
    page.locator(".pages [aria-current=page]", has_text=name).wait_for()


def me(page):
    return page.get_by_label("Who is asking").input_value()


def kinds(log, user, *, of=("like", "dislike", "save", "click", "not_interested")):
    return [(e.kind, e.item_id) for e in log.of_user(user) if e.kind in of]


def drawn(folder, world, name):
    """A picture of the tiny world, at another size."""
    file = folder / "poster.png"
    Image.open(world[0].parent / "pictures" / f"{name}.png").resize((80, 120)).save(file)
    return file


def test_1_someone_new_chooses_and_the_list_follows(page, log):
    assert "Welcome." in answer(page)
    begin = page.get_by_role("button", name="Show me more like these")
    assert begin.is_disabled()
    starters = page.locator(".starter > .cover + span").all_inner_texts()
    genres = [title.split()[0] for title in starters]
    assert set(genres[:5]) == {"Space", "Western", "Romance"}  # they differ
    page.locator(".starter", has_text="Western").first.click()
    press(page, "Show me more like these")
    assert page.locator(".starters").count() == 0
    assert all("Western" in title for title in titles(page)[:3])
    assert "you liked Western" in page.locator(".card").first.inner_text()
    assert [kind for kind, _ in kinds(log, me(page))] == ["like"]


@pytest.mark.parametrize("language", ["en-US", "zh-CN"])
def test_1_rows_are_full_from_a_phone_to_4k_and_no_width_is_left_unused(browser, address, language):
    page = browser.new_page(locale=language)
    page.goto(address)
    page.wait_for_selector(".card:not(.ghost) h3")
    answered(page)
    per_row = """found => Object.values(Object.groupBy(document.querySelectorAll(found),
        one => one.offsetTop)).map(row => row.length)"""
    for width in (400, 600, 800, 900, 1100, 1400, 1920, 2560, 3840):
        page.set_viewport_size({"width": width, "height": max(850, width * 9 // 16)})
        assert len(set(page.evaluate(per_row, ".starters li"))) == 1, width
        assert len(set(page.evaluate(per_row, ".settings button"))) == 1, width
        assert width < 1900 or len(set(page.evaluate(per_row, "#cards .cards > .card"))) == 1, width
        assert page.evaluate("document.documentElement.scrollWidth") == width
    cards = page.evaluate(per_row, "#cards .cards > .card")
    assert cards == [10]
    assert page.locator("#main").bounding_box()["width"] > 0.8 * 3840
    page.locator("[data-act=layout][data-value=rows]").click()
    assert page.evaluate(per_row, "#cards .cards > .card") == [2] * 5
    page.close()


def test_2_who_comes_back_after_a_restart_finds_all_as_it_was(browser, address, serving):
    with visit(browser, address) as page:
        page.get_by_label("Who is asking").fill("Space fan 1")
        page.get_by_label("Who is asking").press("Enter")
        page.get_by_text("Welcome back, Space fan 1").wait_for()
        answered(page)
        assert page.locator(".starters").count() == 0
        say(page, "something like Romance Story 3")
        chips, listed = page.locator("#picks .chip").all_inner_texts(), titles(page)
        said = page.locator("#chat .message-row").count()
        page.goto("about:blank")  # a page whose server is gone rightly complains
        serving()
        page.goto(address)
        page.wait_for_selector(".card:not(.ghost) h3")
        page.get_by_text("something like Romance Story 3", exact=True).wait_for()
        answered(page)
        assert page.locator("#chat .message-row").count() == said
        assert page.locator("#picks .chip").all_inner_texts() == chips
        assert titles(page) == listed
        assert me(page) == "Space fan 1"


def test_3_constraints_are_chips_that_can_be_taken_away(page):
    say(page, "a western before 1985")
    chips = page.locator("#picks .chip")
    assert sorted(chips.all_inner_texts()) == ["Western", "year < 1985"]
    assert len(titles(page)) == 5 and all("Western" in title for title in titles(page))
    press(page, "Remove: year < 1985")
    assert chips.all_inner_texts() == ["Western"]
    assert len(titles(page)) == 8


def test_4_follow_ups_change_the_request_undo_and_start_over_take_them_back(page):
    say(page, "only westerns")
    say(page, "after 1984")
    assert len(titles(page)) == 3
    press(page, "Undo")
    assert page.locator("#picks .chip").all_inner_texts() == ["Western"]
    press(page, "Start over")
    assert page.locator("#picks .chip").count() == 0
    first = titles(page)
    say(page, "show me more")
    assert not set(first) & set(titles(page))


def test_5_a_picture_is_pasted_and_a_card_asks_for_its_look(page, world, tmp_path):
    file = drawn(tmp_path, world, "Western-2")
    page.evaluate(
        """async bytes => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(bytes)], 'poster.png', {type: 'image/png'}));
            const box = document.querySelector('#box textarea');
            box.focus();
            box.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true}));
        }""",
        list(file.read_bytes()),
    )
    page.locator("#box .thumbnails, #box img").first.wait_for()
    page.get_by_label("Message", exact=True).press("Enter")
    page.locator("#chat .user img").wait_for()
    answered(page)
    assert page.locator("#picks h2").inner_text() == "Like your picture"
    assert sum("Western" in title for title in titles(page)[:5]) >= 4
    press(page, "Start over")
    card = page.locator(".card", has_text="Romance").first
    title = card.locator(".title").inner_text()
    press(page, f"More that look like this: {title}")
    assert page.locator("#picks h2").inner_text() == f"Looks like {title}"
    assert title not in titles(page)
    assert sum("Romance" in one for one in titles(page)[:5]) >= 4


def test_6_a_slider_weighs_picture_and_words(page, world, tmp_path):
    page.locator("#box input[type=file]").set_input_files(drawn(tmp_path, world, "Western-2"))
    page.locator("#box .thumbnails, #box img").first.wait_for()
    say(page, "astronauts on a rocket")
    slider = page.get_by_role("slider", name="Picture or words")
    for value, genre in (("100", "Space"), ("0", "Western")):
        said = page.locator("#chat .bot-row").count()
        slider.fill(value)
        page.wait_for_function(
            "said => document.querySelectorAll('#chat .bot-row').length > said", arg=said
        )
        answered(page)
        assert sum(genre in title for title in titles(page)[:4]) >= 3, value


def test_7_a_critique_shifts_the_list(page):
    say(page, "only westerns")
    years = [int(t.split()[0]) for t in page.locator(".card .facts").all_inner_texts()]
    say(page, "newer than the second one")
    later = [int(t.split()[0]) for t in page.locator(".card .facts").all_inner_texts()]
    assert later and min(later) > years[1]
    gone = titles(page)[0]
    say(page, "not interested in the first")
    assert gone not in titles(page)


def test_8_a_like_moves_the_list_and_undo_takes_it_out_of_the_log(page, log):
    card = page.locator(".card", has_text="Romance").first
    liked = card.get_attribute("data-item")
    card.get_by_role("button", name=re.compile("^Like: Romance")).click()
    page.locator("#chat .user").last.get_by_text("I like Romance").wait_for()
    answered(page)
    assert all("Romance" in title for title in titles(page)[:3])
    (event,) = [event for event in log.of_user(me(page)) if event.kind == "like"]
    assert event.item_id == liked and event.request_id and event.position
    press(page, "Undo")
    assert kinds(log, me(page)) == []


def test_9_bars_why_and_details_explain_by_keyboard(page):
    say(page, "something like Space Story 3")
    card = page.locator(".card").first
    assert "like Space Story 3" in card.locator(".reasons").inner_text()
    card.locator(".title").focus()
    page.keyboard.press("ArrowRight")
    second = page.locator(".card").nth(1).locator(".title")
    assert second.evaluate("one => one === document.activeElement")
    page.keyboard.press("Enter")
    page.locator("dialog[open] .shelf > h3").first.wait_for()
    shelves = page.locator("dialog .shelf > h3").all_inner_texts()
    assert shelves == ["Similar in words", "Similar in look", "Chosen by the same people"]
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")
    assert second.evaluate("one => one === document.activeElement")
    title = titles(page)[1]
    say(page, "why the second one?")
    assert title in answer(page)
    page.locator("#chat .evidence summary").last.click()
    assert "What it claims" in answer(page)


def test_10_saved_items_history_and_taste_can_be_corrected(page, log):
    card = page.locator(".card").nth(2)
    title = card.locator(".title").inner_text()
    card.get_by_role("button", name=f"Save: {title}").click()
    card.locator("[data-act=save][aria-pressed=true]").wait_for()
    say(page, "I love Western Story 2")
    say(page, "I love Western Story 5")
    turn_to(page, "Saved")
    assert titles(page) == [title]
    turn_to(page, "My taste")
    assert "Western" in page.locator(".trait").first.inner_text()
    turn_to(page, "History")
    assert len(page.locator(".entries li").all()) == 3
    press(page, "Forget: Western Story 5")
    page.locator(".entries li").nth(2).wait_for(state="detached")
    assert sorted(kind for kind, _ in kinds(log, me(page))) == ["like", "save"]


def look_in(page, address):
    """The operator's page, its figures gathered."""
    page.goto(f"{address}/insights")
    page.locator(".insights[aria-busy=false] h2").first.wait_for()


def cells(page, panel, name):
    row = page.locator(".panel", has=page.get_by_role("heading", name=panel, exact=True))
    return row.get_by_role("row", name=name).locator("td").all_inner_texts()


def test_11_the_operator_sees_alerts_figures_and_decisions(page, address, home, log):
    assert page.locator(".nav-holder").is_hidden()  # a visitor is not told of the page
    Decisions(home / "decisions").add(
        "refused", "model-9", "model-8", reasons=("coverage@10 fell",), figures={"seen": 3}
    )
    look_in(page, address)
    assert page.locator(".panel h2").first.inner_text() == "Alerts"
    assert (
        "20"
        in page.locator(".panel", has_text="The model that serves").locator("code").inner_text()
    )
    assert len(cells(page, "The model that serves", "ranker")) == 4
    shown = cells(page, "Events", "shown")
    assert int(shown[0].replace(",", "")) >= 10  # the list that this visitor was shown
    assert "model-9" in page.locator(".decisions > li").first.inner_text()
    page.locator(".decisions summary").first.press("Enter")
    page.get_by_text("seen: 3").wait_for()
    clicks = [Event("fast", "Space-1", "click", at=1e9 + n / 100) for n in range(600)]
    log.append(clicks)
    page.get_by_role("button", name="Refresh").press("Enter")
    page.get_by_text("Faster than people, kept and not learned from: fast").wait_for()
    page.get_by_role("button", name="中文").click()
    page.get_by_role("heading", name="运营概览").wait_for()
    page.locator(".insights[aria-busy=false] h2").first.wait_for()
    assert page.evaluate("document.documentElement.lang") == "zh"
    page.get_by_role("link", name="返回对话").click()
    page.wait_for_selector(".card:not(.ghost) h3")  # the chat goes on in the language chosen here
    page.get_by_role("button", name="English").wait_for()
    answered(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 3840])
def test_every_page_fits_its_screen(browser, address, scheme, width):
    opened = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    opened.goto(address)
    opened.wait_for_selector(".card:not(.ghost) h3")
    answered(opened)
    for name in ("History", "My taste", "Saved", "For you"):
        turn_to(opened, name)
        assert opened.evaluate("document.documentElement.scrollWidth") == width
    assert clipped_buttons(opened) == 0
    look_in(opened, address)
    assert opened.evaluate("document.documentElement.scrollWidth") == width
    opened.close()


def test_the_page_speaks_the_language_of_the_browser_and_changes_it(browser, address):
    context = browser.new_context(locale="zh-CN")
    opened = context.new_page()
    opened.goto(address)
    opened.wait_for_selector(".card:not(.ghost) h3")
    answered(opened)
    assert "欢迎" in answer(opened)
    assert opened.evaluate("document.documentElement.lang") == "zh"
    opened.get_by_label("消息", exact=True).wait_for()
    opened.get_by_role("button", name="English").click()
    opened.get_by_role("button", name="My taste").wait_for()
    opened.get_by_label("Message", exact=True).wait_for()
    context.close()


@pytest.fixture(scope="session")
def axe(tmp_path_factory):
    """axe-core from npm, kept in the user's cache; it is no part of the project."""
    kept = Path.home() / ".cache" / "mmrec" / "tests" / "axe.min.js"
    if not kept.exists():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip(f"needs npm to get {AXE}, which is not on this machine")
        folder = tmp_path_factory.mktemp("axe")
        done = subprocess.run([npm, "pack", AXE], check=False, cwd=folder, capture_output=True)
        if done.returncode != 0:
            pytest.skip(f"needs {AXE} from npm, which cannot be reached")
        (packed,) = folder.glob("*.tgz")
        shutil.unpack_archive(packed, folder)
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(folder / "package" / "axe.min.js", kept)
    return kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_violation(browser, address, axe, scheme):
    opened = browser.new_page(viewport={"width": 1400, "height": 900}, color_scheme=scheme)
    opened.goto(address)
    opened.wait_for_selector(".card:not(.ghost) h3")
    answered(opened)
    opened.evaluate(axe)
    found = {"first": _violations(opened)}
    opened.locator(".starter").first.click()
    say(opened, "something like Space Story 3 but with a wedding")
    say(opened, "why the second one?")
    found["answered"] = _violations(opened)
    for name in ("History", "My taste"):
        turn_to(opened, name)
        found[name] = _violations(opened)
    turn_to(opened, "For you")
    opened.locator(".card .title").first.click()
    opened.locator("dialog[open] .shelf > h3").first.wait_for()
    found["details"] = _violations(opened)
    look_in(opened, address)
    opened.evaluate(axe)
    found["insights"] = _violations(opened)
    assert {where: all_of for where, all_of in found.items() if all_of} == {}
    opened.close()


def _violations(page):
    page.wait_for_timeout(400)  # colours fade in; a contrast measured midway is none
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        (one["id"], node["html"][:160], node["failureSummary"][:160])
        for one in result["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"][:3]
    ]
