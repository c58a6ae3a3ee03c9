"""The catalogue: three films whose vectors, facts and words are known."""

from collections.abc import Callable
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

import lancedb
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mmrec.errors import ConfigError, DataError, EncoderMismatch, NotFound, StoreError
from mmrec.store import Catalog, CatalogRow, Hashes, WriteReport
from mmrec.types import EncoderSpec, FactValue, Item

TEXT = EncoderSpec("tiny-text", "r1", 4, "none")
IMAGE = EncoderSpec("tiny-image", "r1", 3, "224 px")
SPECS = {"text": TEXT, "image": IMAGE}
AUDIO = EncoderSpec("tiny-audio", "r1", 2, "48 kHz")


def unit(*values: float) -> np.ndarray:
    vector = np.array(values, dtype=np.float32)
    return vector / np.linalg.norm(vector)


def digest(content: str) -> str:
    return blake2b(content.encode(), digest_size=16).hexdigest()


def row(
    item_id: str,
    title: str,
    text: np.ndarray | None = None,
    image: np.ndarray | None = None,
    description: str | None = None,
    **facts: FactValue,
) -> CatalogRow:
    item = Item(item_id, title, description, facts=facts)
    return CatalogRow(item, {"text": text, "image": image}, Hashes(digest(title)))


ALIEN = row("m2", "Alien (1979)", unit(1, 0, 0, 0), unit(1, 0, 0), "A ship finds horror.",
            year=1979, genres=["Horror", "Sci-Fi"], cast="Sigourney Weaver")  # fmt: skip
TOYS = row("m10", "Toy Story (1995)", unit(0, 1, 0, 0), None, "Toys live.",
           year=1995, genres=["Comedy"])  # fmt: skip
SPACE = row("m1", "Spaceballs (1987)", unit(1, 1, 0, 0), unit(0, 1, 0), None,
            year=1987, genres=["Comedy", "Sci-Fi"])  # fmt: skip


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    made = Catalog.create(tmp_path / "catalog", SPECS)
    made.write([ALIEN, TOYS, SPACE])
    return made


def test_items_come_back_as_they_went_in(catalog: Catalog) -> None:
    assert catalog.items(["m10", "m2", "m10"]) == [TOYS.item, ALIEN.item, TOYS.item]
    assert sorted(item.item_id for item in catalog.scan()) == ["m1", "m10", "m2"]
    assert catalog.titles()["m1"] == "Spaceballs (1987)"
    assert catalog.count() == 3 and catalog.has("m1") and not catalog.has("m3")


def test_a_view_is_the_catalogue_of_one_moment_by_row(catalog: Catalog) -> None:
    catalog.write([row("m0", "First (1970)")])
    catalog.delete(["m0"])  # what is deleted still lies in its fragment and must not shift places
    view = catalog.view()
    catalog.write([replace(TOYS, item=replace(TOYS.item, title="Toys (1995)"))])
    catalog.delete(["m1"])
    assert view.item_ids == ("m1", "m10", "m2")
    assert view.items([2, 1, 2]) == [ALIEN.item, TOYS.item, ALIEN.item]
    assert view.items([]) == []
    assert view.title(1) == view.titles()["m10"] == "Toy Story (1995)"
    vectors, later = view.vectors(), catalog.view().vectors()
    assert vectors.has_image.tolist() == [True, False, True]
    np.testing.assert_allclose(vectors.text[2], [1, 0, 0, 0], atol=1e-3)
    assert later.item_ids == ("m10", "m2")


