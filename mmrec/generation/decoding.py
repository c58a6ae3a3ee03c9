"""Several texts written in one batch, a token a step; how they all begin is read only once.

The weights are read once a step however many rows there are, so a batch of ten costs little more
than one text. A row that has ended leaves the batch.
"""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import torch
from torch import Tensor

from mmrec.generation.network import Network

_KEPT = 4  # beginnings that are remembered
_WORTH = 8  # tokens by which a longer beginning is worth reading
_LIKELIEST = 50  # tokens that one is drawn from
Ids = list[int]


@dataclass(frozen=True, slots=True)
class Manner:
    """How tokens are chosen, and when a text ends.

    Attributes:
        stops: the tokens that end a text.
        pad: fills up short rows.
        temperature: 0 takes the likeliest token each time.
        copies: of each text.
        seed: of the draw.
    """

    stops: frozenset[int]
    pad: int
    temperature: float
    copies: int
    seed: int


class Beginnings:
    """What several prompts begin with, as keys and values of attention, read once."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._kept: dict[tuple[int, ...], Any] = {}
        self._last: Ids | None = None

    def of(self, prompts: Sequence[Ids]) -> tuple[int, Any]:
        """How many tokens these prompts share with each other and the last, and a cache of them.

        At least one token of each prompt is left to be read.
        """
        others = [self._last] if self._last is not None else []
        common = _common([*prompts, *others]) if len(prompts) + len(others) > 1 else []
        common = common[: min(map(len, prompts)) - 1]
        self._last = prompts[-1]
        known = max((ids for ids in self._kept if ids == tuple(common[: len(ids)])), key=len,
                    default=())  # fmt: skip
        if len(common) - len(known) >= _WORTH:
            known = tuple(common)
            self._keep(known)
        if not known:
            return 0, self._network.empty()
        return len(known), deepcopy(self._kept[known])

    def _keep(self, ids: tuple[int, ...]) -> None:
        kept = self._network.empty()
        read = torch.tensor([ids], device=self._network.device)
        places = torch.arange(len(ids), device=read.device).unsqueeze(0)
        self._network.read(read, torch.ones_like(read), places, kept, 1)
        self._kept[ids] = kept
        if len(self._kept) > _KEPT:
            self._kept.pop(next(iter(self._kept)))


class Decoding:
    """A batch of texts that grow. Text `i` goes on from prompt `i // copies`.

    Call `step` until `rows` is empty or enough was written; the caller sees to it that gradients
    are off.
    """

    def __init__(
        self, network: Network, prompts: Sequence[Ids], manner: Manner, beginnings: Beginnings
    ) -> None:
        self.rows = list(range(len(prompts) * manner.copies))  # the texts that have not ended
        self._network = network
        self._manner = manner
        self._draw = torch.Generator(network.device).manual_seed(manner.seed)
        shared, self._kept = beginnings.of(prompts)
        ids, mask = _padded([prompt[shared:] for prompt in prompts], manner.pad, network.device)
        known = torch.ones((len(prompts), shared), dtype=mask.dtype, device=network.device)
        self._mask = torch.cat([known, mask], dim=1)  # (B, P + L)
        self._places = self._mask.cumsum(1) - 1
        if shared:
            self._kept.batch_repeat_interleave(len(prompts))
        self._logits = self._read(ids)
        self._unread: Tensor | None = None  # tokens that were chosen and given out
        self._copy(manner.copies)

    def step(self) -> list[tuple[int, int]]:
        """One more token for each text that goes on: text and token. Others have just ended.

        It is given out before the network reads it: whoever has seen enough need not wait for that.
        """
        if self._unread is not None:
            self._mask = torch.cat([self._mask, torch.ones_like(self._mask[:, :1])], dim=1)
            self._places = self._places[:, -1:] + 1
            self._logits = self._read(self._unread)
        chosen = self._choose().tolist()
        going = [row for row, token in enumerate(chosen) if token not in self._manner.stops]
        if len(going) < len(self.rows):
            self._drop(going)
        new = [(self.rows[place], chosen[row]) for place, row in enumerate(going)]
        if new:
            self._unread = torch.tensor([[token] for _, token in new], device=self._network.device)
        return new

    def _read(self, ids: Tensor) -> Tensor:
        """The logits after these tokens: (B, L) -> (B, V)."""
        places = self._places[:, -ids.shape[1] :]
        return self._network.read(ids, self._mask, places, self._kept, 1)[:, -1]

    def _choose(self) -> Tensor:
        """A token for each row: (B, V) -> (B,)."""
        if self._manner.temperature <= 0:
            return self._logits.argmax(dim=1)
        best, ids = self._logits.topk(min(_LIKELIEST, self._logits.shape[1]), dim=1)
        chances = torch.softmax(best / self._manner.temperature, dim=1)
        return ids.gather(1, torch.multinomial(chances, 1, generator=self._draw)).squeeze(1)

    def _copy(self, copies: int) -> None:
        """Each prompt was read once, and is gone on from several times."""
        if copies > 1:
            self._kept.batch_repeat_interleave(copies)
            self._mask = self._mask.repeat_interleave(copies, dim=0)
            self._places = self._places.repeat_interleave(copies, dim=0)
            self._logits = self._logits.repeat_interleave(copies, dim=0)

    def _drop(self, going: list[int]) -> None:
        """Only these rows of the batch go on."""
        self.rows = [self.rows[row] for row in going]
        if going:
            kept = torch.tensor(going, device=self._network.device)
            self._kept.batch_select_indices(kept)
            self._mask, self._places = self._mask[kept], self._places[kept]


def _common(rows: Sequence[Ids]) -> Ids:
    """What all rows begin with."""
    return [same[0] for same in takewhile(lambda at: len(set(at)) == 1, zip(*rows, strict=False))]


def _padded(rows: Sequence[Ids], pad: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """Tokens and mask (B, L), filled up on the left: all go on at the same place."""
    length = max(map(len, rows))
    ids = torch.tensor([[pad] * (length - len(row)) + row for row in rows], device=device)
    mask = torch.tensor([[0] * (length - len(row)) + [1] * len(row) for row in rows], device=device)
    return ids, mask
