"""What an ingest job needs of the encoders: made only when there is something to embed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, Protocol, Self

from mmrec.config import Settings
from mmrec.errors import ConfigError
from mmrec.lazy import Lazy
from mmrec.store import Catalog
from mmrec.types import EncoderSpec, Floats, Item

Embedded = Literal["text", "image", "audio"]


class TextLike(Protocol):
    """The part of `TextEncoder` that ingest uses."""

    spec: EncoderSpec

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit rows (n, D)."""


class MediaLike(Protocol):
    """The part of `ImageEncoder`, and of encoders of other media, that ingest uses."""

    spec: EncoderSpec

    def prepare(self, opened: Any) -> Any:
        """What was opened as a tensor of one shape for all; runs in several threads at once."""

    def encode_prepared(self, prepared: Any) -> Floats:
        """Tensors (n, …), such as (n, 3, H, W), as unit rows (n, D)."""


@dataclass(frozen=True, slots=True)
class MediaEncoder:
    """How a modality that lies in files becomes vectors.

    Attributes:
        encoder: made when called.
        open: a file, or its bytes, as the encoder prepares it; raises DataError with a reason.
    """

    encoder: Callable[[], MediaLike]
    open: Callable[[Path | bytes], Any]


@dataclass(frozen=True, slots=True)
class Encoders:
    """How items become vectors.

    Attributes:
        text, image: the encoders, made when called.
        item_text: what is embedded of an item.
        open_picture: a picture file, or its bytes, as RGB; raises DataError with a reason.
        configured: (name, revision) of the configured model of a modality, without loading it;
            None when it is not on this machine.
        more: further modalities that lie in files.
    """

    text: Callable[[], TextLike]
    image: Callable[[], MediaLike]
    item_text: Callable[[Item], str]
    open_picture: Callable[[Path | bytes], Any]
    configured: Callable[[Embedded], tuple[str, str] | None]
    more: Mapping[Embedded, MediaEncoder] = field(default_factory=dict)

    @property
    def media(self) -> dict[Embedded, MediaEncoder]:
        """The modalities that lie in files."""
        return {"image": MediaEncoder(self.image, self.open_picture), **self.more}

    @property
    def modalities(self) -> tuple[Embedded, ...]:
        """All modalities, text first."""
        return ("text", *self.media)

    def spec(self, modality: Embedded) -> EncoderSpec:
        """What makes a modality's vectors; loads it.

        Raises:
            ConfigError: no encoder of the modality is configured.
        """
        if modality not in self.modalities:
            raise ConfigError(
                f"No encoder of {modality} is configured.", f"Set encoders.{modality}."
            )
        return self.text().spec if modality == "text" else self.media[modality].encoder().spec

    def encode(self, modality: Embedded, contents: Sequence[Any]) -> Floats:
        """Unit rows (n, D) of texts, or of what was prepared, at least one."""
        if modality == "text":
            return self.text().encode(contents)
        import torch

        return self.media[modality].encoder().encode_prepared(torch.stack(list(contents)))

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The encoders that the settings name. Nothing is loaded yet."""
        from mmrec.encoders import item_text, open_picture, open_sound
        from mmrec.encoders.opening import open_encoder
        from mmrec.weights import cached

        def configured(modality: Embedded) -> tuple[str, str] | None:
            found = cached(modality, getattr(settings.encoders, modality))
            return (found.name, found.revision) if found else None

        def encoder(modality: Embedded) -> Lazy[Any]:
            return Lazy(lambda: open_encoder(settings, modality))

        sounds = MediaEncoder(encoder("audio"), open_sound)
        return cls(
            encoder("text"),
            encoder("image"),
            item_text,
            open_picture,
            configured,
            {"audio": sounds} if settings.encoders.audio else {},
        )


def require_configured(encoders: Encoders, catalog: Catalog) -> None:
    """Refuse other encoders before anything is read, without loading them where that is possible.

    Raises:
        EncoderMismatch: the configured model is on this machine and is another.
        ConfigError: vectors of the catalogue have no configured encoder, and would be lost.
    """
    specs = catalog.specs
    wanted = {}
    for modality in specs:
        if modality not in encoders.modalities:
            raise ConfigError(
                f"The catalogue has {modality} vectors, and no encoder of {modality} is "
                "configured; nothing was changed.",
                f"Set encoders.{modality} to what made them: {specs[modality].name}.",
            )
    for modality in encoders.modalities:
        found = encoders.configured(modality) if modality in specs else None
        if found:
            wanted[str(modality)] = replace(specs[modality], name=found[0], revision=found[1])
    catalog.require(wanted)