def test_a_view_keeps_some_items_and_answers_the_same(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mmrec.store.view.KEPT", 1)
    view = catalog.view()
    for rows in ([2], [1, 2], [0, 2, 1], [1], [2, 2]):
        assert [item.item_id for item in view.items(rows)] == [view.item_ids[row] for row in rows]
    catalog.write([replace(TOYS, item=replace(TOYS.item, title="Toys (1995)"))])
    assert view.items([1, 2]) == [TOYS.item, ALIEN.item]


@pytest.mark.slow
def test_the_index_finds_99_of_the_100_nearest_and_a_filter_never_starves_it(
    tmp_path: Path,
) -> None:
    spec = EncoderSpec("made up", "1", 64, "none")
    catalog, random = Catalog.create(tmp_path / "catalog", {"text": spec}), np.random.default_rng(0)
    centres = random.normal(size=(50, 64))
    made = centres[random.integers(50, size=4000)] + random.normal(size=(4000, 64))
    vectors = (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)
    catalog.append([row(f"m{n:04}", f"Film {n}", one, year=n) for n, one in enumerate(vectors)])
    catalog.ensure_indices(index_from=4001)
    assert "_text" not in {index.column for index in catalog.storage().indices}
    catalog.ensure_indices(index_from=4000)
    assert ("_text", 4000) in {(one.column, one.rows) for one in catalog.storage().indices}
    hits = 0
    for query in vectors[:20]:
        best = {f"m{n:04}" for n in np.argsort(-(vectors @ query))[:100]}
        hits += len(best & {item_id for item_id, _ in catalog.nearest("text", query, 100)})
    assert hits >= 0.99 * 20 * 100
    few = [item_id for item_id, _ in catalog.nearest("text", vectors[0], 5, "year >= 3995")]
    assert few == [f"m{n:04}" for n in 3995 + np.argsort(-(vectors[3995:] @ vectors[0]))]


def test_a_missing_item_is_named(catalog: Catalog) -> None:
    with pytest.raises(NotFound, match="'m404'"):
        catalog.items(["m1", "m404"])


def test_vectors_are_sorted_by_item_id_with_a_mask_for_what_is_missing(catalog: Catalog) -> None:
    vectors = catalog.vectors()
    assert vectors.item_ids == ("m1", "m10", "m2")
    assert vectors.has_text.tolist() == [True, True, True]
    assert vectors.has_image.tolist() == [True, False, True]
    np.testing.assert_allclose(vectors.text[2], [1, 0, 0, 0], atol=1e-3)
    np.testing.assert_allclose(np.linalg.norm(vectors.text, axis=1), 1, atol=1e-6)
    assert not vectors.image[1].any()


def test_writing_twice_is_writing_once(catalog: Catalog) -> None:
    before = catalog.vectors()
    assert catalog.write([ALIEN, TOYS, SPACE]) == WriteReport(added=0, updated=3)
    after = catalog.vectors()
    assert after.item_ids == before.item_ids
    np.testing.assert_array_equal(after.text, before.text)


def test_of_two_rows_with_one_id_the_later_counts(catalog: Catalog) -> None:
    report = catalog.write([row("new", "First"), row("new", "Second")])
    assert report == WriteReport(added=1, updated=0)
    assert catalog.items(["new"])[0].title == "Second"


def test_nearest_is_by_cosine_and_skips_items_without_a_vector(catalog: Catalog) -> None:
    found = catalog.nearest("text", unit(1, 0, 0, 0), 3)
    assert [item_id for item_id, _ in found] == ["m2", "m1", "m10"]
    assert [score for _, score in found] == pytest.approx([1, 0.7071, 0], abs=1e-3)
    assert [item_id for item_id, _ in catalog.nearest("image", unit(0, 1, 0), 3)] == ["m1", "m2"]
    assert [i for i, _ in catalog.nearest("text", unit(1, 0, 0, 0), 3, "year > 1980")] == [
        "m1",
        "m10",
    ]


def test_words_are_found_in_title_description_and_text_facts(catalog: Catalog) -> None:
    assert [item_id for item_id, _ in catalog.words("weaver", 5)] == ["m2"]
    assert {item_id for item_id, _ in catalog.words("comedies", 5)} == {"m10", "m1"}
    assert [item_id for item_id, _ in catalog.words("comedy", 5, "year < 1990")] == ["m1"]
    assert catalog.words('"; drop (', 5) == [] == catalog.words("", 5)


def test_a_row_just_written_is_found_before_and_after_the_index_is_renewed(
    catalog: Catalog,
) -> None:
    catalog.write([row("m3", "Her")])
    assert [item_id for item_id, _ in catalog.words("her", 5)] == ["m3"]
    catalog.ensure_indices()
    assert [item_id for item_id, _ in catalog.words("her", 5)] == ["m3"]
    assert catalog.items(["m2"]) == [ALIEN.item]


@pytest.mark.parametrize(
    ("where", "ids"),
    [
        ("year >= 1987", {"m1", "m10"}),
        ("YEAR = 1979", {"m2"}),
        ("genres = 'Horror'", {"m2"}),
        ("genres != 'Horror'", {"m1", "m10"}),
        ("genres in ('Horror', 'Comedy') and year < 1990", {"m1", "m2"}),
        ("genres not in ('Horror')", {"m1", "m10"}),
        ("array_has(genres, 'Sci-Fi')", {"m1", "m2"}),
        ("not (array_length(genres) = 1 or title like 'A%')", {"m1"}),
        ("cast = 'Sigourney Weaver'", {"m2"}),
        ("cast is null", {"m1", "m10"}),
        ("title = 'it''s; drop table items'", set()),
        ("`year` between 1980 and 1990", {"m1"}),
    ],
)
def test_a_filter_lets_through(catalog: Catalog, where: str, ids: set[str]) -> None:
    assert catalog.matching(where) == ids


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("yeer > 1990", "no column 'yeer'. Did you mean 'year'?"),
        ("_text_hash = 'x'", "no column '_text_hash'"),
        ('title = "Alien"', "single quotes: 'Alien'"),
        ("year > 1; drop table items", "cannot be read from"),
        ("year > 1990 -- all", "no column 'all'"),
        ("year > 1990 or exists (select 1)", "no column 'select'"),
        ("year >", "expected: an expression"),
        ("year = 'abc'", "Int64"),
        ("year / 0 > 1", "Divide by zero"),
        ("frobnicate(year) > 1", "Invalid function"),
        ("genres", "boolean"),
        ("", "empty"),
    ],
)
def test_a_bad_filter_is_one_clear_line(catalog: Catalog, where: str, told: str) -> None:
    with pytest.raises(ConfigError, match=r"^[^\n]*$") as caught:
        catalog.matching(where)
    assert told.lower() in str(caught.value).lower()
    assert ".rs:" not in str(caught.value)
    assert catalog.count() == 3


