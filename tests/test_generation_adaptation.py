"""Teaching a model to write: pairs that are true of their facts, and training that can be seen."""

import json
import random
from itertools import islice, repeat
from pathlib import Path

import pytest
import torch

from mmrec.config import GenerationSettings
from mmrec.errors import DataError, WeightsError
from mmrec.generation.adaptation.adapt import adapt, halve
from mmrec.generation.adaptation.catalogues import held_out, renamed
from mmrec.generation.adaptation.pairs import pairs_of, text_of
from mmrec.generation.adaptation.training import Recipe, _batch, train
from mmrec.generation.adaptation.worlds import facts_from
from mmrec.generation.adapters import ABOUT, SHIPPED, WEIGHTS, adapter_for
from mmrec.generation.checker import check, grounded
from mmrec.generation.copywriter import pairs_of_words
from mmrec.generation.plan import Facet, Plan, plan_of
from mmrec.types import Item

GENRES = ("Horror", "Sci-Fi", "Comedy", "Crime")
WORDS = "Blue Night River Stone Last Garden Silent Road Winter Letter".split()


@pytest.fixture
def items() -> list[Item]:
    """Sixty films of four genres, ten directors and thirty years."""
    rng = random.Random(0)
    return [
        Item(
            f"m{n}",
            f"{rng.choice(WORDS)} {rng.choice(WORDS)} {n}",
            "A man and a dog walk home in the rain. It is late.",
            facts={
                "year": 1970 + n % 30,
                "genres": rng.sample(GENRES, 2),
                "director": f"{WORDS[n % 10]} Smith",
            },
        )
        for n in range(60)
    ]


def test_every_pair_is_true_of_its_facts_and_no_two_lists_sound_alike(items: list[Item]) -> None:
    rng = random.Random(1)
    facts = list(islice(facts_from(items, rng, "film"), 300))
    by_title = {}
    for one in facts:
        by_title.setdefault(one.item.title, []).append(one)
    texts = []
    for plan, text in pairs_of(facts, rng):
        assert any(grounded(check(text, one)) for one in by_title[plan.title]), text
        texts.append(text)
    assert len(texts) > 250
    openings = {" ".join(text.split()[:2]) for text in texts}
    assert len(openings) > 60
    pairs = [pairs_of_words(text) for text in texts[:10]]
    assert len(set().union(*pairs)) > 0.5 * sum(map(len, pairs))


def test_hardly_any_phrase_is_one_that_the_checker_refuses(items: list[Item]) -> None:
    # What is refused is learnt by nobody, but a phrase that always is would be lost unseen.
    rng = random.Random(2)
    true = []
    for one in islice(facts_from(items, rng, "film"), 400):
        text = text_of(plan_of(one, rng, length="long"), rng)
        true.append(text is not None and grounded(check(text, one)))
    assert sum(true) > 0.98 * len(true)


def test_a_plan_that_fits_no_phrase_has_no_text() -> None:
    plan = Plan("explanation", "warm", "short", "Heat", "film", Facet("you", "Heat is in it"), ())
    assert text_of(plan, random.Random(0)) is None


def test_renamed_catalogues_keep_their_values(items: list[Item]) -> None:
    other = renamed(items, random.Random(3))
    assert "director" not in other[0].facts
    assert {str(v) for v in other[0].facts.values()} <= {str(v) for v in items[0].facts.values()}


def test_a_tenth_of_the_titles_is_held_out_always_the_same() -> None:
    many = [Item(str(n), f"Title {n}") for n in range(2000)]
    out = [item for item in many if held_out(item)]
    assert 0.07 < len(out) / len(many) < 0.13
    assert out == [item for item in many if held_out(item)]


@pytest.fixture(scope="module")
def tokenizer():
    from mmrec.weights import cached

    found = cached("generator", "offline")
    if found is None:
        pytest.skip("the offline pack was not fetched: run `mmrec weights fetch`")
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(found.folder)


