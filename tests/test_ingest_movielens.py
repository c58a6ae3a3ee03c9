"""MovieLens-100K out of the pack becomes two plain files, with titles as people say them."""

import csv
from pathlib import Path

import pytest

from ingest.demo.movielens import spoken_title, write_movielens
from mmrec.errors import DataError

ITEMS = """item_id:token\tmovie_title:token_seq\trelease_year:token\tclass:token_seq
1\tToy Story\t1995\tAnimation Children's Comedy
2\tGodfather, The\t1972\tCrime Drama
267\tunkonwn\tunkonwn\tunknown
1412\tLand Before Time III: The Time of the Great Giving (1995)\tV\tAnimation Children's
"""
RATINGS = """user_id:token\titem_id:token\trating:float\ttimestamp:float
196\t2\t3\t881250949
186\t267\t5\t891717742
"""


def source(folder: Path, items: str = ITEMS, ratings: str = RATINGS) -> Path:
    (folder / "ml-100k.item").write_text(items, encoding="utf-8")
    (folder / "ml-100k.inter").write_text(ratings, encoding="utf-8")
    return folder


def read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize(
    ("filed", "spoken"),
    [
        ("Toy Story", "Toy Story"),
        ("Godfather, The", "The Godfather"),
        ("Postino, Il", "Il Postino"),
        ("Enfer, L'", "L'Enfer"),
        ("Misérables, Les", "Les Misérables"),
        ("Paris, Texas", "Paris, Texas"),
        ("Kiss Me, Guido", "Kiss Me, Guido"),
        ("Bye Bye, Love", "Bye Bye, Love"),
        ("Seven (Se7en)", "Seven (Se7en)"),
        ("Horseman on the Roof, The (Hussard sur le toit, Le)",
         "The Horseman on the Roof (Le Hussard sur le toit)"),
        ("Hate (Haine, La)", "Hate (La Haine)"),
        ("Star Maker, The (Uomo delle stelle, L')", "The Star Maker (L'Uomo delle stelle)"),
    ],
)  # fmt: skip
def test_a_filed_title_reads_as_people_say_it(filed: str, spoken: str) -> None:
    assert spoken_title(filed) == spoken


def test_every_film_and_every_rating_is_kept(tmp_path: Path) -> None:
    written = write_movielens(source(tmp_path), tmp_path / "out")
    assert (written.films, written.ratings) == (4, 2)
    films = {row["item_id"]: row for row in read(written.items)}
    assert films["1"] == {
        "item_id": "1",
        "title": "Toy Story",
        "year": "1995",
        "genres": "Animation|Children's|Comedy",
        "description": "",
        "image": "covers/1.jpg",
    }
    assert films["2"]["title"] == "The Godfather"
    assert read(written.events)[0] == {
        "user_id": "196",
        "item_id": "2",
        "event": "rating",
        "value": "3",
        "timestamp": "881250949",
    }


def test_odd_rows_are_mended_not_lost(tmp_path: Path) -> None:
    films = {row["item_id"]: row for row in read(write_movielens(source(tmp_path), tmp_path).items)}
    assert films["267"]["title"] == "Unknown film"
    assert films["267"]["year"] == films["267"]["genres"] == ""
    assert films["1412"]["title"] == "Land Before Time III: The Time of the Great Giving"
    assert films["1412"]["year"] == "1995"


def test_a_missing_or_foreign_source_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="mmrec weights fetch"):
        write_movielens(tmp_path / "nowhere", tmp_path / "out")
    with pytest.raises(DataError, match="not MovieLens-100K's"):
        write_movielens(source(tmp_path, items="a\tb\n1\t2\n"), tmp_path / "out")
    with pytest.raises(DataError, match="line 2: 2 cells of 4"):
        write_movielens(source(tmp_path, items=ITEMS.splitlines()[0] + "\n1\tToy\n"), tmp_path)


def test_a_failure_leaves_the_earlier_file_whole(tmp_path: Path) -> None:
    first = write_movielens(source(tmp_path), tmp_path / "out")
    before = first.items.read_bytes()
    with pytest.raises(DataError, match="which is no film"):
        write_movielens(source(tmp_path, ratings=RATINGS + "1\t999\t3\t1\n"), tmp_path / "out")
    assert first.items.read_bytes() == before
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["events.csv", "items.csv"]
