"""A sound file, however odd, as one channel of numbers; or a reason why it is none."""

from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from mmrec.encoders.sizes import unfit_size
from mmrec.errors import ConfigError, DataError, first_line
from mmrec.types import Floats

BYTE_LIMIT = 500_000_000
LONGEST = 4 * 3600.0  # seconds; what is longer is no sound of an item
SHORTEST = 0.05  # seconds: a few frames of a spectrogram
HEARD = 30.0  # seconds of the middle that are read, of however long a sound
RATES = (1_000, 192_000)  # Hz
CHANNELS = 16  # what is read at once takes 370 MB at most
_SILENCE = 1e-4  # of full scale: -80 dB


class Sound(NamedTuple):
    """The middle of a sound, at most `HEARD` seconds: mono samples (n,) in -1..1, and their Hz."""

    samples: Floats
    rate: int


def open_sound(source: Path | bytes) -> Sound:
    """Read a sound: WAV, FLAC, OGG, MP3 or what else libsndfile knows.

    Only the middle is decoded, so a long sound takes no more memory than a short one.

    Raises:
        DataError: missing, too large, too long, too short, no sound, damaged, or silent (its
            vector would be noise).
        ConfigError: the package that reads sounds is not installed.
    """
    soundfile = _soundfile()
    name = source.name if isinstance(source, Path) else "sound"
    misfit = unfit_size(source, BYTE_LIMIT)
    if misfit is not None:
        raise _refuse(name, misfit)
    try:
        with soundfile.SoundFile(BytesIO(source) if isinstance(source, bytes) else source) as file:
            reason = _unfit(file.frames, file.samplerate, file.channels)
            if reason is not None:
                raise _refuse(name, reason)
            wanted = min(file.frames, int(HEARD * file.samplerate))
            file.seek((file.frames - wanted) // 2)
            samples = file.read(wanted, dtype="float32", always_2d=True).mean(axis=1)
            rate = int(file.samplerate)
    except (soundfile.SoundFileError, OSError, ValueError, MemoryError) as error:
        reason = first_line(error)
        raise _refuse(name, f"not a sound that can be read: {reason.rpartition(': ')[2]}") from None
    if len(samples) < SHORTEST * rate:
        raise _refuse(name, "damaged: it ends before it begins")
    if not np.isfinite(samples).all():
        raise _refuse(name, "damaged: it holds values that are no numbers")
    if np.abs(samples).max() < _SILENCE:
        raise _refuse(name, "silent")
    return Sound(samples.clip(-1, 1), rate)


def _unfit(frames: int, rate: int, channels: int) -> str | None:
    """Why a sound of this header is not read; None when it is."""
    if not RATES[0] <= rate <= RATES[1]:
        return f"{rate} samples a second, not {RATES[0]:,} to {RATES[1]:,}"
    if channels > CHANNELS:
        return f"{channels} channels, more than {CHANNELS}"
    seconds = frames / rate
    if seconds > LONGEST:
        return f"{seconds / 3600:.1f} hours, more than {LONGEST / 3600:.0f}"
    if seconds < SHORTEST:
        return f"{seconds:.3f} seconds, less than {SHORTEST}"
    return None


def _soundfile() -> Any:
    try:
        import soundfile
    except (ImportError, OSError) as error:  # OSError: the library beneath it is missing
        raise ConfigError(
            f"Sounds cannot be read here: {error}.", "Run `pip install 'mmrec[audio]'`."
        ) from None
    return soundfile


def _refuse(name: str, reason: str) -> DataError:
    return DataError(f"{name}: {reason}.", "Give a WAV, FLAC, OGG or MP3 file.")