def tiny(tokenizer) -> torch.nn.Module:
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=len(tokenizer), hidden_size=32, intermediate_size=64, num_hidden_layers=2,
        num_attention_heads=4, num_key_value_heads=2, tie_word_embeddings=True,
        initializer_range=0.3,
    )  # fmt: skip
    return LlamaForCausalLM(config)


PAIR = ([{"role": "user", "content": "title: Heat"}], "Try Heat tonight.")


def test_only_what_is_to_be_written_is_learnt(tokenizer) -> None:
    given = _batch(tokenizer, [PAIR, (PAIR[0], "Short.")])
    for labels, text in zip(given["labels"], (PAIR[1], "Short."), strict=True):
        learnt = tokenizer.decode(labels[labels >= 0])
        assert learnt == text + tokenizer.eos_token
    assert given["attention_mask"].sum() < given["input_ids"].numel()  # the shorter one is padded


def test_training_makes_the_text_likelier_and_the_adapter_can_be_loaded(
    tokenizer, tmp_path: Path
) -> None:
    from peft import PeftModel

    recipe = Recipe(rank=8, steps=60, batch=1, learning_rate=3e-2)
    losses = train(tiny(tokenizer), tokenizer, repeat(PAIR), recipe, tmp_path / "a")
    assert losses[-1] < 0.9 * losses[0]
    halve(tmp_path / "a")
    assert {path.name for path in (tmp_path / "a").iterdir()} == {WEIGHTS, "adapter_config.json"}
    merged = PeftModel.from_pretrained(tiny(tokenizer), tmp_path / "a").merge_and_unload()
    given = _batch(tokenizer, [PAIR])
    labels = given.pop("labels")
    assert float(merged(**given, labels=labels).loss) == pytest.approx(losses[-1], rel=0.05)


def test_an_adapter_can_be_trained_further(tokenizer, tmp_path: Path) -> None:
    recipe = Recipe(rank=8, steps=60, batch=1, learning_rate=3e-2)
    first = train(tiny(tokenizer), tokenizer, repeat(PAIR), recipe, tmp_path / "a")
    more = train(
        tiny(tokenizer), tokenizer, repeat(PAIR), recipe, tmp_path / "b", begin=tmp_path / "a"
    )
    assert more[0] == pytest.approx(first[-1], rel=0.05)
    assert more[-1] < more[0]


def test_training_ends_when_its_time_is_up(tokenizer, tmp_path: Path) -> None:
    recipe = Recipe(rank=2, steps=10_000, batch=1, seconds=0.5)
    assert 0 < len(train(tiny(tokenizer), tokenizer, repeat(PAIR), recipe, tmp_path / "a")) < 10_000


def test_a_catalogue_that_is_too_small_is_refused_before_anything_is_loaded(
    items: list[Item], tmp_path: Path
) -> None:
    with pytest.raises(DataError, match="too few"):
        adapt(items[:20], GenerationSettings(), torch.device("cpu"), Recipe(), tmp_path / "a",
              nouns={"film": 1.0})  # fmt: skip
    assert not (tmp_path / "a").exists()


def test_an_adapter_is_used_only_with_its_model(tmp_path: Path) -> None:
    (tmp_path / ABOUT).write_text(json.dumps({"model": "rev1"}))
    (tmp_path / WEIGHTS).write_bytes(b"weights")
    fits = adapter_for("rev1", str(tmp_path))
    assert fits is not None and fits.folder == tmp_path
    with pytest.raises(WeightsError, match="made for model rev1"):
        adapter_for("rev2", str(tmp_path))
    with pytest.raises(WeightsError, match="holds no adapter"):
        adapter_for("rev1", str(tmp_path / "nothing"))
    assert adapter_for("rev1", "none") is None
    assert adapter_for("some other model", "auto") is None


def test_the_adapter_of_the_package_is_small() -> None:
    if not SHIPPED.exists():
        pytest.skip("no adapter comes with this package")
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) <= 10 * 2**20
