"""What was decided about each new model, and why: one JSON file each, whole or absent."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from mmrec.errors import StoreError
from mmrec.store.files import write_whole

Verdict = Literal["promoted", "refused", "shadow", "rolled back", "promoted by hand"]


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision.

    Attributes:
        at: when, ISO 8601.
        verdict: what was decided. It is written before it is carried out, so the model that serves
            is the one that `mmrec models list` marks, whatever stands here.
        model_id: about which model.
        instead_of: the model that served at that time.
        reasons: why it was refused; empty when it was not.
        figures: all that the judgement rests on.
    """

    at: str
    verdict: Verdict
    model_id: str
    instead_of: str | None
    reasons: tuple[str, ...]
    figures: Mapping[str, Any]

    def line(self) -> str:
        """The decision for people."""
        why = f": {'; '.join(self.reasons)}" if self.reasons else ""
        return f"{self.at}  {self.model_id} {self.verdict}{why}"


class Decisions:
    """The decisions of one home, oldest first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(
        self,
        verdict: Verdict,
        model_id: str,
        instead_of: str | None,
        *,
        reasons: tuple[str, ...] = (),
        figures: Mapping[str, Any] | None = None,
    ) -> Decision:
        """Keep a decision, and return it."""
        now = datetime.now(UTC)
        at = now.isoformat(timespec="seconds")
        decision = Decision(at, verdict, model_id, instead_of, reasons, figures or {})
        self.folder.mkdir(exist_ok=True)
        text = json.dumps(asdict(decision), indent=2, ensure_ascii=False, allow_nan=False)
        write_whole(self.folder / f"{now:%Y%m%d-%H%M%S-%f}.json", text)
        return decision

    def list(self, last: int | None = None) -> list[Decision]:
        """All of them, or the last so many.

        Raises:
            StoreError: a file is damaged.
        """
        files = sorted(self.folder.glob("[0-9]*.json"))
        return [_read(file) for file in (files if last is None else files[-last:])]


def _read(file: Path) -> Decision:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        return Decision(**{**content, "reasons": tuple(content["reasons"])})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{file} is no decision: {error}.", "Move it away.") from None
