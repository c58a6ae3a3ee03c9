"""The README's map of the tree is the tree."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MAP = re.compile(r"<!-- map -->\n```\n(.*?)```", re.DOTALL)
LINE = re.compile(r"^(?P<indent> *)(?P<name>\S+)(?: {2,}(?P<says>\S.*))?$")
NOT_MAPPED = {".gitignore", "__init__.py"}


def mapped() -> dict[str, str]:
    """Path -> what the README says of it, from its indented list."""
    text = MAP.search((ROOT / "README.md").read_text(encoding="utf-8"))
    assert text, "README.md has no map between '<!-- map -->' and the end of a code block"
    found, folders = {}, []
    for line in text[1].splitlines():
        match = LINE.match(line)
        assert match, f"this line of the map has no name: {line!r}"
        depth = len(match["indent"]) // 2
        folders = [*folders[:depth], match["name"].rstrip("/")]
        found["/".join(folders)] = match["says"] or ""
    return found


def on_disk() -> set[str]:
    """What git tracks, or would."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return {path for path in listed.stdout.splitlines() if (ROOT / path).exists()}


def test_every_file_is_on_the_map_and_every_line_of_the_map_is_a_file():
    files = {path for path in on_disk() if Path(path).name not in NOT_MAPPED}
    folders = {str(parent) for path in files for parent in Path(path).parents} - {"."}
    names = set(mapped())
    assert names - files - folders == set(), "on the map, not on disk"
    assert files - names == set(), "on disk, not on the map"


def test_every_line_of_the_map_says_something():
    assert [path for path, says in mapped().items() if not says and "." in Path(path).name] == []
