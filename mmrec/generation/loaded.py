"""The one door to transformers' language models: any chat model with a template, ready to write

Here it is chosen how a model computes: bf16 on CUDA, integers of 8 bits on a CPU where they win.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer
from transformers.utils import logging as transformers_logging

from mmrec.errors import WeightsError
from mmrec.generation.adapters import merged
from mmrec.generation.decoding import Beginnings
from mmrec.generation.integers import in_integers, suits
from mmrec.generation.llama import Llama
from mmrec.generation.network import Network, Transformers


@dataclass(frozen=True, slots=True)
class Loaded:
    """A model with its tokenizer.

    Attributes:
        model: as transformers has it.
        network: the same weights as `decoding` reads them.
        stop: the token that ends a text, and pads.
        stops: all that end one.
        window: how many tokens it reads.
        beginnings: of prompts, that were read already.
    """

    model: Any
    network: Network
    tokenizer: Any
    stop: int
    stops: frozenset[int]
    window: int
    beginnings: Beginnings


def load(folder: Path, model_id: str, device: torch.device, adapter: Path | None) -> Loaded:
    """The model in a folder, with the adapter in its weights.

    Raises:
        WeightsError: it is no chat model.
    """
    with _quiet():
        return _read(folder, model_id, device, adapter)


def _read(folder: Path, model_id: str, device: torch.device, adapter: Path | None) -> Loaded:
    # bf16 is no quicker on a CPU; integers are, see `integers`.
    dtype = torch.bfloat16 if device.type == "cuda" else torch.float32
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder)
        model: Any = AutoModelForCausalLM.from_pretrained(folder, dtype=dtype)
    except (OSError, ValueError) as error:
        raise WeightsError(
            f"{model_id} in {folder} is not a language model: {error}.",
            "Run `mmrec weights fetch`, or set `generation.model` to a chat model.",
        ) from None
    if not tokenizer.chat_template:
        raise WeightsError(
            f"{model_id} has no chat template.", "Set `generation.model` to a chat model."
        )
    if adapter is not None:
        model = merged(model, adapter)
    model = model.to(device).eval().requires_grad_(False)
    if suits(device):
        model = in_integers(model)
    stop = int(tokenizer.eos_token_id)
    ends = model.generation_config.eos_token_id
    stops = frozenset([stop, *(ends if isinstance(ends, list) else [ends] if ends else [])])
    model.generation_config.pad_token_id = stop  # else a warning at every call
    window = int(getattr(model.config, "max_position_embeddings", 2048))
    network = Llama(model) if Llama.suits(model) else Transformers(model)
    return Loaded(model, network, tokenizer, stop, stops, window, Beginnings(network))


@contextmanager
def _quiet() -> Iterator[None]:
    """Loading without progress bars and advice that no user of this program can follow."""
    level = transformers_logging.get_verbosity()
    bars = transformers_logging.is_progress_bar_enabled()
    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        transformers_logging.set_verbosity(level)
        if bars:
            transformers_logging.enable_progress_bar()  # type: ignore[no-untyped-call]
