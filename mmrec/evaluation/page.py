"""An evaluation as one HTML file: tables and plots, nothing from elsewhere, light and dark."""

from collections.abc import Iterable, Sequence
from html import escape
from math import isfinite

from mmrec.evaluation.comparison import Line
from mmrec.evaluation.metrics import Interval
from mmrec.evaluation.plots import Mark, plot
from mmrec.evaluation.report import EvaluationReport
from mmrec.version import __version__

AT_10 = ("ndcg@10", "hr@10", "mrr@10", "map@10", "precision@10", "recall@10", "f1@10", "auc")
OF_LISTS = ("coverage@10", "gini@10", "diversity@10", "novelty@10", "popularity@10")
CUTS = ("5", "20")
STYLE = """
:root { color-scheme: light dark; --ink: #1c2330; --soft: #667085; --line: #d9dee7;
  --paper: #ffffff; --card: #f6f8fb; --main: #0b6bcb; --other: #8792a2; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ecf3; --soft: #9aa5b8; --line: #323a49;
  --paper: #12161d; --card: #1a202a; --main: #6cb2ff; --other: #77839a; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin-bottom: 0; } h2 { font-size: 1.1rem; margin-top: 2.2rem; }
p { color: var(--soft); max-width: 46rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; min-width: 100%; }
th, td { padding: .3rem .6rem; text-align: right; border-bottom: 1px solid var(--line);
  white-space: nowrap; }
th:first-child, td:first-child { text-align: left; } th { color: var(--soft); font-weight: 600; }
td.best { font-weight: 700; color: var(--main); }
svg { width: 100%; height: auto; background: var(--card); border-radius: 8px; padding: .5rem 0; }
svg text { font: 12px system-ui, sans-serif; fill: var(--ink); }
svg text.tick { fill: var(--soft); }
line.tick { stroke: var(--line); } line.zero { stroke: var(--soft); }
line.main, line.other { stroke-width: 3; stroke-linecap: round; }
line.main { stroke: var(--main); } line.other { stroke: var(--other); }
circle.main { fill: var(--main); } circle.other { fill: var(--other); }
"""


def page_of(report: EvaluationReport) -> str:
    """The whole document. Every text that comes from outside is escaped."""
    parts = [
        "<h1>Evaluation</h1>",
        f"<p>{escape(report.heading())}. {_origin(report)}</p>",
        _quality(report.lines),
        _leads(report.lines),
        _segments(report.lines),
        _of_lists(report.lines),
        _calibration(report),
        _ratings(report),
        _other_cuts(report.lines),
        _missing(report),
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>mmrec: {escape(report.protocol)}</title><style>{STYLE}</style></head>"
        f"<body>{''.join(parts)}</body></html>\n"
    )


def _origin(report: EvaluationReport) -> str:
    model = report.model_id or "not kept"
    return (
        f"Ranked among all {report.items} items without those that the user had met. Model "
        f"{escape(model)}, event log up to row {report.events_version}, mmrec {__version__}, "
        f"{report.seconds:.0f} s. Intervals are 95 %, by bootstrap over users."
    )


def _quality(lines: Sequence[Line]) -> str:
    marks = [Mark(line.name, line.ndcg, line.behind is None) for line in lines]
    return (
        f"<h2>How well</h2>{plot(marks, 'NDCG@10 of each scorer, with intervals')}"
        "<p>NDCG@10. A case has one target, so recall is HR and MAP is MRR.</p>"
        f"{_figures(lines, AT_10)}"
    )


def _leads(lines: Sequence[Line]) -> str:
    """How far the ranker is ahead of each baseline."""
    others = [line for line in lines if line.behind is not None]
    if not others:
        return ""
    marks = [Mark(line.name, line.behind, line.beaten) for line in others if line.behind]
    rows = [
        (
            line.name,
            _with_interval(line.behind),
            "–" if line.p is None else f"{line.p:.4f}",
            "yes" if line.beaten else "not surely",
        )
        for line in others
        if line.behind
    ]
    return (
        f"<h2>The ranker's lead</h2>{plot(marks, 'NDCG@10 of the ranker above each baseline')}"
        "<p>Paired on the same cases; p by flipping the signs of users, two-sided, corrected for "
        "the number of baselines (Holm).</p>"
        f"{_table(('against', 'lead in NDCG@10', 'p', 'better'), rows)}"
    )


