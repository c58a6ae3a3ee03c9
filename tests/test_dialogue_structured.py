"""A larger model behind the same seam: what is taken of its answer, and what is not."""

import json
import logging

import pytest
from shop_catalogue import SHOP

from mmrec.dialogue import Conversation, GrammarReader, ModelReader, Remark
from mmrec.errors import WeightsError

LIST = Conversation(shown=("t1", "t2", "t3"))


class Fake:
    """A model that says what it is told to say, and remembers what it was asked."""

    def __init__(self, answer):
        self.answer, self.asked = answer, []

    def complete(self, messages, *, max_new_tokens, temperature):
        self.asked.append(list(messages))
        if isinstance(self.answer, Exception):
            raise self.answer
        return [self.answer if isinstance(self.answer, str) else json.dumps(self.answer)]


def reader(answer):
    return ModelReader(Fake(answer), SHOP, GrammarReader(SHOP))


def test_its_answer_is_taken_with_places_as_items_and_the_catalogues_own_spelling():
    answer = {
        "intent": "refine",
        "constraints": [
            {"fact": "colour", "op": "=", "values": ["RED"]},
            {"fact": "price", "op": "..", "values": [5, 25]},
            {"fact": "in_stock", "op": "=", "values": [True]},
        ],
        "like": ["Table"],
        "remarks": [{"kind": "dislike", "item": 2}],
    }
    got = reader(f"Sure:\n{json.dumps(answer)}").read("anything", LIST)
    assert [c.key for c in got.constraints] == ["colour=red", "price=5..25", "in_stock=true"]
    assert (got.like, got.remarks) == (("t4",), (Remark("dislike", "t2"),))
    assert (got.read_by, got.fell_back) == ("model", None)


UNFIT = {
    "I think they want something red": "it wrote no JSON",
    '{"intent": "dance"}': "intent",
    '{"intent": "search", "colour": "red"}': "colour",
    '{"intent": "search", "constraints": [{"fact": "size", "op": "=", "values": [1]}]}': "no fact",
    '{"intent": "search", "constraints": [{"fact": "colour", "op": "=", "values": ["pink"]}]}': (
        "never “pink”"
    ),
    '{"intent": "search", "constraints": [{"fact": "price", "op": "<", "values": ["low"]}]}': (
        "price is float"
    ),
    '{"intent": "explain", "items": [9]}': "no number 9",
    '{"intent": "explain", "items": ["Sofa"]}': "0 items",
}


@pytest.mark.parametrize("answer", UNFIT)
def test_an_unfit_answer_is_named_and_logged_and_the_grammar_reads(answer, caplog):
    with caplog.at_level(logging.WARNING):
        got = reader(answer).read("only red", LIST)
    assert [c.key for c in got.constraints] == ["colour=red"]
    assert got.read_by == "grammar"
    assert UNFIT[answer] in (got.fell_back or "")
    assert got.fell_back in caplog.text


def test_a_model_that_can_not_be_loaded_is_no_end_of_the_conversation():
    got = reader(WeightsError("No weights.", "Fetch them.")).read("only red", LIST)
    assert (got.read_by, got.fell_back) == ("grammar", "No weights. Fetch them.")


def test_it_is_told_the_facts_the_list_and_the_running_request():
    fake = Fake({"intent": "recommend"})
    running = LIST.told(GrammarReader(SHOP).read("only red", LIST))
    ModelReader(fake, SHOP, GrammarReader(SHOP)).read("more", running)
    system, user = fake.asked[0]
    assert user == {"role": "user", "content": "more"}
    for told in ("in_stock", '"colour": ["blue", "green", "red"]', '"2": "Kettle"', '["red"]'):
        assert told in system["content"]


def test_an_open_question_is_answered_by_the_grammar():
    asked = LIST.told(GrammarReader(SHOP).read("something shorter", LIST))
    fake = Fake({"intent": "recommend"})
    got = ModelReader(fake, SHOP, GrammarReader(SHOP)).read("duration", asked)
    assert [c.key for c in got.constraints] == ["duration<60"]
    assert fake.asked == []
