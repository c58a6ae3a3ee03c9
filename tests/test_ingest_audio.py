"""A catalogue with sounds: from WAV files to lists whose reasons name them."""

import dataclasses
import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import soundfile
import torch
from test_ingest_items import TinyImage, TinyText, direction

from ingest.encoders import Encoders, MediaEncoder
from ingest.events import ingest_events
from ingest.pipeline import ingest_items
from ingest.reembed import reembed
from ingest.rejects import jobs, retry
from ingest.report import ItemReport
from ingest.sweep import sweep
from mmrec import Recommender
from mmrec.config import Settings
from mmrec.encoders import open_sound
from mmrec.encoders.sounds import Sound
from mmrec.errors import ConfigError, DataError, EncoderMismatch, NotFound
from mmrec.health import examine, home_status
from mmrec.lazy import Lazy
from mmrec.learning import train
from mmrec.store import Catalog, Home, ModelStore
from mmrec.types import EncoderSpec
from tiny_clap import RATE, save_clap, tone

SONGS = "item_id,title,audio\nlow,Low,low.wav\nhum,Hum,hum.wav\nhigh,High,high.wav\nmute,Mute,\n"
PITCHES = {"low": 200, "hum": 205, "high": 2500}


@pytest.fixture(scope="session")
def clap(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_clap(tmp_path_factory.mktemp("clap"))


class World:
    """A home, a folder of sounds, a real CLAP model, and tiny encoders of the rest."""

    def __init__(self, folder: Path, clap: Path) -> None:
        self.folder = folder
        self.home = Home.create(folder / "home")
        self.sounds = folder / "sounds"
        self.sounds.mkdir()
        for name, pitch in PITCHES.items():
            soundfile.write(self.sounds / f"{name}.wav", tone(pitch), RATE)
        self.settings = Settings.of({"encoders": {"audio": str(clap)}})

    def encoders(self, settings: Settings) -> Encoders:
        """The configured ones, with tiny encoders of words and pictures, and no look at a pack."""
        text, image = TinyText(), TinyImage()
        made = Encoders.of(settings)
        return dataclasses.replace(
            made,
            text=Lazy(lambda: text),
            image=Lazy(lambda: image),
            configured=lambda modality: made.configured("audio") if modality == "audio" else None,
        )

    def ingest(self, text: str, settings: Settings | None = None, **how: object) -> ItemReport:
        source = self.folder / "songs.csv"
        source.write_text(text)
        settings = settings or self.settings
        return ingest_items(
            self.home,
            settings,
            [str(source)],
            audio=self.sounds if settings.encoders.audio else None,
            encoders=self.encoders(settings),
            **how,
        )

    @property
    def catalog(self) -> Catalog:
        return Catalog.open(self.home.catalog)

    @property
    def sounding(self) -> list[str]:
        """The items that have a vector of their sound."""
        vectors = self.catalog.vectors()
        there = vectors.of("audio")[1]
        return [item for item, has in zip(vectors.item_ids, there, strict=True) if has]


@pytest.fixture
def world(tmp_path: Path, clap: Path) -> World:
    return World(tmp_path, clap)


def test_items_come_in_with_their_sounds(world: World) -> None:
    report = world.ingest(SONGS)
    assert (report.added, report.embedded, report.refused) == (4, {"text": 4, "audio": 3}, {})
    assert "3 sounds embedded" in "\n".join(report.lines_for_people())
    assert world.sounding == ["high", "hum", "low"]
    [low, mute] = world.catalog.items(["low", "mute"])
    assert low.media == {"audio": str(world.sounds / "low.wav")} and mute.media == {}
    assert "audio" not in low.facts
    assert world.catalog.specs["audio"].width == 12
    assert "1 audio" in "\n".join(home_status(world.home).lines())


def test_a_second_run_embeds_nothing_and_a_new_sound_only_itself(world: World) -> None:
    world.ingest(SONGS)
    version = world.catalog.version()
    again = world.ingest(SONGS)
    assert (again.unchanged, again.embedded, world.catalog.version()) == (4, {}, version)
    before = world.catalog.vectors().of("audio")[0]

    soundfile.write(world.sounds / "hum.wav", tone(1000), RATE)
    changed = world.ingest(SONGS)
    assert (changed.updated, changed.embedded) == (1, {"audio": 1})
    after = world.catalog.vectors().of("audio")[0]
    assert (before != after).any(axis=1).tolist() == [False, True, False, False]

    renamed = world.ingest(SONGS.replace("Low", "Lower"))
    assert (renamed.updated, renamed.embedded) == (1, {"text": 1})
    assert world.sounding == ["high", "hum", "low"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("gone.wav", "no such file"),
        ("../songs.csv", "leads out of the folder"),
        ("text.wav", "not a sound that can be read"),
        ("silent.wav", "silent"),
    ],
)
def test_an_item_whose_sound_cannot_be_used_is_kept_without_it(
    world: World, name: str, told: str
) -> None:
    (world.sounds / "text.wav").write_text("no sound")
    soundfile.write(world.sounds / "silent.wav", 0 * tone(1), RATE)
    report = world.ingest(f"item_id,title,audio\nx,X,{name}\n")
    assert (report.added, report.rejected, report.refused) == (1, 0, {"audio": 1})
    kept = json.loads(Path(report.rejects).read_text())
    assert kept["field"] == "audio" and told in kept["reason"]
    assert world.sounding == []


