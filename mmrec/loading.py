"""The models that a recommender uses, each loaded at its first use: a plain list needs none."""

from typing import TYPE_CHECKING

from mmrec.config import Settings
from mmrec.device import pick_device
from mmrec.encoders.opening import open_encoder
from mmrec.lazy import Lazy
from mmrec.retrieval.query import EncodesPictures, EncodesSounds, EncodesText
from mmrec.snapshot import Shelf

if TYPE_CHECKING:
    from mmrec.encoders import AudioEncoder, ImageEncoder, TextEncoder
    from mmrec.generation.explain import Explainer, Writer
    from mmrec.generation.preference import Preference


def open_writer(settings: Settings) -> "Writer":
    """The language model of the settings: on this machine, or served by another.

    Raises:
        WeightsError: it is not on this machine and cannot be had.
    """
    wanted = settings.generation
    if wanted.endpoint:
        from mmrec.generation.endpoint import Endpoint

        return Endpoint.open(wanted)
    from mmrec.generation.language_model import LanguageModel

    return LanguageModel.open(wanted.model, pick_device(settings.device), wanted.adapter)


class Models:
    """The encoders of a catalogue and the language model. Call an attribute to get the model.

    Raises:
        WeightsError: the model is not on this machine and cannot be had.
        EncoderMismatch: the catalogue's vectors were made by another encoder; asked at every call,
            for a catalogue may be re-embedded while it is served.
    """

    def __init__(self, settings: Settings, shelf: Shelf) -> None:
        self._settings = settings
        self._shelf = shelf
        self._text: Lazy[TextEncoder] = Lazy(lambda: open_encoder(settings, "text"))
        self._image: Lazy[ImageEncoder] = Lazy(lambda: open_encoder(settings, "image"))
        self._audio: Lazy[AudioEncoder] = Lazy(lambda: open_encoder(settings, "audio"))
        self.writer = Lazy(lambda: open_writer(settings))
        self.explainer = Lazy(self._open_explainer)

    def text(self) -> EncodesText:
        """The encoder of words."""
        encoder = self._text()
        self._shelf.catalog.require({"text": encoder.spec})
        return encoder

    def image(self) -> EncodesPictures:
        """The encoder of pictures, and of words about them."""
        encoder = self._image()
        self._shelf.catalog.require({"image": encoder.spec})
        return encoder

    def audio(self) -> EncodesSounds:
        """The encoder of sounds, and of words about them; only where one is configured."""
        encoder = self._audio()
        self._shelf.catalog.require({"audio": encoder.spec})
        return encoder

    def _open_explainer(self) -> "Explainer":
        from mmrec.generation.explain import Explainer

        settings = self._settings
        return Explainer(self.writer(), settings.generation, settings.events, self._preference)

    def _preference(self) -> "Preference | None":
        """What readers prefer, as the current model has it."""
        return self._shelf.current().preference
