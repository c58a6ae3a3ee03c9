"""Cards and messages as HTML: what they show, and that nothing from outside becomes markup."""

import re
import string
import unicodedata
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from mmrec.profile import Profile, Trait
from mmrec.types import Claim, Event, Evidence, Explanation, Item, Reason, Recommendation
from small_recommender import ATTACK, MARKDOWN
from ui import cards, reasons, safe
from ui.bubbles import Bubble
from ui.details import Detail, detail_html
from ui.lists import list_html, region_html, starters_html, tries_html
from ui.pictures import ADDRESS, BOX, DRAWN, picture_html
from ui.portraits import taste_html
from ui.titles import briefly, spoken, titled
from ui.words import TABLES, Words, preferred

ENGLISH = Words()

ATTACKS = [ATTACK, MARKDOWN, "' onmouseover='x", "&lt;b&gt;", "</li></ol>"]


def card_html(place, recommendation):
    return cards.card_html(place, recommendation, ENGLISH, saved=False)


class Outline(HTMLParser):
    """The elements, attributes and text of a piece of HTML, as a browser would see them."""

    def __init__(self, source):
        super().__init__()
        self.tags, self.attributes, self.text = [], [], ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.text += data


def place(item, *given):
    because = given or (Reason(1.0, "popularity"),)
    return Recommendation(item.item_id, 1.0, 1, ("small",), because, item, "r1", 1.0, "model")


def hostile(attack):
    item = Item(attack, attack, attack, None, {attack: attack, "genres": [attack], "year": 1999})
    return place(item, Reason(1.0, "text", attack, attack, "like"))


def test_a_comparison_leaves_out_ids_and_says_yes_and_no():
    ours = Item("a", "Tent", facts={"sku_id": "1", "price": 8.5, "wet": True, "colour": "red"})
    theirs = Item("b", "Tarp", facts={"sku_id": "2", "price": 20.5, "wet": False})
    assert ENGLISH.differences([ours, theirs]) == (
        ("", "Tent", "Tarp"),
        ("price", "8.5", "20.5"),
        ("wet", "yes", "no"),
        ("colour", "red", "–"),
    )
    assert ENGLISH.differences([ours, ours]) == ()


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_hostile_item_changes_no_element_of_its_card(attack):
    honest, wicked = Outline(card_html(1, hostile("x"))), Outline(card_html(1, hostile(attack)))
    assert wicked.tags == honest.tags
    assert [name for name, _ in wicked.attributes] == [name for name, _ in honest.attributes]
    assert attack in wicked.text
    assert dict(wicked.attributes)["data-item"] == attack


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_hostile_item_changes_no_element_of_the_chat(attack):
    def said(text):
        wicked = hostile(text)
        claims = (Claim(text, "title", text),)
        evidence = Evidence(wicked.item, wicked.reasons)
        told = Explanation(text, claims, evidence, True, text, "facts")
        return Outline(Bubble("assistant", text, (text,), explanation=told).html(ENGLISH))

    assert said(attack).tags == said("x").tags
    assert attack in said(attack).text


@given(st.text(max_size=80))
def test_a_chat_text_has_no_syntax_left_and_reads_the_same(text):
    escaped = safe.chat(text)
    bare = re.sub("&#[0-9]+;", "", escaped.replace("<br>", ""))
    assert not set(bare) & set(string.punctuation)
    kept = [c for line in text.splitlines() for c in line if unicodedata.category(c) != "Cc"]
    assert Outline(escaped).text == "".join(kept)


def test_a_card_shows_place_title_facts_and_shares():
    item = Item("m1", "Alien (1979)", "A crew.", None, {"year": 1979, "genres": ["Horror"]})
    because = (
        Reason(0.62, "text", "m2", "Heat (1995)", "like"),
        Reason(0.28, "image", "m2", "Heat (1995)", "like"),
        Reason(0.1, "popularity"),
    )
    text = Outline(card_html(3, place(item, *because))).text
    assert "Alien1979 · Horror" in text
    assert "you liked Heat (1995)words 62 % · picture 28 %" in text  # one line for one past event
    assert "many people chose itpopularity 10 %" in text


def test_every_button_says_what_it_does_and_to_what():
    item = Item("m1", "Alien (1979)")
    labels = [v for k, v in Outline(card_html(1, place(item))).attributes if k == "aria-label"]
    assert labels[-5:] == [
        "Like: Alien (1979)",
        "Dislike: Alien (1979)",
        "Not interested: Alien (1979)",
        "Save: Alien (1979)",
        "Why Alien (1979)?",
    ]


def test_key_facts_leave_out_ids_and_sources():
    facts = {"imdb_id": "tt1", "text_source": "x", "year": 1979, "director": "R", "genres": ["A"]}
    assert reasons.key_facts(Item("m1", "Alien", facts=facts)) == ["1979", "A"]
    assert ("imdb id", "tt1") not in reasons.all_facts(Item("m1", "Alien", facts=facts))


def test_states_of_the_list():
    assert 'aria-busy="true"' in region_html("for_you", "loading", ENGLISH, "")
    assert "ghost" in list_html("loading", (), ENGLISH)
    assert 'role="alert"' in list_html("error", (), ENGLISH, message="No.")
    said = Outline(list_html("nothing", (), ENGLISH, message="<b>No</b>")).text
    assert said.endswith("<b>No</b>")


