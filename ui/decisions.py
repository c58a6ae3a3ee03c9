"""What was decided about new models, as HTML: when, what, why, and the figures that it rests on."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mmrec.learning.decisions import Decision
from ui import safe
from ui.tables import Row, count, figure, table_html
from ui.words import Words

_IN_A_ROW = ("new", "current", "low", "high", "cases")  # of a comparison
_CLASSES = {"promoted": "good", "promoted by hand": "good", "refused": "bad"}


def decisions_html(decisions: Sequence[Decision], words: Words) -> str:
    """The decisions in their order; the library's own sentences and names stay English."""
    rows = "".join(_decision(one, words) for one in decisions)
    return f'<ol class="decisions">{rows}</ol>'


def _decision(decision: Decision, words: Words) -> str:
    before = decision.instead_of
    instead = f" · {safe.text(words('instead_of', before))}" if before else ""
    said = safe.text(words(f"verdict_{decision.verdict}"))
    reasons = "".join(f"<li>{safe.text(reason)}</li>" for reason in decision.reasons)
    why = f'<ul lang="en">{reasons}</ul>' if reasons else ""
    return (
        f'<li><p><span class="verdict {_CLASSES.get(decision.verdict, "")}">{said}</span> '
        f'<time datetime="{safe.text(decision.at)}">{safe.text(_moment(decision.at))}</time> '
        f"<span><code>{safe.text(decision.model_id)}</code>{instead}</span></p>"
        f"{why}{_figures(decision, words)}</li>"
    )


def _figures(decision: Decision, words: Words) -> str:
    pairs = [_pair(name, found) for name, found in _flat(decision.figures) if "new" in found]
    others = [_line(name, found) for name, found in _flat(decision.figures)]
    if not pairs and not others:
        return ""
    columns = ("figure", "figure_new", "figure_current", "figure_apart", "figure_cases")
    head = [words(column) for column in columns]
    named = words("figures_of", decision.model_id)
    table = table_html(named, head, pairs) if pairs else ""
    more = "".join(f"<p>{safe.text(line)}</p>" for line in others if line)
    shown = safe.text(words("figures"))
    return f"<details><summary>{shown}</summary>{table}{more}</details>"


def _flat(figures: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every comparison or fact with its name, those of groups of users and items among them."""
    for name, found in figures.items():
        if name == "groups":
            yield from found.items()
        else:
            yield name, found if isinstance(found, Mapping) else {"": found}


def _pair(name: str, found: Mapping[str, Any]) -> Row:
    ranking = "low" in found  # NDCG@10 of both and the interval of the difference
    cases = count(found["cases"]) if "cases" in found else ""
    digits = 4 if ranking else 3
    told = f"NDCG@10, {name}" if ranking else name
    apart = f"{found['low']:+.3f} … {found['high']:+.3f}" if ranking else ""
    return Row(told, (figure(found["new"], digits), figure(found["current"], digits), apart, cases))


def _line(name: str, found: Mapping[str, Any]) -> str:
    """What a comparison says beside its row; all that is said where there is none."""
    rest = {k: v for k, v in found.items() if "new" not in found or k not in _IN_A_ROW}
    return f"{name}: {', '.join(f'{key} {_short(v)}' for key, v in rest.items())}" if rest else ""


def _short(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _moment(at: str) -> str:
    """An ISO 8601 moment in UTC, to the minute, as people read it."""
    return f"{at[:16].replace('T', ' ')} UTC"
