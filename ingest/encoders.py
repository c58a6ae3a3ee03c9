"""What an ingest job needs of the encoders: made only when there is something to embed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, Protocol, Self

from mmrec.config import Settings
from mmrec.device import pick_device
from mmrec.lazy import Lazy
from mmrec.store import Catalog
from mmrec.types import EncoderSpec, Floats, Item

Embedded = Literal["text", "image"]
MODALITIES: tuple[Embedded, ...] = ("text", "image")


class TextLike(Protocol):
    """The part of `TextEncoder` that ingest uses."""

    spec: EncoderSpec

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit rows (n, D)."""


class ImageLike(Protocol):
    """The part of `ImageEncoder` that ingest uses."""

    spec: EncoderSpec

    def prepare(self, image: Any) -> Any:
        """A PIL picture as a tensor (3, H, W); runs in several threads at once."""

    def encode_prepared(self, pictures: Any) -> Floats:
        """Tensors (n, 3, H, W) as unit rows (n, D)."""


@dataclass(frozen=True, slots=True)
class Encoders:
    """How items become vectors.

    Attributes:
        text, image: the encoders, made when called.
        item_text: what is embedded of an item.
        open_picture: a picture file, or its bytes, as RGB; raises DataError with a reason.
        configured: (name, revision) of the configured model of a modality, without loading it;
            None when it is not on this machine.
    """

    text: Callable[[], TextLike]
    image: Callable[[], ImageLike]
    item_text: Callable[[Item], str]
    open_picture: Callable[[Path | bytes], Any]
    configured: Callable[[Embedded], tuple[str, str] | None]

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The encoders that the settings name. Nothing is loaded yet."""

        def text() -> TextLike:
            from mmrec.encoders import TextEncoder

            wishes = settings.encoders
            return TextEncoder.open(wishes.text, pick_device(settings.device), wishes.text_batch)

        def image() -> ImageLike:
            from mmrec.encoders import ImageEncoder

            wishes = settings.encoders
            return ImageEncoder.open(wishes.image, pick_device(settings.device), wishes.image_batch)

        def configured(modality: Embedded) -> tuple[str, str] | None:
            found = cached(modality, getattr(settings.encoders, modality))
            return (found.name, found.revision) if found else None

        from mmrec.encoders import item_text, open_picture
        from mmrec.weights import cached

        return cls(Lazy(text), Lazy(image), item_text, open_picture, configured)


def require_configured(encoders: Encoders, catalog: Catalog) -> None:
    """Refuse other encoders before anything is read, without loading them where that is possible.

    Raises:
        EncoderMismatch: the configured model is on this machine and is another.
    """
    specs = catalog.specs
    wanted = {}
    for modality in MODALITIES:
        found = encoders.configured(modality)
        if found:
            wanted[str(modality)] = replace(specs[modality], name=found[0], revision=found[1])
    catalog.require(wanted)
