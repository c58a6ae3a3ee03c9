"""Makes the adapter that comes with the package, out of a table of films.

python -m mmrec.generation.adaptation --items items.csv --out mmrec/generation/adapter --minutes 60
"""

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from mmrec.generation.adaptation.catalogues import NOUNS, films, held_out, renamed
from mmrec.generation.adaptation.pairs import pairs_of
from mmrec.generation.adaptation.training import Pair, Recipe, train
from mmrec.generation.adaptation.worlds import facts_from
from mmrec.types import Item
from mmrec.weights import locate

_OTHER_NAMES = 0.4  # the share of pairs whose facts have other names than a film's
_CHUNK = 64


def main() -> None:
    """Train on the titles that are not held out, and keep the adapter."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--steps", type=int, default=600)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    items = [item for item in films(given.items) if not held_out(item)]
    found = locate("generator", "offline")
    tokenizer = AutoTokenizer.from_pretrained(found.folder)
    model = AutoModelForCausalLM.from_pretrained(found.folder, dtype=torch.float32)
    pairs = endless_pairs(items, random.Random(given.seed))
    recipe = Recipe(steps=given.steps, seconds=60 * given.minutes, seed=given.seed)
    train(model, tokenizer, pairs, recipe, given.out)


def endless_pairs(items: list[Item], rng: random.Random) -> Iterator[Pair]:
    """Conversations and their texts, of films as they are and under other names."""
    while True:
        plain = rng.random() >= _OTHER_NAMES
        noun = rng.choices(list(NOUNS), list(NOUNS.values()))[0]
        some = rng.sample(items, min(len(items), 2000))
        world = facts_from(some if plain else renamed(some, rng), rng, noun)
        for plan, text in pairs_of([next(world) for _ in range(_CHUNK)], rng):
            yield plan.messages(), text


if __name__ == "__main__":
    main()
