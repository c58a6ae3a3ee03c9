"""The umbrella command `mmrec`: the library's verbs and the two doors in one."""

import sys

import typer

from ingest.cli import app as ingest_app
from ingest.cli import reembed
from ingest.rejects_cli import app as rejects_app
from mmrec.cli import app
from mmrec.demo import demo
from mmrec.events_cli import events
from mmrec.models_cli import models, retrain
from mmrec.terminal import new_app, run
from mmrec.texts_cli import texts
from ui.cli import chat


def application() -> typer.Typer:
    """All verbs in one command line."""
    whole = new_app("A multimodal recommender with a language model: ingest, rank, explain, chat.")
    whole.command()(demo)
    whole.add_typer(ingest_app, name="ingest")
    whole.add_typer(rejects_app, name="rejects")
    whole.command()(reembed)
    whole.add_typer(app)
    whole.command()(retrain)
    whole.add_typer(models, name="models")
    whole.add_typer(events, name="events")
    whole.add_typer(texts, name="texts")
    whole.command()(chat)
    return whole


def main() -> None:
    """The console script."""
    sys.exit(run(application()))


if __name__ == "__main__":
    main()
