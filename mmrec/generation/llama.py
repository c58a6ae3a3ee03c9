"""A Llama in integers, read with few calls, which cost a small model as much as its products do.

The weights are those of transformers' model (https://arxiv.org/abs/2302.13971). What is saved is
around them: what several layers multiply is scaled once, angles and mask are made once a read,
keys and values are written into room that is there already, and the heads that share a key
(https://arxiv.org/abs/2305.13245) are read as one head with more rows.
"""

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional
from transformers import LlamaForCausalLM

from mmrec.generation.integers import IntegerLinear, Scaled

_ROOM = 96  # tokens that room is made for at a time
_LINEAR = ("_proj", "lm_head")  # how the names of its linear layers end


class Kept:
    """Keys and values of what was read: (layers, B, room, heads, D) each, `length` of it used."""

    def __init__(self, layers: int, heads: int, width: int) -> None:
        self.length = 0
        self._both = torch.empty(2, layers, 1, 0, heads, width)

    def room_for(self, rows: int, length: int) -> tuple[tuple[Tensor, ...], tuple[Tensor, ...]]:
        """Keys and values of each layer (B, P + L, heads, D), the last L of them to be written."""
        end = self.length + length
        if not self.length:
            shape = self._both.shape
            self._both = self._both.new_empty(*shape[:2], rows, end + _ROOM, *shape[4:])
        elif end > self._both.shape[3]:
            more = self._both.new_empty(
                *self._both.shape[:3], length + _ROOM, *self._both.shape[4:]
            )
            self._both = torch.cat([self._both[:, :, :, : self.length], more], dim=3)
        self.length = end
        keys, values = self._both[:, :, :, :end].unbind(0)
        return keys.unbind(0), values.unbind(0)

    def batch_repeat_interleave(self, repeats: int) -> None:
        """Each row so many times, one after the other."""
        self._both = self._both.repeat_interleave(repeats, dim=2)

    def batch_select_indices(self, indices: Tensor) -> None:
        """These rows only."""
        self._both = self._both[:, :, indices]


class Llama:
    """The network of a `LlamaForCausalLM` in integers."""

    @staticmethod
    def suits(model: Any) -> bool:
        """Whether a model is one: anything else is left to transformers."""
        if type(model) is not LlamaForCausalLM or model.config.hidden_act != "silu":
            return False
        parts = [part for name, part in model.named_modules() if name.endswith(_LINEAR)]
        return all(type(part) is IntegerLinear and part.bias is None for part in parts)

    def __init__(self, model: Any) -> None:
        config = model.config
        self._model = model
        self._layers = list(model.model.layers)
        self._heads = config.num_key_value_heads
        self._group = config.num_attention_heads // config.num_key_value_heads
        self._width = model.model.layers[0].self_attn.head_dim

    @property
    def device(self) -> torch.device:
        """Where it computes."""
        return self._model.device  # type: ignore[no-any-return]

    def empty(self) -> Kept:
        """Nothing read yet."""
        return Kept(len(self._layers), self._heads, self._width)

    def read(self, ids: Tensor, mask: Tensor, places: Tensor, kept: Kept, last: int) -> Tensor:
        """As `Network.read`."""
        inner = self._model.model
        rows, length = ids.shape
        x = inner.embed_tokens(ids.reshape(-1))  # (B L, W)
        cos, sin = inner.rotary_emb(x, position_ids=places)  # (B, L, D) each
        half = self._width // 2
        turn = cos.unsqueeze(2), torch.cat([-sin[..., :half], sin[..., half:]], dim=2).unsqueeze(2)
        seen = _seen(mask, length).repeat_interleave(self._group, dim=2)
        for layer, keys, values in zip(self._layers, *kept.room_for(rows, length), strict=True):
            attention = layer.self_attn
            given = Scaled.of(_normed(layer.input_layernorm, x))
            parts = (rows, length, -1, self._width)
            query = _turned(attention.q_proj.of(given).view(parts), turn)
            keys[:, -length:] = _turned(attention.k_proj.of(given).view(parts), turn)
            values[:, -length:] = attention.v_proj.of(given).view(parts)
            x = _added(x, attention.o_proj, self._attended(query, keys, values, seen))
            given = Scaled.of(_normed(layer.post_attention_layernorm, x))
            gate = functional.silu(layer.mlp.gate_proj.of(given), inplace=True)
            x = _added(x, layer.mlp.down_proj, gate.mul_(layer.mlp.up_proj.of(given)))
        x = x.view(rows, length, -1)[:, -last:].reshape(rows * last, -1)
        logits: Tensor = self._model.lm_head(_normed(inner.norm, x))
        return logits.view(rows, last, -1)

    def _attended(self, query: Tensor, keys: Tensor, values: Tensor, seen: Tensor) -> Tensor:
        """What (B, L, H, D) find in keys and values (B, S, heads, D): (B L, H D)."""
        rows, length = query.shape[:2]
        shared = query.view(rows, length, self._heads, self._group, -1).transpose(1, 2)
        out = functional.scaled_dot_product_attention(
            shared.reshape(rows, self._heads, length * self._group, -1),
            keys.transpose(1, 2),
            values.transpose(1, 2),
            attn_mask=seen,
        )
        parted = out.view(rows, self._heads, length, self._group, -1).transpose(1, 2)
        return parted.reshape(rows * length, -1)


def _seen(mask: Tensor, length: int) -> Tensor:
    """0 where the last L tokens see one of all, else minus infinity: (B, S) -> (B, 1, L, S)."""
    size = mask.shape[1]
    at = torch.arange(size, device=mask.device)
    causal = at <= at[size - length :].unsqueeze(1)  # (L, S)
    seen = (mask.bool().unsqueeze(1) & causal).unsqueeze(1)
    # The lowest number, not infinity: what fills up a short text sees nothing, and must not be NaN.
    lowest = torch.finfo(torch.float32).min
    return torch.zeros(seen.shape, device=mask.device).masked_fill_(~seen, lowest)


def _normed(norm: Any, x: Tensor) -> Tensor:
    return functional.rms_norm(x, norm.weight.shape, norm.weight, norm.variance_epsilon)


def _turned(x: Tensor, turn: tuple[Tensor, Tensor]) -> Tensor:
    """The halves of each head (B, L, H, D), turned by the angles of its place."""
    return torch.addcmul(x * turn[0], x.roll(x.shape[-1] // 2, -1), turn[1])


def _added(x: Tensor, layer: IntegerLinear, given: Tensor) -> Tensor:
    scaled = Scaled.of(given)
    return torch.addcmul(x, layer.unscaled(scaled), scaled.top)
