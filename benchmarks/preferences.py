"""Do verdicts teach the choice among texts? Simulated readers, real texts, more and more verdicts

python -m benchmarks.preferences --items ../shared/data/movies/items.csv

The texts are made of the phrases that the adapter was taught with, over plans of real films, and
each has passed the checker: no language model runs. Readers judge by what they see of a text,
which is not what the learner is given: a best length, words, the look of a beginning. All share
a taste, each has one of their own beside it, and verdicts are noisy.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measure import publish
from mmrec.config import PreferenceSettings
from mmrec.generation.adaptation.catalogues import films, held_out
from mmrec.generation.adaptation.pairs import text_of
from mmrec.generation.adaptation.worlds import facts_from
from mmrec.generation.facts import Facts
from mmrec.generation.plan import plan_of
from mmrec.generation.preference import Preference
from mmrec.generation.soundness import Written, sound_text
from mmrec.generation.text import words_of
from mmrec.generation.traits import traits_of
from mmrec.learning.bradley_terry import judge
from mmrec.learning.readers import counted, learn
from mmrec.types import Floats, Item, TextVerdict, Told

READERS = 60
CHOICES = 4  # candidates of one choice
CASES = 300  # choices that are judged
VERDICTS = (50, 200, 1000)
WORTH = 1.5  # deviation, in log-odds, of what texts are worth to the taste that all share
OWN = 0.6  # deviation of a reader's own taste, where the shared one has 1
USUAL = 300  # texts that readers know before they judge
SLIPS = 0.1  # share of verdicts that are pressed by mistake
TASTES = 8


@dataclass(frozen=True, slots=True)
class Case:
    """One choice: the candidates, their traits (n, T), and what each is worth to a reader (n,)."""

    texts: tuple[Written, ...]
    traits: Floats
    worth: Floats
    shared: Floats


class Readers:
    """People whose tastes nobody knows but this benchmark."""

    def __init__(self, usual: Sequence[str], seed: int) -> None:
        """`usual`: texts of which a reader expects half to help: worth is beside these."""
        draw = np.random.default_rng(seed)
        self._length = float(draw.uniform(10, 30))  # words that read best
        seen = np.array([self._raw(text) for text in usual])
        self._mean, self._scale = seen.mean(axis=0), seen.std(axis=0) + 1e-3
        unit = WORTH / TASTES**0.5
        self._shared = draw.normal(0, unit, TASTES)
        self._own = draw.normal(0, OWN * unit, (READERS, TASTES))
        self._easy = draw.normal(0, 0.7, READERS)  # some press "helpful" more easily than others

    def worth(self, reader: int, text: str) -> float:
        """What a text is worth to a reader."""
        return float(self._seen(text) @ (self._shared + self._own[reader]))

    def shared(self, text: str) -> float:
        """What it is worth to the reader that all have in common."""
        return float(self._seen(text) @ self._shared)

    def helpful(self, reader: int, worth: float, draw: random.Random) -> bool:
        """A verdict: likelier the more a text is worth, and now and then a slip."""
        chance = 1 / (1 + np.exp(-worth - self._easy[reader]))
        return bool((draw.random() < chance) != (draw.random() < SLIPS))

    def _seen(self, text: str) -> Floats:
        """(TASTES,) what a reader sees, 0 for the usual and in its deviations."""
        seen: Floats = (self._raw(text) - self._mean) / self._scale
        return seen

    def _raw(self, text: str) -> Floats:
        words = words_of(text)
        told = " ".join(words)
        seen = [
            -abs(len(words) - self._length),
            "you liked" in told or "you rated" in told,
            told.startswith(("because", "since", "as you", "now that")),
            "both" in words or "too" in words,
            "description" in words or ":" in text,
            any(word.isdigit() for word in words),
            any(word in words for word in ("may", "might", "could")),
            "directed" in words or "cast" in words,
        ]
        return np.array(seen, dtype=np.float32)


def main() -> None:
    """Simulate, for several seeds, and print the means."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=Path, default=Path("../shared/data/movies/items.csv"))
    parser.add_argument("--seeds", type=int, default=8)
    given = parser.parse_args()
    items = films(given.items)
    runs = [simulate(items, seed) for seed in range(given.seeds)]
    publish(
        "preferences",
        {
            "seeds": given.seeds,
            "readers": READERS,
            "choices": CHOICES,
            "cases": CASES,
            "slips": SLIPS,
            "share_of_choices_that_the_reader_prefers": _means(runs),
            "learned": {str(n): _learned(runs, n) for n in VERDICTS},
        },
    )


