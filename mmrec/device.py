"""The one place that chooses a device and a precision."""

from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from mmrec.errors import ConfigError

if TYPE_CHECKING:
    import torch


def pick_device(wanted: str = "auto") -> "torch.device":
    """The device for every model: a GPU when there is one, unless the settings say otherwise.

    Raises:
        ConfigError: the wanted device is not on this machine.
    """
    import torch

    there = {
        "cpu": True,
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available(),
    }
    if wanted == "auto":
        wanted = next(name for name in ("cuda", "mps", "cpu") if there[name])
    if not there.get(wanted, False):
        raise ConfigError(f"device: this machine has no '{wanted}'.", "Use `device: auto`.")
    return torch.device(wanted)


def autocast(device: "torch.device") -> AbstractContextManager[object]:
    """bf16 autocast on a GPU; full precision on a CPU, where bf16 is slower and less exact."""
    import torch

    if device.type == "cuda":
        return torch.autocast("cuda", dtype=torch.bfloat16)
    return nullcontext()
