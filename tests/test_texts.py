"""A reader's word on a text, from Python and the command line, until they want it forgotten."""

import json
from dataclasses import asdict

import pytest

from mmrec import Event, Recommender
from mmrec.__main__ import application
from mmrec.errors import ConfigError
from mmrec.generation.preference import PREFERENCE, Preference
from mmrec.generation.traits import TRAITS
from mmrec.memory import verdict_on
from mmrec.store import Home, ModelStore, TextVerdicts
from mmrec.terminal import run
from mmrec.types import Claim, Content, Evidence, Explanation, Item, Reason

WHY = Explanation(
    'You liked "Item 1", so try "Item 2".',
    (Claim("Item 1", "title", "the user's history"), Claim("Item 2", "title", "the item")),
    Evidence(Item("i02", "Item 2"), (Reason(0.9, "text", "i01", "Item 1", "like"),)),
    True,
    "m@1+a",
    "model",
)
LETTER = Content("newsletter", "Hello.", (WHY, WHY), True, "m@1+a", "model")


@pytest.fixture
def recommender(own_circle):
    return Recommender.open(own_circle)


def kept(home):
    verdicts = TextVerdicts.open(Home.open(home).events)
    found = verdicts.all()
    verdicts.close()
    return found


def test_a_verdict_keeps_the_text_its_claims_its_writer_and_what_it_rests_on(
    recommender, own_circle
):
    recommender.rate_text("u1", WHY, helpful=True)
    recommender.rate_text("u1", LETTER, helpful=False)
    why, letter = kept(own_circle)
    assert (why.text, why.kind, why.helpful) == (WHY.text, "explanation", True)
    assert why.parts[0].claims == WHY.claims
    assert (why.item_ids, why.rests_on) == (("i02",), ("i01",))
    assert (why.model_id, why.written_by, why.user_id) == ("m@1+a", "model", "u1")
    assert (letter.kind, letter.helpful, len(letter.parts)) == ("newsletter", False, 2)
    recommender.rate_text("u1", WHY, helpful=None)
    assert [one.kind for one in kept(own_circle)] == ["newsletter"]
    with pytest.raises(ConfigError, match="user_id"):
        recommender.rate_text("", WHY, helpful=True)


def test_the_memory_forgets_verdicts_with_what_they_rest_on(recommender, own_circle):
    one, other = Event("u1", "i01", "like"), Event("u1", "i05", "like")
    recommender.record(one, other)
    recommender.rate_text("u1", WHY, helpful=True)
    recommender.memory.forget("u1", [other.event_id])
    assert len(kept(own_circle)) == 1
    recommender.memory.forget("u1", [one.event_id])
    assert kept(own_circle) == []


@pytest.mark.parametrize("text", [WHY, LETTER])
def test_what_a_command_printed_is_rated_goes_out_in_and_away(text, own_circle, tmp_path, capsys):
    file, out = tmp_path / "why.json", tmp_path / "out.jsonl"
    file.write_text(json.dumps(asdict(text)))

    def mmrec(*words):
        code = run(application(), ["texts", *map(str, words), "--home", str(own_circle), "--json"])
        return code, json.loads(capsys.readouterr().out)

    assert mmrec("rate", "u1", file, "--unhelpful")[0] == 0
    (said,) = kept(own_circle)
    by_hand = verdict_on("u1", text, helpful=False)
    assert {**asdict(said), "at": 0, "verdict_id": ""} == {
        **asdict(by_hand),
        "at": 0,
        "verdict_id": "",
    }
    assert mmrec("export", out) == (0, {"file": str(out), "verdicts": 1})
    assert mmrec("forget", "u1") == (0, {"forgotten": 1})
    assert mmrec("import", out)[1]["new"] == 1 and kept(own_circle) == [said]
    file.write_text('{"text": "only"}')
    code, error = mmrec("rate", "u1", file, "--helpful")
    assert code == 1 and "holds no text" in error["error"]


@pytest.mark.slow
def test_the_weights_of_the_current_model_choose_what_the_real_one_shows(own_home):
    """Three first tries of the offline model: weights for and against length show others."""
    home = Home.open(own_home)
    settings = home.settings()
    two = settings.generation.model_copy(update={"choices": 3})
    home.keep_settings(settings.model_copy(update={"generation": two}))
    models = ModelStore(home.models)
    tensors, manifest = models.load()
    lengths = {}
    for sign in (1.0, -1.0):
        liking = Preference(tuple(sign * (name == "length") * 9 for name in TRAITS))
        models.promote(models.save(tensors, {**manifest, PREFERENCE: liking.as_json()}))
        recommender = Recommender.open(own_home)
        user = recommender.users()[0]
        shown = recommender.explain_many(user, recommender.recommend(user, k=3))
        assert all(one.grounded for one in shown)
        lengths[sign] = sum(len(one.text) for one in shown if one.written_by == "model")
    assert lengths[1.0] > lengths[-1.0] > 0
