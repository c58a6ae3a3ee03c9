"""Explanations: how many the model writes, how true, varied and fast, against one `generate` each.

python -m benchmarks.generate --home mmrec-home-movies --lists 20 --other other/items.csv

`--other` names a catalogue that no adapter has seen; likes are made up for it.
"""

import argparse
import csv
import random
import statistics
import sys
import time
from collections.abc import Sequence
from functools import partial
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

from benchmarks.measure import milliseconds, publish, seconds_of
from benchmarks.reading import perplexity, school_year, self_bleu
from mmrec import Recommender
from mmrec.config import GenerationSettings
from mmrec.device import pick_device
from mmrec.generation.adaptation.worlds import facts_from
from mmrec.generation.adapters import merged
from mmrec.generation.copywriter import Copywriter
from mmrec.generation.facts import facts_of
from mmrec.generation.language_model import LanguageModel
from mmrec.generation.plan import plan_of
from mmrec.generation.prompts import Message
from mmrec.generation.text import words_of
from mmrec.types import Explanation, Item

PLACES = 10  # of a list
PLAIN = 6  # prompts that are also put to the model one by one
LISTS = ("tags",)


def main() -> None:
    """Explain the lists of some users, and items of a catalogue that the model never saw."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, default=Path("mmrec-home"))
    parser.add_argument("--lists", type=int, default=20)
    parser.add_argument("--other", type=Path)
    parser.add_argument("--other-lists", type=int, default=5)
    given = parser.parse_args()
    recommender = Recommender.open(given.home)
    users = recommender.users(100_000)
    chosen = users[:: max(1, len(users) // given.lists)][: given.lists]
    recommender.explain_many(chosen[0], recommender.recommend(chosen[0], k=1))  # the model loads
    shown: list[list[Explanation]] = []
    whole, one, words = list[float](), list[float](), list[float]()
    for user in chosen:
        (last,) = recommender.recommend(user, k=PLACES + 1)[PLACES:]  # in no list that is timed
        began = time.perf_counter()
        live = recommender.explain_live(user, last)
        next(live)
        words.append(time.perf_counter() - began)
        list(live)
        one.append(time.perf_counter() - began)
        places = recommender.recommend(user, k=PLACES)
        began = time.perf_counter()
        texts = recommender.explain_many(user, places)
        whole.append(time.perf_counter() - began)
        shown.append(texts)
        for text in texts:
            sys.stderr.write(f"{text.written_by:5}  {text.text}\n")
    settings = recommender.settings
    model = LanguageModel.open(
        settings.generation.model, pick_device(settings.device), settings.generation.adapter
    )
    rate = len(chosen) * PLACES / sum(whole)
    every = [text for texts in shown for text in texts]
    alone = _one_by_one(model, settings.generation, every)
    plain = _plain_generate(model, settings.generation, every)
    publish(
        "generate",
        {
            "model": model.model_id,
            **_quality(every),
            "distinct_2_in_a_list": round(statistics.mean(map(_distinct_2, shown)), 3),
            "self_bleu_in_a_list": round(
                statistics.mean(self_bleu([one.text for one in texts]) for texts in shown), 3
            ),
            "school_year": round(statistics.mean(school_year(one.text) for one in every), 1),
            "perplexity_untaught": _perplexity(model, every),
            "list_of_ten_ms": milliseconds(whole),
            "explanations_per_second": round(rate, 2),
            "first_words_ms": milliseconds(words),
            "one_live_ms": milliseconds(one),
            "one_by_one_per_second": round(alone, 2),
            "over_one_by_one": round(rate / alone, 2),
            "plain_generate_per_second": round(plain, 2),
            "over_plain_generate": round(rate / plain, 2),
            "other_catalogue": _other(model, settings.generation, given.other, given.other_lists)
            if given.other
            else None,
        },
    )


def _quality(texts: Sequence[Explanation]) -> dict[str, Any]:
    return {
        "texts": len(texts),
        "grounded": statistics.mean(one.grounded for one in texts),
        "written_by_model": round(statistics.mean(one.written_by == "model" for one in texts), 3),
        "name_an_event": round(statistics.mean(map(_names_an_event, texts)), 3),
        "words": round(statistics.mean(len(words_of(one.text)) for one in texts), 1),
        "different_texts": len({one.text for one in texts}) / len(texts),
    }


def _names_an_event(one: Explanation) -> bool:
    names = [name for past in facts_of(one.evidence).past for name in past.subject.names]
    return any(name in one.text for name in names)


def _distinct_2(texts: Sequence[Explanation]) -> float:
    """Different pairs of words over all pairs of words of a list (Li et al. 2016)."""
    pairs = [pair for one in texts for pair in pairwise(words_of(one.text))]
    return len(set(pairs)) / max(1, len(pairs))


def _plans(settings: GenerationSettings, texts: Sequence[Explanation]) -> list[list[Message]]:
    return [
        plan_of(facts_of(one.evidence, nouns=settings.nouns), random.Random(0)).messages()
        for one in texts[:: max(1, len(texts) // PLAIN)][:PLAIN]
    ]


def _plain_generate(
    model: LanguageModel, settings: GenerationSettings, texts: Sequence[Explanation]
) -> float:
    """Texts a second by transformers' own `generate`, one by one, as one would first write it."""
    tokenizer, network = _untaught(model)
    network = (merged(network, model.adapter) if model.adapter else network).eval()

    def write(messages: list[Message]) -> None:
        given = tokenizer.apply_chat_template(
            messages, add_generation_prompt=True, return_tensors="pt", return_dict=True
        )
        network.generate(
            **given, max_new_tokens=settings.max_new_tokens, do_sample=True,
            temperature=settings.temperature, pad_token_id=tokenizer.eos_token_id,
        )  # fmt: skip

    prompts = _plans(settings, texts)
    write(prompts[0])
    return len(prompts) / sum(seconds_of(partial(write, prompt)) for prompt in prompts)


