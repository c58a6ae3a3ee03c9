"""`mmrec texts`: what readers say of texts that were written for them: said, out, in, forgotten."""

from pathlib import Path
from typing import Annotated

import typer

from mmrec.errors import DataError
from mmrec.terminal import (
    DEFAULT_HOME,
    DebugOption,
    HomeOption,
    JsonOption,
    emit,
    new_app,
)
from mmrec.types import Content, Explanation

texts = new_app("What readers say of texts; `mmrec retrain` learns from it which to show.")

UserArgument = Annotated[str, typer.Argument(help="The reader's id.")]
FileArgument = Annotated[Path, typer.Argument(help="A file of JSON lines.")]


@texts.command()
def rate(
    user: UserArgument,
    text: Annotated[Path, typer.Argument(help="What `explain --json` or `write --json` printed.")],
    helpful: Annotated[
        bool, typer.Option("--helpful/--unhelpful", help="Whether it helped.", show_default=False)
    ],
    home: HomeOption = DEFAULT_HOME,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Say of a text that it helped its reader, or that it did not; the last word counts.

    Example: mmrec explain 42 318 --json > why.json && mmrec texts rate 42 why.json --helpful
    """
    from mmrec.memory import verdict_on
    from mmrec.store import Home, TextVerdicts

    verdict = verdict_on(user, _text_of(text), helpful=helpful)
    TextVerdicts.open(Home.open(home).events).append([verdict])
    said = "helpful" if helpful else "not helpful"
    emit(verdict, as_json, lambda: [f"kept: {said}, to {user}: {verdict.text}"])


@texts.command("export")
def export(
    file: FileArgument,
    home: HomeOption = DEFAULT_HOME,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Write every verdict, with the text, its claims and who wrote it.

    Example: mmrec texts export verdicts.jsonl
    """
    from mmrec.store import Home, TextVerdicts
    from mmrec.store.verdict_files import export_verdicts

    count = export_verdicts(TextVerdicts.open(Home.open(home).events), file)
    emit({"file": str(file), "verdicts": count}, as_json, lambda: [f"{count} verdicts in {file}"])


@texts.command("import")
def import_(
    file: FileArgument,
    home: HomeOption = DEFAULT_HOME,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Take in what `export` wrote; a verdict that is there already is left as it is.

    Example: mmrec texts import verdicts.jsonl
    """
    from mmrec.store import Home, TextVerdicts
    from mmrec.store.verdict_files import import_verdicts

    count, new = import_verdicts(TextVerdicts.open(Home.open(home).events), file)
    told = f"{new} of {count} verdicts were new"
    emit({"file": str(file), "verdicts": count, "new": new}, as_json, lambda: [told])


@texts.command()
def forget(
    user: UserArgument,
    home: HomeOption = DEFAULT_HOME,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Delete all that a reader said of texts, for good; the next `mmrec retrain` knows none of it.

    Example: mmrec texts forget 42
    """
    from mmrec.store import Home, TextVerdicts

    gone = TextVerdicts.open(Home.open(home).events).forget(user)
    emit({"forgotten": gone}, as_json, lambda: [f"{gone} verdicts forgotten"])


def _text_of(file: Path) -> Explanation | Content:
    """An explanation or content as its command printed it.

    Raises:
        DataError: the file is neither.
    """
    from pydantic import TypeAdapter, ValidationError

    adapter: TypeAdapter[Explanation | Content] = TypeAdapter(Explanation | Content)
    try:
        return adapter.validate_json(file.read_bytes())
    except OSError as error:
        raise DataError(f"{file} cannot be read: {error.strerror}.", "Check it.") from None
    except ValidationError:
        raise DataError(
            f"{file} holds no text.", "Give what `mmrec explain --json` or `write --json` printed."
        ) from None
