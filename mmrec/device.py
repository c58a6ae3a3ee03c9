"""The one place that chooses a device, a precision and how many threads compute."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache
from typing import TYPE_CHECKING

from mmrec.errors import ConfigError

if TYPE_CHECKING:
    import torch
    from threadpoolctl import ThreadpoolController


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


def patient_threads() -> None:
    """Let torch's idle threads sleep, not spin, while they wait for each other.

    On a machine with other work, a spinning thread keeps the very core that the one it waits for
    needs: a list took 40 times as long. It is read when torch is first imported, so call it before.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


@cache
def _pools() -> "ThreadpoolController":
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController().select(user_api="openmp")


@contextmanager
def one_thread(device: "torch.device") -> Iterator[None]:
    """On a CPU, compute in the calling thread only: for work too small to be worth sharing.

    Not `torch.set_num_threads`: threads that begin meanwhile would keep its number for good.
    """
    if device.type != "cpu":
        yield
        return
    with _pools().limit(limits=1):
        yield
