"""What a dry run shows: the sources as they would be read, and what the first rows become."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

from ingest.check import check_rows
from ingest.read import Source
from ingest.rows import RowSource
from ingest.survey import Plan
from mmrec.types import Reject

EXAMPLES = 5
CUT = 60  # characters of a value that a line for people shows


@dataclass(frozen=True, slots=True)
class Preview:
    """How sources would be read.

    Attributes:
        sources: path, format, compression and encoding of each.
        fields: of an item or event, the columns that each is made of.
        facts: each fact's columns and type.
        examples: the first good rows, as items or events.
    """

    sources: Sequence[dict[str, str | None]]
    fields: dict[str, tuple[str, ...]]
    facts: dict[str, dict[str, Any]]
    examples: Sequence[dict[str, Any]]

    @classmethod
    def of(cls, files: Sequence[RowSource], plan: Plan) -> "Preview":
        """By the plan's own sample: nothing is read again."""
        good = (one for one in check_rows(plan.sample, plan) if one and not isinstance(one, Reject))
        return cls(
            sources=told_sources(files),
            fields=plan.wishes.fields,
            facts={
                name: {"columns": columns, "type": kind.type.__name__}
                for name, (columns, kind) in plan.facts.items()
            },
            examples=[asdict(item) for _, item in islice(good, EXAMPLES)],
        )

    def lines_for_people(self) -> list[str]:
        """The same as text."""
        lines = [
            "       " + ", ".join(text for text in source.values() if text)
            for source in self.sources
        ]
        lines += [f"       {name} <- {', '.join(from_)}" for name, from_ in self.fields.items()]
        lines += [
            f"       fact {name} ({fact['type']}) <- {', '.join(fact['columns'])}"
            for name, fact in self.facts.items()
        ]
        return lines + [f"       e.g. {_short(item)}" for item in self.examples]


def told_sources(files: Sequence[RowSource]) -> list[dict[str, str | None]]:
    """Path, format, compression and encoding of each source."""
    return [_source(file) for file in files]


def _source(file: RowSource) -> dict[str, str | None]:
    how = (
        {"format": file.format, "compression": file.compression, "encoding": file.encoding}
        if isinstance(file, Source)
        else {}
    )
    return {"path": str(file.path), **how}


def _short(item: dict[str, Any]) -> str:
    facts = item.get("facts", {})
    told = {name: value for name, value in item.items() if value not in (None, facts)}
    return ", ".join(f"{name}: {str(value)[:CUT]}" for name, value in (told | facts).items())
