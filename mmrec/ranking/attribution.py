"""Why an item has its score: which past events carried it, through which modality.

Two measures, each exact about what it says:

- modality: the score is a dot product with a sum of one vector per modality, so it falls apart
  without any approximation into one share each;
- event: the history is read again without the event, and the drop of the score is its effect
  (occlusion; Zeiler and Fergus 2014, https://arxiv.org/abs/1311.2901, section 4.2).

The weight of an event through a modality is the product of both, over what helped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from mmrec.device import one_thread
from mmrec.history import History
from mmrec.ranking.occlusion import tastes_without
from mmrec.ranking.ranker import Ranker
from mmrec.types import Floats, Ints, Modality

RECENT = 20  # events that are tried out


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a score. `event` is a position in the history (None: no single event)."""

    event: int | None
    row: int | None
    modality: Modality
    weight: float


class Variants(NamedTuple):
    """A history as the ranker reads it, and without each recent event.

    Attributes:
        places: (E,) positions of those events in the history, oldest first.
        histories: what is read, then it without each of them.
        tastes: (1 + E, D) after each of these histories, as in `Ranker.tastes`.
    """

    places: Ints
    histories: Sequence[History]
    tastes: Tensor


def modality_shares(
    ranker: Ranker, history: History, rows: Ints, taste: Tensor | None = None
) -> Floats:
    """(K, M) signed parts of the scores of `rows`; each line sums to the score exactly,
    without the welcome of an item that was not trained on, which no modality carries.

    The columns are the shape's `modalities`. A part is below 0 where that modality spoke against
    the item. An item of which nothing is known has no parts: its line is zeros. The `taste` (D,) of
    the history, as in `Ranker.tastes`, is read from it unless it is given.
    """
    taste = ranker.tastes([history])[0] if taste is None else taste
    with torch.inference_mode():
        some = ranker.features.take(torch.from_numpy(rows).to(ranker.device))
        shares = ranker.item_parts(some) @ taste
    out: Floats = shares.cpu().numpy()
    if ranker.neighbours is not None:  # what people liked together is behaviour
        out[:, ranker.shape.modalities.index("behaviour")] += ranker.neighbours.scores_of(
            [history], rows
        )[0]
    return out


def event_effects(
    ranker: Ranker, history: History, rows: Ints, recent: int = RECENT
) -> tuple[Ints, Floats]:
    """How much each recent event raises the scores of `rows`.

    Returns:
        (E,) positions in the history, oldest first, and (E, K) score drops when the event is
        deleted; below 0 where the event spoke against the item.
    """
    places, histories, tastes = variants_of(ranker, history, recent)
    return places, _drops(ranker.scores_of(histories, rows, tastes))


def explain(
    ranker: Ranker, history: History, rows: Ints, variants: Variants | None = None
) -> list[tuple[Share, ...]]:
    """What carried the score of each of the rows (K,), largest share first.

    The weights of a row are > 0 and sum to 1. When no event raised the score (a newcomer), the
    modalities alone are named, with no event: what everybody likes, `popularity`, in the place of
    `behaviour`. The `variants` of the history are read unless they are given.
    """
    with one_thread(ranker.device):
        places, histories, tastes = variants or variants_of(ranker, history)
        modalities = modality_shares(ranker, history, rows, tastes[0]).clip(min=0)
        effects = _drops(ranker.scores_of(histories, rows, tastes)).clip(min=0)
    names = ranker.shape.modalities
    return [
        _shares(history, places, effects[:, column], modalities[column], names)
        for column in range(len(rows))
    ]


def variants_of(ranker: Ranker, history: History, recent: int = RECENT) -> Variants:
    """A history without each of so many recent events, all read in one pass."""
    first = max(0, len(history) - min(recent, ranker.shape.settings.history_length))
    places = np.arange(first, len(history))
    # The same oldest event for all: what the full history does not reach must not slip in.
    read = history.last(ranker.shape.settings.history_length)
    shift = len(history) - len(read)
    histories = [read, *(read.without(int(place) - shift) for place in places)]
    with one_thread(ranker.device):
        return Variants(places, histories, tastes_without(ranker, read, len(places)))


def _drops(scores: Floats) -> Floats:
    """(E, K) by how much each later line of scores (1 + E, K) falls short of the first."""
    return scores[:1] - scores[1:]


def _shares(
    history: History, places: Ints, effects: Floats, parts: Floats, names: Sequence[Modality]
) -> tuple[Share, ...]:
    nothing = np.array([name == "behaviour" for name in names], np.float32)
    parts = parts / parts.sum() if parts.sum() > 0 else nothing
    if effects.sum() <= 0:
        order, weights = _largest_first(parts)
        renamed: list[Modality] = ["popularity" if n == "behaviour" else n for n in names]
        return tuple(
            Share(None, None, renamed[part], weight)
            for part, weight in zip(order.tolist(), weights, strict=True)
        )
    order, weights = _largest_first(np.outer(effects / effects.sum(), parts).ravel())
    return tuple(
        Share(event, row, names[part], weight)
        for event, row, part, weight in zip(
            places[order // len(names)].tolist(),
            history.rows[places[order // len(names)]].tolist(),
            (order % len(names)).tolist(),
            weights,
            strict=True,
        )
    )


def _largest_first(weights: Floats) -> tuple[Ints, list[float]]:
    """The places of the weights above 0, and these."""
    order = np.argsort(-weights, kind="stable")
    order = order[weights[order] > 0]
    return order, weights[order].tolist()
