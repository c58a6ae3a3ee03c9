"""A chat turn -> a request: constraints, references, feedback; no large model."""

from mmrec.dialogue.titles import TitleIndex
from mmrec.dialogue.turn import Intent, Turn
from mmrec.dialogue.understand import understand
from mmrec.dialogue.vocabulary import Constraint, Vocabulary

__all__ = ["Constraint", "Intent", "TitleIndex", "Turn", "Vocabulary", "understand"]
