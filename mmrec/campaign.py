"""Content for many users into one file: what is there already is not written again."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mmrec.errors import ConfigError, DataError, NotFound
from mmrec.types import ContentKind

if TYPE_CHECKING:
    from mmrec.recommender import Recommender


def write_for_all(
    recommender: "Recommender",
    users: Sequence[str],
    kind: ContentKind,
    target: Path,
    *,
    items: Sequence[str] = (),
    report: Callable[[int, int], None] | None = None,
) -> dict[str, int]:
    """Write content for each user, one JSON object a line; a run that was cut off goes on.

    Args:
        recommender: of the home.
        users: for whom.
        kind: of content.
        target: a JSONL file; lines of this kind that it holds already are left as they are.
        items: what it is about; without any, what is recommended to each user.
        report: called with users done and users in all.

    Raises:
        DataError: the file cannot be read as what this writes, or cannot be written.
        NotFound: a user without events; nothing is written then.
    """
    done = {line["user_id"] for line in _lines(target) if line["kind"] == kind}
    left = [user for user in dict.fromkeys(users) if user not in done]
    unknown = [user for user in left if not recommender.knows(user)]
    if unknown:
        raise NotFound(f"User '{unknown[0]}' has no events.", "Leave such users out of the list.")
    try:
        with target.open("a", encoding="utf-8") as out:
            for place, user in enumerate(left, 1):
                content = asdict(recommender.write(user, kind, items))
                line = {"user_id": user, **content}
                out.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
                out.flush()
                if report:
                    report(place, len(left))
    except OSError as error:
        raise DataError(f"{target} cannot be written: {error.strerror}.", "Name another.") from None
    return {"users": len(users), "written": len(left), "there_already": len(users) - len(left)}


def ids_of(users: Path | None, out: Path | None) -> tuple[list[str], Path]:
    """The users of a file, one a line, and the file to write to.

    Raises:
        ConfigError: one of the two is not given.
        DataError: the file cannot be read, or names nobody.
    """
    if users is None or out is None:
        raise ConfigError(
            "Nobody to write for.", "Name a USER, or many with --users FILE --out FILE."
        )
    try:
        lines = users.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{users} cannot be read: {error}.", "Give one user id a line.") from None
    found = [line.strip() for line in lines if line.strip()]
    if not found:
        raise DataError(f"{users} names no user.", "Give one user id a line.")
    return found, out


def _lines(target: Path) -> Iterator[dict[str, Any]]:
    """The lines of an earlier run; a last one that was cut off in the middle is taken away."""
    if not target.exists():
        return
    text = target.read_text(encoding="utf-8")
    whole, newline, rest = text.rpartition("\n")
    if rest:
        target.write_text(whole + newline, encoding="utf-8")
    for number, line in enumerate(whole.split("\n") if whole else (), 1):
        try:
            found = json.loads(line)
            found["user_id"], found["kind"]
        except (ValueError, KeyError, TypeError):
            raise DataError(
                f"{target}, line {number} is not what `mmrec write` writes.", "Name another file."
            ) from None
        yield found
