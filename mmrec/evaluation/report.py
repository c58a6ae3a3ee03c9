"""What `mmrec evaluate` says: for people, and as JSON."""

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from math import isnan
from typing import Any, Literal, Self

from pydantic import TypeAdapter

from mmrec.evaluation.calibration import ece
from mmrec.evaluation.comparison import Line, compare
from mmrec.evaluation.judge import Scorer, foretold
from mmrec.evaluation.peers import Peers
from mmrec.evaluation.protocols import Split
from mmrec.evaluation.ratings import RatingReport
from mmrec.types import CatalogVectors

Protocol = Literal["leave-one-out", "time-split", "cold-items", "later-events"]
LEAVE_ONE_OUT: Protocol = "leave-one-out"
LATER_EVENTS: Protocol = "later-events"  # of a model that went on from another
NONE = Peers({}, {})
MAY_BE_NONE = ("behind", "p", "model_id", "ratings", "ece")


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """What `mmrec evaluate` says.

    Attributes:
        protocol: how events were withheld.
        refitted: the figures are of the same recipe fitted again without what is asked for, not of
            the current model, which has seen it.
        model_id: the model, None when it was refitted or not yet saved.
        events_version: the event log was read up to here.
        users, cases, items: how many.
        lines: the ranker, then each baseline.
        seconds: how long it took, fitting included.
        missing: baselines that were asked for and are not there, with what to do about it.
        ratings: how well ratings were foretold, where the log has any.
        ece: calibration error of the ranker's softmax, as the chance that what stands in one of the
            first ten places is liked next; None without cases, or in an older report.
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
    missing: Mapping[str, str] = field(default_factory=dict)
    ratings: RatingReport | None = None
    ece: float | None = None

    @classmethod
    def of(
        cls,
        ranker: Scorer,
        split: Split,
        vectors: CatalogVectors,
        *,
        protocol: Protocol,
        events_version: int,
        model_id: str | None,
        began: float,
        others: Peers = NONE,
        ratings: RatingReport | None = None,
    ) -> "EvaluationReport":
        """Judge a ranker and the others; `began` is of `time.perf_counter`."""
        chances, came = foretold(ranker, split.test)
        lines = compare(ranker, others.scorers, split, vectors)
        return cls(
            protocol=protocol,
            refitted=protocol not in (LEAVE_ONE_OUT, LATER_EVENTS),
            model_id=model_id,
            events_version=events_version,
            users=len({case.user_id for case in split.test}),
            cases=len(split.test),
            items=len(vectors.item_ids),
            lines=tuple(lines),
            seconds=time.perf_counter() - began,
            missing=dict(others.missing),
            ratings=ratings,
            ece=ece(chances.ravel(), came.ravel()) if len(chances) else None,
        )

    def line(self, name: str) -> Line:
        """The line of one scorer."""
        return next(line for line in self.lines if line.name == name)

    def heading(self) -> str:
        """What was asked of whom, in a line."""
        whose = "same recipe, refitted without them" if self.refitted else "model as trained"
        return f"{self.protocol}: {self.cases} held-out likes of {self.users} users, {whose}"

    def lines_for_people(self) -> list[str]:
        """A small table: one scorer a line, with the gap to the ranker."""
        table = [
            f"{'':20}{'NDCG@10':>9}{'95 % interval':>18}{'HR@10':>8}{'coverage':>10}  ranker is"
        ]
        for line in self.lines:
            interval = f"{line.ndcg.low:.4f} - {line.ndcg.high:.4f}"
            hit, coverage = line.figures["hr@10"], line.figures["coverage@10"]
            row = f"{line.name:20}{line.ndcg.mean:9.4f}{interval:>18}{hit:8.4f}{coverage:10.3f}"
            table.append(f"{row}  {_gap(line)}".rstrip())
        absent = [f"{name} {what}" for name, what in self.missing.items()]
        more = (*self._parts(), *self._calibration(), *self._ratings())
        return [self.heading(), *table, *more, *absent]

    def _parts(self) -> list[str]:
        """The ranker's segments, where there are cases in them."""
        parts = self.lines[0].parts.items()
        shown = [f"{name} {mean.mean:.4f} ({size})" for name, (size, mean) in parts if size]
        return [f"ranker by segment: {', '.join(shown)}"]

    def _calibration(self) -> list[str]:
        if self.ece is None:
            return []
        return [f"calibration error of the ranker's chances, first ten places: {self.ece:.4f}"]

    def _ratings(self) -> list[str]:
        if self.ratings is None:
            return []
        lines = [f"{r.name} {r.mae.mean:.3f} / {r.rmse.mean:.3f}" for r in self.ratings.lines]
        return [f"{self.ratings.cases} ratings, MAE / RMSE: {', '.join(lines)}"]

    @classmethod
    def of_json(cls, content: Mapping[str, Any]) -> Self:
        """The report that `as_json` wrote."""
        return TypeAdapter(cls).validate_python(_with_nan(content))

    def as_json(self) -> dict[str, Any]:
        """JSON values; a figure that has no cases is null."""
        whole: dict[str, Any] = _without_nan(asdict(self))
        return whole


def _gap(line: Line) -> str:
    if line.behind is None:
        return ""
    sure = "better" if line.beaten else "not surely better"
    chance = "" if line.p is None else f", p {line.p:.4f}"
    gap = f"{line.behind.mean:+.4f} [{line.behind.low:+.4f}, {line.behind.high:+.4f}]"
    return f"{gap} {sure}{chance}"


def _with_nan(value: Any, name: str = "") -> Any:
    if isinstance(value, Mapping):
        return {key: _with_nan(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_nan(inner) for inner in value]
    return float("nan") if value is None and name not in MAY_BE_NONE else value


def _without_nan(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nan(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(inner) for inner in value]
    return None if isinstance(value, float) and isnan(value) else value
