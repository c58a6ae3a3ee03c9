"""Whether a new model may replace the current one: judged on the same events, within guard rails.

Neither model has learned from any of these events. The later ones tell which is better now, the old
ones, and groups of users and items, what was forgotten. All are few, so a loss is a reason to
refuse when it is larger than what is allowed and surely one (95 % interval over users). An
objection is a sentence that says what is wrong and by how much.

The model that serves is at home among the likes that its lists led to. So the free ones decide,
which people found otherwise; where they are too few, the places that were left to chance do; and
where the log holds too few of these too, there is nothing but all later likes to decide by.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np

from mmrec.config import RetrainingSettings
from mmrec.evaluation.baselines import Popularity
from mmrec.evaluation.judge import Scorer, Verdict, judge
from mmrec.evaluation.lists import THIRDS, coverage, diversity, thirds
from mmrec.evaluation.metrics import bootstrap
from mmrec.evaluation.protocols import Case
from mmrec.history import History
from mmrec.learning.surges import Surge
from mmrec.types import Bools, CatalogVectors

GROUP = 50  # cases of a group; with fewer its figure is noise
TIMED = 15  # histories that each model reads, one by one

Judge = Literal["later", "free", "off_policy"]  # the figure that decides which model is better now


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was measured, and what speaks against the new model.

    Attributes:
        figures: JSON values.
        objections: why it must not serve; empty: it may.
    """

    figures: Mapping[str, Any]
    objections: tuple[str, ...]


def weigh(
    new: Scorer,
    current: Scorer,
    *,
    training: Mapping[str, History],
    later: Sequence[Case],
    led: Bools,
    old: Sequence[Case],
    vectors: CatalogVectors,
    surge: Surge | None,
    off_policy: Mapping[str, Any] | None,
    settings: RetrainingSettings,
) -> Judgement:
    """Judge both models, and popularity, on the same cases.

    Args:
        new: what wants to serve.
        current: what serves.
        training: what the new one was fitted on: what is popular is counted in it.
        later: cases that neither has learned from.
        led: (n,) which of them answer a list of the model that serves; the others are free.
        old: cases from before, that neither has learned from.
        vectors: the catalogue.
        surge: what the new likes are most of.
        off_policy: what the log of places left to chance tells of the new one.
        settings: how much may be lost.
    """
    if len(later) < settings.fewest:
        told = f"only {len(later)} later likes to judge by, {settings.fewest} are needed"
        return Judgement({"later": {"cases": len(later)}}, (told,))
    items = len(vectors.item_ids)
    popular = Popularity.fit(training, items)
    ours, theirs = judge(new, later, items), judge(current, later, items)
    everybodys = judge(popular, later, items).ndcg()
    by, every = _judge(led, off_policy, settings.fewest), np.ones(len(later), np.bool_)
    third = thirds(popular.counts.astype(np.float64))[[case.target for case in later]]
    figures: dict[str, Any] = {
        "judged_by": by,
        "later": _compared(ours, theirs, every) | {"popularity": float(everybodys.mean())},
        "groups": _groups(ours, theirs, third, ~led if by == "free" else every),
        "coverage@10": {"new": coverage(ours.shown), "current": coverage(theirs.shown)},
        "diversity@10": {
            "new": diversity(ours.lists, vectors),
            "current": diversity(theirs.lists, vectors),
        },
        "milliseconds": _latency(new, current, [case.history for case in later[:TIMED]]),
    }
    if by == "free":
        popularity = float(everybodys[~led].mean())
        figures["free"] = _compared(ours, theirs, ~led) | {"popularity": popularity}
    if old:
        ours, theirs = judge(new, old, items), judge(current, old, items)
        figures["old"] = _compared(ours, theirs, np.ones(len(old), np.bool_))
    if off_policy is not None:
        figures["off_policy"] = off_policy
    if surge is not None:
        figures["surge"] = asdict(surge) | {"item": vectors.item_ids[surge.row]}
    pushed = _pushed(surge, vectors, settings)
    return Judgement(figures, (*_objections(figures, settings), *pushed))


