"""A chat model that writes: one text, many in one batch, or one while it is read."""

import threading
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import torch

from mmrec.errors import ConfigError
from mmrec.generation.adapters import NO_ADAPTER, adapter_for
from mmrec.generation.constraint import Grammar, Vocabulary
from mmrec.generation.decoding import Decoding, Manner
from mmrec.generation.loaded import Loaded, load
from mmrec.generation.prompts import Message


class LanguageModel:
    """A chat model that loads on first use and writes from any thread, a step at a time."""

    def __init__(
        self, folder: Path, model_id: str, device: torch.device, adapter: Path | None = None
    ) -> None:
        self.folder = folder
        self.model_id = model_id
        self.adapter = adapter
        self._device = device
        self._loaded: Loaded | None = None
        self._lock = threading.Lock()

    @classmethod
    def open(cls, name: str, device: torch.device, adapter: str = NO_ADAPTER) -> "LanguageModel":
        """A model by name: `offline`, a local folder or a hub name. Its weights load on first use.

        Args:
            name: of the model.
            device: where it computes.
            adapter: `auto` takes the one that was made for this model, if there is one; `none`, or
                a folder.

        Raises:
            WeightsError: it cannot be had, or the adapter is for another model.
        """
        from mmrec.weights import locate

        found = locate("generator", name)
        chosen = adapter_for(found.revision, adapter)
        taught = f"+{chosen.revision}" if chosen else ""
        folder = chosen.folder if chosen else None
        return cls(found.folder, f"{found.name}@{found.revision}{taught}", device, folder)

    @property
    def adapted(self) -> bool:
        """Whether it was taught to write to plans."""
        return self.adapter is not None

    def complete(
        self,
        messages: Sequence[Message],
        *,
        max_new_tokens: int,
        temperature: float,
        n: int = 1,
        seed: int = 0,
        opening: str = "",
        vocabulary: Vocabulary | None = None,
    ) -> list[str]:
        """The model's next turn, `n` times in one batch, the likeliest first.

        Args:
            messages: the conversation, `{"role": …, "content": …}` each.
            max_new_tokens: the most it may write, beside the opening.
            temperature: 0 takes the likeliest word each time, and then all `n` are the same one.
            n: how many texts.
            seed: the same seed, model and machine give the same texts.
            opening: words the turn begins with; they are part of each text.
            vocabulary: what it may write; anything, if None.

        Raises:
            ConfigError: the conversation is longer than the model's window.
            WeightsError: the weights cannot be loaded.
        """
        with self._lock, torch.random.fork_rng(devices=self._cuda()), torch.inference_mode():
            torch.manual_seed(seed)
            loaded = self._load()
            ids = self._ids(loaded, messages, opening, max_new_tokens)
            length = len(ids)
            given = torch.tensor([ids], device=self._device)
            written = loaded.model.generate(
                given,
                attention_mask=torch.ones_like(given),
                **_sampling(temperature, n),
                **_constraint(loaded, vocabulary, length),
                max_new_tokens=max_new_tokens,
                output_logits=True,
                return_dict_in_generate=True,
            )
            order = _by_likelihood(written, length, loaded.stop)
            texts = loaded.tokenizer.batch_decode(
                written.sequences[:, length:], skip_special_tokens=True
            )
        return [f"{opening}{texts[i]}".strip() for i in order]

    def complete_many(
        self,
        prompts: Sequence[Sequence[Message]],
        *,
        max_new_tokens: int,
        temperature: float,
        n: int = 1,
        seed: int = 0,
    ) -> list[list[str]]:
        """The model's next turn in each of several conversations, all written together.

        Args:
            prompts: the conversations.
            max_new_tokens: the most it may write in each.
            temperature: 0 takes the likeliest word each time.
            n: how many texts for each.
            seed: the same seed, model, machine and prompts give the same texts.

        Raises:
            ConfigError: a conversation is longer than the model's window.
            WeightsError: the weights cannot be loaded.
        """
        if not prompts:
            return []
        texts = [list[int]() for _ in range(len(prompts) * n)]
        for new in self._steps(prompts, max_new_tokens, temperature, n, seed):
            for text, token in new:
                texts[text].append(token)
        written = self._load().tokenizer.batch_decode(texts, skip_special_tokens=True)
        return [written[start : start + n] for start in range(0, len(written), n)]

    def grow(
        self,
        prompts: Sequence[Sequence[Message]],
        *,
        max_new_tokens: int,
        temperature: float,
        n: int = 1,
        seed: int = 0,
    ) -> Iterator[dict[int, str]]:
        """The model's next turn in each conversation as it is written, `n` times side by side.

        After each step come the texts that went on, each as far as it is, by number: those of the
        first conversation come first.
        Closing the iterator ends the writing. Others may write in between.

        Raises:
            ConfigError: the conversation is longer than the model's window.
            WeightsError: the weights cannot be loaded.
        """
        written = [list[int]() for _ in range(len(prompts) * n)]
        for new in self._steps(prompts, max_new_tokens, temperature, n, seed):
            for text, token in new:
                written[text].append(token)
            decode = self._load().tokenizer.decode
            yield {text: decode(written[text], skip_special_tokens=True) for text, _ in new}

    def _steps(
        self,
        prompts: Sequence[Sequence[Message]],
        room: int,
        temperature: float,
        n: int,
        seed: int,
    ) -> Iterator[list[tuple[int, int]]]:
        """The tokens of each step, by the number of their text. Locked for a step at a time."""
        with self._lock, torch.inference_mode():
            loaded = self._load()
            rows = [self._ids(loaded, one, "", room) for one in prompts]
            manner = Manner(loaded.stops, loaded.stop, temperature, n, seed)
            decoding = Decoding(loaded.network, rows, manner, loaded.beginnings)
        for _ in range(room):
            with self._lock, torch.inference_mode():
                new = decoding.step()
            if not new:
                return
            yield new

    def _cuda(self) -> list[int]:
        return [self._device.index or 0] if self._device.type == "cuda" else []

    def _ids(
        self, loaded: Loaded, messages: Sequence[Message], opening: str, room: int
    ) -> list[int]:
        """The tokens of the conversation, which leave room for what is to be written."""
        text = loaded.tokenizer.apply_chat_template(
            list(messages), tokenize=False, add_generation_prompt=True
        )
        ids: list[int] = loaded.tokenizer(text + opening, add_special_tokens=False)["input_ids"]
        if len(ids) + room > loaded.window:
            raise ConfigError(
                f"The prompt has {len(ids)} tokens; {self.model_id} reads {loaded.window - room}.",
                "Shorten the message, or choose a model with a larger window.",
            )
        return ids

    def _load(self) -> Loaded:
        if self._loaded is None:
            self._loaded = load(self.folder, self.model_id, self._device, self.adapter)
        return self._loaded


