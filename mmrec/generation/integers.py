"""Linear layers in 8-bit integers: what a small language model needs to be quick on a CPU.

Writing is bound by reading the weights once a token, and integers are a quarter of the bytes; the
products are also quicker. Each row of what comes in has a scale of its own, so that the words of
one text do not depend on what else is in the batch (LLM.int8(), https://arxiv.org/abs/2208.07339,
section 2.1, without the part for outliers). FBGEMM computes them (https://arxiv.org/abs/2101.05615):
its weights are packed beforehand, and it rounds what comes in and scales what goes out itself.
"""

import warnings
from functools import cache
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

_ENGINE = "fbgemm"
_TOP = 127  # the largest weight
_MIDDLE = 128  # what stands for 0 in what comes in, which FBGEMM wants in 0..255
_LEAST = 1e-6  # the largest of a row: a row of zeros stays one
_product = torch.ops.quantized.linear_with_input_q_dq_qweight_dq_output_fp32


class Scaled(NamedTuple):
    """Rows (R, I) whose largest number is 1, and what it was (R, 1): made once for many layers."""

    rows: Tensor
    top: Tensor

    @classmethod
    def of(cls, rows: Tensor) -> "Scaled":
        """These rows, scaled."""
        top = rows.abs().amax(dim=1, keepdim=True).clamp_(min=_LEAST)
        return cls(rows / top, top)


class IntegerLinear(nn.Module):
    """`nn.Linear` with weights of 8 bits, a scale for each row of them: (…, I) -> (…, O)."""

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        self._packed = _packed(linear.weight.detach())
        self.bias = linear.bias

    def forward(self, given: Tensor) -> Tensor:
        """The product, in the type of what is given."""
        out = self.of(Scaled.of(given.reshape(-1, given.shape[-1]).float()))
        out = out if self.bias is None else out.add_(self.bias)
        return out.view(*given.shape[:-1], -1).to(given.dtype)

    def of(self, rows: "Scaled") -> Tensor:
        """The product without the bias."""
        return self.unscaled(rows).mul_(rows.top)

    def unscaled(self, rows: "Scaled") -> Tensor:
        """The product of the rows as they are scaled, for who scales its sum with more."""
        return _product(rows.rows, 1 / _levels(), _MIDDLE, self._packed)  # type: ignore[no-any-return]


def in_integers(model: Any) -> Any:
    """The model with its linear layers replaced, in place."""
    for name, part in list(model.named_modules()):
        if type(part) is nn.Linear:  # a subclass may do something else
            model.set_submodule(name, IntegerLinear(part))
    return model


def suits(device: torch.device) -> bool:
    """Whether integers can be had and are the quicker ones there: on processors of x86."""
    return device.type == "cpu" and _ENGINE in torch.backends.quantized.supported_engines


@cache
def _levels() -> int:
    """What the largest of a row becomes: 7 bits where FBGEMM adds two products in 16 bits."""
    return 127 if torch.cpu._is_vnni_supported() else 63


def _packed(weight: Tensor) -> Any:
    """A matrix (O, I) in integers, in the order in which FBGEMM reads it."""
    weight = weight.float()
    scale = weight.abs().amax(dim=1).clamp_(min=_LEAST).double() / _TOP
    zeros = torch.zeros(len(weight), dtype=torch.long)
    before = torch.backends.quantized.engine
    torch.backends.quantized.engine = _ENGINE
    try:
        with warnings.catch_warnings():
            # torch 2.14 deprecates tensors of integers, but its packing takes nothing else.
            warnings.filterwarnings("ignore", message=".*quantized tensor creation functions")
            ints = torch.quantize_per_channel(weight, scale, zeros, 0, torch.qint8)
        return torch.ops.quantized.linear_prepack(ints, None)
    finally:
        torch.backends.quantized.engine = before
