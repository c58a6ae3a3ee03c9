"""How well pictures find their names among all names of a held-out part, against chance."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

RANKS = (1, 5, 10)


def retrieval(pictures: Tensor, texts: Tensor, names: Sequence[str]) -> dict[str, float]:
    """Image -> text recall at 1, 5 and 10, with the same figures for guessing.

    Candidates are the distinct names; a picture counts when its own name is among the first k.

    Args:
        pictures: (n, D) unit vectors of pictures.
        texts: (n, D) unit vectors of their names.
        names: their names, (n,).
    """
    distinct = {name: row for row, name in reversed(list(enumerate(names)))}
    columns = {name: column for column, name in enumerate(distinct)}
    candidates = texts[list(distinct.values())]
    own = torch.tensor([columns[name] for name in names])
    cosines = pictures @ candidates.T
    right = cosines.gather(1, own[:, None])
    better = (cosines > right).sum(1)
    figures: dict[str, float] = {"pictures": len(names), "names": len(distinct)}
    for k in RANKS:
        figures[f"r@{k}"] = round(float((better < k).float().mean()), 4)
        figures[f"chance@{k}"] = round(min(1.0, k / len(distinct)), 4)
    return figures


def spread(runs: Sequence[Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """Mean and deviation of each recall over several seeds."""
    found = {}
    for k in RANKS:
        values = torch.tensor([run[f"r@{k}"] for run in runs])
        found[f"r@{k}"] = {
            "mean": round(float(values.mean()), 4),
            "deviation": round(float(values.std()), 4),
        }
    return found
