"""`mmrec demo`: the whole path on real data, in one command; what is unchanged is reused."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mmrec.cli import say_epoch
from mmrec.config import Settings
from mmrec.errors import ConfigError
from mmrec.terminal import (
    DEFAULT_HOME,
    ConfigOption,
    DebugOption,
    HomeOption,
    JsonOption,
    emit,
    progress_bars,
    say,
)

if TYPE_CHECKING:
    from ingest.report import EventReport, ItemReport
    from mmrec.evaluation.report import EvaluationReport

FEW_CLICKS = 0.01  # new events, of all, that a second run of the demo does not train for

ItemsOption = Annotated[
    Path | None, typer.Option("--items", help="Your own catalogue instead of MovieLens-100K.")
]
EventsOption = Annotated[Path | None, typer.Option("--events", help="Its behaviour.")]
ImagesOption = Annotated[Path | None, typer.Option("--images", help="Its pictures.")]


def demo(
    no_chat: Annotated[bool, typer.Option("--no-chat", help="Stop before the page.")] = False,
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port.")] = 7860,
    items: ItemsOption = None,
    events: EventsOption = None,
    images: ImagesOption = None,
    home: HomeOption = DEFAULT_HOME,
    config: ConfigOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Real data in, ingested, trained, judged, chat page up. A second run reuses the first.

    Example: mmrec demo --no-chat
    """
    from ingest.events import ingest_events
    from ingest.pipeline import ingest_items
    from mmrec.learning import is_current, judged, train
    from mmrec.store import Home
    from mmrec.weights import fetch

    if (items is None) != (events is None):
        raise ConfigError("--items and --events go together.", "Give both or neither.")
    say("1/5 weights")
    fetch(say)
    place = Home.create(home)
    settings = place.settings(config) if items or config else _films()
    place.keep_settings(settings)
    say("2/5 data")
    if items is None or events is None:
        items, events, images = _movielens(place.media)
    say("3/5 ingest")
    with progress_bars() as bars:
        catalog = ingest_items(place, settings, [str(items)], images=images, progress=bars)
    with progress_bars() as bar:
        behaviour = ingest_events(place, settings, [str(events)], progress=bar)
    say("4/5 train")
    if is_current(place, settings, FEW_CLICKS):
        say("  the current model already knows these items and events")
    else:
        train(place, settings, report=say_epoch)
    say("5/5 evaluation")
    verdict = judged(place)
    report = {"items": catalog, "events": behaviour, "evaluation": verdict.as_json()}
    emit(report, as_json, lambda: _lines(catalog, behaviour, verdict))
    if not no_chat:
        from ui.cli import chat

        chat(host=host, port=port, home=home)


def _films() -> Settings:
    """What one item of the demo is called in the sentences that the model writes."""
    return Settings.of({"generation": {"nouns": ["film", "movie"]}})


def _movielens(folder: Path) -> tuple[Path, Path, Path]:
    """MovieLens-100K and its drawn covers as an items file, an events file, an image folder."""
    from ingest.demo.covers import draw_covers, films_of
    from ingest.demo.movielens import COVERS, write_movielens
    from mmrec.weights import pack_folder

    data = write_movielens(pack_folder("ml-100k"), folder)
    covers = draw_covers(films_of(data.items), folder / COVERS, _say_covers)
    say(f"  {covers.drawn} covers drawn, {covers.kept} kept")
    return data.items, data.events, folder


def _say_covers(done: int, films: int) -> None:
    if done % 500 == 0:
        say(f"  covers: {done} of {films}")


def _lines(*reports: "ItemReport | EventReport | EvaluationReport") -> list[str]:
    return [line for report in reports for line in report.lines_for_people()]
