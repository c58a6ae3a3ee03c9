"""The report: its segments, its corrected chances, its page."""

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import numpy as np
import pytest
from histories import liked

from mmrec.evaluation.comparison import compare
from mmrec.evaluation.metrics import Interval
from mmrec.evaluation.page import page_of
from mmrec.evaluation.peers import Peers
from mmrec.evaluation.plots import Mark, plot
from mmrec.evaluation.protocols import Case, Split
from mmrec.evaluation.ratings import RatingLine, RatingReport
from mmrec.evaluation.report import EvaluationReport
from mmrec.evaluation.segments import segments
from mmrec.types import CatalogVectors

ITEMS, USERS = 30, 60
ATTACK = "<script>alert('x')</script>"


class NextDoor:
    """Puts the item after the last one first; `noise` of the users get another."""

    def __init__(self, noise: float) -> None:
        self.noise = noise

    def scores(self, histories):
        out = np.tile(np.linspace(0.5, 0, ITEMS, dtype=np.float32), (len(histories), 1))
        for line, history in enumerate(histories):
            fooled = (history.rows[-1] * 7) % 10 < 10 * self.noise
            out[line, (history.rows[-1] + (5 if fooled else 1)) % ITEMS] = 1.0
        return out


def split() -> Split:
    """Everybody's next item is the one after the last. Ten users are new."""
    past = {f"u{n:02}": liked(*(np.arange(n, n + 1 + n % 4) % ITEMS)) for n in range(USERS)}
    cases = tuple(
        Case(user, one, int(one.rows[-1] + 1) % ITEMS, 9.0, new_user=number < 10)
        for number, (user, one) in enumerate(past.items())
    )
    return Split(past, cases, cases)


def vectors() -> CatalogVectors:
    unit = np.eye(ITEMS, dtype=np.float32)
    there = np.ones(ITEMS, np.bool_)
    return CatalogVectors(tuple(f"i{n}" for n in range(ITEMS)), unit, unit, there, there)


def report(**changes) -> EvaluationReport:
    others = {"as good": NextDoor(0.0), f"worse {ATTACK}": NextDoor(0.8)}
    return EvaluationReport.of(
        NextDoor(0.0),
        split(),
        vectors(),
        protocol="leave-one-out",
        events_version=7,
        model_id=ATTACK,
        began=0.0,
        others=Peers(others, {"als": f"needs implicit {ATTACK}"}),
        **changes,
    )


def test_segments_are_thirds_of_users_and_of_likes_beside_warm_and_cold():
    cases = [Case("u", liked(*range(size)), size % 3, 0.0) for size in range(9)]
    found = segments(cases, np.array([3.0, 2.0, 1.0]))
    assert [int(found[f"{name} users"].sum()) for name in ("quiet", "middling", "busy")] == [3] * 3
    assert found["quiet users"].tolist() == [True] * 3 + [False] * 6
    assert found["popular items"].tolist() == [size % 3 == 0 for size in range(9)]
    assert found["warm users"].all()
    assert not found["cold items"].any()


def test_segments_of_no_cases_are_empty():
    assert {len(part) for part in segments([], np.ones(3)).values()} == {0}


def test_a_scorer_as_good_is_not_beaten_and_a_worse_one_is():
    ranker, equal, worse = report().lines
    assert ranker.behind is None
    assert ranker.p is None
    assert equal.p == 1
    assert not equal.beaten
    assert worse.p < 0.01
    assert worse.beaten


def test_chances_are_corrected_for_how_many_are_asked_for():
    one = compare(NextDoor(0.0), {"a": NextDoor(0.1)}, split(), vectors())[1]
    others = {name: NextDoor(0.1) for name in "abcd"}
    four = compare(NextDoor(0.0), others, split(), vectors())[1]
    assert four.p == pytest.approx(min(1, 4 * one.p))


def test_a_report_that_went_through_json_is_the_same():
    first = report(ratings=RatingReport(5, 3, (RatingLine("mean", *[Interval(1, 0, 2)] * 2),)))
    again = EvaluationReport.of_json(first.as_json())
    assert again.as_json() == first.as_json()
    assert again.ratings == first.ratings
    assert again.ece == first.ece > 0


def test_a_report_of_an_older_model_is_still_read():
    content = report().as_json()
    del content["missing"], content["ratings"], content["ece"]
    content["lines"] = [{k: v for k, v in line.items() if k != "p"} for line in content["lines"]]
    again = EvaluationReport.of_json(content)
    assert again.missing == {}
    assert again.ece is None
    assert again.lines[2].beaten


class Tags(HTMLParser):
    """The tags of a page, in order, and whether they are closed as they should be."""

    EMPTY = ("meta", "line", "circle")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append(tag)
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.found.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_stands_alone_and_shows_what_comes_from_outside_as_text():
    page = page_of(report())
    tags = Tags(page)
    assert tags.open == []
    assert not {"script", "link", "img", "iframe"} & set(tags.found)
    assert ATTACK not in page
    assert page.count("&lt;script&gt;") >= 3  # the model, a scorer, a missing baseline
    assert re.findall(r"(?:src|href|url|@import)\W*[\w:/.]+", page) == []
    assert "prefers-color-scheme: dark" in page


def test_the_page_has_every_scorer_segment_and_figure():
    page = page_of(
        report(ratings=RatingReport(5, 3, (RatingLine("usual", *[Interval(1, 0, 2)] * 2),)))
    )
    for words in (
        "as good",
        "ndcg@10",
        "auc",
        "coverage@10",
        "quiet users (",
        "cold users (10)",
        "Ratings foretold",
        "usual",
        "Not judged",
        "ndcg@20",
    ):
        assert words in page, words
    assert page.count("<svg") == 3


def test_a_page_of_the_ranker_alone_has_no_leads():
    alone = EvaluationReport.of(
        NextDoor(0.0),
        split(),
        vectors(),
        protocol="time-split",
        events_version=1,
        model_id=None,
        began=0.0,
    )
    page = page_of(alone)
    assert "lead" not in page
    assert Tags(page).open == []


def test_a_plot_is_sound_xml_with_every_mark_within_its_scale():
    marks = [
        Mark("a & b", Interval(0.1, -0.02, 0.2), True),
        Mark("c", Interval(0.3, 0.25, 0.31)),
        Mark("none", Interval(*[float("nan")] * 3)),
    ]
    root = ElementTree.fromstring(plot(marks, "<title>"))
    circles = [float(one.get("cx")) for one in root.iter("circle")]
    assert len(circles) == 2
    assert 210 < circles[0] < circles[1] < 640
    zero = [one for one in root.iter("line") if one.get("class") == "zero"]
    assert len(zero) == 1


def test_a_plot_of_nothing_is_sound():
    ElementTree.fromstring(plot([], "nothing"))
