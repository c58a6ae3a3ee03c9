"""What is embedded of an item."""

from mmrec.encoders.texts import TEXT_LIMIT, item_text
from mmrec.types import Item

ALIEN = Item(
    "m1",
    "Alien (1979)",
    description="In space no one can hear you scream",
    facts={
        "genres": ["Horror", "Sci-Fi"],
        "lead_actor": "Sigourney Weaver",
        "year": 1979,
        "in_print": True,
        "page": "https://example.org/alien",
    },
)


def test_title_then_facts_in_words_then_description() -> None:
    assert item_text(ALIEN) == (
        "Alien (1979). genres: Horror, Sci-Fi. lead actor: Sigourney Weaver. "
        "In space no one can hear you scream."
    )


def test_a_long_description_is_cut_between_words_and_pushes_no_fact_out() -> None:
    text = item_text(Item("m1", "Alien", description="scream " * 400, facts={"genres": ["Horror"]}))
    assert TEXT_LIMIT - 10 < len(text) <= TEXT_LIMIT
    assert text.startswith("Alien. genres: Horror. scream")
    assert text.endswith("scream")


def test_one_endless_word_is_cut_too() -> None:
    assert len(item_text(Item("m1", "x" * 5000))) == TEXT_LIMIT


def test_a_title_alone_is_a_text_and_its_own_mark_is_kept() -> None:
    assert item_text(Item("m1", "Who are you?")) == "Who are you?"


def test_long_facts_and_long_lists_are_left_out_or_cut() -> None:
    tags = [f"t{at}" for at in range(50)]
    text = item_text(Item("m1", "Alien", facts={"tags": tags, "plot": "word " * 100, "none": []}))
    assert text == "Alien. tags: t0, t1, t2, t3, t4, t5, t6, t7."
