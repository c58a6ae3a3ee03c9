"""What a sentence does that no rule reads: told by the labelled sentence that is nearest to it.

The vectors are the catalogue's own text encoder's, so nothing is loaded that a search would not.
"""

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np

from mmrec.dialogue.examples import ACTS, OTHERS
from mmrec.dialogue.meaning import Intent
from mmrec.types import Floats

_ALIKE = 0.45  # cosine from which on two sentences count as alike
_MARGIN = 0.08  # by which an act must be nearer than what is none


class NearestAct:
    """Tells acts (undo, help, …) by meaning.

    Args:
        encode: texts to unit vectors (N, D).
    """

    def __init__(self, encode: Callable[[Sequence[str]], Floats]) -> None:
        self._encode = encode

    def intent(self, message: str) -> Intent | None:
        """The act of the nearest labelled sentence; None where it is far, or none is nearer.

        Raises:
            MmrecError: the encoder can not be loaded.
        """
        said = self._encode([message])[0]
        acts, others = self._vectors
        near = acts @ said
        best = int(np.argmax(near))
        surely = near[best] >= max(_ALIKE, float(np.max(others @ said)) + _MARGIN)
        return self._intents[best] if surely else None

    @cached_property
    def _intents(self) -> list[Intent]:
        return [act for act, block in ACTS.items() for _ in block.split("|")]

    @cached_property
    def _vectors(self) -> tuple[Floats, Floats]:
        """Of acts and of others, (N, D) each, made at the first question."""
        acts = [said for block in ACTS.values() for said in block.split("|")]
        return self._encode(acts), self._encode(OTHERS.split("|"))
