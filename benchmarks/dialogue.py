"""How many turns of scripted conversations the dialogue understands exactly, per set of scripts.

    python -m benchmarks.dialogue [--data ../shared/data] [--set dev|held_out|...] [--misses]
        [--grammar-only]
    python -m benchmarks.dialogue --config large.yaml   # by its model, `dialogue: {reader: model}`

Exactly: intent, constraints, items, remarks, tastes, lifted facts, the compared fact and the
question asked back are all as written. `with_words` also wants the same words to search for. `dev`
was tuned on; a `held_out` set was written after the grammar was frozen and read once. What labels
mean is in `turns/README.md`.
"""

import argparse
import csv
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.measure import milliseconds, publish
from mmrec.config import Settings
from mmrec.dialogue import (
    Conversation,
    GrammarReader,
    Known,
    LearnedRoles,
    Meaning,
    ModelReader,
    Reader,
    TitleIndex,
    Vocabulary,
)
from mmrec.dialogue.learned import WEIGHTS, opened
from mmrec.loading import open_writer
from mmrec.types import FactValue, Item

HERE = Path(__file__).resolve().parent / "turns"
SHOWN = {
    "movies": ("1", "6", "1214", "2797", "2571"),
    "shop": ("s1", "s2", "s3", "s4", "s5"),
    "clipart": ("03416", "07758", "07380", "02839", "00061"),
}
_MOVIES: dict[str, type] = {
    "year": int,
    "genres": list,
    "director": list,
    "cast": list,
    "tags": list,
}
_SHOP: dict[str, type] = {
    "category": str, "brand": str, "price": float, "colour": str, "sizes": list, "in_stock": bool,
    "rating": float, "weight_kg": float, "battery_hours": float, "waterproof": bool,
    "release_year": int,
}  # fmt: skip
_CLIPART: dict[str, type] = {
    "category": str, "tags": list, "creator": str, "orig_width": int, "orig_height": int,
}  # fmt: skip
_READ: dict[type, Callable[[str], FactValue]] = {
    int: int, float: float, str: str, list: lambda cell: cell.split("|"), bool: "true".__eq__,
}  # fmt: skip


@dataclass(frozen=True)
class Judged:
    """One turn: what differs from what was expected, how long it took, what read it."""

    said: str
    wrong: Mapping[str, tuple[object, object]]
    seconds: float
    by_model: bool


def catalogue(file: Path, types: Mapping[str, type]) -> Known:
    """A catalogue from its CSV file; only metadata is read."""
    with file.open(encoding="utf-8") as rows:
        items = [
            Item(
                row["item_id"],
                row["title"],
                row.get("description"),
                facts={fact: _READ[kind](row[fact]) for fact, kind in types.items() if row[fact]},
            )
            for row in csv.DictReader(rows)
        ]
    by_id = {item.item_id: item for item in items}
    titles = TitleIndex({item.item_id: item.title for item in items})
    return Known(titles, Vocabulary.of(items, types), lambda ids: [by_id[i] for i in ids])


def shop() -> Known:
    """Our own small catalogue, with facts of every type."""
    return catalogue(HERE / "shop.csv", _SHOP)


def catalogues(data: Path) -> dict[str, Known]:
    """The catalogues that the scripts are about."""
    return {
        "movies": catalogue(data / "movies" / "items.csv", _MOVIES),
        "clipart": catalogue(data / "clipart" / "items.csv", _CLIPART),
        "shop": shop(),
    }


def expected(intent: str, says: Mapping[str, Any]) -> dict[str, object]:
    """What a script writes of a turn, in the form of `found`."""
    names = {"constraints": "c", "like": "like", "items": "items", "remarks": "said",
             "tastes": "taste", "drops": "drop", "asked": "ask"}  # fmt: skip
    wanted: dict[str, object] = {name: sorted(says.get(key, [])) for name, key in names.items()}
    return {"intent": intent, "by": says.get("by"), "problem": says.get("problem", False), **wanted}


