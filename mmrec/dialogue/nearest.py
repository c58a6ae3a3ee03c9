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


class NearestAct:
    """Tells acts (undo, help, …) by meaning.

    Args:
        encode: texts to unit vectors (N, D).
    """

    def __init__(self, encode: Callable[[Sequence[str]], Floats]) -> None:
        self._encode = encode

    def intent(self, message: str) -> Intent | None:
        """The act of the nearest labelled sentence; None where that is no act, or far away.

        Raises:
            MmrecError: the encoder can not be loaded.
        """
        near = self._vectors @ self._encode([message])[0]
        best = int(np.argmax(near))
        return self._intents[best] if near[best] >= _ALIKE else None

    @cached_property
    def _labelled(self) -> list[tuple[str, Intent | None]]:
        acts = [(said, act) for act, block in ACTS.items() for said in block.split("|")]
        return [*acts, *((said, None) for said in OTHERS.split("|"))]

    @cached_property
    def _intents(self) -> list[Intent | None]:
        return [intent for _, intent in self._labelled]

    @cached_property
    def _vectors(self) -> Floats:
        """(N, D), made at the first question."""
        return self._encode([said for said, _ in self._labelled])
