"""Behaviour into a model that serves: trained, judged, kept, promoted, loaded."""

from mmrec.learning.evaluate import evaluate
from mmrec.learning.serve import Loaded, load_ranker
from mmrec.learning.train import TrainReport, train

__all__ = ["Loaded", "TrainReport", "evaluate", "load_ranker", "train"]
