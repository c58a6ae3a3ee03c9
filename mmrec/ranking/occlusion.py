"""A history read with each of its recent events left out, all in one pass.

The network looks back only, so what it makes of an event is the same with and without a later one:
a history without its event d is its beginning up to d, which is read once for all, and a branch of
the events after d, which is read anew. Beginning and branches lie side by side in one sequence, and
who may look at whom keeps them apart. With 20 of 50 events tried out, 240 are read, not 1,030.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from torch import Tensor

from mmrec.history import History
from mmrec.ranking.ranker import Ranker
from mmrec.ranking.sequence import SequenceTower, gap_buckets, pairs_of, step_buckets


def tastes_without(ranker: Ranker, read: History, tried: int) -> Tensor:
    """(1 + E, D) the taste after the whole history, then after it without each event tried out.

    The same as `ranker.tastes` of these histories, but for rounding.

    Args:
        ranker: what reads.
        read: no longer than what the ranker reads.
        tried: E, how many of the last events, the oldest of them first.
    """
    if len(read) < 2:
        return ranker.tastes([read, *(read.without(place) for place in range(tried))])
    branches = _branches(len(read), tried)
    events, before = branches.events, branches.before
    apart = gap_buckets(torch.from_numpy(read.ats.astype(np.int64))[None])[0]  # of any two events
    pairs = pairs_of(branches.steps, apart[events[:, None], events][None], branches.sees[None])
    since = torch.where(before < 0, 0, apart[events, before])
    rows, kinds = (torch.from_numpy(part)[events] for part in (read.rows, read.kinds))
    pairs = pairs.to(ranker.device)
    rows, kinds, since = (part[None].to(ranker.device) for part in (rows, kinds, since))

    def last(tower: SequenceTower, items: Tensor) -> Tensor:
        return tower.read(tower.embed(items, kinds, since), pairs, asked=1 + tried)[0]

    return ranker.side_by_side(rows, last) / ranker.shape.settings.temperature


@dataclass(frozen=True, slots=True, eq=False)
class _Branches:
    """The T events to read: the history and its branches, the last 1 + E those that are asked.

    Attributes:
        events: (T,) which event of the history.
        before: (T,) which event comes right before it in its branch; -1: none.
        steps: (T, T) bucket of the number of events from the second to the first in its branch.
        sees: (T, T) true where the first may look at the second.
    """

    events: Tensor
    before: Tensor
    steps: Tensor
    sees: Tensor


@lru_cache(maxsize=8)  # most users have done more than is read: one shape is most of them
def _branches(length: int, tried: int) -> _Branches:
    """Those of a history of two events or more without each of its last `tried`."""
    every = torch.arange(length)
    gone = every[length - tried : -1]  # without the last event there is no branch
    left, events = torch.nonzero(every > gone[:, None], as_tuple=True)
    events = torch.cat((every, events))
    without = torch.cat((torch.full_like(every, length), gone[left]))  # `length`: nothing is gone
    # Asked is who ends the history or a branch; without its last event the history ends before it.
    asked = [*torch.nonzero(events == length - 1).flatten().tolist(), *[length - 2][:tried]]
    others = sorted({*range(len(events))} - {*asked})
    events, without = (part[others + asked] for part in (events, without))
    begun = (without == length) & (events < without[:, None])
    own = without == without[:, None]
    return _Branches(
        events,
        before=events - 1 - (events - 1 == without).long(),
        steps=step_buckets(events - (without < events).long()),
        sees=(events <= events[:, None]) & (own | begun),
    )
