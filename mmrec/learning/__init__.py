"""Behaviour into a model that serves: trained, judged, kept, promoted."""

from mmrec.learning.evaluate import evaluate
from mmrec.learning.retrain import RetrainReport, retrain
from mmrec.learning.train import TrainReport, follow, is_current, judged, train

__all__ = [
    "RetrainReport",
    "TrainReport",
    "evaluate",
    "follow",
    "is_current",
    "judged",
    "retrain",
    "train",
]
