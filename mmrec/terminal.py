"""What every command shares: its options, its output, its exit codes.

Results go to stdout, as text for people or as one JSON document (`--json`); progress and errors go
to stderr. Exit 0 done, 1 failed with one line that says why and what to do, 2 wrong usage.
"""

import json
import logging
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from pathlib import Path
from threading import Lock
from typing import Annotated, Any

import typer

from mmrec.device import patient_threads
from mmrec.errors import ConfigError, MmrecError

HomeOption = Annotated[
    Path, typer.Option("--home", envvar="MMREC_HOME", help="Folder that holds all state.")
]
ConfigOption = Annotated[
    Path | None, typer.Option("--config", help="YAML file with what differs from the defaults.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
DebugOption = Annotated[bool, typer.Option("--debug", help="Show tracebacks and library logs.")]
DEFAULT_HOME = Path("mmrec-home")
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


def new_app(summary: str) -> typer.Typer:
    """A Typer application in the style of the house."""
    return typer.Typer(
        help=summary,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )


def emit(result: object, as_json: bool, lines: Callable[[], Sequence[str]]) -> None:
    """Print a result on stdout: as JSON, or as the lines made for people."""
    if as_json:
        document = json.dumps(result, default=_plain, ensure_ascii=False, indent=2)
        sys.stdout.write(document + "\n")
    else:
        sys.stdout.write("\n".join(lines()) + "\n")


def say(message: str) -> None:
    """A line of progress on stderr."""
    sys.stderr.write(message + "\n")
    sys.stderr.flush()


@contextmanager
def progress_bars() -> Iterator[Callable[[str, int, int], None]]:
    """Bars on stderr with rate and time left, one for each label; several threads may call.

    Call it with a label, done and total (0: not known). A bar appears with its first call.
    """
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TaskID,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("  {task.description:<9}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bars:
        tasks: dict[str, TaskID] = {}
        lock = Lock()

        def show(label: str, done: int, total: int) -> None:
            with lock:
                task = tasks.get(label)
                if task is None:
                    task = tasks[label] = bars.add_task(label, total=None, rate="")
            speed = bars.tasks[task].speed
            rate = f"{speed:,.0f}/s" if speed else ""
            bars.update(task, completed=done, total=total or None, rate=rate)

        yield show


def seconds_of(words: str) -> float:
    """How long `90s`, `30m`, `6h` or `1d` is.

    Raises:
        ConfigError: it is none of these.
    """
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([smhd])", words.strip())
    if match is None or float(match[1]) == 0:
        raise ConfigError(f"'{words}' is no span of time.", "Write it like 30m, 6h or 1d.")
    return float(match[1]) * SECONDS[match[2]]


def run(app: typer.Typer, arguments: Sequence[str] | None = None) -> int:
    """Run a command line and turn what a person caused into one line and an exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
    debug = "--debug" in words
    patient_threads()
    _quiet_libraries(debug)
    try:
        code = app(args=words, standalone_mode=False)
    except MmrecError as error:
        if debug:
            raise
        return _fail(error.message, error.remedy, error.exit_code, "--json" in words)
    except typer.TyperException as error:
        what = f"{error.format_message().rstrip('.')}."
        return _fail(what, "See --help.", error.exit_code, "--json" in words)
    except (typer.Abort, KeyboardInterrupt):
        return _fail("Stopped.", "", 130, "--json" in words)
    except Exception as error:  # the last door: no traceback unless asked for
        if debug:
            raise
        what = f"Unexpected {type(error).__name__}: {error}"
        return _fail(what, "Run again with --debug to see where.", 1, "--json" in words)
    return code if isinstance(code, int) else 0


def _fail(message: str, remedy: str, code: int, as_json: bool) -> int:
    line = " ".join(f"{message} {remedy}".split())
    say(f"mmrec: {line}")
    if as_json:
        sys.stdout.write(json.dumps({"error": message, "remedy": remedy}) + "\n")
    return code


def _plain(value: object) -> Any:
    """Dataclasses, paths, sets and NumPy numbers as JSON has them."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _quiet_libraries(debug: bool) -> None:
    """Library warnings that a user cannot act on stay out of the way unless --debug asks."""
    if not debug:
        # Read when transformers is imported: a bar for every model that is loaded from disk.
        os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
        os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    logging.basicConfig(
        level=logging.INFO if debug else logging.ERROR,
        format="%(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
