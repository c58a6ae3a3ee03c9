"""The one place that chooses a device, a precision, and how many threads and processes compute."""

import os
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from mmrec.errors import ConfigError

if TYPE_CHECKING:
    import torch
    from threadpoolctl import ThreadpoolController
    from torch import nn

T = TypeVar("T")


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


def compile_on_gpu(modules: Iterable["nn.Module"], device: "torch.device") -> None:
    """On a CUDA GPU, let torch compile these at their first call, for inputs of any length.

    In place, so that names of weights stay. On a CPU compiling costs more than it gives back.
    """
    if device.type == "cuda":
        for module in modules:
            module.compile(dynamic=True)


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


@contextmanager
def joined() -> Iterator[None]:
    """Join the processes that `torchrun` started for this command, each with a GPU of its own.

    Without `torchrun` nothing happens.
    """
    if "TORCHELASTIC_RUN_ID" not in os.environ:
        yield
        return
    import torch
    from torch import distributed

    if torch.cuda.is_available():
        torch.cuda.set_device(int(os.environ["LOCAL_RANK"]))
    distributed.init_process_group()  # NCCL between GPUs, gloo between CPUs
    try:
        yield
    finally:
        distributed.destroy_process_group()


def team() -> tuple[int, int]:
    """Which process this is of those that joined, and how many they are: (0, 1) for one alone."""
    from torch import distributed

    if not (distributed.is_available() and distributed.is_initialized()):
        return 0, 1
    return distributed.get_rank(), distributed.get_world_size()


def told(value: T) -> T:
    """What the first process of the team has here: the same for all."""
    from torch import distributed

    if team()[1] == 1:
        return value
    box = [value]
    distributed.broadcast_object_list(box, src=0)
    return box[0]
