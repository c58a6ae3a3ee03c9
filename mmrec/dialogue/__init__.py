"""A chat turn -> what it means -> the state of the conversation; no large model is needed."""

from mmrec.dialogue.chinese.names import in_chinese
from mmrec.dialogue.constraint import ENGLISH, Constraint, Phrases
from mmrec.dialogue.conversation import Chip, Conversation
from mmrec.dialogue.known import Known
from mmrec.dialogue.learned import LearnedRoles
from mmrec.dialogue.meaning import Intent, Meaning, Remark, Taste
from mmrec.dialogue.questions import Option, Question
from mmrec.dialogue.reader import GrammarReader, Reader
from mmrec.dialogue.structured import Completes, ModelReader
from mmrec.dialogue.titles import TitleIndex
from mmrec.dialogue.vocabulary import Vocabulary

__all__ = [
    "ENGLISH", "Chip", "Completes", "Constraint", "Conversation", "GrammarReader", "Intent",
    "Known", "LearnedRoles", "Meaning", "ModelReader", "Option", "Phrases", "Question", "Reader",
    "Remark", "Taste", "TitleIndex", "Vocabulary", "in_chinese",
]  # fmt: skip