def test_a_later_write_brings_a_new_fact_and_leaves_the_others_without(catalog: Catalog) -> None:
    catalog.write([row("m3", "Brazil", stars=4, year=1985)])
    assert catalog.fact_types() == {
        "year": int, "genres": list, "cast": str, "stars": int,
    }  # fmt: skip
    assert "stars" not in catalog.items(["m1"])[0].facts
    assert catalog.matching("stars = 4") == {"m3"}


def test_whole_numbers_fit_where_numbers_are(tmp_path: Path) -> None:
    catalog = Catalog.create(tmp_path, SPECS)
    catalog.write([row("a", "A", price=1), row("b", "B", price=1.5)])
    catalog.write([row("c", "C", price=2)])
    assert catalog.matching("price >= 1.5") == {"b", "c"}


@pytest.mark.parametrize(
    "fact", [{"year": "soon"}, {"year": 1.5}, {"genres": "Horror"}, {"Year": 1}, {"a b": 1},
             {"_words": "x"}, {"title2": 1, "Title2": 2}],
)  # fmt: skip
def test_a_fact_that_does_not_fit_is_refused_and_nothing_is_written(
    catalog: Catalog, fact: dict[str, FactValue]
) -> None:
    with pytest.raises(DataError):
        catalog.write([row("fine", "Fine"), row("m3", "Brazil", **fact)])
    assert catalog.count() == 3


def test_a_bad_vector_is_never_stored_as_missing(catalog: Catalog) -> None:
    for bad in (np.full(4, np.nan, np.float32), np.ones(5, np.float32)):
        with pytest.raises(ValueError, match="vector"):
            catalog.write([row("m3", "Brazil", bad)])


def test_another_encoder_is_refused_and_nothing_is_lost(catalog: Catalog, tmp_path: Path) -> None:
    other = EncoderSpec("clip-text", "r9", 4, "none")
    with pytest.raises(EncoderMismatch) as caught:
        Catalog.create(tmp_path / "catalog", {"text": other, "image": IMAGE})
    assert "tiny-text" in str(caught.value) and "clip-text" in str(caught.value)
    assert "mmrec reembed --modality text" in caught.value.remedy
    catalog.require({"text": TEXT})
    assert catalog.count() == 3


def test_what_made_the_vectors_survives_new_columns_and_compaction(
    catalog: Catalog, tmp_path: Path
) -> None:
    catalog.write([row("m3", "Brazil", stars=4)])
    catalog.ensure_indices()
    assert Catalog.open(tmp_path / "catalog").specs == SPECS


def test_many_writes_become_one_file_whose_rows_and_words_are_the_same(
    catalog: Catalog, tmp_path: Path
) -> None:
    def files() -> int:
        table = lancedb.connect(tmp_path / "catalog").open_table("items")
        return len(table.to_lance().get_fragments())

    for number in range(3, 9):
        catalog.append([row(f"m{number}", "Film", unit(1, number, 0, 0), stars=number)])
    catalog.delete(["m5", "m10"])
    before, vectors = {item.item_id: item for item in catalog.scan()}, catalog.vectors()
    assert files() == 6
    catalog.ensure_indices()
    assert files() == 1
    assert {item.item_id: item for item in catalog.scan()} == before
    assert catalog.vectors().item_ids == vectors.item_ids
    assert (catalog.vectors().text == vectors.text).all()
    assert {item_id for item_id, _ in catalog.words("film", 9)} == {"m3", "m4", "m6", "m7", "m8"}


