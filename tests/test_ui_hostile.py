"""Hostile text typed into the chat: the page answers with a list, obeys nothing, leaks nothing"""

import re
from pathlib import Path

import pytest
import yaml

from small_recommender import SmallRecommender
from ui.lexicon import Lexicon
from ui.session import Session

KINDS = yaml.safe_load((Path(__file__).parent / "hostile.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", KINDS)
def test_an_attack_in_the_chat_gets_an_answer_of_the_page_and_no_more(kind: str) -> None:
    recommender = SmallRecommender()
    lexicon = Lexicon(recommender)
    for one in KINDS[kind]:
        session = Session(recommender, lexicon, seconds_a_word=0)
        for drawing in (session.start("u1"), session.say(one["text"])):
            for _ in drawing:
                pass
        answer = session.bubbles[-1]
        assert answer.role == "assistant"
        assert answer.tone == "plain", answer.text
        own = answer.text.replace(one["text"], "")  # a page may say what it was asked
        assert one["obeyed"].strip(" .").casefold() not in own.casefold(), answer.text
        assert not re.search(r"<(script|img|a)\b|javascript:|\]\(", answer.html(session.words)), (
            answer.html(session.words)
        )