def test_the_badge_tells_who_wrote_an_explanation():
    evidence = Evidence(Item("m1", "Alien"), ())

    def badge(by):
        told = Explanation("It.", (), evidence, True, "m", by)
        return Outline(Bubble("assistant", "It.", explanation=told).html(ENGLISH)).text

    assert ENGLISH("from_facts") in badge("facts") and ENGLISH("from_model") not in badge("facts")
    assert ENGLISH("from_model") in badge("model")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_buttons_beside_an_explanation_name_it_and_the_pressed_one_shows(language):
    words = Words(language)
    told = Explanation("It.", (), Evidence(Item("m1", "Alien"), ()), True, "m", "model")
    bubble = Bubble("assistant", "It.", explanation=told, helpful=False, bubble_id="b1")
    drawn = bubble.html(words)
    outline = Outline(drawn)
    for act in ("helpful", "unhelpful"):
        assert words("of", words(act), "Alien") in outline.text
    buttons = drawn.split("<button ")[1:]
    assert [("pressed" in one, 'value="b1"' in one) for one in buttons] == [
        (False, True),
        (True, True),
    ]
    bubble.pending = True
    assert "<button" not in bubble.html(words)  # nobody judges what is still being written


def test_a_picture_becomes_a_small_one_and_a_missing_or_broken_one_a_drawing(tmp_path):
    good, bad = tmp_path / "good.png", tmp_path / "bad.jpg"
    Image.new("RGBA", (800, 1600), (255, 0, 0, 128)).save(good)
    bad.write_text("version https://git-lfs")
    shown = picture_html(Item("a", "A", image=str(good)))
    key = shown.split(f'src="{ADDRESS}/')[1].split('"')[0]
    small = Image.open(BytesIO(DRAWN.get(key)))
    assert 'loading="lazy"' in shown
    assert small.width <= BOX[0] and small.height <= BOX[1]
    assert small.getpixel((5, 5))[1] > 100  # transparency lies on white
    for image in (None, str(bad), str(tmp_path / "none.png"), "https://example.org/x.png"):
        assert picture_html(Item("a", "Blue Velvet", image=image)).startswith("<svg")
    assert ">BV<" in picture_html(Item("a", "Blue Velvet"))


def test_titles_are_said_as_people_say_them():
    assert spoken("Matrix, The (1999)") == "The Matrix (1999)"
    assert spoken("Thing, The (Ding, Das) (1982)") == "The Thing (Das Ding) (1982)"
    assert briefly("Seven (a.k.a. Se7en) (1995)") == "Seven"
    assert briefly("Matrix, The (1999)") == "The Matrix"
    assert spoken("(1999)") == briefly("(1999)") == "(1999)"
    dated = Item("a", "Matrix, The (1999)", facts={"year": 1999})
    assert titled(dated) == "The Matrix"
    assert titled(replace(dated, facts={"year": 2003})) == "The Matrix (1999)"


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_hostile_item_changes_no_element_of_details_choices_and_first_choice(attack):
    def drawn(text):
        wicked = hostile(text)
        opened = detail_html(Detail(wicked, (("text", [wicked]),)), ENGLISH)
        first = starters_html([wicked.item], ENGLISH)
        return Outline(opened + first + tries_html([text], ENGLISH, choices=True))

    assert drawn(attack).tags == drawn("x").tags
    assert [n for n, _ in drawn(attack).attributes] == [n for n, _ in drawn("x").attributes]
    assert attack in drawn(attack).text


def test_every_language_says_the_same_things_with_the_same_gaps():
    english = TABLES["en"]
    for table in TABLES.values():
        assert table.keys() == english.keys()
        assert {k: v.count("{}") for k, v in table.items()} == {
            k: v.count("{}") for k, v in english.items()
        }


def test_a_word_of_another_script_stands_apart_in_chinese_and_a_chinese_one_does_not():
    words = Words("zh")
    assert words("try_like", "Heat") == "类似 Heat"
    assert words("did_rating", "Heat (1995)") == "你给 Heat (1995) 打过分"
    assert words("did_rating", "黑客帝国") == "你给黑客帝国打过分"
    assert words("noted_like", "Heat") == "记下了：你喜欢 Heat。"
    assert words("share_of", 2, 3) == "2 / 3 个你喜欢的"
    assert Words()("did_rating", "Heat") == "you rated Heat"


def test_one_like_is_told_what_the_page_still_needs_and_many_are_not():
    done = (Event("u", "m1", "like"), Item("m1", "Heat"))
    one, none = Profile(recent=(done,)), Profile()
    told = Profile(recent=(done,) * 2, traits=(Trait("genres", "Crime", 2, 2, ("a", "b")),))
    for language in ("en", "zh"):
        words = Words(language)
        assert words("few_likes") in taste_html(one, (), words)
        assert words("few_likes") not in taste_html(told, (), words)
        assert words("few_likes") not in taste_html(none, (), words)


def test_a_choice_of_a_newcomer_tells_its_year_apart_from_a_name_that_may_be_cut():
    drawn = starters_html([Item("m1", "Good, the Bad and the Ugly, The (1966)")], ENGLISH)
    assert "<span>The Good, the Bad and the Ugly</span> <small>1966</small>" in drawn


def test_the_language_is_that_of_the_browser_or_english():
    assert preferred("zh-CN,zh;q=0.9,en;q=0.8") == "zh"
    assert preferred("fr-FR,fr;q=0.9,en;q=0.8,zh;q=0.1") == "en"
    assert preferred("fr") == preferred("") == "en"
