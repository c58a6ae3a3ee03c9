"""What runs in the peer's environment: RecTools' SASRec, epoch by epoch; JSON on stdout.

Called by `benchmarks.peers.rectools` with a file of sequences and its wishes as JSON; it can import
nothing of this project.
"""

import copy
import json
import logging
import sys
import time
import warnings
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import torch
from pytorch_lightning import Trainer, seed_everything
from rectools import Columns
from rectools.dataset import Dataset
from rectools.models import SASRecModel

CUTS = (5, 10)


class Peer:
    """The model, and the three parts of the file: what is fitted, validated, tested."""

    def __init__(self, file: Path, seed: int, changes: dict[str, Any]) -> None:
        seed_everything(seed, verbose=False)
        lines = [line.split() for line in file.read_text(encoding="utf-8").splitlines()]
        self.lines = [line for line in lines if len(line) >= 4]  # a user, three items
        self.short = [line for line in lines if 2 <= len(line) < 4]  # only fitted on
        self.fitted_on = self._dataset(2)
        self.model = SASRecModel(**changes, get_trainer_func=_trainer)

    def epoch(self) -> float:
        """Train once over the fitted part; how many core seconds it took."""
        began = time.process_time()
        self.model.fit_partial(self.fitted_on, min_epochs=1, max_epochs=1)
        return time.process_time() - began

    def figures(self, held_out: int) -> dict[str, float]:
        """Metrics over all items, seen ones masked; `held_out`: 1 the last item, 2 the one before.

        Everything before the item is the user's history.
        """
        known = self._dataset(held_out)
        target = {line[0]: line[len(line) - held_out] for line in self.lines}
        found = self.model.recommend(
            users=list(target),
            dataset=known,
            k=max(CUTS),
            filter_viewed=True,
            on_unsupported_targets="warn",
        )
        hits = found[found[Columns.Item] == found[Columns.User].map(target)]
        rank = hits[Columns.Rank].to_numpy()
        users = len(target)
        return {
            **{f"hr@{k}": float((rank <= k).sum() / users) for k in CUTS},
            **{f"ndcg@{k}": float((1 / np.log2(1 + rank[rank <= k])).sum() / users) for k in CUTS},
        }

    def _dataset(self, held_out: int) -> Dataset:
        lines = [line[: len(line) - held_out] for line in self.lines] + self.short
        rows = [(line[0], item, at) for line in lines for at, item in enumerate(line[1:])]
        table = pd.DataFrame(rows, columns=[Columns.User, Columns.Item, "place"])
        table[Columns.Weight] = 1.0
        table[Columns.Datetime] = pd.Timestamp("2000-01-01") + pd.to_timedelta(
            table.pop("place"), unit="D"
        )
        return Dataset.construct(table)


def main() -> None:
    """Train until the time is over, keep the best epoch by validation, judge it."""
    warnings.filterwarnings("ignore")
    logging.getLogger("pytorch_lightning").setLevel(logging.ERROR)
    wishes = json.loads(sys.argv[2])
    torch.set_num_threads(int(wishes["threads"]))
    peer = Peer(Path(sys.argv[1]), int(wishes["seed"]), wishes["changes"])
    epochs: list[dict[str, float]] = []
    trained, best, weights = 0.0, -1.0, {}
    while not epochs or trained + epochs[-1]["seconds"] <= float(wishes["seconds"]):
        seconds = peer.epoch()
        trained += seconds
        figure = peer.figures(2)["ndcg@10"]
        epochs.append({"seconds": seconds, "trained": trained, "ndcg@10": figure})
        sys.stderr.write(f"epoch {len(epochs)}: {trained:.0f} s, NDCG@10 {figure:.4f}\n")
        if figure > best:
            best, weights = figure, copy.deepcopy(peer.model.lightning_model.state_dict())
    peer.model.lightning_model.load_state_dict(weights)
    names = ("rectools", "torch", "numpy", "pytorch-lightning")
    report = {
        "peer": "RecTools SASRec",
        "epochs": epochs,
        "best": max(epochs, key=lambda epoch: epoch["ndcg@10"]),
        "validation": peer.figures(2),
        "test": peer.figures(1),
        "settings": wishes,
        "peer_versions": {name: version(name) for name in names},
    }
    sys.stdout.write(json.dumps(report))


def _trainer() -> Trainer:
    return Trainer(
        max_epochs=1,
        accelerator="cpu",
        devices=1,
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )


if __name__ == "__main__":
    main()
