"""A language model behind an address: any server that speaks OpenAI's chat completions, like vLLM

It cannot be held to a vocabulary, so it writes to plans (`instructions`), and the checker decides.
"""

import os
import re
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import httpx

from mmrec.config import OFFLINE, GenerationSettings
from mmrec.errors import ConfigError, EndpointError
from mmrec.generation.constraint import Vocabulary
from mmrec.generation.prompts import Message

KEY = "MMREC_GENERATION_KEY"  # the environment variable that holds the key; never a file
AT_ONCE = 8  # requests
_TRIES = 4
_AGAIN = frozenset({408, 429, 500, 502, 503, 504})
_LONGEST_PAUSE = 20.0  # seconds, whatever the server asks for
_TOKEN_CHARS = 16  # no token of a text is longer on average: what is longer was not asked for
_THOUGHT = re.compile(r"^\s*<think>.*?</think>", re.DOTALL)


class Endpoint:
    """A chat model that others serve. Safe to use from any thread.

    Args:
        address: up to `/v1`, without a key in it.
        model: its name there.
        key: sent as a bearer token, if any.
        seconds: to wait for one answer.
        pause: how to wait between tries.
    """

    adapted = False

    def __init__(
        self,
        address: str,
        model: str,
        *,
        key: str | None = None,
        seconds: float = 60.0,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._address = f"{address.rstrip('/')}/chat/completions"
        self._model = model
        self._pause = pause
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = httpx.Client(headers=headers, timeout=httpx.Timeout(seconds, connect=10))

    @classmethod
    def open(cls, settings: GenerationSettings) -> "Endpoint":
        """The endpoint of the configuration, with the key of the environment.

        Raises:
            ConfigError: no model is named.
        """
        if settings.model == OFFLINE:
            raise ConfigError(
                "generation.endpoint is set, but not which model it serves.",
                "Set `generation.model` to its name there.",
            )
        return cls(
            settings.endpoint or "",
            settings.model,
            key=os.environ.get(KEY) or None,
            seconds=settings.endpoint_seconds,
        )

    @property
    def model_id(self) -> str:
        """The model's name and where it is served."""
        return f"{self._model}@{urlsplit(self._address).netloc}"

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
        """The model's next turn, `n` times, in the order of the server's answer.

        Raises:
            ConfigError: an opening or a vocabulary is given: no endpoint can be held to one.
            EndpointError: the server cannot be reached, or does not answer as it should.
        """
        if opening or vocabulary is not None:
            raise ConfigError(
                f"{self.model_id} cannot be held to given words.", "Set `generation.free: true`."
            )
        texts: list[str] = []
        while len(texts) < n:  # some servers write one text a request, whatever `n` says
            asked = {
                "model": self._model,
                "messages": list(messages),
                "max_tokens": max_new_tokens,
                "temperature": temperature,
                "n": n - len(texts),
                "seed": seed + len(texts),
            }
            texts += _texts(self._answer(asked), self.model_id)
        return [text[: max_new_tokens * _TOKEN_CHARS] for text in texts[:n]]

    def complete_many(
        self,
        prompts: Sequence[Sequence[Message]],
        *,
        max_new_tokens: int,
        temperature: float,
        n: int = 1,
        seed: int = 0,
    ) -> list[list[str]]:
        """`n` texts for each of several conversations, asked for a few at once.

        Raises:
            EndpointError: one of the requests failed.
        """

        def one(messages: Sequence[Message]) -> list[str]:
            return self.complete(
                messages, max_new_tokens=max_new_tokens, temperature=temperature, n=n, seed=seed
            )

        with ThreadPoolExecutor(AT_ONCE) as pool:
            waiting = [pool.submit(one, messages) for messages in prompts]
            try:
                return [future.result() for future in waiting]
            except EndpointError:
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def _answer(self, asked: dict[str, Any]) -> httpx.Response:
        """The server's answer; what may pass is tried again."""
        for turn in range(_TRIES):
            last = turn == _TRIES - 1
            try:
                answer = self._client.post(self._address, json=asked)
            except httpx.TransportError as error:
                if last:
                    raise EndpointError(
                        f"{self._address} does not answer: {type(error).__name__} {error}".strip(),
                        "Is the server up? `generation.endpoint` ends in /v1 as a rule.",
                    ) from None
                self._pause(_wait(turn, None))
                continue
            if answer.status_code == 200:
                return answer
            if last or answer.status_code not in _AGAIN:
                raise _refusal(answer, self.model_id)
            self._pause(_wait(turn, answer.headers.get("Retry-After")))
        raise AssertionError("the last try returns or raises")


def _wait(turn: int, wished: str | None) -> float:
    """Seconds before the next try: what the server wishes, else longer each time."""
    asked = float(wished) if wished and wished.isdigit() else 0.5 * 2.0**turn
    return min(asked, _LONGEST_PAUSE)


def _texts(answer: httpx.Response, model_id: str) -> list[str]:
    try:
        messages = [choice["message"] for choice in answer.json()["choices"]]
        texts = [message.get("content") or "" for message in messages]
        found = [_THOUGHT.sub("", text).strip() for text in texts]
    except (ValueError, KeyError, TypeError, AttributeError):
        found = []
    if not found:
        raise EndpointError(
            f"{model_id} answers something else than chat completions.",
            "`generation.endpoint` must be the address of such a server, up to /v1.",
        )
    return found


def _refusal(answer: httpx.Response, model_id: str) -> EndpointError:
    remedies = {
        401: f"Put the server's key into the environment variable {KEY}.",
        403: f"Put a key that may use this model into the environment variable {KEY}.",
        404: "Is `generation.model` a name of the server's, and `generation.endpoint` its /v1?",
        429: "The server is asked too much: wait, or raise its limit.",
    }
    said = " ".join(answer.text.split())[:200]
    return EndpointError(
        f"{model_id} answers {answer.status_code}: {said or answer.reason_phrase}.",
        remedies.get(answer.status_code, "See the server's log."),
    )
