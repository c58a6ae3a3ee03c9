"""A text encoder taught to tell what a text does and what each of its words is there for.

MiniLM of the offline pack with a low-rank adapter (Hu et al. 2021, arXiv 2106.09685) and two linear
heads, as joint intent and slot models are built (Chen et al. 2019, arXiv 1902.10909).
"""

import json
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Self

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from mmrec.config import OFFLINE
from mmrec.device import autocast, one_thread
from mmrec.errors import WeightsError, first_line
from mmrec.types import Floats
from mmrec.weights import Located, locate

ABOUT, HEADS = "about.json", "heads.safetensors"
_LONGEST = 256  # tokens of a text that are read
Texts = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class About:
    """The revision of the encoder a tagger was made for; the names of its classes and roles."""

    model: str
    classes: list[str]
    roles: list[str]


class TaggerNetwork(nn.Module):
    """An encoder with a head for the whole text and one for each token.

    Args:
        encoder: of transformers, (B, L) tokens to (B, L, D).
        classes, roles: how many there are of a text and of a word.
    """

    def __init__(self, encoder: nn.Module, width: int, classes: int, roles: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.whole, self.each = nn.Linear(2 * width, classes), nn.Linear(width, roles)
        self.dropout = nn.Dropout(0.1)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Scores (B, classes) and (B, L, roles) of tokens and their mask (B, L)."""
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        seen = mask[..., None].to(states.dtype)
        mean = (states * seen).sum(1) / seen.sum(1)
        whole = torch.cat([states[:, 0], mean], -1)
        return self.whole(self.dropout(whole)), self.each(self.dropout(states))


def base() -> tuple[Any, Any, Located]:
    """The encoder that adapters are made for, its tokenizer, and where it lies.

    Raises:
        WeightsError: the offline pack is not here.
    """
    from transformers import AutoModel, AutoTokenizer
    from transformers.utils.logging import disable_progress_bar

    found = locate("text", OFFLINE)
    disable_progress_bar()  # type: ignore[no-untyped-call]  # for a load of 0.3 s
    tokenizer = AutoTokenizer.from_pretrained(found.folder, local_files_only=True)
    return AutoModel.from_pretrained(found.folder, local_files_only=True), tokenizer, found


def tokens(tokenizer: Any, texts: Texts) -> tuple[Tensor, Tensor, list[list[int]]]:
    """Ids and mask (B, L) of texts given as words, and where the first token of each word is.

    Words beyond the longest text that is read have no place.
    """
    given = tokenizer(
        [list(words) for words in texts],
        is_split_into_words=True,
        padding=True,
        truncation=True,
        max_length=_LONGEST,
        return_tensors="pt",
    )
    places: list[list[int]] = []
    for row in range(len(texts)):
        first: dict[int, int] = {}
        for place, word in enumerate(given.word_ids(row)):
            if word is not None:
                first.setdefault(word, place)
        # A word without a token of its own (a mark that is unknown) is read as the text's begin.
        last = max(first, default=-1)
        places.append([first.get(word, 0) for word in range(last + 1)])
    return given["input_ids"], given["attention_mask"], places


class Tagger:
    """A loaded tagger. Safe to call from threads: calls take turns."""

    def __init__(
        self, network: TaggerNetwork, tokenizer: Any, device: torch.device, about: About
    ) -> None:
        self.about = about
        self._network, self._tokenizer = network.eval().to(device), tokenizer
        self._device = device
        self._turn = Lock()

    @classmethod
    def open(cls, folder: Path, device: torch.device) -> Self:
        """Load an adapter and its heads onto the encoder that they were made for.

        Raises:
            WeightsError: the offline pack is not here, or is another one.
        """
        from peft import PeftModel

        remedy = "Make it anew with `python -m benchmarks.roles --write`."
        encoder, tokenizer, found = base()
        try:
            about = About(**json.loads((folder / ABOUT).read_text(encoding="utf-8")))
            if found.revision != about.model:
                raise WeightsError(
                    f"The tagger in {folder} was made for model {about.model}, "
                    f"not {found.revision}.",
                    remedy,
                )
            with warnings.catch_warnings():  # of peft's, about what it asks of transformers
                warnings.simplefilter("ignore", FutureWarning)
                merged = PeftModel.from_pretrained(encoder, str(folder)).merge_and_unload()
            width = merged.config.hidden_size
            network = TaggerNetwork(merged, width, len(about.classes), len(about.roles))
            held = {name: one.float() for name, one in load_file(folder / HEADS).items()}
            missing = network.load_state_dict(held, strict=False).missing_keys
            if gone := [name for name in missing if not name.startswith("encoder.")]:
                raise KeyError(gone[0])  # the encoder is held elsewhere; a head is not
        except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
            raise WeightsError(
                f"The tagger in {folder} cannot be loaded: {first_line(error)}.", remedy
            ) from error
        return cls(network, tokenizer, device, about)

    def scores(self, texts: Texts) -> list[tuple[Floats, Floats]]:
        """Of each text, given as words: scores of its classes (C,), of its words' roles (W, R).

        Words beyond the 256th token have none: W may be less than there are words.
        """
        with self._turn, torch.inference_mode(), one_thread(self._device), autocast(self._device):
            ids, mask, places = tokens(self._tokenizer, texts)
            whole, each = self._network(ids.to(self._device), mask.to(self._device))
        return [(_plain(whole[row]), _plain(each[row, places[row]])) for row in range(len(texts))]


def _plain(scores: Tensor) -> Floats:
    held: Floats = scores.float().cpu().numpy().astype(np.float32)
    return held
