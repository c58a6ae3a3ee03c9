"""What one Chinese clause said: English sentences, and how much they tell."""

from dataclasses import dataclass

from mmrec.dialogue.chinese.conditions import Conditions


@dataclass(frozen=True, slots=True)
class Said:
    """The sentences of a clause.

    Args:
        sentences: in English.
        weight: 3 something of the list, 2 a wish for advice or for words, 1 bare words, 0 nothing.
        topic: the item that is spoken of.
        conditions, lead, also: what was asked for, what opened it, and whether it widens
            (`黑色也可以`).
    """

    sentences: tuple[str, ...]
    weight: int = 3
    topic: str | None = None
    conditions: Conditions | None = None
    lead: str = ""
    also: bool = False
