"""Tables of figures as HTML: text in every cell, escaped; a bar under the name of a row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite

from ui import safe

Escaped = Callable[[object], str]


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        name: what it is of.
        cells: plain text, one for each further column.
        share: how long its bar is, of 0 to 1; None: no bar.
        kind: a class of the style sheet.
    """

    name: str
    cells: tuple[str, ...]
    share: float | None = None
    kind: str = ""


def table_html(
    named: str, head: Sequence[str], rows: Sequence[Row], escaped: Escaped = safe.text
) -> str:
    """A table.

    Args:
        named: its name for who does not see it.
        head: a word for each column.
        rows: below the head.
        escaped: how plain text reaches the place where the table stands.
    """
    columns = "".join(f'<th scope="col">{escaped(word)}</th>' for word in head)
    body = "".join(_row(row, escaped) for row in rows)
    return (
        f'<table aria-label="{escaped(named)}"><thead><tr>{columns}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _row(row: Row, escaped: Escaped) -> str:
    kind = f' class="{row.kind}"' if row.kind else ""
    cells = "".join(f"<td>{escaped(cell)}</td>" for cell in row.cells)
    return f'<tr{kind}><th scope="row">{escaped(row.name)}{_bar(row.share)}</th>{cells}</tr>'


def _bar(share: float | None) -> str:
    if share is None or not isfinite(share):
        return ""
    width = round(100 * min(max(share, 0.0), 1.0))
    return f'<span class="bar" aria-hidden="true"><i style="width:{width}%"></i></span>'


def count(number: float) -> str:
    """A whole number, its thousands apart."""
    return f"{number:,.0f}"


def figure(number: float, digits: int = 4) -> str:
    """A figure, or a dash where there is none."""
    return f"{number:.{digits}f}" if isfinite(number) else "–"


def per_cent(part: float, whole: float) -> str:
    """A share, or a dash of nothing."""
    return f"{100 * part / whole:.1f} %" if whole else "–"
