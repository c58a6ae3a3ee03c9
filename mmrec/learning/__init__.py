"""Behaviour into a model that serves: trained, judged, kept, promoted."""

from mmrec.learning.drift import drift_of, retrain_on_drift
from mmrec.learning.evaluate import evaluate
from mmrec.learning.retrain import RetrainReport, retrain
from mmrec.learning.train import TrainReport, follow, is_current, judged, train

__all__ = [
    "RetrainReport",
    "TrainReport",
    "drift_of",
    "evaluate",
    "follow",
    "is_current",
    "judged",
    "retrain",
    "retrain_on_drift",
    "train",
]
