"""`python -m ingest`: the in-door without the umbrella command."""

import sys

from ingest.cli import app
from mmrec.terminal import run

if __name__ == "__main__":
    sys.exit(run(app))
