"""`mmrec ingest items` and `mmrec ingest events`; also `python -m ingest …`."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.rows import MAX_ERROR_RATE
from mmrec.terminal import (
    DEFAULT_HOME,
    ConfigOption,
    DebugOption,
    HomeOption,
    JsonOption,
    emit,
    new_app,
    progress_bars,
)

if TYPE_CHECKING:
    from ingest.work import Engines


class Engine(StrEnum):
    """Where a job reads and embeds."""

    local = "local"
    ray = "ray"


class Modality(StrEnum):
    """What has vectors of its own."""

    text = "text"
    image = "image"
    audio = "audio"


app = new_app("Files to the store: catalogues and behaviour.")

Sources = Annotated[
    list[str], typer.Argument(help="CSV, TSV, JSONL or Parquet (also .gz, .zst), folders, globs.")
]
MappingOption = Annotated[
    Path | None, typer.Option("--mapping", help="YAML file that renames columns.")
]
EncodingOption = Annotated[
    str | None, typer.Option("--encoding", help="Of text files, by default found out.")
]
ErrorRateOption = Annotated[
    float,
    typer.Option(
        "--max-error-rate",
        min=0.0,
        max=1.0,
        help="Share of rows that may be refused; more stop the job before it writes.",
    ),
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Only show what would be read.")]


@app.command()
def items(
    sources: Sources,
    images: Annotated[
        Path | None, typer.Option("--images", help="Folder that image paths start from.")
    ] = None,
    audio: Annotated[
        Path | None, typer.Option("--audio", help="Folder that sound paths start from.")
    ] = None,
    mapping: MappingOption = None,
    encoding: EncodingOption = None,
    max_error_rate: ErrorRateOption = MAX_ERROR_RATE,
    sync: Annotated[
        bool, typer.Option("--sync", help="Delete items that left the sources.")
    ] = False,
    max_deletes: Annotated[
        int | None, typer.Option("--max-deletes", min=0, help="At most; by default half of all.")
    ] = None,
    allow_hosts: Annotated[
        list[str] | None,
        typer.Option("--allow-host", help="NAME[:PORT] that URLs may name though it is private."),
    ] = None,
    refetch: Annotated[
        bool, typer.Option("--refetch", help="Ask URLs again whose pictures are kept.")
    ] = False,
    dry_run: DryRunOption = False,
    engine: Annotated[
        Engine, typer.Option("--engine", help="Where to read and embed: here, or on Ray.")
    ] = Engine.local,
    home: HomeOption = DEFAULT_HOME,
    config: ConfigOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Embed a catalogue's words and pictures into the store; unchanged rows cost nothing.

    Example: mmrec ingest items movies.csv --images posters/
    """
    from ingest.pipeline import ingest_items
    from mmrec.store import Home

    place = Home.create(home)
    settings = place.settings(config)
    chosen = _engine(engine)
    with progress_bars() as progress:
        report = ingest_items(
            place,
            settings,
            sources,
            images=images,
            audio=audio,
            mapping=mapping,
            encoding=encoding,
            max_error_rate=max_error_rate,
            sync=sync,
            max_deletes=max_deletes,
            allow_hosts=allow_hosts or (),
            refetch=refetch,
            dry_run=dry_run,
            progress=progress,
            engine=chosen,
        )
    if config is not None and not dry_run:
        place.keep_settings(settings)
    emit(report, as_json, report.lines_for_people)


def _engine(wanted: Engine) -> "Engines":
    if wanted is Engine.ray:
        from ingest.distributed import OnRay

        return OnRay
    from ingest.work import Here

    return Here


@app.command()
def delete(
    item_ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...")] = None,
    file: Annotated[Path | None, typer.Option("--file", help="One id a line.")] = None,
    home: HomeOption = DEFAULT_HOME,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Delete items from the catalogue; what people did with them stays in the event log.

    Example: mmrec ingest delete 42 43
    """
    from ingest.sync import delete_items
    from mmrec.store import Home

    done = delete_items(Home.open(home), item_ids or (), file)
    emit(done, as_json, lambda: [f"{done['deleted']} of {done['asked']} items deleted"])


@app.command()
def events(
    sources: Sources,
    mapping: MappingOption = None,
    encoding: EncodingOption = None,
    max_error_rate: ErrorRateOption = MAX_ERROR_RATE,
    dry_run: DryRunOption = False,
    home: HomeOption = DEFAULT_HOME,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Append behaviour (views, clicks, likes, ratings, …) to the event log; known rows are skipped.

    Example: mmrec ingest events ratings.csv
    """
    from ingest.events import ingest_events
    from mmrec.store import Home

    place = Home.create(home)
    with progress_bars() as progress:
        report = ingest_events(
            place,
            place.settings(),
            sources,
            mapping=mapping,
            encoding=encoding,
            max_error_rate=max_error_rate,
            dry_run=dry_run,
            progress=progress,
        )
    emit(report, as_json, report.lines_for_people)


@app.command()
def reembed(
    modality: Annotated[
        Modality, typer.Option("--modality", help="Whose vectors to make anew.")
    ] = Modality.text,
    home: HomeOption = DEFAULT_HOME,
    config: ConfigOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Make all vectors anew with another encoder; the old ones serve until all are there.

    Example: mmrec reembed --modality text --config configs/hub.yaml
    """
    from ingest.reembed import reembed as make_anew
    from mmrec.store import Home

    place = Home.open(home)
    settings = place.settings(config)
    with progress_bars() as progress:
        report = make_anew(place, settings, modality.value, progress=progress)
    if config is not None:
        place.keep_settings(settings)
    emit(report, as_json, report.lines_for_people)
