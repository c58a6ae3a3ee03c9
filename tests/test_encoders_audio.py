"""Sounds as people have them, and a CLAP model that is tiny and knows nothing."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from mmrec.encoders import AudioEncoder, open_sound, sounds
from mmrec.encoders.sounds import HEARD, Sound
from mmrec.errors import ConfigError, DataError, WeightsError
from tiny_clap import RATE, save_clap, tone

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_clap(tmp_path_factory.mktemp("clap"))


@pytest.fixture(scope="module")
def encoder(folder: Path) -> AudioEncoder:
    return AudioEncoder.open(str(folder), CPU, 2)


def stored(samples: np.ndarray, form: str = "WAV", rate: int = RATE) -> bytes:
    stream = BytesIO()
    soundfile.write(stream, samples, rate, format=form)
    return stream.getvalue()


@pytest.mark.parametrize("form", ["WAV", "FLAC", "OGG", "MP3"])
def test_one_tone_is_the_same_in_every_format(form: str) -> None:
    sound = open_sound(stored(tone(440), form))
    assert sound.rate == RATE
    spectrum = np.abs(np.fft.rfft(sound.samples))
    loudest = np.fft.rfftfreq(len(sound.samples), 1 / RATE)[spectrum.argmax()]
    assert loudest == pytest.approx(440, abs=3)


def test_channels_become_one() -> None:
    left = tone(440)
    both = open_sound(stored(np.stack([left, 0 * left], axis=1)))
    np.testing.assert_allclose(both.samples, left / 2, atol=1e-3)


def test_of_a_long_sound_the_middle_is_read() -> None:
    quiet, loud = 0.1 * tone(100, HEARD), tone(400, HEARD)
    sound = open_sound(stored(np.concatenate([quiet, loud, quiet])))
    assert len(sound.samples) == HEARD * RATE
    np.testing.assert_allclose(sound.samples, loud, atol=1e-3)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty file"),
        (b"oid sha256:123", "not a sound"),
        (stored(np.zeros(RATE)), "silent"),
        (stored(tone(440, 0.01)), "0.010 seconds"),
        (stored(tone(440))[:30], "not a sound"),
        (stored(np.zeros((RATE, 17)) + 0.1), "17 channels"),
        (stored(tone(440), rate=500), "500 samples a second"),
    ],
)
def test_what_is_no_sound_is_refused_with_the_reason(content: bytes, reason: str) -> None:
    with pytest.raises(DataError, match=reason):
        open_sound(content)


def test_files_that_are_missing_too_long_or_too_large_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.wav"
    with pytest.raises(DataError, match="no such file"):
        open_sound(file)
    file.write_bytes(stored(tone(440, 2)))
    monkeypatch.setattr(sounds, "LONGEST", 1.0)
    with pytest.raises(DataError, match="hours, more than"):
        open_sound(file)
    monkeypatch.setattr(sounds, "BYTE_LIMIT", 1000)
    with pytest.raises(DataError, match="MB, more than"):
        open_sound(file)


@pytest.mark.parametrize("form", ["WAV", "FLAC", "OGG", "MP3"])
@given(st.data())
@settings(max_examples=40, deadline=None)
def test_whatever_is_done_to_a_file_it_is_a_sound_or_is_refused(form: str, data) -> None:
    content = bytearray(stored(tone(440, 0.3), form))
    for _ in range(data.draw(st.integers(0, 20))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(content[: data.draw(st.integers(0, len(content)))])
    try:
        sound = open_sound(cut)
    except DataError as refused:
        assert refused.message
    else:
        assert np.isfinite(sound.samples).all() and len(sound.samples) > 0


def test_a_machine_that_cannot_read_sounds_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "soundfile", None)
    with pytest.raises(ConfigError, match=r"mmrec\[audio\]"):
        open_sound(b"")


def test_vectors_are_unit_the_same_each_time_and_in_any_company(encoder: AudioEncoder) -> None:
    heard = [
        Sound(tone(pitch, seconds), RATE) for pitch, seconds in ((200, 1), (900, 0.3), (99, 5))
    ]
    together = encoder.encode(heard)
    assert together.shape == (3, encoder.spec.width) == (3, 12)
    assert together.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-6)
    for vector, sound in zip(together, heard, strict=True):
        np.testing.assert_allclose(encoder.encode([sound])[0], vector, atol=1e-5)
    assert encoder.encode([]).shape == encoder.encode_text([]).shape == (0, 12)


def test_the_vectors_are_those_of_transformers(encoder: AudioEncoder, folder: Path) -> None:
    from transformers import ClapFeatureExtractor, ClapModel

    sound = tone(300)
    inputs = ClapFeatureExtractor.from_pretrained(folder)(
        sound, sampling_rate=RATE, return_tensors="pt"
    )
    with torch.inference_mode():
        expected = ClapModel.from_pretrained(folder).get_audio_features(**inputs).pooler_output
    np.testing.assert_allclose(encoder.encode([Sound(sound, RATE)]), expected.numpy(), atol=1e-5)


def test_a_sound_is_heard_alike_at_any_rate(encoder: AudioEncoder) -> None:
    rates = [RATE, 11_025, 48_000]
    slow, odd, fine = encoder.encode([Sound(tone(300, rate=rate), rate) for rate in rates])
    assert min(slow @ odd, slow @ fine) > 0.99


def test_a_model_that_fuses_hears_the_same_each_time(tmp_path: Path) -> None:
    encoder = AudioEncoder.open(str(save_clap(tmp_path, fusion=True)), CPU, 4)
    heard = [Sound(tone(pitch, 3), RATE) for pitch in (200, 900)]
    np.testing.assert_array_equal(encoder.encode(heard), encoder.encode(heard))


def test_words_lie_in_the_same_space_however_many(encoder: AudioEncoder) -> None:
    vectors = encoder.encode_text(["low hum", "high sound " * 50, "a b"])
    assert vectors.shape == (3, 12)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    np.testing.assert_allclose(encoder.encode_text(["low hum"])[0], vectors[0], atol=1e-5)


def test_a_folder_that_is_no_clap_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"config\.json"):
        AudioEncoder.open(str(tmp_path), CPU, 2)
    folder = save_clap(tmp_path)
    (folder / "config.json").write_text('{"model_type": "bert"}')
    with pytest.raises(WeightsError, match="laion/clap-htsat-unfused"):
        AudioEncoder.open(str(folder), CPU, 2)
