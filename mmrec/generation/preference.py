"""What readers find helpful, as weights of a text's traits: learned from verdicts, kept as JSON

The worth of a text is a log-odds: of two that are one apart, a reader prefers the better one with
a chance of 73 % (Bradley and Terry 1952, with the strength of a text linear in its traits). It
says nothing of truth: only texts that the checker passed are compared.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from mmrec.generation.traits import TRAITS, traits_of
from mmrec.types import Floats, Told

PREFERENCE = "preference"  # of a model's manifest

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Preference:
    """Weights of TRAITS, in their order."""

    weights: tuple[float, ...]

    def worth(self, parts: Sequence[Told]) -> float:
        """How much readers prefer a text; only differences between texts mean anything."""
        return float(self.worths(traits_of(parts)[None])[0])

    def worths(self, traits: Floats) -> Floats:
        """(n,) the worth of texts whose traits are the rows (n, T)."""
        return traits @ np.array(self.weights, dtype=np.float32)

    def as_json(self) -> dict[str, float]:
        """The weight of each trait by its name."""
        return dict(zip(TRAITS, self.weights, strict=True))

    @classmethod
    def of_manifest(cls, manifest: Mapping[str, Any]) -> Self | None:
        """The preference that came with a model; None, logged, when it knows other traits."""
        kept = manifest.get(PREFERENCE)
        if kept is None:
            return None
        if set(kept) != set(TRAITS):
            _log.warning("The preference among texts is of another version and not used.")
            return None
        return cls(tuple(float(kept[name]) for name in TRAITS))


def carried(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """What the next model takes over of the preference of this one, as fields of its manifest."""
    return {name: manifest[name] for name in (PREFERENCE,) if name in manifest}