def simulate(items: Sequence[Item], seed: int) -> dict[str, Any]:
    """Readers judge texts about some films; then texts about other films are chosen for them."""
    draw = random.Random(seed)
    shown = _texts([one for one in items if not held_out(one)], draw, 1)
    readers = Readers([next(shown)[0].text for _ in range(USUAL)], seed)
    verdicts = [_verdict(readers, next(shown)[0], at, draw) for at in range(max(VERDICTS))]
    fresh = _texts([one for one in items if held_out(one)], draw, CHOICES)
    cases = [_case(readers, next(fresh), draw.randrange(READERS)) for _ in range(CASES)]
    figures: dict[str, Any] = {
        "chance": 1 / CHOICES,
        "before": _share(cases, [0] * CASES),
        "shared_taste": _share(cases, [int(one.shared.argmax()) for one in cases]),
        "oracle": _share(cases, [int(one.worth.argmax()) for one in cases]),
    }
    settings = PreferenceSettings()
    for count in VERDICTS:
        known = counted(verdicts[:count], settings.most_of_user)
        lesson = learn(known, settings)
        used = len(known) >= settings.fewest and not lesson.objections
        # As in a home: what is not promoted changes nothing.
        chosen = _chosen(cases, lesson.preference) if used else [0] * CASES
        figures[f"after_{count}"] = _share(cases, chosen)
        figures[f"told_{count}"], figures[f"used_{count}"] = lesson.figures["told"], used
        figures[f"could_{count}"] = _could(readers, known, settings)
        figures[f"ungated_{count}"] = _share(cases, _chosen(cases, lesson.preference))
    return figures


def _could(
    readers: Readers, verdicts: Sequence[TextVerdict], settings: PreferenceSettings
) -> float:
    """The share of the judging pairs that the shared taste itself tells rightly."""
    later = verdicts[len(verdicts) - round(settings.judged * len(verdicts)) :]
    worths = np.array([readers.shared(one.text) for one in later], dtype=np.float32)
    helpful = np.array([one.helpful for one in later], dtype=np.bool_)
    return judge(worths, helpful, [one.kind for one in later]).share


def _chosen(cases: Sequence[Case], preference: Preference) -> list[int]:
    return [int(preference.worths(one.traits).argmax()) for one in cases]


def _share(cases: Sequence[Case], chosen: Sequence[int]) -> float:
    """The share of choices in which no candidate is worth more to the reader."""
    best = [one.worth[place] == one.worth.max() for one, place in zip(cases, chosen, strict=True)]
    return float(np.mean(best))


def _texts(items: Sequence[Item], draw: random.Random, count: int) -> Iterator[tuple[Written, ...]]:
    """Without end: so many different true texts that say why one film is there."""
    for facts in facts_from(items, draw, "film"):
        found: dict[str, Written] = {}
        for _ in range(4 * count):
            if (one := _written(facts, draw)) is not None:
                found[one.text] = one
            if len(found) == count:
                yield tuple(found.values())
                break


def _written(facts: Facts, draw: random.Random) -> Written | None:
    length = "long" if draw.random() < 0.5 else "short"
    tone = draw.choice(("plain", "warm", "lively"))
    text = text_of(plan_of(facts, draw, tone=tone, length=length), draw)  # type: ignore[arg-type]
    return sound_text(text, facts) if text else None


def _verdict(readers: Readers, text: Written, at: int, draw: random.Random) -> TextVerdict:
    reader = draw.randrange(READERS)
    helpful = readers.helpful(reader, readers.worth(reader, text.text), draw)
    told = (Told(*text),)
    return TextVerdict(
        f"r{reader}", text.text, "explanation", helpful, told, (), (), "phrases", "model", float(at)
    )


def _case(readers: Readers, texts: tuple[Written, ...], reader: int) -> Case:
    return Case(
        texts,
        np.stack([traits_of([Told(*one)]) for one in texts]),
        np.array([readers.worth(reader, one.text) for one in texts], dtype=np.float32),
        np.array([readers.shared(one.text) for one in texts], dtype=np.float32),
    )


def _means(runs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Mean over seeds, and its standard error."""
    names = [
        name for name in runs[0] if name.split("_")[0] not in {"told", "could", "used", "ungated"}
    ]
    return {name: _mean([run[name] for run in runs]) for name in names}


def _learned(runs: Sequence[dict[str, Any]], count: int) -> dict[str, Any]:
    return {
        "later_pairs_told_rightly": _mean([run[f"told_{count}"] for run in runs]),
        "told_by_the_shared_taste": _mean([run[f"could_{count}"] for run in runs]),
        "runs_in_which_it_was_promoted": sum(run[f"used_{count}"] for run in runs),
        "if_it_were_used_in_all": _mean([run[f"ungated_{count}"] for run in runs]),
    }


def _mean(values: Sequence[float]) -> dict[str, float]:
    error = np.std(values, ddof=1) / len(values) ** 0.5 if len(values) > 1 else 0.0
    return {"mean": round(float(np.mean(values)), 4), "error": round(float(error), 4)}


if __name__ == "__main__":
    main()