def _judge(led: Bools, off_policy: Mapping[str, Any] | None, fewest: int) -> Judge:
    if not led.any():
        return "later"
    if (~led).sum() >= fewest:
        return "free"
    return "later" if off_policy is None else "off_policy"


def _objections(figures: Mapping[str, Any], settings: RetrainingSettings) -> Iterator[str]:
    if figures["judged_by"] != "off_policy":
        yield from _worse(figures, settings)
    if "old" in figures:
        yield from _lost("on old events", figures["old"], settings.forgotten)
    log = figures.get("off_policy")
    if log and log["doubly_robust"]["high"] < log["earned"]:
        yield (
            f"of the places left to chance {log['earned']:.1%} were liked, by the new model it "
            f"would be {log['doubly_robust']['high']:.1%} at most"
        )
    for name, least in (("coverage@10", settings.coverage), ("diversity@10", settings.diversity)):
        ours, theirs = figures[name]["new"], figures[name]["current"]
        if ours < least * theirs:
            yield f"{name} fell from {theirs:.3f} to {ours:.3f}"
    speed = figures["milliseconds"]
    if speed["new"] > settings.latency * speed["current"]:
        yield f"a list takes {speed['new']:.1f} ms in place of {speed['current']:.1f}"


def _worse(figures: Mapping[str, Any], settings: RetrainingSettings) -> Iterator[str]:
    """What speaks against it among the likes that decide."""
    name = figures["judged_by"]
    yield from _lost(f"on {name} events", figures[name], settings.worse)
    if figures[name]["new"] < (popularity := figures[name]["popularity"]):
        yield f"NDCG@10 {figures[name]['new']:.4f} is below popularity's {popularity:.4f}"
    for group, pair in figures["groups"].items():
        if pair["cases"] >= GROUP:
            yield from _lost(f"for {group}", pair, settings.group)


def _pushed(
    surge: Surge | None, vectors: CatalogVectors, settings: RetrainingSettings
) -> Iterator[str]:
    if surge is not None and surge.beyond(settings.surge):
        yield (
            f"{surge.people / surge.of:.0%} of the new likes are of item "
            f"'{vectors.item_ids[surge.row]}', no item ever had more than {surge.peak:.1%}: look "
            "who they are of, and if they are honest run `mmrec models promote`"
        )


def _lost(where: str, pair: Mapping[str, float], allowed: float) -> Iterator[str]:
    if pair["high"] < 0 and pair["new"] < (1 - allowed) * pair["current"]:
        yield f"NDCG@10 {where} fell from {pair['current']:.4f} to {pair['new']:.4f}"


def _groups(
    ours: Verdict, theirs: Verdict, third: Any, which: Bools
) -> dict[str, dict[str, float]]:
    masks: dict[str, Bools] = {
        "known users": ~ours.new_user,
        "new users": ours.new_user,
        "known items": ~ours.new_item,
        "new items": ours.new_item,
        **{f"{name} items": third == number for number, name in enumerate(THIRDS)},
    }
    chosen = {name: mask & which for name, mask in masks.items()}
    return {name: _compared(ours, theirs, mask) for name, mask in chosen.items() if mask.any()}


def _compared(ours: Verdict, theirs: Verdict, mask: Bools) -> dict[str, float]:
    """NDCG@10 of both on some cases, and the 95 % interval of the difference over users."""
    users = [user for user, take in zip(ours.users, mask, strict=True) if take]
    apart = bootstrap((ours.ndcg() - theirs.ndcg())[mask], users)
    return {
        "cases": int(mask.sum()),
        "new": float(ours.ndcg()[mask].mean()),
        "current": float(theirs.ndcg()[mask].mean()),
        "low": apart.low,
        "high": apart.high,
    }


def _latency(new: Scorer, current: Scorer, histories: Sequence[History]) -> dict[str, float]:
    """Median milliseconds for one history, taken in turns so that other work hits both."""
    times: dict[str, list[float]] = {"new": [], "current": []}
    for history in histories:
        for name, scorer in (("new", new), ("current", current)):
            began = time.perf_counter()
            scorer.scores([history])
            times[name].append(1000 * (time.perf_counter() - began))
    return {name: float(np.median(taken)) for name, taken in times.items()}