def test_a_refused_sound_is_set_when_it_is_mended_and_tried_again(world: World) -> None:
    file = world.sounds / "late.wav"
    world.ingest("item_id,title,audio\nx,X,late.wav\n")
    soundfile.write(file, tone(300), RATE)
    [job] = jobs(world.home)
    assert retry(world.home, world.settings, job, world.encoders(world.settings)) == 1
    assert world.sounding == ["x"]


def test_a_sound_that_went_missing_does_not_take_its_vector_along(world: World) -> None:
    world.ingest(SONGS)
    (world.sounds / "low.wav").unlink()
    report = world.ingest(SONGS)
    assert (report.unchanged, report.refused) == (4, {"audio": 1})
    assert world.sounding == ["high", "hum", "low"]
    world.ingest(SONGS.replace("low.wav", ""))
    assert world.sounding == ["high", "hum"]


def test_sounds_may_be_bytes_in_the_rows(world: World) -> None:
    content = (world.sounds / "low.wav").read_bytes()
    table = pa.table({"item_id": ["x"], "title": ["X"], "audio": [{"bytes": content, "path": "a"}]})
    pq.write_table(table, world.folder / "songs.parquet")
    report = ingest_items(
        world.home,
        world.settings,
        [str(world.folder / "songs.parquet")],
        encoders=world.encoders(world.settings),
    )
    assert report.embedded["audio"] == 1
    [item] = world.catalog.items(["x"])
    assert Path(item.media["audio"]).read_bytes() == content
    assert sweep(world.home, world.catalog) == 0
    assert Path(item.media["audio"]).exists()


def test_without_an_encoder_of_sounds_nothing_changes(world: World) -> None:
    world.ingest(SONGS, Settings())
    assert set(world.catalog.specs) == {"text", "image"}
    assert world.catalog.items(["low"])[0].facts == {"audio": "low.wav"}
    with pytest.raises(ConfigError, match="folder of sounds"):
        ingest_items(world.home, Settings(), [str(world.folder)], audio=world.sounds)


def test_the_doctor_looks_at_what_sounds_need(world: World, tmp_path: Path) -> None:
    config = tmp_path / "audio.yaml"
    config.write_text(f"encoders: {{audio: {world.settings.encoders.audio}}}\n")
    found = {check.name: check.works for check in examine(world.home.path, config).checks}
    assert found["soundfile"] and found[f"audio model '{world.settings.encoders.audio}'"]
    assert "soundfile" not in {check.name for check in examine(world.home.path, None).checks}


def test_the_offline_pack_has_no_model_of_sounds() -> None:
    with pytest.raises(ConfigError, match=r"encoders\.audio.*no model of sounds"):
        Settings.of({"encoders": {"audio": "offline"}})


def test_one_line_of_configuration_adds_sounds_to_a_catalogue_that_is_there(world: World) -> None:
    world.ingest("item_id,title\nlow,Low\nhum,Hum\nhigh,High\nmute,Mute\n", Settings())
    mapping = world.folder / "mapping.yaml"
    mapping.write_text("audio: preview\n")
    with pytest.raises(ConfigError, match=r"encoders\.audio"):
        world.ingest(SONGS.replace("audio", "preview"), Settings(), mapping=mapping)
    with pytest.raises(NotFound, match="no audio vectors yet"):
        reembed(world.home, world.settings, "audio", encoders=world.encoders(world.settings))
    report = world.ingest(SONGS.replace("audio", "preview"), mapping=mapping)
    assert report.embedded == {"audio": 3}
    assert world.sounding == ["high", "hum", "low"]


def test_a_job_that_knows_no_sounds_does_not_lose_those_that_are_there(world: World) -> None:
    world.ingest(SONGS)
    with pytest.raises(ConfigError, match="nothing was changed"):
        world.ingest(SONGS, Settings())
    assert world.sounding == ["high", "hum", "low"]


