"""Tables of figures as HTML: text in every cell, escaped; a bar under the name of a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from ui import safe


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


def table_html(named: str, head: Sequence[str], rows: Sequence[Row]) -> str:
    """A table; `named` is its name for who does not see it, `head` has a word for each column."""
    columns = "".join(f'<th scope="col">{safe.text(word)}</th>' for word in head)
    return (
        f'<table aria-label="{safe.text(named)}"><thead><tr>{columns}</tr></thead>'
        f"<tbody>{''.join(map(_row, rows))}</tbody></table>"
    )


def _row(row: Row) -> str:
    kind = f' class="{row.kind}"' if row.kind else ""
    cells = "".join(f"<td>{safe.text(cell)}</td>" for cell in row.cells)
    return f'<tr{kind}><th scope="row">{safe.text(row.name)}{_bar(row.share)}</th>{cells}</tr>'


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
