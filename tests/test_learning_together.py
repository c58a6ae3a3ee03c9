"""Two processes of torchrun learn one model, and it is the one that a single process learns."""

import os
import subprocess
import sys

import numpy as np
import pytest
import torch
import yaml

from circle import SETTINGS, USERS, fill
from mmrec.history import HistoryBuilder
from mmrec.learning.recipe import read_events
from mmrec.serving import load_ranker
from mmrec.store import Catalog, Home, ModelStore

TRAIN = ("-m", "mmrec", "train")
TOGETHER = ("-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2")


def scores(home: Home) -> np.ndarray:
    """What the current model of the home says to all of its people."""
    catalog = Catalog.open(home.catalog)
    vectors = catalog.vectors()
    builder = HistoryBuilder(vectors.item_ids, SETTINGS.events)
    device = torch.device("cpu")
    loaded = load_ranker(ModelStore(home.models), vectors, catalog.specs, builder, device=device)
    histories = builder.of_table(read_events(home, SETTINGS.events)[1])
    assert len(histories) == USERS
    return loaded.ranker.scores([histories[user] for user in sorted(histories)])


@pytest.mark.slow
def test_two_processes_learn_what_one_learns(tmp_path):
    # Without chance (dropout, sampled negatives) a step of two halves is the step of the whole.
    changes = SETTINGS.differences()
    changes["ranker"] |= {"modality_dropout": 0.0, "networks": 1}
    changes["training"] |= {"negatives": 0, "neighbours": 0, "epochs": 3}
    config = tmp_path / "small.yaml"
    config.write_text(yaml.safe_dump(changes), encoding="utf-8")
    found = []
    for name, start in (("one", ()), ("two", TOGETHER)):
        home = fill(tmp_path / name)
        given = ("--home", str(home.path), "--config", str(config))
        run = subprocess.run(
            [sys.executable, *start, *TRAIN, *given],
            env={**os.environ, "OMP_NUM_THREADS": "1"},
            check=False,
            capture_output=True,
            text=True,
        )
        assert run.returncode == 0, run.stderr
        assert run.stdout.count("best of 3 epochs") == 1  # one process speaks, one keeps
        assert len(ModelStore(home.models).list()) == 1
        found.append(scores(home))
    assert np.corrcoef(found[0].ravel(), found[1].ravel())[0, 1] > 0.999