def _untaught(model: LanguageModel) -> tuple[Any, Any]:
    """Tokenizer and network of the same weights as transformers loads them, without an adapter."""
    from transformers import AutoModelForCausalLM, AutoTokenizer

    network = AutoModelForCausalLM.from_pretrained(model.folder, dtype="float32")
    return AutoTokenizer.from_pretrained(model.folder), network


def _one_by_one(
    model: LanguageModel, settings: GenerationSettings, texts: Sequence[Explanation]
) -> float:
    """Texts a second when our own writer is called for each plan by itself, unchecked."""
    prompts = _plans(settings, texts)
    room, heat = settings.max_new_tokens, settings.temperature
    ask = partial(model.complete_many, max_new_tokens=room, temperature=heat)
    ask(prompts[:1])
    return len(prompts) / sum(seconds_of(partial(ask, [prompt])) for prompt in prompts)


def _perplexity(model: LanguageModel, texts: Sequence[Explanation]) -> float:
    """By the same model before it was taught anything."""
    tokenizer, network = _untaught(model)
    return round(perplexity(tokenizer, network.eval(), [one.text for one in texts]), 1)


def _other(
    model: LanguageModel, settings: GenerationSettings, file: Path, lists: int
) -> dict[str, Any]:
    """The same model on items of a table that it never saw, for people who are made up."""
    with file.open(encoding="utf-8", newline="") as stream:
        items = [_picture(row) for row in csv.DictReader(stream)]
    world = facts_from(items, random.Random(0), "picture")
    writer = Copywriter(model, settings)
    facts = [list(islice(world, PLACES)) for _ in range(lists)]
    texts = [writer.write(one) for one in facts]
    for text in (text for some in texts for text in some):
        sys.stderr.write(f"other  {text.text if text else '-'}\n")
    pairs = [(one, text) for some, found in zip(facts, texts, strict=True)
             for one, text in zip(some, found, strict=True)]  # fmt: skip
    with_past = [(one, text) for one, text in pairs if one.past]
    named = [
        text is not None
        and any(name in text.text for past in one.past for name in past.subject.names)
        for one, text in with_past
    ]
    return {
        "texts": len(pairs),
        "written_by_model": round(statistics.mean(text is not None for _, text in pairs), 3),
        "name_an_event": round(statistics.mean(named), 3),
    }


def _picture(row: dict[str, str]) -> Item:
    facts: dict[str, Any] = {name: row[name].split("|") for name in LISTS if row[name]}
    facts |= {name: row[name] for name in ("category", "creator") if row[name]}
    return Item(row["item_id"], row["title"], row["description"] or None, None, facts)


if __name__ == "__main__":
    main()
