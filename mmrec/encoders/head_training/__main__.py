"""Train the head, judge it, write it: `python -m mmrec.encoders.head_training`."""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor

from mmrec.config import OFFLINE
from mmrec.encoders.head_training.features import Classes, Seen, known_classes, see
from mmrec.encoders.head_training.judging import retrieval, spread
from mmrec.encoders.head_training.names import head_word
from mmrec.encoders.head_training.packages import PACKAGES, origin
from mmrec.encoders.head_training.pairs import captioned_photos, named_pictures
from mmrec.encoders.head_training.training import Recipe, project, train_head
from mmrec.encoders.text import TextEncoder
from mmrec.errors import MmrecError
from mmrec.weights import cache_dir, fetch
from mmrec.weights.convert import HEAD

# Tried one after the other, each from the best so far; the first value is where it starts.
SEARCH: tuple[tuple[str, tuple[float, ...]], ...] = (
    ("classes", (0.5, 0.0, 1.0)),
    ("push", (1.0, 0.5, 2.0)),
    ("temperature", (0.05, 0.1)),
    ("dropout", (0.3, 0.5)),
    ("epochs", (30, 60)),
)


@dataclass(frozen=True, slots=True)
class Material:
    """Everything with features: what is learnt from, and what is only judged on."""

    train: Seen
    validation: Seen
    test: Seen
    photos_validation: Seen
    photos_test: Seen
    classes: Classes

    @property
    def learnt(self) -> Seen:
        """Train and validation together: what the final head learns from."""
        return Seen(
            self.train.pairs + self.validation.pairs,
            torch.cat([self.train.features, self.validation.features]),
            torch.cat([self.train.texts, self.validation.texts]),
        )


def main() -> int:
    """Parse the arguments, run, and say the figures."""
    parser = argparse.ArgumentParser(
        prog="python -m mmrec.encoders.head_training", description=__doc__
    )
    parser.add_argument("--work", type=Path, default=cache_dir() / "head-training")
    parser.add_argument("--output", type=Path, default=HEAD, help="where the head is written")
    parser.add_argument("--seeds", type=int, default=3, help="runs whose spread is reported")
    given = parser.parse_args()
    try:
        metrics = run(given.work, given.output, given.seeds)
    except MmrecError as error:
        _say(str(error))
        return error.exit_code
    sys.stdout.write(json.dumps(metrics["figures"], indent=1) + "\n")
    return 0


def run(work: Path, output: Path, seeds: int) -> dict[str, Any]:
    """Search on the validation part, train with several seeds, write the first one's head."""
    work.mkdir(parents=True, exist_ok=True)
    fetch(_say, ("text", "backbone"))
    material = gather(work)
    started = time.monotonic()
    recipe, trials = search(material)
    _say(f"Chosen after {time.monotonic() - started:.0f} s: {recipe}.")
    heads = [train_head(material.learnt, material.classes, recipe, seed) for seed in range(seeds)]
    # What is written is fp16, so that is what is judged.
    heads = [{name: tensor.half() for name, tensor in head.items()} for head in heads]
    save_file({name: t.contiguous() for name, t in heads[0].items()}, output)
    metrics = {
        "figures": figures(material, heads),
        "without_class_names_of_the_test_part": figures(material, [_strict(material, recipe)]),
        "without_class_names": figures(
            material,
            [train_head(material.learnt, material.classes, replace(recipe, classes=0.0), 0)],
        ),
        "recipe": asdict(recipe),
        "trials": trials,
        "pairs": _counts(material),
        "packages": [origin(package, work) for package in PACKAGES],
        "head_sha256": sha256(output.read_bytes()).hexdigest(),
        "torch": torch.__version__,
    }
    file = output.with_name(f"{output.stem}_metrics.json")
    file.write_text(json.dumps(metrics, indent=1) + "\n", encoding="utf-8")
    return metrics


def gather(work: Path) -> Material:
    """Unpack, pair, and compute (or read back) the features."""
    encoder = TextEncoder.open(OFFLINE, torch.device("cpu"), 64)
    seen = see(named_pictures(work), encoder, work, _say)
    photos = see(captioned_photos(work), encoder, work, _say)
    # The photos are never learnt from, so a half of them (by concept) may help to choose.
    half = [int(sha256(head_word(p.name).encode()).hexdigest(), 16) % 2 == 0 for p in photos.pairs]
    return Material(
        train=seen.of("train"),
        validation=seen.of("validation"),
        test=seen.of("test"),
        photos_validation=photos.where(half),
        photos_test=photos.where([not chosen for chosen in half]),
        classes=known_classes(encoder),
    )


def search(material: Material) -> tuple[Recipe, list[dict[str, Any]]]:
    """The best recipe on the validation parts (mean R@10 of drawings and photos), all trials."""
    best, best_score = Recipe(), -1.0
    trials: list[dict[str, Any]] = []
    for setting, values in SEARCH:
        for value in values:
            change: dict[str, Any] = {setting: value}
            recipe = replace(best, **change)
            if trials and recipe == best:
                continue
            head = train_head(material.train, material.classes, recipe, seed=0)
            drawings = judge(head, material.validation)["r@10"]
            photos = judge(head, material.photos_validation)["r@10"]
            score = (drawings + photos) / 2
            trials.append(change | {"drawings_r@10": drawings, "photos_r@10": photos})
            _say(f"{setting} {value}: R@10 {drawings:.3f} drawings, {photos:.3f} photos")
            if score > best_score:
                best, best_score = recipe, score
    return best, trials


def judge(head: Mapping[str, Tensor], seen: Seen) -> dict[str, float]:
    """Retrieval figures of a head on pairs: the plain view against the names."""
    exact = {name: tensor.float() for name, tensor in head.items()}
    pictures = project(exact, seen.features[:, 0])
    return retrieval(pictures, seen.texts[:, 0], [pair.name for pair in seen.pairs])


def figures(material: Material, heads: Sequence[Mapping[str, Tensor]]) -> dict[str, Any]:
    """The first head on each test part; with several, their spread too."""
    found: dict[str, Any] = {}
    for name, seen in (("drawings", material.test), ("photos", material.photos_test)):
        runs = [judge(head, seen) for head in heads]
        found[name] = runs[0]
        if len(runs) > 1:
            found[name] = runs[0] | {"seeds": len(runs), "over_seeds": spread(runs)}
    return found


def _strict(material: Material, recipe: Recipe) -> dict[str, Tensor]:
    """A head that never met a test concept even by an ImageNet class of that name."""
    held_out = {
        head_word(pair.name) for pair in (*material.test.pairs, *material.photos_test.pairs)
    }
    names = material.classes.names
    rows = [row for row, name in enumerate(names) if head_word(name) not in held_out]
    kept = Classes(
        tuple(names[row] for row in rows),
        material.classes.weights[rows],
        material.classes.texts[rows],
    )
    return train_head(material.learnt, kept, recipe, seed=0)


def _counts(material: Material) -> dict[str, dict[str, int]]:
    parts = {"train": material.train, "validation": material.validation, "test": material.test}
    parts |= {
        "photos for choosing": material.photos_validation,
        "photos for the figures": material.photos_test,
    }
    return {name: dict(Counter(p.source for p in seen.pairs)) for name, seen in parts.items()}


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
