"""Item vectors in eight bits: a large catalogue is scanned in a quarter of the bytes.

A scan of a large catalogue costs what its bytes take from memory to the processor. What rounding
loses is small, and told for any rows, so the few best can be put right.
"""

import torch
from torch import Tensor

from mmrec.types import Floats, Ints

STEPS = 127  # on either side of 0
ITEMS = 65_536  # rounded at once: whole numbers are never held for all


class Sketch:
    """Dot products with all items of a catalogue, nearly; and how wrong those of some are.

    Args:
        items: (N, D) float32 on the CPU. It is kept, not copied.
    """

    def __init__(self, items: Tensor) -> None:
        self._items = items
        self._step = _step(items)
        self._rounded = torch.empty(items.shape, dtype=torch.int8)
        for start in range(0, len(items), ITEMS):
            part = slice(start, start + ITEMS)
            self._rounded[part] = _rounded(items[part], self._step)

    def dots(self, tastes: Tensor) -> Floats:
        """(B, N) products of tastes (B, D) float32 with every item.

        Of unit vectors of 128 numbers a cosine is wrong by some thousandths.
        """
        steps = torch.stack([_step(taste) for taste in tastes])[:, None]
        # There is no other product of eight-bit matrices in torch that keeps the whole sum.
        sums = torch._int_mm(_rounded(tastes, steps), self._rounded.T)
        out: Floats = sums.float().mul_(steps * self._step).numpy()
        return out

    def lost(self, taste: Tensor, rows: Ints) -> Floats:
        """(n,) what rounding took from the products of one taste (D,) with these items (n,)."""
        places, step = torch.from_numpy(rows), _step(taste)
        rounded = self._rounded[places].float() @ _rounded(taste, step).float()
        out: Floats = (self._items[places] @ taste - rounded * (step * self._step)).numpy()
        return out


def _step(values: Tensor) -> Tensor:
    """() the difference of two neighbouring rounded values."""
    low, high = values.aminmax()
    return torch.maximum(-low, high).clamp_min(1e-12) / STEPS


def _rounded(values: Tensor, step: Tensor) -> Tensor:
    return (values / step).round_().to(torch.int8)