def test_another_model_makes_all_sounds_anew(world: World, tmp_path: Path) -> None:
    world.ingest(SONGS)
    before = world.catalog.vectors().of("audio")[0]
    other = Settings.of({"encoders": {"audio": str(save_clap(tmp_path / "other", seed=1))}})
    with pytest.raises(EncoderMismatch, match="mmrec reembed --modality audio"):
        world.ingest(SONGS, other)
    report = reembed(world.home, other, "audio", encoders=world.encoders(other))
    assert (report.made, report.lost) == (3, 0)
    assert world.catalog.specs["audio"].name == "other"
    assert np.abs(before - world.catalog.vectors().of("audio")[0]).max() > 0.1
    assert world.ingest(SONGS, other).unchanged == 4
    for name in PITCHES:
        (world.sounds / f"{name}.wav").unlink()
    with pytest.raises(DataError, match="3 of 3 sounds"):
        reembed(world.home, world.settings, "audio", encoders=world.encoders(world.settings))


def test_what_sounds_alike_is_found_by_item_and_by_file(world: World) -> None:
    world.ingest(SONGS)
    world.home.keep_settings(world.settings)
    recommender = Recommender.open(world.home.path)
    [nearest, *_] = recommender.similar("low", k=3, by="audio")
    assert nearest.item_id == "hum"
    assert [(reason.modality, reason.item_id) for reason in nearest.reasons] == [("audio", "low")]
    assert "audio" in {r.modality for r in recommender.similar("low", k=1)[0].reasons}
    with pytest.raises(NotFound, match="no audio vector"):
        recommender.similar("mute", by="audio")

    played = world.folder / "played.flac"
    soundfile.write(played, tone(2500), RATE)
    assert recommender.search(audio=played, k=1)[0].item_id == "high"
    assert recommender.recommend(audio=played, k=1)[0].item_id == "high"
    with pytest.raises(DataError, match="no such file"):
        recommender.search(audio=world.folder / "gone.wav")


def test_a_home_without_sounds_says_so_when_asked_for_one(world: World) -> None:
    world.ingest("item_id,title\nx,X\ny,Y\n", Settings())
    recommender = Recommender.open(world.home.path)
    with pytest.raises(ConfigError, match="No encoder of sounds"):
        recommender.search(audio=world.sounds / "low.wav")
    with pytest.raises(NotFound, match="no audio vector"):
        recommender.similar("x", by="audio")


class HighOrLow:
    """One direction for high sounds, one for low ones, each a little blurred."""

    spec = EncoderSpec("high-or-low", "1", 6, "none")

    def prepare(self, sound: Sound) -> torch.Tensor:
        return torch.from_numpy(np.abs(np.fft.rfft(sound.samples)))

    def encode_prepared(self, spectra: torch.Tensor) -> np.ndarray:
        pitches = spectra.argmax(dim=1).tolist()  # of sounds of one second, in Hz
        rows = [direction(pitch > 1000, 6) + 0.2 * direction(pitch, 6) for pitch in pitches]
        return np.stack([row / np.linalg.norm(row) for row in rows])


@pytest.mark.slow
def test_sounds_reach_the_trained_ranker_and_its_reasons(world: World) -> None:
    """People like low sounds or high ones; a song that nobody met is found by its sound."""
    made = world.encoders(world.settings)
    rows, events = ["item_id,title,audio"], ["user_id,item_id,event,timestamp"]
    for number in range(16):
        name, pitch = f"s{number}", 200 + 5 * number if number % 2 else 2500 + 40 * number
        soundfile.write(world.sounds / f"{name}.wav", tone(pitch), RATE)
        rows.append(f"{name},Song {number},{name}.wav")
    for person in range(24):
        liked = [f"s{number}" for number in range(14) if number % 2 == person % 2]
        events += [f"p{person},{liked[(person + step) % 7]},like,{step}" for step in range(6)]
    heard = {"audio": MediaEncoder(Lazy(HighOrLow), open_sound)}
    world.encoders = lambda _: dataclasses.replace(made, more=heard, configured=lambda _: None)
    world.ingest("\n".join(rows) + "\n")
    source = world.folder / "events.csv"
    source.write_text("\n".join(events) + "\n")
    settings = Settings.of(
        {**world.settings.differences(), "ranker": {"width": 16, "blocks": 1, "use_text": False},
         "training": {"epochs": 30, "patience": 30, "neighbours": 0}}
    )  # fmt: skip
    world.home.keep_settings(settings)
    ingest_events(world.home, settings, [str(source)])

    untrained = Recommender.open(world.home.path).recommend("p1", k=2)
    assert "audio" in {reason.modality for place in untrained for reason in place.reasons}

    train(world.home, settings, with_baselines=False)
    assert ModelStore(world.home.models).manifest()["model"]["other_widths"] == {"audio": 6}
    recommender = Recommender.open(world.home.path)
    places = recommender.rank("p1", ["s14", "s15"])
    assert "audio" in {reason.modality for place in places for reason in place.reasons}
    assert sum(reason.weight for reason in places[0].reasons) == pytest.approx(1)
    for person in range(4):
        [best, _] = recommender.rank(f"p{person}", ["s14", "s15"])
        assert best.item_id == ("s15" if person % 2 else "s14")
