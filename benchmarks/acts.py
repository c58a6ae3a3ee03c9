"""What a message does, learned from the labelled turns: how well, and the weights themselves.

    python -m benchmarks.acts [--data ../shared/data] [--folds 5]
    python -m benchmarks.acts --write      # makes mmrec/dialogue/acts.safetensors anew

Each fold leaves whole sets out, as a new writer's would be. Sets named `held_out` are never read.
"""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import yaml
from safetensors.numpy import save_file

from benchmarks.dialogue import HERE, SHOWN, catalogues, encoder
from benchmarks.measure import publish
from mmrec.dialogue import Conversation, GrammarReader
from mmrec.dialogue.chinese.tokens import has_han
from mmrec.dialogue.learned import PROBE, WEIGHTS, Said, features, scored, with_vectors
from mmrec.types import Floats

_SHRINK = 3e-5  # weight of the squared weights beside the mean loss


@dataclass(frozen=True, slots=True)
class Labelled:
    """One turn, what it does, and the set that it is from."""

    said: Said
    act: str
    set: str


def act_of(intent: str, says: Mapping[str, Any]) -> str:
    """The act of a labelled turn: its intent, and of remarks of one kind that kind."""
    kinds = {remark.split()[0] for remark in says.get("said", ())}
    if intent != "feedback":
        return intent
    single = len(kinds) == 1 and not says.get("taste")
    return f"feedback:{kinds.pop()}" if single else "feedback"


def labelled(data: Path) -> Iterator[Labelled]:
    """Every turn of the sets that may be learned from, each in its conversation."""
    readers = {name: GrammarReader(known) for name, known in catalogues(data).items()}
    for file in sorted(HERE.glob("[!h]*.yaml")):  # all but `held_out…`
        for script in yaml.safe_load(file.read_text(encoding="utf-8")):
            reader, shown = readers[script["in"]], tuple(script.get("shown", SHOWN[script["in"]]))
            conversation = Conversation(shown=shown)
            for text, intent, *rest in script["turns"]:
                if not has_han(text):  # Chinese is read by rules alone
                    act = act_of(intent, rest[0] if rest else {})
                    yield Labelled(reader.said(text, conversation), act, file.stem)
                meaning = reader.read(text, conversation)
                conversation = conversation.told(meaning).showing(shown)


def matrices(turns: Sequence[Labelled]) -> dict[str, Floats]:
    """Rows of features of the turns: `words` without an encoder, `whole` with its vectors."""
    words = np.stack([features(turn.said) for turn in turns])
    vectors = encoder().encode([text for turn in turns for text in turn.said.readings])
    pairs = vectors.reshape(len(turns), 2, -1)
    whole = [with_vectors(row, pair) for row, pair in zip(words, pairs, strict=True)]
    return {"words": words, "whole": np.stack(whole)}


def fit(rows: Floats, acts: Sequence[int], count: int) -> Floats:
    """The weights (F + 1, C) of a softmax over acts, the last row its bias."""
    inputs, wanted = torch.from_numpy(rows), torch.tensor(acts)
    weights = torch.zeros(rows.shape[1], count, requires_grad=True)
    bias = torch.zeros(count, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights, bias], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        value = torch.nn.functional.cross_entropy(inputs @ weights + bias, wanted)
        value = value + _SHRINK * weights.square().sum()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    return torch.cat([weights, bias[None]]).detach().numpy()


def across(turns: Sequence[Labelled], rows: Floats, acts: Sequence[int], folds: int) -> float:
    """The share of turns told right, each by what was learned from other sets."""
    sets = sorted({turn.set for turn in turns})
    fold = np.array([sets.index(turn.set) % folds for turn in turns])
    wanted, right = np.array(acts), 0
    for one in range(folds):
        weights = fit(rows[fold != one], wanted[fold != one].tolist(), max(acts) + 1)
        told = np.argmax(scored(rows[fold == one], weights), axis=1)
        right += int(np.sum(told == wanted[fold == one]))
    return right / len(turns)


def run() -> None:
    """Learn, judge on sets left out, print one document; write the weights when asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="write the weights of the library")
    options = parser.parse_args()
    turns = list(labelled(options.data))
    names = sorted({turn.act for turn in turns})
    acts = [names.index(turn.act) for turn in turns]
    rows = matrices(turns)
    figures: dict[str, Any] = {"turns": len(turns), "acts": len(names)}
    if options.write:
        held = {name: fit(rows[name], acts, len(names)).astype(np.float16) for name in rows}
        held["probe"] = encoder().encode([PROBE])[0]
        save_file(held, WEIGHTS, metadata={"acts": json.dumps(names)})
        figures["bytes"] = WEIGHTS.stat().st_size
    else:
        told = {name: across(turns, rows[name], acts, options.folds) for name in rows}
        figures["told_right"] = {name: round(share, 4) for name, share in told.items()}
    publish("acts", figures)


if __name__ == "__main__":
    run()
