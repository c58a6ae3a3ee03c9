"""A tiny CLAP model that knows nothing, saved as a real one; and sounds of one pitch."""

from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from transformers import ClapConfig, ClapFeatureExtractor, ClapModel, PreTrainedTokenizerFast

RATE = 8000
WORDS = ["<s>", "<pad>", "</s>", "<unk>", "low", "high", "sound", "hum"]


def save_clap(folder: Path, seed: int = 0, *, fusion: bool = False) -> Path:
    """A randomly initialised model with its feature extractor and tokenizer."""
    torch.manual_seed(seed)
    text = {
        "vocab_size": len(WORDS),
        "hidden_size": 16,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "intermediate_size": 16,
        "max_position_embeddings": 24,
    }
    audio = {
        "num_mel_bins": 16,
        "spec_size": 64,
        "window_size": 4,
        "patch_size": 4,
        "patch_stride": [4, 4],
        "patch_embeds_hidden_size": 8,
        "hidden_size": 16,
        "depths": [1, 1],
        "num_attention_heads": [2, 2],
        "enable_fusion": fusion,
        "fusion_type": "aff_2d" if fusion else None,
    }
    config = ClapConfig(text_config=text, audio_config=audio, projection_dim=12)
    ClapModel(config).eval().save_pretrained(folder)
    ClapFeatureExtractor(
        feature_size=16,
        sampling_rate=RATE,
        hop_length=80,
        max_length_s=1,
        fft_window_size=256,
        frequency_max=RATE // 2,
        truncation="fusion" if fusion else "rand_trunc",
    ).save_pretrained(folder)
    words = Tokenizer(WordLevel({word: at for at, word in enumerate(WORDS)}, unk_token="<unk>"))
    words.pre_tokenizer = Whitespace()
    PreTrainedTokenizerFast(
        tokenizer_object=words, unk_token="<unk>", pad_token="<pad>", bos_token="<s>"
    ).save_pretrained(folder)
    return folder


def tone(pitch: float, seconds: float = 1.0, rate: int = RATE) -> np.ndarray:
    """(n,) a sine of this many Hz, half as loud as can be."""
    at = np.arange(int(seconds * rate)) / rate
    return (0.5 * np.sin(2 * np.pi * pitch * at)).astype(np.float32)