def _segments(lines: Sequence[Line]) -> str:
    """NDCG@10 of parts of the cases, of all scorers."""
    names = [name for name, (size, _) in lines[0].parts.items() if size]
    marks = [
        Mark(f"{name} ({lines[0].parts[name][0]})", lines[0].parts[name][1], True) for name in names
    ]
    rows = [
        _row(f"{name} ({lines[0].parts[name][0]})", [line.parts[name][1].mean for line in lines])
        for name in names
    ]
    return (
        f"<h2>Who and what</h2>{plot(marks, 'NDCG@10 of the ranker by segment')}"
        "<p>NDCG@10 of the ranker, and of all scorers, by segment (cases). Warm: known when the "
        "model was fitted. Quiet to busy: thirds of the cases by what the user had done. Popular "
        "to rare: items that hold a third of all likes each.</p>"
        f"{_framed(('segment', *(line.name for line in lines)), rows)}"
    )


def _of_lists(lines: Sequence[Line]) -> str:
    return (
        "<h2>What the lists are like</h2><p>Coverage: share of the catalogue in anybody's first "
        "ten. Gini: 0 all items alike, 1 all on one. Diversity: 1 - cosine within a list. Novelty: "
        "bits. Popularity: mean likes of what was shown, of the most liked item's.</p>"
        f"{_figures(lines, OF_LISTS, best=False)}"
    )


def _calibration(report: EvaluationReport) -> str:
    if report.ece is None:
        return ""
    return (
        "<h2>Chances</h2><p>Calibration error of the ranker's softmax, read as the chance that "
        f"what stands in one of the first ten places is liked next: {report.ece:.4f}.</p>"
    )


def _ratings(report: EvaluationReport) -> str:
    if report.ratings is None:
        return ""
    rows = [(r.name, _with_interval(r.mae), _with_interval(r.rmse)) for r in report.ratings.lines]
    return (
        f"<h2>Ratings foretold</h2><p>{report.ratings.cases} ratings after those that were fitted "
        f"on ({report.ratings.known}), on the scale of the source.</p>"
        f"{_table(('by', 'MAE', 'RMSE'), rows)}"
    )


def _other_cuts(lines: Sequence[Line]) -> str:
    kinds = [name.removesuffix("10") for name in AT_10 if name.endswith("@10")]
    return "<h2>At other cuts</h2>" + "".join(
        _figures(lines, tuple(f"{kind}{cut}" for kind in kinds)) for cut in CUTS
    )


def _missing(report: EvaluationReport) -> str:
    if not report.missing:
        return ""
    return f"<h2>Not judged</h2>{_table(('baseline', 'why'), list(report.missing.items()))}"


def _figures(lines: Sequence[Line], names: Sequence[str], *, best: bool = True) -> str:
    """One scorer a line; the best of each column is marked where more is better."""
    columns = [[line.figures[name] for line in lines] for name in names]
    marked = [_cells(column, best) for column in columns]
    rows = [
        [f"<td>{escape(line.name)}</td>", *(column[n] for column in marked)]
        for n, line in enumerate(lines)
    ]
    return _framed(("", *names), rows)


def _row(name: str, values: Sequence[float]) -> list[str]:
    return [f"<td>{escape(name)}</td>", *_cells(values, True)]


def _cells(values: Sequence[float], best: bool) -> list[str]:
    known = [value for value in values if isfinite(value)]
    top = max(known) if best and len(known) > 1 else None
    mark = {True: ' class="best"', False: ""}
    return [f"<td{mark[value == top]}>{_number(value)}</td>" for value in values]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return _framed(head, [[f"<td>{escape(one)}</td>" for one in row] for row in rows])


def _framed(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    top = "".join(f"<th>{escape(name)}</th>" for name in head)
    body = "".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    return (
        f'<div class="wide"><table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _with_interval(value: Interval | None) -> str:
    return "–" if value is None else f"{value.mean:.4f} [{value.low:.4f}, {value.high:.4f}]"


def _number(value: float) -> str:
    return f"{value:.4f}" if isfinite(value) else "–"
