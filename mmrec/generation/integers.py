"""Linear layers in 8-bit integers: what a small language model needs to be quick on a CPU.

Writing is bound by reading the weights once a token, and integers are a quarter of the bytes; the
products are also quicker. Each row of what comes in has a scale of its own, so that the words of
one text do not depend on what else is in the batch (LLM.int8(), https://arxiv.org/abs/2208.07339,
section 2.1, without the part for outliers).
"""

from typing import Any

import torch
from torch import Tensor, nn

_TOP = 127.0
_LEAST = 1e-6  # of what 127 stands for: a row of zeros stays one


class IntegerLinear(nn.Module):
    """`nn.Linear` with weights of 8 bits, a scale for each row of them: (…, I) -> (…, O)."""

    weight: Tensor  # (I, O), int8, columns of O after each other
    scale: Tensor  # (O,)

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        ints, top = _rounded(linear.weight.detach().float())
        self.register_buffer("weight", ints.t())
        self.register_buffer("scale", top.squeeze(1) / _TOP**2)
        self.bias = linear.bias

    def forward(self, given: Tensor) -> Tensor:
        """The product, in the type of what is given. Few steps, for a small step costs its call."""
        ints, top = _rounded(given.reshape(-1, given.shape[-1]).float())
        out = (torch._int_mm(ints, self.weight) * top).mul_(self.scale)
        out = out if self.bias is None else out.add_(self.bias)
        return out.view(*given.shape[:-1], -1).to(given.dtype)


def in_integers(model: Any) -> Any:
    """The model with its linear layers replaced, in place."""
    for name, part in list(model.named_modules()):
        if type(part) is nn.Linear:  # a subclass may do something else
            model.set_submodule(name, IntegerLinear(part))
    return model


def suits(device: torch.device) -> bool:
    """Whether integers are the quicker ones there: on processors with wide instructions."""
    return device.type == "cpu" and "AVX" in torch.backends.cpu.get_cpu_capability()


def _rounded(rows: Tensor) -> tuple[Tensor, Tensor]:
    """Rows as integers from -127 to 127, and what 127 stands for: (R, I) -> (R, I), (R, 1)."""
    top = rows.abs().amax(dim=1, keepdim=True).clamp_(min=_LEAST)
    return (rows / top).mul_(_TOP).round_().to(torch.int8), top