def _sampling(temperature: float, n: int) -> dict[str, Any]:
    if temperature <= 0:
        # What the model's own defaults say of sampling would only be warned about.
        return {"do_sample": False, "temperature": None, "top_p": None, "top_k": None}
    return {"do_sample": True, "temperature": temperature, "num_return_sequences": n}


def _constraint(loaded: Loaded, vocabulary: Vocabulary | None, length: int) -> dict[str, Any]:
    if vocabulary is None:
        return {}
    encode = partial(loaded.tokenizer.encode, add_special_tokens=False)
    grammar = Grammar(encode, vocabulary, loaded.stop)

    def allowed(_: int, tokens: torch.Tensor) -> list[int]:
        return grammar.allowed(tokens[length:].tolist())

    return {"prefix_allowed_tokens_fn": allowed}


def _by_likelihood(written: Any, length: int, stop: int) -> list[int]:
    """Texts by the mean log-probability of their tokens, as if nothing had been ruled out."""
    tokens = written.sequences[:, length:]  # (n, T)
    logits = torch.stack(written.logits, dim=1).float()  # (n, T, V)
    chosen = torch.log_softmax(logits, dim=-1).gather(2, tokens.unsqueeze(2)).squeeze(2)
    counted = (tokens != stop).float()
    mean = (chosen * counted).sum(dim=1) / counted.sum(dim=1).clamp(min=1)
    return [int(i) for i in mean.argsort(descending=True, stable=True)]
