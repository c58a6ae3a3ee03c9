"""`python -m ingest`: the in-door without the umbrella command."""

import sys

from ingest.cli import app
from ingest.rejects_cli import app as rejects_app
from mmrec.terminal import run

if __name__ == "__main__":
    app.add_typer(rejects_app, name="rejects")
    sys.exit(run(app))