def test_no_catalogue_and_a_strange_table_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="mmrec ingest items"):
        Catalog.open(tmp_path / "nowhere")
    lancedb.connect(tmp_path / "strange").create_table("items", [{"x": 1}])
    with pytest.raises(StoreError, match="no catalogue of mmrec"):
        Catalog.open(tmp_path / "strange")


def test_a_damaged_catalogue_says_so(catalog: Catalog, tmp_path: Path) -> None:
    for manifest in (tmp_path / "catalog" / "items.lance" / "_versions").iterdir():
        manifest.write_bytes(b"\0" * 100)
    with pytest.raises(StoreError, match=r"^[^\n]*damaged[^\n]*$"):
        Catalog.open(tmp_path / "catalog")


def test_an_open_reader_sees_what_was_just_written(catalog: Catalog, tmp_path: Path) -> None:
    reader = Catalog.open(tmp_path / "catalog")
    version = reader.version()
    catalog.write([row("m3", "Brazil")])
    assert reader.count() == 4 and reader.version() > version


def test_creation_that_died_half_way_is_finished_by_the_next(tmp_path: Path) -> None:
    from mmrec.store.schema import empty_schema

    lancedb.connect(tmp_path.absolute()).create_table("items", schema=empty_schema(SPECS))
    catalog = Catalog.create(tmp_path, SPECS)
    catalog.write([ALIEN])
    catalog.write([ALIEN])
    assert catalog.count() == 1 and catalog.words("alien", 1)[0][0] == "m2"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Catalog]:
    catalog = Catalog.create(tmp_path_factory.mktemp("hostile"), SPECS)

    def hold(item_id: str) -> Catalog:
        catalog.write([row(item_id, item_id)])
        return catalog

    return hold


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(item_id=st.text(min_size=1).filter(lambda text: text.isprintable()))
def test_any_id_finds_its_item(hostile: Callable[[str], Catalog], item_id: str) -> None:
    catalog = hostile(item_id)
    assert catalog.items([item_id])[0].title == item_id
    quoted = item_id.replace("'", "''")
    assert catalog.matching(f"title = '{quoted}'") == {item_id}


def test_new_rows_are_appended_and_read_like_written_ones(catalog: Catalog) -> None:
    report = catalog.append([row("m3", "Brazil", unit(0, 0, 1, 0), year=1985, stars=4)])
    assert report == WriteReport(added=1, updated=0)
    assert catalog.items(["m3"])[0].facts == {"year": 1985, "stars": 4}
    assert catalog.nearest("text", unit(0, 0, 1, 0), 1)[0][0] == "m3"
    assert catalog.words("brazil", 1)[0][0] == "m3"


def test_two_new_rows_of_one_id_are_refused(catalog: Catalog) -> None:
    with pytest.raises(ValueError, match="one id"):
        catalog.append([row("m3", "Brazil"), row("m3", "Brazil")])
    assert catalog.count() == 3


def test_a_modality_can_join_a_catalogue_that_is_full(catalog: Catalog, tmp_path: Path) -> None:
    more = Catalog.create(tmp_path / "catalog", {**SPECS, "audio": AUDIO})
    assert more.specs == {**SPECS, "audio": AUDIO}
    item = Item("m9", "Fantasia", media={"audio": "/music/fantasia.wav"})
    hashes = Hashes(digest("Fantasia"), {"audio": digest("sound")})
    more.write([CatalogRow(item, {"audio": unit(3, 4)}, hashes)])
    assert catalog.items(["m9"]) == [item] and catalog.items(["m2"]) == [ALIEN.item]
    vectors, there = catalog.vectors().of("audio")
    assert there.tolist() == [False, False, False, True]
    np.testing.assert_allclose(vectors[3], unit(3, 4), atol=1e-3)
    assert catalog.nearest("audio", unit(3, 4), 5)[0][0] == "m9"
    assert catalog.ledger().get("m9") == Hashes(
        hashes.facts, {**hashes.of, "text": "", "image": ""}
    )
    assert catalog.fact_types().keys() == {"year", "genres", "cast"}
    images = {one.image for one in catalog.scan() if one.image}
    assert {path for batch in more.media() for path in batch} == {
        "/music/fantasia.wav",
        *images,
    }


def test_a_catalogue_of_words_alone_has_no_pictures(tmp_path: Path) -> None:
    catalog = Catalog.create(tmp_path / "words", {"text": TEXT})
    catalog.append([CatalogRow(Item("m1", "Her"), {"text": unit(1, 0, 0, 0)}, Hashes(digest("x")))])
    vectors = catalog.vectors()
    assert vectors.image.shape == (1, 0) and not vectors.has_image.any()
