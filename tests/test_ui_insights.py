"""The operator's page as HTML from made-up figures, what it is made of, and who may open it."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from circle import SETTINGS, fill
from mmrec.errors import StoreError
from mmrec.evaluation.drift import Drift, Measure
from mmrec.health import HomeStatus
from mmrec.insights import Insights, insights_of
from mmrec.learning.decisions import Decision, Decisions
from mmrec.outcomes import Tally
from mmrec.store import EventLog
from mmrec.store.upkeep import IndexState, Storage
from mmrec.types import Event
from small_recommender import ATTACK, MARKDOWN, SmallRecommender
from ui.cli import _of_this_machine
from ui.insights import page_html, waiting_html
from ui.words import Words, language_of

NOTHING_SHOWN = Tally(0, {}, {})
DRIFT = Drift(341, (Measure("kinds", 0.71, 0.04, True), Measure("hours", 0.25, 0.66, False)))
STORAGE = Storage(
    24, 6_100_000, 3, {"text": 0, "image": 2}, [IndexState("title", "FTS", 24, 5)], {}
)
WELL = HomeStatus(
    home="/srv/home",
    items=24,
    with_text=24,
    with_image=22,
    encoders={"text": "offline"},
    facts={"year": "int"},
    users=7,
    events={"view": 300, "like": 100},
    rejected=0,
    models=2,
    current_model="model-2",
    metrics={},
    storage=STORAGE,
)
ILL = replace(WELL, current_model=None, drift=DRIFT, bots=("fast",), rejected=12)
PAIR = {"cases": 97, "new": 0.1234, "current": 0.12, "low": -0.01, "high": 0.02}
REFUSED = Decision(
    "2026-11-27T12:10:10+00:00",
    "refused",
    "model-3",
    "model-2",
    ("coverage@10 fell from 0.460 to 0.210",),
    {
        "later": PAIR | {"popularity": 0.05},
        "groups": {"new items": PAIR},
        "coverage@10": {"new": 0.21, "current": 0.46},
        "surge": {"item": "m7", "people": 9},
    },
)


class Outline(HTMLParser):
    """The elements of a page and, for each `section`, `tr` and `li` in it, the text."""

    def __init__(self, source):
        super().__init__()
        self.tags, self.text, self.rows = [], "", []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag in ("tr", "li", "p", "h2"):
            self.rows.append("")

    def handle_data(self, data):
        self.text += data
        if self.rows:
            self.rows[-1] += f"{data}|"

    def row(self, begins):
        """The cells of the one row that begins with a text."""
        (found,) = [row for row in self.rows if row.startswith(begins)]
        return found.strip("|").split("|")


def page(status=WELL, lists=NOTHING_SHOWN, decisions=(), language="en"):
    found = Insights(status, None, lists, decisions)
    return Outline(page_html(lambda: found, Words(language)))


def test_what_wants_a_person_stands_first_and_every_kind_of_it_is_told():
    outline = page(ILL)
    told = [
        "No model serves yet: run mmrec train.",
        "Kinds of event: drifted by 0.71, 0.04 is usual.",
        "Faster than people, kept and not learned from: fast.",
        "Rows and pictures that were refused: 12. mmrec rejects list says why.",
    ]
    places = [outline.text.index(sentence) for sentence in told]
    assert places == sorted(places)
    assert places[-1] < outline.text.index("The model that serves")
    assert "Nothing wants" not in outline.text


def test_a_home_that_is_well_says_so():
    assert WELL.alerts == ()
    assert "Nothing wants your attention." in page().text


def test_of_many_fast_accounts_a_few_are_named_and_the_others_counted():
    text = page(replace(WELL, bots=tuple(f"b{n}" for n in range(8)))).text
    assert "b0, b1, b2, b3, b4 and 3 more" in text
    assert "b5" not in text


def test_drift_is_told_beside_what_is_usual_and_an_unknown_one_with_its_reason():
    outline = page(ILL)
    assert outline.row("Kinds of event|") == ["Kinds of event", "0.71", "0.04", "drifted"]
    assert outline.row("Hours of the day") == ["Hours of the day", "0.25", "0.66", "as usual"]
    assert (
        "24 new events, 200 are needed."
        in page(replace(WELL, drift=Drift(24, why_not="24 new events, 200 are needed."))).text
    )


def test_events_are_counted_by_kind_the_most_frequent_first():
    outline = page()
    assert outline.row("seen") == ["seen", "300", "75.0 %"]
    assert outline.row("liked") == ["liked", "100", "25.0 %"]
    assert outline.text.index("seen") < outline.text.index("liked")


def test_rates_are_of_what_was_shown_and_likes_are_told_even_when_there_are_none():
    outline = page(lists=Tally(200, {"answered": 50, "pending": 30}, {"click": 40, "save": 10}))
    assert outline.row("any answer") == ["any answer", "50", "25.0 %"]
    assert outline.row("looked at") == ["looked at", "40", "20.0 %"]
    assert [row for row in outline.rows if row.startswith("liked|0|")] == ["liked|0|0.0 %|"]
    assert "30 of them pending" in outline.text
    assert "Nobody was shown a list" in page().text


def test_a_decision_stands_with_its_reason_and_all_its_figures():
    outline = page(decisions=(REFUSED,))
    assert "refused" in outline.text and "2026-11-27 12:10 UTC" in outline.text
    assert "coverage@10 fell from 0.460 to 0.210" in outline.text
    of_both = ["0.1234", "0.1200", "-0.010 … +0.020", "97"]
    assert outline.row("NDCG@10, later") == ["NDCG@10, later", *of_both]
    assert outline.row("NDCG@10, new items") == ["NDCG@10, new items", *of_both]
    assert outline.row("coverage@10|") == ["coverage@10", "0.210", "0.460"]
    assert "later: popularity 0.05" in outline.text
    assert "surge: item m7, people 9" in outline.text
    assert "Nothing was decided yet" in page().text


def test_storage_tells_disk_missing_vectors_and_rows_that_an_index_has_not_seen():
    outline = page()
    assert "6.1 MB, versions: 3" in outline.text and "image: 2" in outline.text
    assert outline.row("title") == ["title", "FTS", "24", "5"]


def test_who_runs_it_reads_how_far_the_stand_in_for_clip_goes_and_nobody_else_needs_to():
    offline = replace(WELL, encoders={"image": "offline"})
    assert "stand-in for CLIP" in page(offline).text and "CLIP" not in page().text
    assert "CLIP" in page(offline, language="zh").text
    assert any("stand-in for CLIP" in line for line in offline.lines())


def test_headings_come_in_order_in_both_languages():
    for language in ("en", "zh"):
        tags = [tag for tag in page(ILL, language=language).tags if tag in ("h1", "h2", "h3")]
        assert tags == ["h1", *["h2"] * 7]
    assert "已偏移" in page(ILL, language="zh").text


@pytest.mark.parametrize("attack", [ATTACK, MARKDOWN, "' onmouseover='x", "</td></table>"])
def test_hostile_names_change_no_element(attack):
    def made(text):
        decision = replace(
            REFUSED, model_id=text, instead_of=text, reasons=(text,), figures={text: {text: text}}
        )
        odd = Drift(9, (Measure(text, 0.5, 0.1, True),))
        status = replace(
            ILL, home=text, bots=(text,), events={text: 1}, encoders={text: text}, drift=odd
        )
        return page(status, Tally(1, {}, {text: 1}), (decision,))

    assert made(attack).tags == made("x").tags
    assert attack in made(attack).text


def test_what_keeps_the_page_from_being_made_is_said_on_it():
    def damaged():
        raise StoreError("x.json is <b>no</b> decision.", "Move it away.")

    outline = Outline(page_html(damaged, Words()))
    assert "x.json is <b>no</b> decision. Move it away." in outline.text
    assert "b" not in outline.tags
    assert 'aria-busy="true"' in waiting_html(Words())


def test_insights_count_what_people_did_with_lists_lately_and_put_the_newest_decision_first(
    tmp_path,
):
    home = fill(tmp_path / "home")
    log, now = EventLog.open(home.events), 1e9
    log.append(
        [
            Event("old", "i0", "impression", at=now, request_id="r0"),
            *_shown_and_done("someone", "r1", "click", "like"),
            *_shown_and_done("someone", "r2"),
            *(Event("fast", "i1", "click", at=now + n / 100) for n in range(600)),
            *_shown_and_done("fast", "r3", "click"),
        ]
    )
    decisions = Decisions(home.decisions)
    for number in range(22):
        decisions.add("shadow", f"model-{number}", None)
    found = insights_of(home, SETTINGS)
    assert found.status.bots == ("fast",)
    assert found.lists == Tally(2, {"answered": 1, "pending": 1}, {"click": 1, "like": 1})
    assert [one.model_id for one in found.decisions[:2]] == ["model-21", "model-20"]
    assert len(found.decisions) == 20
    assert found.evaluation is None
    assert [alert.kind for alert in found.status.alerts] == ["no_model", "bots"]


def _shown_and_done(user, request, *deeds):
    yield Event(user, "i1", "impression", request_id=request)
    for kind in deeds:
        yield Event(user, "i1", kind, request_id=request)


def test_the_page_is_served_only_where_it_was_asked_for():
    from ui.app import build

    private = build(SmallRecommender()).get_config_file()
    told = build(SmallRecommender(), insights=lambda: None).get_config_file()
    assert [page[0] for page in private["pages"]] == [""]
    assert [page[0] for page in told["pages"]] == ["", "insights"]
    chat = [part["props"].get("elem_id") for part in private["components"]]
    ids = {part["id"]: part["props"].get("elem_id") for part in told["components"]}
    assert [ids[part] for part in told["page"][""]["components"]] == chat
    assert "insights" not in chat


@pytest.mark.parametrize(
    ("host", "own"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("shop", False)],
)
def test_by_default_the_page_is_for_this_machine_alone(host, own):
    assert _of_this_machine(host) is own


def test_a_chosen_language_goes_before_that_of_the_browser():
    assert language_of("guest%201 zh", "en") == "zh"
    assert language_of("guest%201 ", "zh-CN") == "zh"
    assert language_of("", "fr") == "en"
