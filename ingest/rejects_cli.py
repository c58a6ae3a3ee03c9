"""`mmrec rejects list` and `mmrec rejects retry`: refused rows, and trying them again."""

from collections import Counter
from typing import Any

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
def retry(
    home: HomeOption = DEFAULT_HOME, as_json: JsonOption = False, debug: DebugOption = False
) -> None:
    """Try refused rows again, for example after a missing picture was put in place.

    Example: mmrec rejects retry
    """
    from ingest.rejects import jobs
    from ingest.rejects import retry as again
    from mmrec.store import Home

    place = Home.open(home)
    settings = place.settings()
    done = [
        {"job": job.path.stem, "tried": len(job.rejects), "mended": again(place, settings, job)}
        for job in jobs(place)
    ]
    emit(
        done,
        as_json,
        lambda: (
            [f"{one['job']}: {one['mended']} of {one['tried']} mended" for one in done]
            or ["No row is refused."]
        ),
    )
