"""The state of a conversation: what adds up, what replaces what, what is taken back."""

from shop_catalogue import BY_ID, SHOP

from mmrec.dialogue import Conversation, GrammarReader

READER = GrammarReader(SHOP)
SHOWN = ("t1", "t2", "t3", "t4")


def talk(*messages, shown=SHOWN):
    conversation = Conversation(shown=shown)
    for message in messages:
        conversation = conversation.told(READER.read(message, conversation)).showing(shown)
    return conversation


def keys(conversation):
    return [constraint.key for constraint in conversation.constraints]


def test_bounds_of_both_sides_stand_together_and_a_later_one_of_the_same_side_replaces():
    assert keys(talk("over 10 euros", "under 40 euros")) == ["price>10", "price<40"]
    assert keys(talk("under 40 euros", "under 20 euros")) == ["price<20"]
    assert keys(talk("over 30 euros", "under 20 euros")) == ["price<20"]  # can not be both


def test_a_kind_replaces_another_unless_it_comes_beside_it_and_no_takes_it_out():
    assert keys(talk("only red", "only blue")) == ["colour=blue"]
    assert keys(talk("only red", "not red")) == ["colour!=red"]
    assert keys(talk("not red", "only red")) == ["colour=red"]


def test_a_critique_is_bounded_by_the_middle_of_the_list_or_by_the_item_that_is_named():
    assert keys(talk("something cheaper")) == ["price<25"]
    assert keys(talk("cheaper than the third")) == ["price<30"]
    assert keys(talk("the second one is too expensive")) == ["price<20"]
    assert keys(talk("why the last one?", "something cheaper")) == ["price<40"]
    assert keys(talk("something cheap", shown=())) == ["price<=20"]  # a quarter of the catalogue


def test_conditions_mean_in_sql_what_they_mean_of_an_item():
    wanted = {
        "red things": ["t1", "t3"],
        "not red": ["t2", "t4"],
        "in stock": ["t1", "t3", "t4"],
        "out of stock": ["t2"],
        "between 15 and 35 euros": ["t2", "t3"],
        "not by norda": ["t3"],
        "size m under 20 euros": ["t1"],
    }
    for message, items in wanted.items():
        constraints = READER.read(message, Conversation()).constraints
        met = [i for i, item in BY_ID.items() if all(c.holds(item.facts) for c in constraints)]
        assert met == items, message
    stock = READER.read("in stock", Conversation()).constraints[0]
    assert (stock.where, stock.label) == ("in_stock = true", "in stock")


def test_a_chip_is_removed_by_its_id_and_undo_brings_it_back():
    said = talk("red things under 30 euros")
    ids = [chip.id for chip in said.chips]
    assert ids == ["constraint:price<30", "constraint:colour=red"]
    without = said.without("constraint:price<30")
    assert keys(without) == ["colour=red"]
    assert keys(without.undone()) == keys(said)
    assert said.without("constraint:no such") is said


def test_undo_takes_back_one_step_after_the_other_and_ends_at_the_beginning():
    said = talk("only red", "under 30 euros", "I love the first one")
    assert said.liked == ("t1",)
    assert talk("only red", "under 30 euros", "I love the first one", "undo").liked == ()
    assert keys(said.undone().undone()) == ["colour=red"]
    assert keys(said.undone().undone().undone().undone()) == []


def test_start_over_clears_the_request_and_keeps_what_was_liked():
    said = talk("I love the first one", "only blue", "start over")
    assert (keys(said), said.liked) == ([], ("t1",))
    assert keys(said.undone()) == ["colour=blue"]


def test_the_later_judgement_of_an_item_counts_and_can_be_forgotten():
    said = talk("I love the first one", "I hated the first one")
    assert (said.liked, said.rejected) == ((), ("t1",))
    assert said.forgetting("t1").rejected == ()


def test_a_loved_value_is_searched_for_and_a_hated_one_left_out():
    loved = talk("I love red")
    assert loved.query.text == "red"
    assert [chip.kind for chip in loved.chips] == ["taste"]
    assert loved.without("taste:colour=red").query.text is None
    assert talk("I can't stand red").query.where == "(colour IS NULL OR NOT colour = 'red')"


def test_an_ambiguous_word_is_asked_about_and_the_answer_goes_into_the_same_message():
    asked = talk("something shorter")
    assert asked.question is not None and keys(asked) == []
    assert [option.value for option in asked.question.options] == ["length_cm", "duration"]
    for reply in ("the second one", "duration"):
        meaning = READER.read(reply, asked)
        assert [c.key for c in meaning.constraints] == ["duration<60"]
    assert asked.told(READER.read("never mind", asked)).question is None
    other = asked.told(READER.read("only red", asked))  # another wish drops the question
    assert (other.question, keys(other)) == (None, ["colour=red"])


def test_a_lifted_condition_is_gone_and_the_others_stay():
    assert keys(talk("red things under 30 euros", "price doesn't matter")) == ["colour=red"]
    assert keys(talk("red things under 30 euros", "any colour is fine")) == ["price<30"]


def test_chinese_phrases_mean_what_the_english_ones_mean():
    assert keys(talk("30元以下的")) == ["price<=30"]
    assert keys(talk("要红色的", "便宜一点")) == ["colour=red", "price<25"]
    assert talk("我喜欢第二个").liked == ("t2",)
    assert talk("不要蓝色的").query.where == "(colour IS NULL OR NOT colour = 'blue')"


def test_a_number_by_itself_corrects_the_last_one_and_he_is_whom_the_request_names():
    assert keys(talk("under 40 euros", "make it 30")) == ["price<30"]
    assert keys(talk("under 40 euros", "over 5 euros", "actually 10")) == ["price<40", "price>10"]
    assert keys(talk("only Velto", "not that brand")) == ["brand!=Velto"]
