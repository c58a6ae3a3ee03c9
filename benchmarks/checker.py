"""How good the checker is at telling true sentences from subtly false ones, part by part

python -m benchmarks.checker
python -m benchmarks.checker --part held --wrong    # and the sentences it judged wrongly
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.measure import publish
from mmrec.generation.checker import check, grounded
from mmrec.generation.facts import Facts, facts_of
from mmrec.types import Event, Evidence, Item, Reason

LABELLED = Path(__file__).parent.parent / "tests" / "claims"
PARTS = ("work", "held", "last")  # in the order written; "last" after the first repair


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence, whether the facts support it, and what it was written to try."""

    catalogue: str
    part: str
    category: str
    true: bool
    text: str
    facts: Facts

    @property
    def accepted(self) -> bool:
        """Whether the checker lets it through."""
        return grounded(check(self.text, self.facts))


def main() -> None:
    """Judge every labelled sentence."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=PARTS, help="only this part of the sentences")
    parser.add_argument("--wrong", action="store_true", help="tell the misjudged ones on stderr")
    given = parser.parse_args()
    sentences = [one for one in labelled() if given.part in {None, one.part}]
    if given.wrong:
        for one in sentences:
            if one.accepted is not one.true:
                name = f"{one.catalogue}.{one.part}.{one.true}.{one.category}"
                sys.stderr.write(f"{name:32} {one.text}\n")
    groups: dict[str, list[Labelled]] = defaultdict(list)
    for one in sentences:
        for group in ("all", f"part {one.part}", one.catalogue, f"category {one.category}"):
            groups[group].append(one)
    publish("checker", {name: figures(group) for name, group in sorted(groups.items())})


def labelled() -> Iterator[Labelled]:
    """Every sentence of `tests/claims`."""
    for path in sorted(LABELLED.glob("*.yaml")):
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        facts = _facts(document)
        for part in PARTS:
            for true, categories in document[part].items():
                for category, lines in categories.items():
                    for text in lines.strip().splitlines():
                        yield Labelled(path.stem, part, category, true, text, facts)


def figures(sentences: list[Labelled]) -> dict[str, float | int | None]:
    """Precision and recall of refusing what is unsupported, and the share of true ones accepted."""
    false = [one for one in sentences if not one.true]
    true = [one for one in sentences if one.true]
    caught = sum(not one.accepted for one in false)
    refused = sum(not one.accepted for one in true)
    return {
        "true": len(true),
        "false": len(false),
        "let_through": len(false) - caught,
        "precision": _share(caught, caught + refused),
        "recall": _share(caught, len(false)),
        "true_accepted": _share(len(true) - refused, len(true)),
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _facts(document: Mapping[str, Any]) -> Facts:
    item = Item("item", document["item"]["title"], document["item"].get("description"),
                facts=document["item"]["facts"])  # fmt: skip
    reasons, past = [], []
    for place, row in enumerate(document["past"]):
        other = Item(f"past{place}", row["title"], facts=row["facts"])
        past.append((Event("user", other.item_id, row["kind"], row.get("value")), other))
        reasons += [
            Reason(weight, modality, other.item_id, other.title, row["kind"])
            for modality, weight in row["weights"].items()
        ]
    if "query_weight" in document:
        reasons.append(Reason(document["query_weight"], "query"))
    if "popularity_weight" in document:
        reasons.append(Reason(document["popularity_weight"], "popularity"))
    evidence = Evidence(item, tuple(reasons), document.get("query"))
    return facts_of(evidence, past, nouns=tuple(document["nouns"]))


if __name__ == "__main__":
    main()
