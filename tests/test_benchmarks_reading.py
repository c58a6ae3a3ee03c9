"""How texts read, in numbers: against what a hand can tell."""

import pytest
import torch

from benchmarks.reading import perplexity, school_year, self_bleu


def test_texts_that_are_the_same_repeat_each_other_wholly():
    text = "You liked Alien so this might be a good pick for you."
    assert self_bleu([text, text]) == pytest.approx(1)
    other = "Both films were made in Rome by the very same director."
    assert self_bleu([text, other]) < 0.1
    assert self_bleu([text]) == 0


def test_long_words_in_long_sentences_are_for_a_later_year():
    assert school_year("The cat sat. It ran.") < 1
    hard = "Considerable administrative responsibilities characterise institutional governance"
    assert school_year(hard) > 20
    # two words of three letters in one sentence
    assert school_year("the cat.") == pytest.approx(4.71 * 3 + 0.5 * 2 - 21.43)


def test_a_model_that_finds_all_tokens_alike_is_as_surprised_as_there_are_tokens():
    class Even:
        def __call__(self, ids, labels):
            logits = torch.zeros(ids.shape[1] - 1, 50)
            loss = torch.nn.functional.cross_entropy(logits, labels[0, 1:])
            return type("Out", (), {"loss": loss})

    def tokens(text, **_):
        return {"input_ids": torch.tensor([[ord(letter) % 50 for letter in text]])}

    assert perplexity(tokens, Even(), ["abc", "defgh", "x"]) == pytest.approx(50)
