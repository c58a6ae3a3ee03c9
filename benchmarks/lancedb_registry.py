"""The peer of the ingest benchmark: LanceDB's embedding registry, holding the same two models.

Its functions are called by `table.add` as LanceDB calls its own: `open-clip` embeds one picture a
forward pass, `sentence-transformers` a batch of texts as it comes.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import lancedb
import numpy as np
from lancedb.embeddings import EmbeddingFunction, register
from lancedb.pydantic import LanceModel, Vector

from mmrec.encoders import ImageEncoder, TextEncoder, item_text, open_picture
from mmrec.types import Item


@register("mmrec-text")  # type: ignore[no-untyped-call]
class _Texts(EmbeddingFunction):
    encoder: ClassVar[TextEncoder]

    def ndims(self) -> int:
        return self.encoder.spec.width

    def compute_query_embeddings(self, *args: Any, **_: Any) -> list[Any]:
        return list(self.encoder.encode([str(args[0])]))

    def compute_source_embeddings(self, *args: Any, **_: Any) -> list[Any]:
        return list(self.encoder.encode([str(text) for text in _values(args[0])]))


@register("mmrec-image")  # type: ignore[no-untyped-call]
class _Pictures(EmbeddingFunction):
    encoder: ClassVar[ImageEncoder]

    def ndims(self) -> int:
        return self.encoder.spec.width

    def compute_query_embeddings(self, *args: Any, **_: Any) -> list[Any]:
        return list(self.encoder.encode_text([str(args[0])]))

    def compute_source_embeddings(self, *args: Any, **_: Any) -> list[Any]:
        vectors = []
        for file in _values(args[0]):
            prepared = self.encoder.prepare(open_picture(Path(str(file))))
            vectors.append(self.encoder.encode_prepared(prepared[None])[0])
        return vectors


def add(folder: Path, items: Sequence[Item], text: TextEncoder, image: ImageEncoder) -> None:
    """Put items, all of which have a picture, into a new table that embeds them by itself."""
    _Texts.encoder, _Pictures.encoder = text, image
    texts: Any = _Texts.create()  # type: ignore[no-untyped-call]
    pictures: Any = _Pictures.create()  # type: ignore[no-untyped-call]

    class Row(LanceModel):
        item_id: str
        title: str
        words: str = texts.SourceField()
        picture: str = pictures.SourceField()
        words_vector: Vector(text.spec.width) = texts.VectorField()  # type: ignore[valid-type]
        picture_vector: Vector(image.spec.width) = pictures.VectorField()  # type: ignore[valid-type]

    table = lancedb.connect(folder.absolute()).create_table("items", schema=Row)
    table.add(
        [
            {"item_id": i.item_id, "title": i.title, "words": item_text(i), "picture": i.image}
            for i in items
        ]
    )


def _values(column: Any) -> list[Any]:
    if hasattr(column, "to_pylist"):
        found: list[Any] = column.to_pylist()
        return found
    return list(np.atleast_1d(column))