def found(meaning: Meaning) -> dict[str, object]:
    """What a meaning says, compared as sets; a problem stands alone."""
    question = meaning.question
    return {
        "intent": "problem" if meaning.problem else meaning.intent,
        "by": meaning.by,
        "problem": meaning.problem is not None,
        "constraints": sorted(constraint.key for constraint in meaning.constraints),
        "like": sorted(meaning.like),
        "items": sorted(meaning.items),
        "remarks": sorted(
            f"{r.kind} {r.item_id}" + (f" {r.value:g}" if r.value is not None else "")
            for r in meaning.remarks
        ),
        "tastes": sorted(f"{'+' if t.liked else '-'}{t.fact}={t.value}" for t in meaning.tastes),
        "drops": sorted(meaning.drops),
        "asked": sorted(option.value for option in question.options) if question else [],
    }


def judged(script: Mapping[str, Any], reader: Reader) -> Iterator[Judged]:
    """The turns of one script in order; the same list is on the screen throughout."""
    shown = tuple(script.get("shown", SHOWN[script["in"]]))
    conversation = Conversation(shown=shown)
    for said, intent, *rest in script["turns"]:
        says = rest[0] if rest else {}
        start = time.process_time()
        meaning = reader.read(said, conversation)
        seconds = time.process_time() - start
        got, wanted = found(meaning), expected(intent, says)
        wrong = {name: (wanted[name], got[name]) for name in wanted if wanted[name] != got[name]}
        if (meaning.text or "").casefold() != says.get("t", "").casefold():
            wrong["words"] = (says.get("t"), meaning.text)
        yield Judged(said, wrong, seconds, meaning.read_by == "model")
        conversation = conversation.told(meaning).showing(shown)


def figures(turns: list[Judged]) -> dict[str, Any]:
    """How many were understood exactly."""
    exact = sum(not set(turn.wrong) - {"words"} for turn in turns)
    strict = sum(not turn.wrong for turn in turns)
    parts: dict[str, int] = defaultdict(int)
    for turn in turns:
        for name in turn.wrong:
            parts[name] += 1
    return {
        "turns": len(turns),
        "exact": exact,
        "read_by_model": sum(turn.by_model for turn in turns),
        "share_exact": round(exact / max(len(turns), 1), 4),
        "share_with_words": round(strict / max(len(turns), 1), 4),
        "wrong_in": dict(sorted(parts.items())),
    }


def run() -> None:
    """Read the sets, judge them, print one document; misses go to stderr when asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--set", action="append", dest="sets", help="a file of turns/, no suffix")
    parser.add_argument("--grammar-only", action="store_true", help="without what was learned")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="what was learned")
    parser.add_argument("--config", type=Path, help="whose `dialogue.reader` reads")
    parser.add_argument("--misses", action="store_true", help="list what was not understood")
    options = parser.parse_args()
    learned = None if options.grammar_only else LearnedRoles(lambda: opened(options.weights))
    known = catalogues(options.data)
    settings = Settings.load(options.config) if options.config else Settings()
    model = open_writer(settings) if settings.dialogue.reader == "model" else None
    readers: dict[str, Reader] = {}
    for name, one in known.items():
        grammar = GrammarReader(one, learned)
        readers[name] = ModelReader(model, one, grammar) if model else grammar
    sets = options.sets or sorted(file.stem for file in HERE.glob("*.yaml"))
    results, took = {}, []
    for name in sets:
        scripts = yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
        turns = [turn for s in scripts for turn in judged(s, readers[s["in"]])]
        results[name] = figures(turns)
        took += [turn.seconds for turn in turns]
        for turn in turns if options.misses else ():
            if turn.wrong:
                parts = "; ".join(f"{k}: {w!r} != {g!r}" for k, (w, g) in turn.wrong.items())
                sys.stderr.write(f"{name}: {turn.said!r}\n    {parts}\n")
    publish("dialogue", {"sets": results, "cpu_milliseconds_a_turn": milliseconds(took)})


if __name__ == "__main__":
    run()
