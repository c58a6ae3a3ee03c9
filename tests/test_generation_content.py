"""Content about one, two or three films, by a writer that says given texts; and for many users."""

import json
from pathlib import Path

import pytest

from mmrec.campaign import ids_of, write_for_all
from mmrec.config import GenerationSettings
from mmrec.errors import ConfigError, DataError, NotFound
from mmrec.generation.content import PUSH_LIMIT, compose
from mmrec.generation.explain import Explainer
from mmrec.telling import require_kind
from mmrec.types import Content, ContentKind, Event, Evidence, Item, Reason

ALIEN = Item("m1", "Alien (1979)", facts={"year": 1979, "genres": ["Horror", "Sci-Fi"]})
ALIENS = Item("m2", "Aliens (1986)", facts={"year": 1986, "genres": ["Action", "Sci-Fi"]})
HEAT = Item("m3", "Heat (1995)", facts={"year": 1995, "genres": ["Crime"]})


class Fails:
    """A writer whose every text is refused, so that each part is made of the facts."""

    model_id, adapted = "fails@1", True

    def complete_many(self, prompts: list, **_: object) -> list[list[str]]:
        return [["Nonsense about two brothers."] for _ in prompts]

    def complete(self, *_: object, **__: object) -> list[str]:
        raise AssertionError


def content(kind: ContentKind, *items: Item) -> Content:
    explainer = Explainer(Fails(), GenerationSettings(nouns=("film",)))
    reason = Reason(1.0, "text", "m1", "Alien (1979)", "like")
    past = [(Event("u", "m1", "like"), ALIEN)]
    return compose(explainer, kind, [(Evidence(item, (reason,)), past) for item in items])


def test_every_part_is_grounded_and_says_who_wrote_it() -> None:
    letter = content("newsletter", ALIENS, HEAT)
    assert letter.grounded and letter.written_by == "facts" and len(letter.parts) == 2
    assert letter.text.startswith('Subject: For you: "Aliens" and 1 more')
    assert all(part.text in letter.text for part in letter.parts)


def test_an_introduction_names_the_titles_and_what_all_of_them_are() -> None:
    assert content("introduction", ALIEN, ALIENS).text == (
        'Here are 2 sci-fi films for you: "Alien" and "Aliens".'
    )
    assert content("introduction", ALIENS, HEAT).text == (
        'Here are 2 films for you: "Aliens" and "Heat".'
    )


def test_a_comparison_says_what_is_common_and_which_is_newer() -> None:
    text = content("comparison", ALIENS, ALIEN).text
    assert '"Aliens" and "Alien" are both sci-fi films.' in text
    assert '"Aliens" is newer than "Alien".' in text
    assert "older" not in text


def test_a_push_text_fits_a_phone() -> None:
    long = Item("m4", "A Very Long Title " * 6, facts={"genres": ["Sci-Fi"]})
    assert len(content("push", ALIENS).text) <= PUSH_LIMIT
    assert content("push", long).text.startswith("For you:")


def test_an_unknown_kind_is_refused_with_the_nearest() -> None:
    assert require_kind("push") == "push"
    with pytest.raises(ConfigError, match="newsletter"):
        require_kind("newsleter")


class Writes:
    """A recommender that remembers whom it wrote for, and breaks at the third."""

    def __init__(self) -> None:
        self.wrote: list[str] = []

    def knows(self, user_id: str) -> bool:
        return user_id != "stranger"

    def write(self, user_id: str, kind: ContentKind, items: list[str]) -> Content:
        if user_id == "u3" and len(self.wrote) == 2:
            raise KeyboardInterrupt
        self.wrote.append(user_id)
        return Content(kind, f"For {user_id}", (), True, "m", "model")


def test_content_for_many_goes_on_where_it_was_cut_off(tmp_path: Path) -> None:
    out, writer = tmp_path / "out.jsonl", Writes()
    people = ["u1", "u2", "u3", "u4"]
    with pytest.raises(KeyboardInterrupt):
        write_for_all(writer, people, "push", out)
    with out.open("a") as stream:
        stream.write('{"user_id": "u3", "ki')  # as a kill leaves it
    again = Writes()
    done = write_for_all(again, people, "push", out)
    assert again.wrote == ["u3", "u4"] and done["there_already"] == 2
    lines = [json.loads(line) for line in out.read_text().splitlines()]
    assert [line["user_id"] for line in lines] == people


def test_another_kind_is_written_beside(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    write_for_all(Writes(), ["u1"], "push", out)
    assert write_for_all(Writes(), ["u1"], "headline", out)["written"] == 1


def test_strangers_and_other_files_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    with pytest.raises(NotFound, match="stranger"):
        write_for_all(Writes(), ["u1", "stranger"], "push", out)
    assert not out.exists()
    out.write_text("title,year\n")
    with pytest.raises(DataError, match="line 1"):
        write_for_all(Writes(), ["u1"], "push", out)
    with pytest.raises(ConfigError, match="--users"):
        ids_of(None, out)
