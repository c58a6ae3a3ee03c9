"""The umbrella command `mmrec`: the library's verbs and the two doors in one."""

import sys

from ingest.cli import app as ingest_app
from mmrec.cli import app
from mmrec.demo import demo
from mmrec.terminal import run
from ui.cli import chat


def main() -> None:
    """The console script."""
    app.add_typer(ingest_app, name="ingest")
    app.command()(chat)
    app.command()(demo)
    sys.exit(run(app))


if __name__ == "__main__":
    main()
