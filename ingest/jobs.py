"""What the last job of a home was: a summary for machines, and whether it came to its end."""

import json
from typing import Any

from ingest.report import ItemReport
from mmrec.store import Home
from mmrec.store.files import write_whole

RUNNING, STOPPED, DONE = "running", "stopped", "done"


class LastJob:
    """`jobs/last.json` of a home: `state` is running, stopped or done; the rest is the report."""

    def __init__(self, home: Home) -> None:
        self._file = home.path / "jobs" / "last.json"

    def begin(self) -> bool:
        """Say that a job runs. Returns whether the one before it was cut off on its way."""
        self._file.parent.mkdir(exist_ok=True)
        before = json.loads(self._file.read_text("utf-8")) if self._file.exists() else {}
        self._write({"state": RUNNING})
        return bool(before.get("state") == RUNNING)

    def end(self, report: ItemReport, state: str) -> None:
        """Keep what the job did."""
        self._write({"state": state, **report.as_json()})

    def _write(self, content: dict[str, Any]) -> None:
        write_whole(self._file, json.dumps(content, ensure_ascii=False, indent=1) + "\n")
