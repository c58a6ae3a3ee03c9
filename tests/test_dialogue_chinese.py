"""Chinese in a small shop: one thing said in many ways; numbers, clauses, what stands behind."""

import pytest
from shop_catalogue import SHOP

from mmrec.dialogue import Conversation, GrammarReader, in_chinese
from mmrec.dialogue.chinese.numerals import quantity_at

READER = GrammarReader(SHOP)
SHOWN = ("t1", "t2", "t3", "t4")


def read(said, *before):
    conversation = Conversation(shown=SHOWN)
    for message in before:
        conversation = conversation.told(READER.read(message, conversation)).showing(SHOWN)
    return READER.read(said, conversation)


def keys(meaning):
    return [constraint.key for constraint in meaning.constraints]


def remarks(meaning):
    return [f"{remark.kind} {remark.item_id}" for remark in meaning.remarks]


def test_numbers_are_read_as_they_are_said():
    told = {
        "两百五十元以下": "at most 250 yuan", "一百五左右": "around 150",
        "两三百块": "between 200 and 300 yuan",
        "八九十年代": "between 1980 and 1999", "九五年以后": "after 1995", "2000年起": "since 2000",
        "四颗半星": "4.5 stars", "1.5公斤以内": "at most 1.5 kg", "2010年及以后": "since 2010",
    }  # fmt: skip
    for said, english in told.items():
        found = quantity_at(said, 0)
        assert found is not None
        assert (found[0].told(), found[1]) == (english, len(said))


@pytest.mark.parametrize(
    "said",
    ["不要红色的", "红色的不要", "红色就算了", "除了红色都行", "别给我推红色的",
     "我不想要红色", "红色,不考虑", "紅色的就不用了", "颜色别是红色"],
)  # fmt: skip
def test_a_value_is_left_out_from_before_and_from_behind(said):
    assert keys(read(said)) == ["colour!=red"]


@pytest.mark.parametrize(
    "said",
    ["把第二个加到购物车", "第二个帮我加购", "第二个我要了", "那就买第二个吧", "就要第二个",
     "Kettle下单", "我要《Kettle》"],
)  # fmt: skip
def test_an_item_is_bought_however_it_is_named(said):
    assert remarks(read(said)) == ["cart t2"]


@pytest.mark.parametrize(
    "said",
    ["便宜一点的", "有没有更便宜的", "太贵了", "不要这么贵的", "价格再低一点", "没那么贵的有吗"],
)
def test_a_comparative_is_bounded_by_the_middle_of_the_list(said):
    assert keys(read(said)) == ["price<25"]


def test_a_comparison_speaks_of_the_item_of_its_message():
    assert keys(read("第三个有点贵,有便宜点的吗")) == ["price<30"]
    assert keys(read("比第三个新的")) == ["year>2022"]
    assert keys(read("没有第三个那么贵的")) == ["price<30"]


def test_a_pronoun_or_nothing_at_all_stands_for_what_was_spoken_of():
    assert remarks(read("Lamp我有了,很喜欢")) == ["view t1", "like t1"]
    assert remarks(read("收藏它", "第三个多少钱")) == ["save t3"]
    assert read("多少钱", "第三个是什么牌子").items == ("t3",)
    assert read("那种的还有吗", "我喜欢第一个").like == ("t1",)


def test_several_items_are_compared_by_what_is_asked():
    assert (read("第一个和第三个哪个贵").by, read("第一和第三有啥区别").items) == (
        "price",
        ("t1", "t3"),
    )
    assert read("这几个里最便宜的是哪个").items == SHOWN


def test_what_stands_behind_turns_what_stands_before():
    assert read("颜色,无所谓").drops == ("colour",)
    assert keys(read("红色、蓝色都行")) == ["colour=red|blue"]
    assert keys(read("要红色的,蓝色也可以")) == ["colour=red|blue"]
    assert [t.liked for t in read("红色的嘛,我最喜欢了").tastes] == [True]


def test_a_tale_around_a_wish_is_not_searched_for():
    meaning = read("我妈下个月过生日,想给她买个红色的,100块以内")
    assert (meaning.intent, keys(meaning)) == ("search", ["colour=red", "price<=100"])


def test_what_is_shared_or_lifted_names_the_fact():
    assert keys(read("跟第三个同一个牌子的有没有")) == ["brand=Velto"]
    assert read("红色这个条件不要了", "要红色的").drops == ("colour",)
    assert read("把刚才那个条件去掉").intent == "undo"


def test_words_keep_to_what_stands_beside_them():
    assert remarks(read("我只看过Lamp")) == ["view t1"]  # not "只看", which is "only"
    assert read("第一个贵不贵").intent == "explain"
    assert keys(read("牌子无所谓,红色不是必须的", "要红色的")) == []
    assert remarks(read("那个绿色的不错")) == ["like t4"]


def test_the_former_and_the_latter_and_bare_places():
    assert read("后者多少钱", "比较第一个和第三个").items == ("t3",)
    assert (read("1和3哪个新").by, read("1和3哪个新").items) == ("year", ("t1", "t3"))
    assert read("第一个和第二个,哪个贵").items == ("t1", "t2")


def test_a_number_finds_its_fact_in_front_and_behind_and_turns_with_a_negation():
    assert keys(read("价格不要超过20块")) == ["price<=20"]
    assert keys(read("不低于20块的")) == ["price>=20"]
    assert keys(read("最高能接受30块")) == ["price<=30"]
    assert keys(read("2021年以前的不要")) == ["year>=2021"]
    assert keys(read("便宜的,30块以内")) == ["price<=30"]  # the number says what `cheap` means


def test_what_can_not_be_left_out_is_told():
    assert read("不要翻新的").problem is not None


def test_values_are_told_in_chinese_where_they_have_a_name():
    assert (in_chinese("Horror"), in_chinese("Velto")) == ("恐怖", "Velto")
