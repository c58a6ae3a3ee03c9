"""How texts read, in numbers: how they repeat each other, how hard they are, how unlikely."""

import math
import statistics
from collections.abc import Sequence
from typing import Any

import torch

from mmrec.generation.text import words_of


def self_bleu(texts: Sequence[str]) -> float:
    """Mean BLEU-4 of each text against the others of its list, 0 to 1: low is various.

    Zhu et al. 2018, "Texygen", https://arxiv.org/abs/1802.01886, section 3.
    """
    from sacrebleu import sentence_bleu

    others = [[*texts[:place], *texts[place + 1 :]] for place in range(len(texts))]
    scores = [
        sentence_bleu(one, rest).score for one, rest in zip(texts, others, strict=True) if rest
    ]
    return statistics.mean(scores) / 100 if scores else 0.0


def school_year(text: str) -> float:
    """The automated readability index: the year of school that finds a text easy to read.

    Smith and Senter 1967, AMRL-TR-66-220.
    """
    words = words_of(text)
    letters = sum(map(len, words))
    sentences = max(1, sum(text.count(mark) for mark in ".!?"))
    return 4.71 * letters / max(1, len(words)) + 0.5 * len(words) / sentences - 21.43


def perplexity(tokenizer: Any, network: Any, texts: Sequence[str]) -> float:
    """How surprised a language model is by texts, a token on average; e.g. 20: as by one of 20."""
    loss = tokens = 0.0
    for text in texts:
        ids = tokenizer(text, return_tensors="pt")["input_ids"]
        if ids.shape[1] < 2:
            continue
        with torch.inference_mode():
            loss += float(network(ids, labels=ids).loss) * (ids.shape[1] - 1)
        tokens += ids.shape[1] - 1
    return math.exp(loss / tokens) if tokens else float("nan")
