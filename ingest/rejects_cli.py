"""`mmrec rejects list`, `export` and `retry`: refused rows, mended and tried again."""

from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import typer

from mmrec.terminal import DEFAULT_HOME, DebugOption, HomeOption, JsonOption, emit, new_app

app = new_app("Rows that were refused: see them, mend them, try them again.")
EXAMPLES = 3


@app.command("list")
def list_rejects(
    home: HomeOption = DEFAULT_HOME, as_json: JsonOption = False, debug: DebugOption = False
) -> None:
    """Count the refused rows of each job by reason, with the first ones.

    Example: mmrec rejects list
    """
    from ingest.rejects import jobs
    from ingest.report import kind_of
    from mmrec.store import Home

    found: list[dict[str, Any]] = [
        {
            "job": job.path.stem,
            "sources": job.how.get("sources", []),
            "rejected": len(job.rejects),
            "reasons": dict(Counter(map(kind_of, job.rejects)).most_common()),
            "examples": job.rejects[:EXAMPLES],
        }
        for job in jobs(Home.open(home))
    ]
    emit(found, as_json, lambda: _lines(found))


def _lines(found: list[dict[str, Any]]) -> list[str]:
    lines: list[str] = []
    for job in found:
        lines.append(f"{job['job']}: {job['rejected']} refused, of {', '.join(job['sources'])}")
        lines += [f"  {count} x {reason}" for reason, count in job["reasons"].items()]
        lines += [
            f"  e.g. {one.file} line {one.line}: {one.field or 'row'}: {one.reason}"
            for one in job["examples"]
        ]
    return lines or ["No row is refused."]


@app.command()
def export(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="A .csv or .jsonl file to write.")],
    home: HomeOption = DEFAULT_HOME,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Write every refused row with its reason to a file, to be mended there.

    Example: mmrec rejects export refused.csv
    """
    from ingest.corrections import export as write
    from ingest.rejects import jobs
    from mmrec.store import Home

    done = {"file": target, "rows": write(jobs(Home.open(home)), target)}
    emit(done, as_json, lambda: [f"{done['rows']} refused rows are in {target}"])


@app.command()
def retry(
    corrections: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="An exported file that was mended.")
    ] = None,
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Rows too whose item another row brought: they replace it."),
    ] = False,
    home: HomeOption = DEFAULT_HOME,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Try refused rows again: as they are, or as a mended export has them.

    A row whose item another row brought, of the same job or a later one, is not tried.

    Example: mmrec rejects retry refused.csv
    """
    from ingest.corrections import corrected
    from ingest.rejects import jobs
    from ingest.rejects import retry as again
    from mmrec.store import Home

    place = Home.open(home)
    settings = place.settings()
    found = jobs(place) if corrections is None else corrected(jobs(place), corrections)
    done = [
        {
            "job": job.path.stem,
            "tried": len(job.rejects),
            "mended": again(place, settings, job, overtaken=replace),
        }
        for job in found
    ]
    emit(
        done,
        as_json,
        lambda: (
            [f"{one['job']}: {one['mended']} of {one['tried']} mended" for one in done]
            or ["No row is refused."]
        ),
    )
