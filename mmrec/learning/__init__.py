"""Behaviour into a model that serves: trained, judged, kept, promoted."""

from mmrec.learning.evaluate import evaluate
from mmrec.learning.train import TrainReport, follow, is_current, judged, train

__all__ = ["TrainReport", "evaluate", "follow", "is_current", "judged", "train"]
