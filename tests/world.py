"""A tiny known world: three genres of eight films, and people who each like one genre.

Everybody walks through their genre in the same circle, so that what comes next is known without
running anything. Every film has words and a picture of its genre, but for one without a picture
and one without a description.
"""

import csv
from pathlib import Path

from PIL import Image, ImageDraw

GENRES = {
    "Space": ("astronauts on a rocket to a distant planet", (10, 20, 60)),
    "Western": ("cowboys on horses in a dusty frontier town", (190, 120, 40)),
    "Romance": ("two lovers and a wedding in the spring", (220, 90, 140)),
}
SIZE = 8  # films of each genre
PEOPLE = 12  # of each genre
LIKES = 6
WITHOUT_PICTURE = "Space-7"
WITHOUT_WORDS = "Western-7"


def film_id(genre: str, number: int) -> str:
    return f"{genre}-{number % SIZE}"


def write(folder: Path) -> tuple[Path, Path]:
    """items.csv with pictures beside it, and events.csv."""
    (folder / "pictures").mkdir(parents=True)
    items, events = folder / "items.csv", folder / "events.csv"
    with items.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["item_id", "title", "description", "image", "year", "genres"])
        for genre, (plot, colour) in GENRES.items():
            for number in range(SIZE):
                name = film_id(genre, number)
                picture = f"pictures/{name}.png"
                _draw(folder / picture, colour, number)
                writer.writerow(
                    [
                        name,
                        f"{genre} Story {number}",
                        "" if name == WITHOUT_WORDS else f"A film about {plot}, part {number}.",
                        "" if name == WITHOUT_PICTURE else picture,
                        1980 + number,
                        f"{genre}|Film",
                    ]
                )
    with events.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["user_id", "item_id", "event", "value", "timestamp"])
        for genre in GENRES:
            for person in range(PEOPLE):
                for step in range(LIKES):
                    at = 1_600_000_000 + 86_400 * step + person
                    row = [f"{genre} fan {person}", film_id(genre, person + step), "like", "", at]
                    writer.writerow(row)
    return items, events


def _draw(file: Path, colour: tuple[int, int, int], number: int) -> None:
    picture = Image.new("RGB", (96, 144), colour)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((10 + number, 20, 70, 80 + number), fill=tuple(255 - part for part in colour))
    draw.rectangle((20, 100, 40 + 5 * number, 130), fill="white")
    picture.save(file)
