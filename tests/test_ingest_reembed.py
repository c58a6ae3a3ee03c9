"""Another encoder for a full catalogue: of a new width, killed on its way, finished by the next."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from test_ingest_items import TinyImage, TinyText, direction

from ingest.encoders import Encoders
from ingest.pipeline import ingest_items
from ingest.reembed import reembed
from mmrec.config import Settings
from mmrec.errors import DataError, EncoderMismatch
from mmrec.lazy import Lazy
from mmrec.store import Catalog, Home
from mmrec.types import EncoderSpec

FILMS = 600


class Wide(TinyText):
    """The same directions, twelve wide."""

    def __init__(self) -> None:
        super().__init__()
        self.spec = EncoderSpec("wide-text", "1", 12, "none")

    def encode(self, texts):
        self.seen.extend(texts)
        return np.stack([direction(len(text), 12) for text in texts])


def encoders(text, image=None):
    shown = image or TinyImage()
    return dataclasses.replace(
        Encoders.of(Settings()),
        text=Lazy(lambda: text),
        image=Lazy(lambda: shown),
        configured=lambda _: None,
    )


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home.create(tmp_path / "home")
    rows = "".join(f"{n},Film {n}\n" for n in range(FILMS))
    (tmp_path / "films.csv").write_text("item_id,title\n" + rows)
    ingest_items(home, Settings(), [str(tmp_path / "films.csv")], encoders=encoders(TinyText()))
    return home


def test_all_vectors_are_made_anew_and_the_old_encoder_is_refused_after(home: Home) -> None:
    wide = Wide()
    report = reembed(home, Settings(), "text", encoders=encoders(wide))
    assert (report.made, report.lost, len(wide.seen)) == (FILMS, 0, FILMS)
    catalog = Catalog.open(home.catalog)
    assert catalog.specs["text"] == wide.spec
    assert catalog.vectors().text.shape == (FILMS, 12)
    with pytest.raises(EncoderMismatch, match="mmrec reembed --modality text"):
        catalog.require({"text": TinyText().spec})
    assert "mmrec train" in report.lines_for_people()[-1]


def test_a_second_run_has_nothing_to_do(home: Home) -> None:
    reembed(home, Settings(), "text", encoders=encoders(Wide()))
    again = Wide()
    assert reembed(home, Settings(), "text", encoders=encoders(again)).made == 0
    assert again.seen == []


def test_what_was_made_before_a_death_is_kept_and_the_old_vectors_serve_meanwhile(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    wide = Wide()
    encode = wide.encode
    monkeypatch.setattr(
        wide, "encode", lambda texts: encode(texts) if len(wide.seen) < 300 else 1 / 0
    )
    with pytest.raises(ZeroDivisionError):
        reembed(home, Settings(), "text", encoders=encoders(wide))
    there = Catalog.open(home.catalog)
    assert there.specs["text"] == TinyText().spec
    assert there.vectors().has_text.all()
    rest = Wide()
    assert reembed(home, Settings(), "text", encoders=encoders(rest)).made == FILMS - len(wide.seen)
    assert Catalog.open(home.catalog).vectors().has_text.all()


def test_a_re_ingest_after_it_embeds_nothing(home: Home, tmp_path: Path) -> None:
    reembed(home, Settings(), "text", encoders=encoders(Wide()))
    wide = Wide()
    report = ingest_items(home, Settings(), [str(tmp_path / "films.csv")], encoders=encoders(wide))
    assert (report.unchanged, wide.seen) == (FILMS, [])


def test_when_most_pictures_are_gone_the_old_vectors_stay(home: Home, tmp_path: Path) -> None:
    from PIL import Image

    drawn = Image.linear_gradient("L").resize((8, 8)).convert("RGB")
    for name in ("a", "b"):
        drawn.save(tmp_path / f"{name}.png")
    (tmp_path / "more.csv").write_text("item_id,title,image\nx,X,a.png\ny,Y,b.png\n")
    ingest_items(home, Settings(), [str(tmp_path / "more.csv")], encoders=encoders(TinyText()))
    for name in ("a", "b"):
        (tmp_path / f"{name}.png").unlink()
    other = TinyImage()
    other.spec = EncoderSpec("other-image", "1", 6, "none")
    with pytest.raises(DataError, match="2 of 2 pictures"):
        reembed(home, Settings(), "image", encoders=encoders(TinyText(), other))
    assert Catalog.open(home.catalog).specs["image"] == TinyImage().spec
