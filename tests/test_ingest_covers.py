"""A cover is drawn once from the same inputs, and its genre can be told by its look."""

import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ingest.demo.covers import LABEL, SIZE, Film, draw_cover, draw_covers
from ingest.demo.styles import STYLES, leading

ALIEN = Film("1", "Alien", "1979", ("Horror", "Sci-Fi"))
LONG = "Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb, and Then Some More"


def pixels(film: Film) -> np.ndarray:
    return np.asarray(draw_cover(film), dtype=np.float32)


def test_one_film_has_one_cover() -> None:
    assert draw_cover(ALIEN).size == SIZE
    assert np.array_equal(pixels(ALIEN), pixels(ALIEN))


def test_films_of_one_genre_do_not_all_look_the_same() -> None:
    dramas = [Film(str(n), "Same Title", "1990", ("Drama",)) for n in range(8)]
    distinct = {draw_cover(film).tobytes() for film in dramas}
    assert len(distinct) == 8


def test_a_cover_is_kept_until_its_inputs_change(tmp_path: Path) -> None:
    films = [ALIEN, Film("2", "Toy Story", "1995", ("Animation", "Comedy"))]
    assert draw_covers(films, tmp_path).drawn == 2
    before = (tmp_path / "2.jpg").stat().st_mtime_ns
    renamed = [Film("1", "Aliens", "1986", ("Horror", "Sci-Fi")), films[1]]
    report = draw_covers(renamed, tmp_path)
    assert (report.drawn, report.kept) == (1, 1)
    assert (tmp_path / "2.jpg").stat().st_mtime_ns == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["1.jpg", "2.jpg"]


def test_a_broken_cover_is_drawn_again(tmp_path: Path) -> None:
    draw_covers([ALIEN], tmp_path)
    (tmp_path / "1.jpg").write_bytes(b"half a pict")
    assert draw_covers([ALIEN], tmp_path).drawn == 1
    with Image.open(tmp_path / "1.jpg") as picture:
        picture.load()
        assert picture.size == SIZE


@pytest.mark.parametrize("title", ["", "Z", LONG, "Abracadabra" * 9, "Été ★"])
def test_any_title_can_be_set(title: str) -> None:
    assert draw_cover(Film("9", title, "", ())).size == SIZE


def test_a_film_without_genres_has_a_cover_too() -> None:
    assert leading(()) == []
    assert pixels(Film("9", "Unknown film", "", ())).std() > 10


def test_every_genre_of_the_demo_has_a_style_of_its_own() -> None:
    grounds = [style.palette for style in STYLES.values()]
    assert len(set(grounds)) == len(grounds) == 18


def test_genres_can_be_told_apart_by_colour_alone() -> None:
    """Nearest mean colour of the other covers names the genre of most covers (chance: 1 in 8)."""
    genres = ("Horror", "Western", "Romance", "Sci-Fi", "Comedy", "Children's", "Musical", "War")
    looks = np.array(
        [
            [
                pixels(Film(f"{genre}{n}", "Title", "1990", (genre,))).mean(axis=(0, 1))
                for n in range(6)
            ]
            for genre in genres
        ]
    )
    right = 0
    for genre in range(len(genres)):
        for n in range(6):
            means = looks.sum(axis=1)
            means[genre] -= looks[genre, n]
            counts = np.full((len(genres), 1), 6.0)
            counts[genre] = 5.0
            nearest = np.linalg.norm(means / counts - looks[genre, n], axis=1).argmin()
            right += int(nearest == genre)
    assert right / 48 > 0.8


def test_every_cover_says_that_it_is_drawn() -> None:
    assert re.fullmatch(r"drawn cover", LABEL)
    for n in range(6):
        corner = pixels(Film(str(n), "", "1990", ("Drama",)))[-20:-4, 140:225]
        assert corner.max() - corner.min() > 60  # lettering on a plain ground
