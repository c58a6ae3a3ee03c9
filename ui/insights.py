"""The operator's page as HTML: what wants a person first, then how the home is doing, in counts."""

from collections.abc import Callable, Sequence

from mmrec.errors import MmrecError
from mmrec.evaluation.drift import Drift
from mmrec.evaluation.report import EvaluationReport
from mmrec.health import NAMED, Alert, HomeStatus
from mmrec.insights import LATELY, Insights
from mmrec.outcomes import Tally
from mmrec.store.upkeep import Storage
from ui import safe
from ui.buttons import word_button
from ui.decisions import decisions_html
from ui.screen import brand_html, common_buttons
from ui.tables import Row, count, figure, per_cent, table_html
from ui.words import Words

_ALWAYS = ("click", "like")  # kinds of deed whose rate is told even when it is nothing


def waiting_html(words: Words) -> str:
    """The page while its figures are gathered."""
    said = safe.text(words("measuring"))
    return _page("", f'<p class="state" role="status">{said}</p>', words, busy=True)


def page_html(gather: Callable[[], Insights], words: Words) -> str:
    """The page, or what keeps it from being made."""
    try:
        found = gather()
    except MmrecError as error:
        said = safe.text(f"{error.message} {error.remedy}")
        return _page("", f'<p class="state" role="alert">{said}</p>', words)
    return _page(found.status.home, _body(found, words), words)


def _page(home: str, body: str, words: Words, *, busy: bool = False) -> str:
    chat = f'<a class="link" href="./">{safe.text(words("to_chat"))}</a>'
    buttons = chat + word_button("refresh", words("refresh")) + common_buttons(words)
    return (
        f'<div class="insights" lang="{words.language}" aria-busy="{"true" if busy else "false"}">'
        f"{brand_html(words('insights'), home, buttons)}{body}</div>"
    )


def _body(found: Insights, words: Words) -> str:
    status = found.status
    panels = (
        _panel("serving", _model(status, found.evaluation, words), words),
        _panel("drifts", _drift(status.drift, words), words),
        _panel("events", _events(status, words), words),
        _panel("lists", _lists(found.lists, words), words),
        _panel("stored", _stored(status, words), words),
    )
    decided = decisions_html(found.decisions, words) if found.decisions else ""
    hint = _line("decisions_hint" if decided else "no_decisions", words)
    return (
        f"{_alerts(status.alerts, words)}<div class='panels'>{''.join(panels)}</div>"
        f"{_panel('decisions', decided + hint, words)}"
    )


def _panel(key: str, body: str, words: Words) -> str:
    heading = safe.text(words(key))
    return f'<section class="panel" aria-label="{heading}"><h2>{heading}</h2>{body}</section>'


def _line(key: str, words: Words, *parts: object) -> str:
    return f"<p>{safe.text(words(key, *parts))}</p>"


def _alerts(alerts: Sequence[Alert], words: Words) -> str:
    if not alerts:
        return _panel("alerts", f'<p class="well">{safe.text(words("no_alerts"))}</p>', words)
    rows = "".join(f"<li>{safe.text(_alert(alert, words))}</li>" for alert in alerts)
    return _panel("alerts", f'<ul class="alerts">{rows}</ul>', words)


def _alert(alert: Alert, words: Words) -> str:
    if alert.kind == "drift":
        name, drift, usual = alert.parts
        return words("alert_drift", _compared(str(name), words), f"{drift:.2f}", f"{usual:.2f}")
    if alert.kind == "bots":
        names = ", ".join(map(str, alert.parts[:NAMED]))
        rest = len(alert.parts) - NAMED
        return words("alert_bots", words("and_more", names, rest) if rest > 0 else names)
    return words(f"alert_{alert.kind}", *map(count, map(float, alert.parts)))


def _model(status: HomeStatus, judged: EvaluationReport | None, words: Words) -> str:
    if status.current_model is None:
        return _line("alert_no_model", words)
    name = f"<p><code>{safe.text(status.current_model)}</code></p>"
    kept = _line("models_kept", words, count(status.models))
    if judged is None:
        return name + kept
    best = max((line.ndcg.mean for line in judged.lines), default=0.0)
    rows = [
        Row(
            line.name,
            (
                figure(line.ndcg.mean),
                f"{figure(line.ndcg.low, 3)}–{figure(line.ndcg.high, 3)}",
                figure(line.figures["hr@10"]),
                figure(line.figures["coverage@10"], 3),
            ),
            line.ndcg.mean / best if best else None,
        )
        for line in judged.lines
    ]
    head = (words("scorer"), "NDCG@10", words("interval"), "HR@10", words("coverage"))
    told = _line("judged", words, judged.protocol, count(judged.cases), count(judged.users))
    return name + told + table_html(words("serving"), head, rows) + kept


