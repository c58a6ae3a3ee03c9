"""An adapter for a catalogue: pairs made of its items, trained on, judged on titles held out."""

import json
import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from mmrec.config import GenerationSettings
from mmrec.errors import DataError
from mmrec.generation.adaptation.catalogues import held_out, renamed
from mmrec.generation.adaptation.pairs import pairs_of
from mmrec.generation.adaptation.training import Pair, Recipe, train
from mmrec.generation.adaptation.worlds import facts_from
from mmrec.generation.adapters import ABOUT, CONFIG, WEIGHTS, adapter_for
from mmrec.generation.copywriter import Copywriter
from mmrec.generation.language_model import LanguageModel
from mmrec.types import Item
from mmrec.weights import locate

LEAST = 50  # items that an adapter can be made from
_OTHER_NAMES = 0.4  # the share of pairs whose facts have other names, so that none is learnt
_SOME = 2000  # items that one world is made of
_CHUNK = 64


@dataclass(frozen=True, slots=True)
class Adapted:
    """What an adaptation did.

    Attributes:
        model: revision of the language model that the adapter is for.
        written: the share of texts about held-out titles that may be shown as written.
        judged: how many there were.
    """

    model: str
    items: int
    steps: int
    first_loss: float
    last_loss: float
    judged: int
    written: float


def adapt(
    items: Sequence[Item],
    settings: GenerationSettings,
    device: torch.device,
    recipe: Recipe,
    folder: Path,
    *,
    nouns: dict[str, float],
    judged: int = 40,
    begin: Path | None = None,
) -> Adapted:
    """Teach the language model of the settings to write about these items.

    Args:
        items: of a catalogue; a tenth of the titles is held out for judging.
        settings: which model.
        device: where to train.
        recipe: how long, and how.
        folder: where the adapter goes, whole or not at all; one that is there is replaced.
        nouns: what one item may be called, with weights.
        judged: how many texts about held-out titles to write.
        begin: an adapter that is trained further; may be the folder that is replaced.

    Raises:
        DataError: too few items.
        WeightsError: the model is not on this machine, or `begin` is for another one.
    """
    seen = [item for item in items if not held_out(item)]
    unseen = [item for item in items if held_out(item)]
    if len(seen) < LEAST or not unseen:
        raise DataError(
            f"{len(items)} items are too few to learn to write about.",
            f"Ingest at least {LEAST + LEAST // 5} items.",
        )
    found = locate("generator", settings.model)
    beside = folder.with_name(f".{folder.name}.tmp")
    shutil.rmtree(beside, ignore_errors=True)
    tokenizer = AutoTokenizer.from_pretrained(found.folder)
    model: Any = AutoModelForCausalLM.from_pretrained(found.folder, dtype=torch.float32)
    pairs = endless_pairs(seen, random.Random(recipe.seed), nouns)
    before = adapter_for(found.revision, str(begin)) if begin else None
    further = before.folder if before else None
    losses = train(model.to(device), tokenizer, pairs, recipe, beside, begin=further)
    del model
    halve(beside)
    config = json.loads((beside / CONFIG).read_text(encoding="utf-8"))
    config["base_model_name_or_path"] = settings.model  # not where it lay on this machine
    (beside / CONFIG).write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    about = {
        "model": found.revision,
        "made_by": asdict(recipe) | {"begun_with": before.revision if before else None},
        "items": len(seen),
    }
    (beside / ABOUT).write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    beside.replace(folder)
    taught = LanguageModel.open(settings.model, device, str(folder))
    share = written_share(taught, unseen, settings, nouns, judged)
    ends = losses[:5], losses[-20:]
    first, last = (sum(some) / len(some) for some in ends)
    return Adapted(found.revision, len(seen), len(losses), first, last, judged, share)


def endless_pairs(
    items: Sequence[Item], rng: random.Random, nouns: dict[str, float]
) -> Iterator[Pair]:
    """Conversations and their texts, of the items as they are and under other names."""
    while True:
        plain = rng.random() >= _OTHER_NAMES
        noun = rng.choices(list(nouns), list(nouns.values()))[0]
        some = rng.sample(list(items), min(len(items), _SOME))
        world = facts_from(some if plain else renamed(some, rng), rng, noun)
        for plan, text in pairs_of(list(islice(world, _CHUNK)), rng):
            yield plan.messages(), text


def written_share(
    model: LanguageModel,
    items: Sequence[Item],
    settings: GenerationSettings,
    nouns: dict[str, float],
    count: int,
) -> float:
    """The share of texts about these items that the model writes so that they may be shown."""
    noun = max(nouns, key=lambda name: nouns[name])
    world = facts_from(items, random.Random(1), noun)
    writer = Copywriter(model, settings)
    lists = [list(islice(world, 10)) for _ in range(max(1, count // 10))]
    texts = [text for facts in lists for text in writer.write(facts)]
    return sum(text is not None for text in texts) / len(texts)


def halve(folder: Path) -> None:
    """Keep an adapter's weights in half precision: half the size, and no text changes by it."""
    from safetensors.torch import load_file, save_file

    weights = {name: value.half() for name, value in load_file(folder / WEIGHTS).items()}
    save_file(weights, folder / WEIGHTS)
    for name in folder.iterdir():
        if name.name not in {WEIGHTS, CONFIG}:
            name.unlink()
