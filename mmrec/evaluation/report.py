"""One line per scorer, on the same cases: figures, how sure they are, and the gap to the ranker."""

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import isnan
from typing import Any, Self

import numpy as np
from pydantic import TypeAdapter

from mmrec.evaluation.baselines import Content, ItemKnn, Popularity
from mmrec.evaluation.judge import Scorer, Verdict, judge
from mmrec.evaluation.lists import coverage, popularity_bias
from mmrec.evaluation.metrics import Interval
from mmrec.evaluation.protocols import Split
from mmrec.types import CatalogVectors

RANKER = "ranker"
LEAVE_ONE_OUT, TIME_SPLIT = "leave-one-out", "time-split"


@dataclass(frozen=True, slots=True)
class Line:
    """How one scorer did.

    Attributes:
        figures: hr, ndcg, mrr at 5, 10 and 20; coverage and popularity bias of its first 10.
        ndcg: NDCG@10 with its 95 % interval.
        parts: the same for parts of the cases: `warm users`, `cold items`, and so on.
        behind: how far its NDCG@10 is behind the ranker's, paired; None for the ranker itself.
    """

    name: str
    figures: Mapping[str, float]
    ndcg: Interval
    parts: Mapping[str, tuple[int, Interval]]
    behind: Interval | None

    @property
    def beaten(self) -> bool:
        """The ranker is better, and not by chance: the whole interval is above 0."""
        return self.behind is not None and self.behind.low > 0


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """What `mmrec evaluate` says.

    Attributes:
        protocol: `leave-one-out` or `time-split`.
        refitted: the figures are of the same recipe fitted again on the events before the cut, not
            of the current model, which has seen the events after it.
        model_id: the model, None when it was refitted or not yet saved.
        events_version: the event log was read up to here.
        users, cases, items: how many.
        lines: the ranker, then each baseline.
        seconds: how long it took, fitting included.
    """

    protocol: str
    refitted: bool
    model_id: str | None
    events_version: int
    users: int
    cases: int
    items: int
    lines: tuple[Line, ...]
    seconds: float

    @classmethod
    def of(
        cls,
        ranker: Scorer,
        split: Split,
        vectors: CatalogVectors,
        *,
        protocol: str,
        events_version: int,
        model_id: str | None,
        with_baselines: bool,
        began: float,
    ) -> "EvaluationReport":
        """Judge a ranker, and the baselines where asked for; `began` is of `time.perf_counter`."""
        others = baselines(split, vectors) if with_baselines else {}
        lines = compare(ranker, others, split, len(vectors.item_ids))
        return cls(
            protocol=protocol,
            refitted=protocol == TIME_SPLIT,
            model_id=model_id,
            events_version=events_version,
            users=len({case.user_id for case in split.test}),
            cases=len(split.test),
            items=len(vectors.item_ids),
            lines=tuple(lines),
            seconds=time.perf_counter() - began,
        )

    def line(self, name: str) -> Line:
        """The line of one scorer."""
        return next(line for line in self.lines if line.name == name)

    def lines_for_people(self) -> list[str]:
        """A small table: one scorer a line, with the gap to the ranker."""
        whose = "same recipe, refitted before the cut" if self.refitted else "model as trained"
        head = f"{self.protocol}: {self.cases} held-out likes of {self.users} users, {whose}"
        table = [
            f"{'':12}{'NDCG@10':>9}{'95 % interval':>18}{'HR@10':>8}{'coverage':>10}  ranker is"
        ]
        for line in self.lines:
            interval = f"{line.ndcg.low:.4f} - {line.ndcg.high:.4f}"
            hit, coverage = line.figures["hr@10"], line.figures["coverage@10"]
            row = f"{line.name:12}{line.ndcg.mean:9.4f}{interval:>18}{hit:8.4f}{coverage:10.3f}"
            table.append(f"{row}  {_gap(line)}".rstrip())
        return [head, *table]

    @classmethod
    def of_json(cls, content: Mapping[str, Any]) -> Self:
        """The report that `as_json` wrote."""
        return TypeAdapter(cls).validate_python(_with_nan(content))

    def as_json(self) -> dict[str, Any]:
        """JSON values; a figure that has no cases is null."""
        whole: dict[str, Any] = _without_nan(asdict(self))
        return whole


def baselines(split: Split, vectors: CatalogVectors) -> dict[str, Scorer]:
    """Each baseline, fitted on the training part, its settings chosen on the validation part."""
    size = len(vectors.item_ids)
    return {
        "popularity": Popularity.fit(split.training, size),
        "item-knn": ItemKnn.fit(split.training, size, split.validation),
        "content": Content.fit(vectors, split.validation),
    }


def compare(ranker: Scorer, others: Mapping[str, Scorer], split: Split, items: int) -> list[Line]:
    """Judge the ranker and the others on the test cases of a split."""
    popularity = Popularity.fit(split.training, items).counts.astype(np.float64)
    mine = judge(ranker, split.test, items)
    lines = [_line(RANKER, mine, popularity, None)]
    for name, other in others.items():
        verdict = judge(other, split.test, items)
        lines.append(_line(name, verdict, popularity, mine.against(verdict)))
    return lines


def _line(name: str, verdict: Verdict, popularity: Any, behind: Interval | None) -> Line:
    figures = verdict.figures()
    figures["coverage@10"] = coverage(verdict.shown)
    figures["popularity@10"] = popularity_bias(verdict.shown, popularity)
    masks = {
        "warm users": ~verdict.new_user,
        "cold users": verdict.new_user,
        "warm items": ~verdict.new_item,
        "cold items": verdict.new_item,
    }
    parts = {part: (int(mask.sum()), verdict.interval(mask)) for part, mask in masks.items()}
    return Line(name, figures, verdict.interval(), parts, behind)


def _gap(line: Line) -> str:
    if line.behind is None:
        return ""
    sure = "better" if line.beaten else "not surely better"
    return f"{line.behind.mean:+.4f} [{line.behind.low:+.4f}, {line.behind.high:+.4f}] {sure}"


def _with_nan(value: Any, name: str = "") -> Any:
    if isinstance(value, Mapping):
        return {key: _with_nan(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_nan(inner) for inner in value]
    return float("nan") if value is None and name not in ("behind", "model_id") else value


def _without_nan(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nan(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(inner) for inner in value]
    return None if isinstance(value, float) and isnan(value) else value
