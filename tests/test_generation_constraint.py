"""A grammar over tokens lets a model write the words it was given, and no others."""

from mmrec.generation.constraint import Grammar, Vocabulary

STOP = -1
WORDS = Vocabulary((" a", " film", ","), ((" crime", " heist"), (" Heat",)))


def encode(text: str) -> list[int]:
    return [ord(letter) for letter in text]


def following(written: str, vocabulary: Vocabulary = WORDS) -> set[str]:
    allowed = Grammar(encode, vocabulary, STOP).allowed(encode(written))
    return {"end" if token == STOP else chr(token) for token in allowed}


def test_a_text_begins_with_one_of_the_words():
    assert following("") == {" "}
    assert following(" ") == {"a", "f", "c", "h", "H"}


def test_a_word_that_was_begun_is_finished():
    assert following(" cr") == {"i"}
    assert following(" a f") == {"i"}


def test_a_phrase_comes_once_and_so_do_its_other_ways():
    assert "c" in following(" a ")
    after = following(" a crime ")
    assert not after & {"c", "h"}
    assert after == {"a", "f", "H"}


def test_words_may_come_again():
    assert "f" in following(" film film ")


def test_no_pause_follows_a_pause_or_opens_a_text():
    assert "," not in following("")
    assert "," in following(" film")
    assert "," not in following(" film,")


def test_a_sentence_may_end_after_a_word_and_then_nothing_follows():
    assert "." not in following(" a")
    assert "." in following(" crime film")
    assert "." not in following(" crime film,")
    assert following(" crime film.") == {"end"}


def test_a_word_that_begins_another_may_stop_or_go_on():
    vocabulary = Vocabulary((" art", " artist"), ())
    assert following(" art", vocabulary) == {"i", " "}