def _drift(drift: Drift | None, words: Words) -> str:
    if drift is None or drift.why_not is not None:
        why = drift.why_not if drift and drift.why_not else ""
        return f'{_line("drift_unknown", words)}<p lang="en">{safe.text(why)}</p>'
    rows = [
        Row(
            _compared(one.name, words),
            (
                f"{one.drift:.2f}",
                f"{one.usual:.2f}",
                words("drifted" if one.alert else "as_usual"),
            ),
            one.drift,
            "bad" if one.alert else "",
        )
        for one in drift.measures
    ]
    head = (words("compared"), words("drift"), words("usual"), words("verdict"))
    told = _line("drift_recent", words, count(drift.recent))
    return told + table_html(words("drifts"), head, rows)


def _compared(name: str, words: Words) -> str:
    """What a figure of drift compares."""
    return words.either(f"drift_{name}", "other_name", name)


def _events(status: HomeStatus, words: Words) -> str:
    told = _line("users_in_log", words, count(status.users))
    total = sum(status.events.values())
    most = max(status.events.values(), default=1)
    rows = [
        Row(_kind(kind, words), (count(number), per_cent(number, total)), number / most)
        for kind, number in sorted(status.events.items(), key=lambda one: -one[1])
    ]
    head = (words("kind"), words("number"), words("share"))
    return told + (table_html(words("events"), head, rows) if rows else _line("no_events", words))


def _lists(lists: Tally, words: Words) -> str:
    if not lists.shown:
        return _line("none_shown", words, LATELY)
    others = sorted(set(lists.kinds) - set(_ALWAYS), key=lambda kind: -lists.kinds[kind])
    answered = lists.states.get("answered", 0)
    counts = [(words("any_answer"), answered)]
    counts += [(_kind(kind, words), lists.kinds.get(kind, 0)) for kind in (*_ALWAYS, *others)]
    rows = [
        Row(name, (count(number), per_cent(number, lists.shown)), number / lists.shown)
        for name, number in counts
    ]
    head = (words("answer"), words("number"), words("of_shown"))
    pending = count(lists.states.get("pending", 0))
    told = _line("shown_lately", words, count(lists.shown), LATELY, pending)
    return told + table_html(words("lists"), head, rows)


def _kind(kind: str, words: Words) -> str:
    return words.either(f"kind_{kind}", "other_name", kind)


def _stored(status: HomeStatus, words: Words) -> str:
    facts = [
        (words("items"), count(status.items)),
        (words("rejected"), count(status.rejected)),
        *((words("encoder", column), name) for column, name in status.encoders.items()),
        *(_of_catalogue(status.storage, words) if status.storage else ()),
    ]
    listed = "".join(f"<dt>{safe.text(k)}</dt><dd>{safe.text(v)}</dd>" for k, v in facts)
    limits = _line("stand_in", words) if status.stands_in else ""
    return f"<dl>{listed}</dl>{limits}{_indices(status.storage, words) if status.storage else ''}"


def _of_catalogue(storage: Storage, words: Words) -> list[tuple[str, str]]:
    disk = words("elsewhere") if storage.bytes is None else f"{storage.bytes / 1e6:.1f} MB"
    missing = ", ".join(f"{name}: {count(number)}" for name, number in storage.missing.items())
    begun = ", ".join(f"{name}: {encoder}" for name, encoder in storage.reembedding.items())
    return [
        (words("disk"), words("versions", disk, count(storage.versions))),
        (words("missing"), missing or "0"),
        *([(words("reembedding"), begun)] if begun else ()),
    ]


def _indices(storage: Storage, words: Words) -> str:
    rows = [
        Row(index.column, (index.kind, count(index.rows), count(index.unindexed)))
        for index in storage.indices
    ]
    head = (words("index"), words("kind"), words("rows_in"), words("rows_out"))
    return table_html(words("indices"), head, rows) if rows else _line("no_indices", words)
