"""`python -m ui`: the out-door without the umbrella command."""

import sys

from mmrec.terminal import run
from ui.cli import app

if __name__ == "__main__":
    sys.exit(run(app))
