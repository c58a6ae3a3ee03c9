"""A session as a document: a restart in the middle loses nothing, an unreadable one is dropped."""

from shop_catalogue import SHOP

from mmrec.dialogue import Conversation, GrammarReader
from ui.keeping import Kept, document, session_of


def test_a_session_survives_a_restart_with_its_question_and_its_steps():
    said, reader = Conversation(shown=("t1", "t2", "t3", "t4")), GrammarReader(SHOP)
    for message in ("only red", "under 30 euros", "I love the first one", "something shorter"):
        said = said.told(reader.read(message, said))
    assert said.question is not None  # shorter in length, or in duration?
    again = session_of(document(Kept(said, [], {"a.png": "t1"}, 0.7, settled=True)))
    assert again == Kept(said, [], {"a.png": "t1"}, 0.7, settled=True)
    assert again.conversation.undone() == said.undone()


def test_what_is_no_session_is_told_in_the_log_and_begun_anew(caplog):
    assert session_of('{"conversation": 3}') is None
    assert "begun anew" in caplog.text
