"""Pictures as people have them: rotated, transparent, animated, broken, or no pictures at all."""

import struct
import threading
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mmrec.encoders.pictures import BYTE_LIMIT, open_picture
from mmrec.errors import DataError

RED, BLUE = (255, 0, 0), (0, 0, 255)


def stored(picture: Image.Image, form: str = "PNG", **options: object) -> bytes:
    out = BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def halves(mode: str = "RGB", size: tuple[int, int] = (40, 20)) -> Image.Image:
    """Left half red, right half blue."""
    picture = Image.new("RGB", size, RED)
    picture.paste(BLUE, (size[0] // 2, 0, *size))
    return picture.convert(mode)


def near(pixel: object, colour: tuple[int, int, int], slack: int = 12) -> bool:
    return bool(np.abs(np.asarray(pixel, dtype=int) - colour).max() <= slack)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF"])
def test_every_common_format_comes_out_as_rgb_of_its_own_size(form: str) -> None:
    picture = open_picture(stored(halves(), form))
    assert (picture.mode, picture.size) == ("RGB", (40, 20))
    assert near(picture.getpixel((4, 10)), RED, 40)
    assert near(picture.getpixel((36, 10)), BLUE, 40)


def test_a_photo_taken_sideways_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: show it rotated by 90 degrees clockwise
    picture = open_picture(stored(halves(), "JPEG", exif=exif, quality=95))
    assert picture.size == (20, 40)
    assert near(picture.getpixel((10, 4)), RED, 40)
    assert near(picture.getpixel((10, 36)), BLUE, 40)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_is_white(mode: str) -> None:
    picture = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    picture.paste((0, 0, 0, 255), (10, 0, 20, 20))
    found = open_picture(stored(picture.convert(mode)))
    assert near(found.getpixel((2, 10)), (255, 255, 255))
    assert near(found.getpixel((17, 10)), (0, 0, 0))


def test_an_animation_shows_its_first_frame() -> None:
    later = Image.new("RGB", (40, 20), (0, 255, 0))
    data = stored(halves(), "GIF", save_all=True, append_images=[later], duration=100)
    assert near(open_picture(data).getpixel((4, 10)), RED, 40)


def test_print_colours_become_screen_colours() -> None:
    picture = open_picture(stored(halves("CMYK"), "JPEG", quality=95))
    assert near(picture.getpixel((4, 10)), RED, 40)


def test_sixteen_bit_grey_keeps_its_shades() -> None:
    ramp = np.tile(np.linspace(0, 65535, 64, dtype=np.uint16), (8, 1))
    picture = open_picture(stored(Image.fromarray(ramp)))
    shades = np.asarray(picture)[4, :, 0]
    assert shades[0] == 0
    assert 120 <= shades[32] <= 135
    assert shades[-1] == 255


def test_a_single_colour_is_refused_even_with_compression_noise() -> None:
    noisy = np.full((60, 40, 3), 128, dtype=np.uint8)
    noisy[::2] += 3
    for data in (stored(Image.new("RGB", (60, 40), RED)), stored(Image.fromarray(noisy), "JPEG")):
        with pytest.raises(DataError, match="blank"):
            open_picture(data)


def test_a_small_mark_on_white_is_not_blank() -> None:
    picture = Image.new("RGB", (200, 200), "white")
    picture.paste((0, 0, 0), (95, 95, 105, 105))
    assert open_picture(stored(picture)).size == (200, 200)


def test_text_with_a_picture_s_name_is_told_apart_and_quoted(tmp_path: Path) -> None:
    file = tmp_path / "poster.jpg"
    file.write_text("version https://git-lfs.github.com/spec/v1\n")
    with pytest.raises(DataError, match=r"poster\.jpg: not a picture .*git-lfs"):
        open_picture(file)


@pytest.mark.parametrize("share", [0.5, 0.9])
@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_file_that_was_cut_is_refused(form: str, share: float) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (80, 80, 3), dtype=np.uint8)
    data = stored(Image.fromarray(noise), form)
    with pytest.raises(DataError, match=r"damaged|not a picture"):
        open_picture(data[: int(len(data) * share)])


def test_bytes_turned_over_at_random_never_crash() -> None:
    random = np.random.default_rng(0)
    for form in ("PNG", "JPEG", "WEBP", "GIF", "TIFF", "BMP"):
        sound = np.frombuffer(stored(halves(), form), dtype=np.uint8)
        for _ in range(60):
            data = sound.copy()
            data[random.integers(0, len(data), 6)] = random.integers(0, 256, 6)
            try:
                assert open_picture(data.tobytes()).mode == "RGB"
            except DataError as error:
                assert error.remedy


def bomb(side: int) -> bytes:
    """A PNG whose header claims a huge picture, in a few hundred bytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        crc = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc)

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    signature = b"\x89PNG\r\n\x1a\n"
    return signature + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [8_500, 30_000])
def test_a_decompression_bomb_is_refused_before_it_is_unpacked(side: int) -> None:
    with pytest.raises(DataError, match="pixels"):
        open_picture(bomb(side))


def test_missing_empty_and_huge_files_say_so(tmp_path: Path) -> None:
    empty, huge = tmp_path / "empty.png", tmp_path / "huge.png"
    empty.touch()
    with huge.open("wb") as out:
        out.truncate(BYTE_LIMIT + 1)  # sparse: takes no room
    with pytest.raises(DataError, match="no such file"):
        open_picture(tmp_path / "none.png")
    with pytest.raises(DataError, match="empty"):
        open_picture(empty)
    with pytest.raises(DataError, match="MB"):
        open_picture(huge)
    with pytest.raises(DataError, match="directory"):
        open_picture(tmp_path)


def test_threads_may_open_pictures_together() -> None:
    data, found = stored(halves(), "JPEG"), []

    def read() -> None:
        found.extend(open_picture(data).size for _ in range(20))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [(40, 20)] * 80


def test_the_real_blank_and_false_posters_are_all_refused_with_their_reason(posters: Path) -> None:
    messy = posters.parent / "messy"
    for folder, reason in (("blank_posters", "blank"), ("not_images", "not a picture")):
        for file in (messy / folder).iterdir():
            with pytest.raises(DataError, match=reason):
                open_picture(file)
