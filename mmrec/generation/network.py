"""What a network must do to write: read tokens after those that it keeps. Any of transformers' can.

A step is short, so what is called around its products costs as much as they do. `llama.Llama` reads
the same weights with few calls, where they are those of a Llama in integers.
"""

from typing import Any, Protocol

import torch
from torch import Tensor
from transformers import DynamicCache


class Kept(Protocol):
    """Keys and values of what was read, a row for each text."""

    def batch_repeat_interleave(self, repeats: int) -> None:
        """Each row so many times, one after the other."""

    def batch_select_indices(self, indices: Tensor) -> None:
        """These rows only."""


class Network(Protocol):
    """What writing needs of a network."""

    @property
    def device(self) -> torch.device:
        """Where it computes."""

    def empty(self) -> Any:
        """Nothing read yet, as `Kept`."""

    def read(self, ids: Tensor, mask: Tensor, places: Tensor, kept: Any, last: int) -> Tensor:
        """Logits after each of the last so many tokens: (B, last, V), float32.

        Args:
            ids: the tokens (B, L).
            mask: 1 where a token counts, of those read before and these (B, P + L).
            places: of these tokens in their texts (B, L).
            kept: of those read before; these are added.
            last: how many of these are asked for.
        """


class Transformers:
    """Any causal language model of transformers."""

    def __init__(self, model: Any) -> None:
        self._model = model

    @property
    def device(self) -> torch.device:
        """Where it computes."""
        return self._model.device  # type: ignore[no-any-return]

    def empty(self) -> DynamicCache:
        """Nothing read yet."""
        return DynamicCache(config=self._model.config)

    def read(
        self, ids: Tensor, mask: Tensor, places: Tensor, kept: DynamicCache, last: int
    ) -> Tensor:
        """As `Network.read`."""
        out = self._model(
            ids, attention_mask=mask, position_ids=places, cache=kept, logits_to_keep=last
        )
        return out.logits.float()  # type: ignore[no-any-return]
