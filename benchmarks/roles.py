"""What a message does and what its words are there for, learned from the labelled turns.

    python -m benchmarks.roles [--data ../shared/data] [--without dev_x] [--epochs 3]
    python -m benchmarks.roles --write     # makes the weights of mmrec/dialogue/tagging anew

Without `--write` the sets whose names begin as `--without` says are left out of learning and
judged, as a new writer's would be. Sets named `held_out` are never read.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
import yaml
from safetensors.torch import save_file
from torch.nn.functional import cross_entropy

from benchmarks.dialogue import HERE, SHOWN, catalogues
from benchmarks.measure import publish
from benchmarks.tales import Labelled, Scripted, with_tales
from mmrec.dialogue import Conversation, GrammarReader, LearnedRoles, Meaning
from mmrec.dialogue.chinese.tokens import has_han
from mmrec.dialogue.constraint import Constraint, Op
from mmrec.dialogue.learned import BEFORE, WEIGHTS, opened
from mmrec.dialogue.meaning import Remark, Taste
from mmrec.dialogue.roles import NONE
from mmrec.encoders.tagger import ABOUT, HEADS, About, TaggerNetwork, base, tokens

_RANK = 32
_RATE, _HEADS_RATE = 1e-3, 3e-3
_BATCH = 32
_WORDS = 0.3  # weight of a bare word's role beside a name's
_ROLES = 1.5  # weight of the roles beside the act
_SEEN = 3  # times that a role must be seen with a kind of sign
_IGNORED = -100
_ADAPTER = "adapter_config.json"


def act_of(intent: str, says: Mapping[str, Any]) -> str:
    """The act of a labelled turn: its intent, and of remarks of one kind that kind."""
    kinds = {remark.split()[0] for remark in says.get("said", ())}
    if intent != "feedback":
        return intent
    single = len(kinds) == 1 and not says.get("taste")
    return f"feedback:{kinds.pop()}" if single else "feedback"


def meaning_of(says: Mapping[str, Any]) -> Meaning:
    """What a label says, as a meaning; its intent is left open."""
    return Meaning(
        "search",
        constraints=tuple(_condition(key) for key in says.get("c", ())),
        text=says.get("t"),
        like=tuple(says.get("like", ())),
        items=tuple(says.get("items", ())),
        remarks=tuple(_remark(*remark.split()) for remark in says.get("said", ())),
        tastes=tuple(_taste(taste) for taste in says.get("taste", ())),
        drops=tuple(says.get("drop", ())),
    )


def _condition(key: str) -> Constraint:
    signs: tuple[Op, ...] = ("!=", "<=", ">=", "<", ">", "=")
    at = min(key.index(sign) for sign in signs if sign in key)
    op = next(sign for sign in signs if key.startswith(sign, at))
    facts, value = tuple(key[:at].split("|")), key[at + len(op) :]
    low, dots, high = value.partition("..")
    if dots and _number(low) is not None:
        return Constraint(facts, ".." if op == "=" else "!..", (float(low), float(high)))
    number = _number(value)
    return Constraint(facts, op, (number,) if number is not None else tuple(value.split("|")))


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def _remark(kind: str, item: str, stars: str | None = None) -> Remark:
    return Remark(kind, item, float(stars) if stars else None)


def _taste(taste: str) -> Taste:
    fact, _, value = taste[1:].partition("=")
    return Taste(taste[0] == "+", fact, value)


def labelled(data: Path) -> Iterator[Labelled]:
    """Every English turn of the sets that may be learned from, each in its conversation.

    Some of them once more with a tale beside them, and tales alone (see `benchmarks.tales`).
    """
    readers = {name: GrammarReader(known) for name, known in catalogues(data).items()}
    told = [turn for reader in readers.items() for turn in _scripted(*reader)]
    yield from (turn.labelled for turn in told)
    for name in readers:
        yield from with_tales([turn for turn in told if turn.catalogue == name])


def _scripted(name: str, reader: GrammarReader) -> Iterator[Scripted]:
    """The turns about one catalogue."""
    for file in sorted(HERE.glob("[!h]*.yaml")):  # all but `held_out…`
        for script in yaml.safe_load(file.read_text(encoding="utf-8")):
            if script["in"] != name:
                continue
            shown = tuple(script.get("shown", SHOWN[name]))
            conversation = Conversation(shown=shown)
            for text, intent, *rest in script["turns"]:
                if not has_han(text):  # Chinese is read by rules alone
                    says = rest[0] if rest else {}
                    act, meaning = act_of(intent, says), meaning_of(says)
                    yield Scripted(text, act, meaning, conversation, reader, name, file.stem)
                meaning = reader.read(text, conversation)
                conversation = conversation.told(meaning).showing(shown)


class Names:
    """The names of acts and roles, and where they are among the scores."""

    def __init__(self, turns: Sequence[Labelled]) -> None:
        seen = Counter(
            f"{sign.kind} {role}"
            for turn in turns
            for sign, role in zip(turn.said.signs, turn.roles, strict=True)
        )
        self.acts = sorted({turn.act for turn in turns})
        self.roles = sorted(name for name, times in seen.items() if times >= _SEEN)
        kinds = [name.partition(" ")[0] for name in self.roles]
        self._other = {kind: torch.tensor([k != kind for k in kinds]) for kind in set(kinds)}

    def role(self, kind: str, role: str) -> int:
        """The place of a role of a kind of sign; of a rare one that of its first part."""
        names = (f"{kind} {role}", f"{kind} {role.partition('+')[0]}", f"{kind} {NONE}")
        return next((self.roles.index(name) for name in names if name in self.roles), _IGNORED)

    def loss(self, turns: Sequence[Labelled], network: TaggerNetwork, tokenizer: Any) -> Any:
        """How far the network is from the labels; names are shown as they are, or as any name."""
        plain = random.random() < 0.5
        ids, mask, places = tokens(tokenizer, [turn.said.words(plain=plain) for turn in turns])
        whole, each = network(ids, mask)
        wanted = torch.tensor([self.acts.index(turn.act) for turn in turns])
        rows, marks, weights = [], [], []
        for turn, scores, at in zip(turns, each, places, strict=True):
            for sign, role, place in zip(turn.said.signs, turn.roles, at[BEFORE:], strict=False):
                mark = self.role(sign.kind, role)
                if mark != _IGNORED:
                    rows.append(scores[place].masked_fill(self._other[sign.kind], -1e4))
                    marks.append(mark)
                    weights.append(_WORDS if sign.kind == "word" else 1.0)
        weight = torch.tensor(weights)
        told = cross_entropy(torch.stack(rows), torch.tensor(marks), reduction="none")
        acts = cross_entropy(whole, wanted, label_smoothing=0.05)
        return acts + _ROLES * (told * weight).sum() / weight.sum()


def fit(turns: Sequence[Labelled], epochs: int, folder: Path) -> None:
    """Teach the tagger and write it to a folder."""
    from peft import LoraConfig, get_peft_model

    torch.manual_seed(0)
    random.seed(0)
    encoder, tokenizer, found = base()
    names = Names(turns)
    config = LoraConfig(r=_RANK, lora_alpha=2 * _RANK, lora_dropout=0.05,
                        target_modules=["query", "key", "value", "dense"])  # fmt: skip
    adapted = get_peft_model(encoder, config)
    network = TaggerNetwork(adapted, encoder.config.hidden_size, len(names.acts), len(names.roles))
    heads = [*network.whole.parameters(), *network.each.parameters()]
    taught = [weight for weight in adapted.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW([{"params": taught}, {"params": heads}], weight_decay=0.01)
    steps = epochs * len(turns) // _BATCH
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [_RATE, _HEADS_RATE], total_steps=steps + 1, pct_start=0.1
    )
    order: list[Labelled] = []
    start = time.monotonic()
    for step in range(steps):
        if len(order) < _BATCH:
            order = random.sample(turns, len(turns))
        batch, order = order[:_BATCH], order[_BATCH:]
        loss = names.loss(batch, network.train(), tokenizer)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_([*taught, *heads], 1.0)
        optimizer.step()
        schedule.step()
        if step % 25 == 0:
            sys.stderr.write(f"step {step} of {steps}  loss {loss.item():.3f}  "
                             f"{time.monotonic() - start:.0f} s\n")  # fmt: skip
        if step % 100 == 99 or step == steps - 1:
            _keep(network, names, found.revision, folder)


def _keep(network: TaggerNetwork, names: Names, revision: str, folder: Path) -> None:
    """Write the adapter and the heads, in half precision."""
    adapted: Any = network.encoder
    held = adapted.state_dict()
    adapted.save_pretrained(
        str(folder), state_dict={name: one.to(torch.bfloat16) for name, one in held.items()}
    )
    (folder / "README.md").unlink(missing_ok=True)  # peft's own, with nothing in it
    config = json.loads((folder / _ADAPTER).read_text(encoding="utf-8"))
    config["base_model_name_or_path"] = None  # a path of the machine that it was made on
    (folder / _ADAPTER).write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    heads = {
        name: one.to(torch.bfloat16).contiguous()
        for name, one in network.state_dict().items()
        if not name.startswith("encoder.")
    }
    save_file(heads, folder / HEADS)
    about = About(model=revision, classes=names.acts, roles=names.roles)
    for file in folder.iterdir():
        file.chmod(0o644)
    (folder / ABOUT).write_text(json.dumps(asdict(about), indent=1) + "\n", encoding="utf-8")


def told_right(turns: Sequence[Labelled], learned: LearnedRoles) -> dict[str, float]:
    """The share of acts, of names' roles and of words' roles that are told as labelled."""
    acts: list[bool] = []
    each: dict[str, list[bool]] = {"names": [], "words": []}
    for turn in turns:
        told = learned.told(turn.said)
        acts.append(told.act == turn.act)
        for i, (sign, wanted) in enumerate(zip(turn.said.signs, turn.roles, strict=True)):
            kind = "words" if sign.kind == "word" else "names"
            each[kind].append(told.likely(i)[0] == wanted)
    return {"acts": _share(acts), **{name: _share(right) for name, right in each.items()}}


def _share(right: Sequence[bool]) -> float:
    return round(float(np.mean(right)), 4)


def run() -> None:
    """Learn, judge on sets left out, print one document; write the weights when asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--without", default="dev_x", help="how the sets begin that are left out")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="write the weights of the library")
    parser.add_argument("--keep", type=Path, help="a folder for the weights that are judged")
    options = parser.parse_args()
    turns = list(labelled(options.data))
    figures: dict[str, Any] = {"turns": len(turns)}
    if options.write:
        fit(turns, options.epochs, WEIGHTS)
        figures["bytes"] = sum(file.stat().st_size for file in WEIGHTS.iterdir())
    else:
        left = [turn for turn in turns if turn.set.startswith(options.without)]
        folder = options.keep or Path(tempfile.mkdtemp(prefix="mmrec-roles-"))
        fit([turn for turn in turns if not turn.set.startswith(options.without)],
            options.epochs, folder)  # fmt: skip
        learned = LearnedRoles(lambda: opened(folder))
        figures |= {"left_out": len(left), "told_right": told_right(left, learned)}
    publish("roles", figures)


if __name__ == "__main__":
    run()
