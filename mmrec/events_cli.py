"""`mmrec events`: the event log out of a home and into one, and what of it is kept."""

import time
from pathlib import Path
from typing import Annotated

import typer

from mmrec.terminal import (
    DEFAULT_HOME,
    DebugOption,
    HomeOption,
    JsonOption,
    emit,
    new_app,
    seconds_of,
)

events = new_app("The event log: out, in, and smaller.")

FileArgument = Annotated[Path, typer.Argument(help="A Parquet file.")]


@events.command("export")
def export(
    file: FileArgument,
    home: HomeOption = DEFAULT_HOME,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Write every event, impressions too, with position, propensity, model and request.

    Example: mmrec events export log.parquet
    """
    from mmrec.store import EventLog, Home
    from mmrec.store.event_files import export_events

    count = export_events(EventLog.open(Home.open(home).events), file)
    emit({"file": str(file), "events": count}, as_json, lambda: [f"{count} events in {file}"])


@events.command("import")
def import_(
    file: FileArgument,
    home: HomeOption = DEFAULT_HOME,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Take in what `export` wrote; an event that is there already is left as it is.

    Example: mmrec events import log.parquet
    """
    from mmrec.store import EventLog, Home
    from mmrec.store.event_files import import_events

    count, new = import_events(EventLog.open(Home.open(home).events), file)
    told = f"{new} of {count} events were new"
    emit({"file": str(file), "events": count, "new": new}, as_json, lambda: [told])


@events.command()
def compact(
    impressions: Annotated[
        str, typer.Option("--impressions", help="How long to keep what was shown: 90d.")
    ] = "90d",
    home: HomeOption = DEFAULT_HOME,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Forget old impressions and give the room back; what people did is kept for ever.

    Example: mmrec events compact --impressions 30d
    """
    from mmrec.store import EventLog, Home

    log = EventLog.open(Home.open(home).events)
    gone = log.forget_impressions(time.time() - seconds_of(impressions))
    emit({"forgotten": gone}, as_json, lambda: [f"{gone} impressions forgotten"])
