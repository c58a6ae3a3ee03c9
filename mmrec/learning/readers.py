"""What readers said of texts into weights for the choice among candidates: learned, judged, kept

The later verdicts are withheld and judge; the weights that were judged are the ones that serve.
They stand in the manifest of a model that is otherwise the current one, so that they are promoted,
looked at and rolled back as models are. They are learned anew from all verdicts that are there:
what was forgotten counts in none that comes after.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mmrec.config import PreferenceSettings, Settings
from mmrec.generation.preference import PREFERENCE, Preference
from mmrec.generation.traits import traits_of
from mmrec.learning.bradley_terry import fit, judge, pairs_of
from mmrec.learning.decisions import Decision, Decisions, Verdict
from mmrec.store import Home, ModelStore, TextVerdicts
from mmrec.types import Bools, Floats, TextVerdict

TEXTS = "texts"  # of a decision's figures


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learned from verdicts.

    Attributes:
        preference: the weights.
        figures: what they rest on, as JSON values.
        objections: why they must not be used; empty: they may.
    """

    preference: Preference
    figures: Mapping[str, Any]
    objections: tuple[str, ...]


def learn_from_readers(home: Home, settings: Settings, *, shadow: bool = False) -> Decision | None:
    """Learn from the verdicts of a home, and decide; None when there are too few or no new ones.

    Raises:
        NotFound: there is no model to go on from.
    """
    wanted = settings.preferences
    verdicts = counted(_read(home), wanted.most_of_user)
    decisions = Decisions(home.decisions)
    if len(verdicts) < wanted.fewest or _newest(verdicts) == _judged_last(decisions):
        return None
    models = ModelStore(home.models)
    tensors, manifest = models.load()
    current = str(manifest["model_id"])
    lesson = learn(verdicts, wanted, Preference.of_manifest(manifest))
    kept = {PREFERENCE: lesson.preference.as_json(), "parent": current}
    model_id = models.save(tensors, {**manifest, **kept})
    decided: Verdict = "refused" if lesson.objections else "shadow" if shadow else "promoted"
    figures = {TEXTS: {**lesson.figures, "newest": _newest(verdicts)}}
    decision = decisions.add(decided, model_id, current, reasons=lesson.objections, figures=figures)
    if decided == "promoted":
        models.promote(model_id)
    return decision


def learn(
    verdicts: Sequence[TextVerdict],
    settings: PreferenceSettings,
    current: Preference | None = None,
) -> Lesson:
    """Fit on the earlier verdicts and judge on the later ones.

    Args:
        verdicts: oldest first.
        settings: of learning.
        current: the weights that are in use, judged by the same verdicts.
    """
    traits, helpful, kinds = _table(verdicts)
    cut = len(verdicts) - max(1, round(settings.judged * len(verdicts)))
    pairs = pairs_of(helpful[:cut], kinds[:cut])
    weights = fit(traits[:cut], pairs, settings.ridge) if len(pairs) else np.zeros(traits.shape[1])
    made = Preference(tuple(float(weight) for weight in weights))
    ours = judge(made.worths(traits[cut:]), helpful[cut:], kinds[cut:])
    figures: dict[str, Any] = {
        "verdicts": len(verdicts),
        "helpful": int(helpful.sum()),
        "learned_pairs": len(pairs),
        "judged_pairs": ours.pairs,
        "told": round(ours.share, 4),
        "low": round(ours.low, 4),
    }
    if current is not None:
        theirs = judge(current.worths(traits[cut:]), helpful[cut:], kinds[cut:])
        figures["current"] = round(theirs.share, 4)
    return Lesson(made, figures, tuple(_objections(figures, settings.margin)))


def counted(verdicts: Sequence[TextVerdict], most: int) -> list[TextVerdict]:
    """The verdicts that count, oldest first: a user's last word on a text, their `most` latest."""
    last = {(one.user_id, one.text): one for one in verdicts}
    of_user: dict[str, list[TextVerdict]] = defaultdict(list)
    for one in last.values():
        of_user[one.user_id].append(one)
    kept = {one.verdict_id for theirs in of_user.values() for one in _by_time(theirs)[-most:]}
    return [one for one in _by_time(list(last.values())) if one.verdict_id in kept]


def lines_of(decision: Decision) -> list[str]:
    """A decision about texts for people."""
    figures = decision.figures[TEXTS]
    pairs = f"{figures['judged_pairs']} later pairs of texts"
    told = f"{figures['verdicts']} verdicts: of {pairs} {figures['told']:.0%} told rightly"
    return [f"{told}, by chance 50%", decision.line()]


def _objections(figures: Mapping[str, Any], margin: float) -> Iterator[str]:
    told, low = figures["told"], figures["low"]
    if not figures["learned_pairs"] or not figures["judged_pairs"]:
        yield "no pairs of texts of one kind, of which one helped and the other did not"
    elif told < 0.5 + margin or low <= 0.5:
        yield f"of later pairs of texts {told:.3f} are told rightly, surely only {low:.3f}"
    if told < figures.get("current", 0.0) - margin:
        yield f"pairs told rightly fell from {figures['current']:.3f} to {told:.3f}"


def _table(verdicts: Sequence[TextVerdict]) -> tuple[Floats, Bools, list[str]]:
    """Traits (n, T), which helped (n,), and the kind of each."""
    traits = np.stack([traits_of(one.parts) for one in verdicts])
    helpful = np.array([one.helpful for one in verdicts], dtype=np.bool_)
    return traits, helpful, [one.kind for one in verdicts]


def _read(home: Home) -> list[TextVerdict]:
    kept = TextVerdicts.open(home.events)
    try:
        return kept.all()
    finally:
        kept.close()


def _by_time(verdicts: Sequence[TextVerdict]) -> list[TextVerdict]:
    return sorted(verdicts, key=lambda one: (one.at, one.verdict_id))


def _newest(verdicts: Sequence[TextVerdict]) -> str:
    """What tells whether there are new ones: how many, and the last."""
    return f"{len(verdicts)} {verdicts[-1].verdict_id}"


def _judged_last(decisions: Decisions) -> str | None:
    """The same when it was last decided about texts."""
    about = [one for one in decisions.list() if TEXTS in one.figures and one.verdict != "shadow"]
    return str(about[-1].figures[TEXTS]["newest"]) if about else None
