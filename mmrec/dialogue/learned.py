"""What a message does, told by weights learned from labelled turns: for what no rule reads.

A linear softmax over the n-grams of its signs, what is running, and a text encoder's vectors of
it (words and meaning together, as in fastText: Joulin et al. 2017, https://arxiv.org/abs/1607.01759,
section 2, with hashed n-grams). `python -m benchmarks.acts --write` makes the weights.
"""

import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from safetensors import safe_open

from mmrec.dialogue.signs import spoken
from mmrec.types import Floats

WEIGHTS = Path(__file__).parent / "acts.safetensors"
BUCKETS = 4096  # n-grams share them by their hash
_LONGEST = 3  # words of an n-gram
_SCALE = np.float32(3.0)  # of vectors of unit length, beside features of 0 and 1
PROBE = (
    "What is this sentence for?"  # whose vector tells whether an encoder is the one learned with
)
_SAME = 0.98  # cosine from which on two encoders are one, in any precision

Encode = Callable[[Sequence[str]], Floats]


@dataclass(frozen=True, slots=True)
class Said:
    """One message as the model sees it.

    `text` as it was written, `signed` its signs; `running`: whether a request is; `focus`: how
    many items were spoken of last.
    """

    text: str
    signed: Sequence[str]
    running: bool
    focus: int

    @property
    def readings(self) -> tuple[str, str]:
        """What a text encoder reads of it."""
        return self.text, spoken(self.signed)


def buckets(signed: Sequence[str]) -> list[int]:
    """The buckets of a message's n-grams, each once."""
    line = ["^", *signed, "$"]
    grams = (
        " ".join(line[first : first + length])
        for length in range(1, _LONGEST + 1)
        for first in range(len(line) - length + 1)
    )
    return sorted({zlib.crc32(gram.encode()) % BUCKETS for gram in grams})


def features(said: Said) -> Floats:
    """What is known of a message without an encoder, (BUCKETS + 3,)."""
    row = np.zeros(BUCKETS + 3, dtype=np.float32)
    found = buckets(said.signed)
    row[found] = _SCALE / np.sqrt(len(found))
    row[BUCKETS:] = (said.running, said.focus == 1, said.focus > 1)
    return row


def with_vectors(row: Floats, vectors: Floats) -> Floats:
    """The features and the vectors (2, D) of both readings, (BUCKETS + 3 + 2 D,)."""
    return np.concatenate([row, _SCALE * vectors.reshape(-1)])


def scored(rows: Floats, weights: Floats) -> Floats:
    """The scores (…, C) of features (…, F) by weights (F + 1, C), the last row a bias."""
    scores: Floats = rows @ weights[:-1] + weights[-1]
    return scores


class LearnedActs:
    """Tells what a message does.

    Args:
        encode: texts to unit vectors (N, D), as the catalogue's words are encoded. With another
            encoder than the one learned with, n-grams alone tell.
    """

    def __init__(self, encode: Encode, path: Path = WEIGHTS) -> None:
        self._encode, self._path = encode, path

    def likely(self, said: Said) -> tuple[str, float]:
        """The act a message most likely is, and how likely, in [0, 1].

        Acts are intents; feedback is told apart as `feedback:view`, `feedback:like`, ….

        Raises:
            MmrecError: the encoder can not be loaded.
        """
        row = features(said)
        if self._knows_encoder:
            row = with_vectors(row, self._encode(said.readings))
        weights = self._weights["whole" if self._knows_encoder else "words"]
        scores = scored(row, weights)
        chances = np.exp(scores - scores.max())
        best = int(np.argmax(chances))
        return self._acts[best], float(chances[best] / chances.sum())

    def warm(self) -> None:
        """Load what the first message would wait for."""
        self.likely(Said("hello", ["hello"], running=False, focus=0))

    @cached_property
    def _file(self) -> tuple[Mapping[str, Floats], list[str]]:
        with safe_open(self._path, framework="numpy") as file:
            held = {name: file.get_tensor(name).astype(np.float32) for name in file.keys()}  # noqa: SIM118 - it is no dict
            return held, json.loads(file.metadata()["acts"])

    @property
    def _weights(self) -> Mapping[str, Floats]:
        return self._file[0]

    @property
    def _acts(self) -> list[str]:
        return self._file[1]

    @cached_property
    def _knows_encoder(self) -> bool:
        known, here = self._weights["probe"], self._encode([PROBE])[0]
        return known.shape == here.shape and float(known @ here) >= _SAME
