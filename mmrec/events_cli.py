"""`mmrec events`: the event log out of a home and into one, and what of it is kept."""

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from mmrec.terminal import (
    DEFAULT_HOME,
    ConfigOption,
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
def outcomes(
    file: FileArgument,
    home: HomeOption = DEFAULT_HOME,
    config: ConfigOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Write every impression with what came of it: answered, passed over or pending, and its worth.

    What a learner from the log needs. Delays and weights are those of the configuration.

    Example: mmrec events outcomes outcomes.parquet
    """
    from mmrec.outcomes import outcomes as outcomes_of
    from mmrec.store import EventLog, Home
    from mmrec.store.event_files import export_outcomes

    place = Home.open(home)
    settings = place.settings(config)
    log, now = EventLog.open(place.under(settings).events), time.time()
    counts, rewards = Counter[str](), 0.0

    def parts() -> Iterator[list[dict[str, Any]]]:
        nonlocal rewards
        for user_id in log.users():
            found = outcomes_of(log.of_user(user_id), settings.events, settings.outcomes, now)
            counts.update(one.state for one in found)
            rewards += sum(one.reward for one in found)
            yield [one.row() for one in found]

    count = export_outcomes(parts(), file)
    told = {"file": str(file), "impressions": count, **counts, "reward": round(rewards, 6)}
    states = ", ".join(f"{number} {state}" for state, number in counts.most_common())
    emit(told, as_json, lambda: [f"{count} impressions in {file}: {states or 'none yet'}"])


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
