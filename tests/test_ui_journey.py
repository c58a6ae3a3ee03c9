"""The page over the real recommender and the real models, in the tiny world."""

import pytest
from PIL import Image

from benchmarks.browser import free_port
from browsing import answer, chromium, say, titles, visit, wait_until_answered
from mmrec import Recommender
from mmrec.store import EventLog, Home

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def test_a_newcomer_asks_shows_a_picture_dislikes_and_is_told_why(own_home, world, tmp_path):
    from ui.app import serve

    recommender = Recommender.open(own_home)
    port = free_port()
    blocks = serve(recommender, port=port, wait=False)
    try:
        with chromium() as browser, visit(browser, f"http://127.0.0.1:{port}") as page:
            _journey(page, world, tmp_path)
    finally:
        blocks.close()
    log = EventLog.open(Home.open(own_home).events)
    guest = next(user for user in log.users() if user.startswith("guest-"))
    events = log.of_user(guest)
    kinds = [event.kind for event in events]
    assert kinds.count("impression") >= 20
    assert "not_interested" in kinds
    assert all(event.propensity == 1.0 for event in events if event.kind == "impression")


def _journey(page, world, tmp_path):
    assert "stand-in" not in page.inner_text("body")  # that is for who runs this

    say(page, "something like Space Story 3 but with a wedding")
    assert "like Space Story 3" in page.locator("#picks .chip").all_inner_texts()
    assert "Space Story 3" not in titles(page)

    second = titles(page)[1]
    say(page, "why the second one?")
    assert second in answer(page)

    gone = titles(page)[0]
    page.locator(".card").first.get_by_role("button", name="Not interested").click()
    page.locator("#chat .user").nth(2).wait_for()
    wait_until_answered(page)
    assert gone not in titles(page)

    picture = tmp_path / "poster.png"
    Image.open(world[0].parent / "pictures" / "Western-2.png").resize((80, 120)).save(picture)
    page.locator("input[type=file]").first.set_input_files(str(picture))
    page.get_by_label("Message", exact=True).press("Enter")
    page.locator("#chat .user").nth(3).wait_for()
    wait_until_answered(page)
    assert sum("Western" in title for title in titles(page)[:5]) >= 4
