"""`mmrec ingest items` and `mmrec ingest events`; also `python -m ingest …`."""

from pathlib import Path
from typing import Annotated

import typer

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

app = new_app("Files to the store: catalogues and behaviour.")

Sources = Annotated[
    list[str], typer.Argument(help="CSV, TSV, JSONL or Parquet (also .gz, .zst), folders, globs.")
]
MappingOption = Annotated[
    Path | None, typer.Option("--mapping", help="YAML file that renames columns.")
]


@app.command()
def items(
    sources: Sources,
    images: Annotated[
        Path | None, typer.Option("--images", help="Folder that image paths start from.")
    ] = None,
    mapping: MappingOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would be read.")
    ] = False,
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
    with progress_bars() as progress:
        report = ingest_items(
            place,
            settings,
            sources,
            images=images,
            mapping=mapping,
            dry_run=dry_run,
            progress=progress,
        )
    if config is not None and not dry_run:
        place.keep_settings(settings)
    emit(report, as_json, report.lines_for_people)


@app.command()
def events(
    sources: Sources,
    mapping: MappingOption = None,
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
        report = ingest_events(place, place.settings(), sources, mapping=mapping, progress=progress)
    emit(report, as_json, report.lines_for_people)
