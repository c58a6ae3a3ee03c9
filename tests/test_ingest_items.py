"""Items into the catalogue: two films, their pictures, encoders that count what they get."""

import dataclasses
import json
import signal
import subprocess
import sys
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from ingest.batches import ROWS
from ingest.encoders import Encoders, Lazy
from ingest.pipeline import ingest_items
from ingest.rejects import jobs, retry
from ingest.report import ItemReport
from ingest.sync import delete_items
from mmrec.config import Settings
from mmrec.errors import ConfigError, DataError, EncoderMismatch, StoreError
from mmrec.store import Catalog, Home
from mmrec.types import EncoderSpec, Floats, Item, Reject

FILMS = (
    "item_id,title,year,genres,image\n1,Alien,1979,Horror|Sci-Fi,a.png\n2,Heat,1995,Crime|Drama,\n"
)


def direction(seed: int, width: int) -> Floats:
    vector = np.random.default_rng(seed).normal(size=width).astype(np.float32)
    return vector / np.linalg.norm(vector)


class TinyText:
    """A direction for each text."""

    def __init__(self, revision: str = "1") -> None:
        self.spec = EncoderSpec("tiny-text", revision, 8, "none")
        self.seen: list[str] = []

    def encode(self, texts: Sequence[str]) -> Floats:
        self.seen.extend(texts)
        return np.stack([direction(crc32(text.encode()), 8) for text in texts])


class TinyImage:
    """A direction for each mean colour."""

    def __init__(self) -> None:
        self.spec = EncoderSpec("tiny-image", "1", 6, "mean colour")
        self.seen = 0

    def prepare(self, image: Image.Image) -> torch.Tensor:
        pixels = np.asarray(image.resize((2, 2)), dtype=np.float32)
        return torch.from_numpy(pixels).permute(2, 0, 1)

    def encode_prepared(self, pictures: torch.Tensor) -> Floats:
        self.seen += len(pictures)
        means = pictures.mean(dim=(1, 2, 3)).round().long().tolist()
        return np.stack([direction(mean, 6) for mean in means])


class World:
    """A home, a folder of sources, and encoders that remember whether they were made."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = Home.create(folder / "home")
        self.images = folder / "pictures"
        self.images.mkdir(exist_ok=True)
        self.paint("a.png", 40)
        self.fresh_encoders()

    def fresh_encoders(self, revision: str = "1") -> None:
        self.text, self.image = TinyText(revision), TinyImage()
        self.made: list[str] = []
        # The real item_text and open_picture; only the two models are tiny.
        self.encoders = dataclasses.replace(
            Encoders.of(Settings()),
            text=Lazy(lambda: self.made.append("text") or self.text),
            image=Lazy(lambda: self.made.append("image") or self.image),
            configured=lambda modality: ("tiny-text", revision) if modality == "text" else None,
        )

    def paint(self, name: str, colour: int) -> None:
        """Two halves whose mean is the colour: a picture of one colour would be refused."""
        picture = Image.new("RGB", (4, 4), (colour - 10,) * 3)
        picture.paste((colour + 10,) * 3, (2, 0, 4, 4))
        picture.save(self.images / name)

    def source(self, text: str, name: str = "films.csv") -> str:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def ingest(self, text: str, *, mapping: str | None = None, dry_run: bool = False) -> ItemReport:
        if mapping is not None:
            (self.folder / "mapping.yaml").write_text(mapping)
        return ingest_items(
            self.home,
            Settings(),
            [self.source(text)],
            images=self.images,
            mapping=self.folder / "mapping.yaml" if mapping is not None else None,
            dry_run=dry_run,
            encoders=self.encoders,
        )

    @property
    def catalog(self) -> Catalog:
        return Catalog.open(self.home.catalog)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def counts(report: ItemReport) -> tuple[int, ...]:
    assert report.read == (
        report.added + report.updated + report.unchanged + report.rejected + report.skipped
    )
    return report.added, report.updated, report.unchanged, report.rejected, report.skipped


def rejects_of(report: ItemReport) -> list[Reject]:
    if report.rejects is None:
        return []
    lines = Path(report.rejects).read_text(encoding="utf-8").splitlines()
    return [Reject(**json.loads(line)) for line in lines]


def test_films_come_in_with_typed_facts_vectors_and_pictures(world: World) -> None:
    report = world.ingest(FILMS)
    assert counts(report) == (2, 0, 0, 0, 0)
    assert report.facts == {"year": "int", "genres": "list"}
    alien, heat = world.catalog.items(["1", "2"])
    assert alien == Item("1", "Alien", None, str(world.images / "a.png"),
                         {"year": 1979, "genres": ["Horror", "Sci-Fi"]})  # fmt: skip
    assert heat.image is None
    vectors = world.catalog.vectors()
    assert vectors.has_text.tolist() == [True, True] and vectors.has_image.tolist() == [True, False]
    np.testing.assert_allclose(
        vectors.text[0], direction(crc32(world.text.seen[0].encode()), 8), atol=1e-3
    )
    np.testing.assert_allclose(vectors.image[0], direction(40, 6), atol=1e-3)


def test_a_second_run_makes_no_encoder_and_writes_nothing(world: World) -> None:
    world.ingest(FILMS)
    version = world.catalog.version()
    world.fresh_encoders()
    assert counts(world.ingest(FILMS)) == (0, 0, 2, 0, 0)
    assert world.made == [] and world.catalog.version() == version


def test_only_what_changed_is_embedded(world: World) -> None:
    world.ingest(FILMS)
    before = world.catalog.vectors()

    world.fresh_encoders()
    assert counts(world.ingest(FILMS.replace("Alien", "Aliens"))) == (0, 1, 1, 0, 0)
    assert [text[:7] for text in world.text.seen] == ["Aliens."] and world.made == ["text"]
    np.testing.assert_allclose(world.catalog.vectors().image, before.image, atol=1e-3)

    world.fresh_encoders()
    world.paint("a.png", 200)
    assert counts(world.ingest(FILMS.replace("Alien", "Aliens"))) == (0, 1, 1, 0, 0)
    assert world.text.seen == [] and world.image.seen == 1
    np.testing.assert_allclose(world.catalog.vectors().image[0], direction(200, 6), atol=1e-3)

    world.fresh_encoders()
    assert counts(world.ingest(FILMS.replace("Alien", "Aliens").replace("1995", "1996")))[1] == 1
    assert world.made == [] and world.catalog.items(["2"])[0].facts["year"] == 1996
    assert world.catalog.vectors().has_text.all()


@pytest.mark.parametrize(
    ("image", "told"),
    [
        ("gone.png", "no such file"),
        ("../films.csv", "leads out of the folder"),
        ("broken.png", "not a picture"),
        ("x" * 1500, "no such file"),
    ],
)
def test_an_item_whose_picture_cannot_be_used_is_kept_without_it(
    world: World, image: str, told: str
) -> None:
    (world.images / "broken.png").write_text("oid sha256:123")
    text = f"item_id,title,image\n1,Alien,{image}\n"
    report = world.ingest(text)
    assert counts(report) == (1, 0, 0, 0, 0) and report.pictures_refused == 1
    (reject,) = rejects_of(report)
    assert reject.field == "image" and told in reject.reason and reject.line == 2
    assert world.catalog.items(["1"])[0].image is None
    assert not world.catalog.vectors().has_image[0]
    again = world.ingest(text)
    assert counts(again) == (0, 0, 1, 0, 0) and again.pictures_refused == 1


def test_a_picture_that_went_missing_does_not_take_its_vector_along(world: World) -> None:
    world.ingest(FILMS)
    (world.images / "a.png").rename(world.images / "elsewhere.png")
    report = world.ingest(FILMS)
    assert counts(report) == (0, 0, 2, 0, 0) and report.pictures_refused == 1
    assert world.catalog.vectors().has_image[0]
    assert counts(world.ingest(FILMS.replace("a.png", ""))) == (0, 1, 1, 0, 0)
    assert not world.catalog.vectors().has_image[0]


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        (",No id,1990,,", "item_id", "missing"),
        ("3,  ,1990,,", "title", "missing"),
        ("3,Inf,inf,,", "year", "not a finite number"),
        ("3,One, too many,1990,,", "", "6 fields instead of 5"),
        (f"{'3' * 300},Long,1990,,", "item_id", "300 characters"),
        (f"3,{'long ' * 300},1990,,", "title", "characters"),
        ("3\x00,Null,1990,,", "item_id", "control characters"),
        ("1,Alien again,1990,,", "item_id", "is on line 2 of"),
    ],
)
def test_a_bad_row_is_kept_as_a_reject_and_the_good_ones_go_in(
    world: World, row: str, field: str, reason: str
) -> None:
    report = world.ingest(FILMS + row + "\n")
    assert counts(report) == (2, 0, 0, 1, 0)
    (reject,) = rejects_of(report)
    assert reject.field == field and reason in reject.reason and reject.line == 4


def test_reasons_are_counted_whatever_row_they_are_of(world: World) -> None:
    (world.images / "b.png").write_text("no picture")
    (world.images / "c.png").write_text("no picture")
    report = world.ingest(
        FILMS + "4,B,1990,,b.png\n5,C,1990,,c.png\n1,Again,1990,,\n2,Again,1990,,\n6,a,b,c,d,e,f\n"
    )
    assert report.reasons == {
        "image: not a picture (it starts with text: '…')": 2,
        "item_id: '…' is on line N of '…' already": 2,
        "N fields instead of N; is a comma not quoted?": 1,
    }


@pytest.mark.parametrize(("folder", "told"), [("blank_posters", "blank"), ("not_images", "not a")])
def test_real_files_that_are_no_posters_leave_their_items_without_one(
    world: World, movies: Path, folder: str, told: str
) -> None:
    images = movies.parent / "messy" / folder
    names = sorted(path.name for path in images.iterdir())
    source = world.source("item_id,title,image\n" + "".join(f"{n},T,{n}\n" for n in names))
    report = ingest_items(world.home, Settings(), [source], images=images, encoders=world.encoders)
    assert report.added == report.pictures_refused == len(names) == 10
    assert all(told in reject.reason for reject in rejects_of(report))
    assert not world.catalog.vectors().has_image.any()


def test_rejects_of_a_mended_source_go_and_those_of_others_stay(world: World) -> None:
    other = ingest_items(
        world.home, Settings(), [world.source(FILMS + ",x,,,\n", "other.csv")],
        images=world.images, encoders=world.encoders,
    )  # fmt: skip
    bad = world.ingest(FILMS + ",x,,,\n")
    assert other.rejects and bad.rejects and other.rejects != bad.rejects
    assert world.ingest(FILMS).rejects is None
    assert not Path(bad.rejects).exists() and Path(other.rejects).exists()


def test_a_row_said_twice_word_for_word_is_skipped(world: World) -> None:
    assert counts(world.ingest(FILMS + FILMS.splitlines()[1] + "\n")) == (2, 0, 0, 0, 1)


def test_a_dry_run_tells_the_same_and_writes_nothing(world: World) -> None:
    report = world.ingest(FILMS + ",x,,,\n", dry_run=True)
    assert counts(report) == (2, 0, 0, 1, 0) and report.dry_run and report.rejects is None
    assert world.made == []
    assert [path.name for path in world.home.path.iterdir()] == ["home.json"]


def sync(world: World, text: str, **how: object) -> ItemReport:
    return ingest_items(
        world.home,
        Settings(),
        [world.source(text)],
        images=world.images,
        encoders=world.encoders,
        sync=True,
        **how,
    )


def test_what_left_the_source_leaves_the_catalogue_and_refused_rows_stay(world: World) -> None:
    world.ingest("item_id,title\n1,Alien\n2,Heat\n3,Jaws\n4,Up\n")
    changed = "item_id,title\n1,Alien\n2,Heat\n3,\n"  # 3 has no title any more
    assert sync(world, changed, dry_run=True).deleted == 1
    assert world.catalog.count() == 4
    report = sync(world, changed)
    assert (report.deleted, report.items) == (1, 3)
    assert sorted(item.item_id for item in world.catalog.scan()) == ["1", "2", "3"]


def test_the_summary_of_a_sync_says_what_it_deleted(world: World) -> None:
    sync(world, "item_id,title\n1,Alien\n2,Heat\n3,Jaws\n")
    sync(world, "item_id,title\n1,Alien\n2,Heat\n")
    told = json.loads((world.home.path / "jobs" / "last.json").read_text())
    assert (told["state"], told["deleted"], told["items"]) == ("done", 1, 2)
    assert told["seconds"] > 0


def test_a_row_without_an_id_keeps_a_sync_from_deleting(world: World) -> None:
    world.ingest("item_id,title\n1,Alien\n2,Heat\n3,Jaws\n")
    with pytest.raises(DataError, match="no id that can be read"):
        sync(world, "item_id,title\n1,Alien\n2,Heat\n,Jaws\n")
    assert world.catalog.count() == 3


def test_a_sync_that_would_delete_most_is_refused_unless_allowed(world: World) -> None:
    world.ingest("item_id,title\n1,Alien\n2,Heat\n3,Jaws\n")
    with pytest.raises(DataError, match="--max-deletes"):
        sync(world, "item_id,title\n1,Alien\n")
    assert world.catalog.count() == 3
    assert sync(world, "item_id,title\n1,Alien\n", max_deletes=2).deleted == 2
    assert world.catalog.count() == 1


def test_named_items_are_deleted_whatever_is_in_their_ids(world: World) -> None:
    world.ingest("item_id,title\n1,Alien\nit's,Heat\n3,Jaws\n")
    ids = world.folder / "ids.txt"
    ids.write_text("it's\nnever there\n")
    assert delete_items(world.home, ["3"], ids) == {"asked": 3, "deleted": 2}
    assert [item.item_id for item in world.catalog.scan()] == ["1"]
    with pytest.raises(DataError, match="No id"):
        delete_items(world.home, (), None)


def test_a_dry_run_shows_how_the_source_would_be_read(world: World) -> None:
    preview = world.ingest(FILMS, mapping="title: [title, year]\n", dry_run=True).preview
    assert preview is not None
    (source,) = preview.sources
    assert (source["format"], source["encoding"]) == ("csv", "utf-8-sig")
    assert preview.fields["title"] == ("title", "year")
    assert preview.facts == {"genres": {"columns": ("genres",), "type": "list"}}
    assert [item["title"] for item in preview.examples] == ["Alien 1979", "Heat 1995"]
    told = "\n".join(preview.lines_for_people())
    assert "title <- title, year" in told
    assert "item_id: 1, title: Alien 1979" in told


def test_a_job_that_was_stopped_goes_on_where_it_was(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.batches.ROWS", 2)
    text = "item_id,title\n" + "".join(f"{n},Film {n}\n" for n in range(7))
    encode = world.text.encode
    monkeypatch.setattr(
        world.text, "encode", lambda texts: encode(texts) if len(world.text.seen) < 4 else 1 / 0
    )
    with pytest.raises(ZeroDivisionError):
        world.ingest(text)
    assert world.catalog.count() == 4
    world.fresh_encoders()
    assert counts(world.ingest(text)) == (3, 0, 4, 0, 0)
    assert len(world.text.seen) == 3


KILLED = """
import importlib.util, sys, time
from pathlib import Path
spec = importlib.util.spec_from_file_location("tiny", sys.argv[1])
tiny = importlib.util.module_from_spec(spec)
spec.loader.exec_module(tiny)
import ingest.writer
ingest.writer.COMMIT_SECONDS = 0
world = tiny.World(Path(sys.argv[2]))
encode = world.text.encode
def slowly(texts):
    print("batch", flush=True)
    time.sleep(0.02)
    return encode(texts)
world.text.encode = slowly
world.ingest(tiny.many(5000))
"""


def many(number: int) -> str:
    return "item_id,title\n" + "".join(f"{n},Film {n}\n" for n in range(number))


@pytest.mark.slow
def test_a_killed_process_leaves_whole_batches_and_the_next_run_does_the_rest(
    world: World,
) -> None:
    command = [sys.executable, "-c", KILLED, __file__, str(world.folder)]
    worker = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    for _ in range(6):
        assert worker.stdout.readline() == "batch\n"
    worker.kill()
    worker.wait()
    done = world.catalog.count()
    assert 0 < done < 5000 and done % ROWS == 0
    assert counts(world.ingest(many(5000))) == (5000 - done, 0, done, 0, 0)
    assert world.catalog.count() == 5000 and world.catalog.vectors().has_text.all()
    assert [item_id for item_id, _ in world.catalog.words("1999", 1)] == ["1999"]


@pytest.mark.slow
def test_ctrl_c_keeps_what_was_finished_and_the_next_run_goes_on(world: World) -> None:
    script = KILLED.replace("world.ingest(tiny.many(5000))", ENDS)
    command = [sys.executable, "-c", script, __file__, str(world.folder)]
    worker = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    for _ in range(3):
        assert worker.stdout.readline() == "batch\n"
    worker.send_signal(signal.SIGINT)
    _, told = worker.communicate(timeout=60)
    assert worker.returncode == 130
    done = world.catalog.count()
    assert f"Stopped after {done:,} of 5,000 rows" in told and "again to go on" in told
    assert 0 < done < 5000
    assert json.loads((world.home.path / "jobs" / "last.json").read_text())["state"] == "stopped"
    assert counts(world.ingest(many(5000))) == (5000 - done, 0, done, 0, 0)


ENDS = """
from ingest.interrupt import Stopped
try:
    world.ingest(tiny.many(5000))
except Stopped as stopped:
    print(stopped, file=sys.stderr)
    sys.exit(stopped.exit_code)
"""


@pytest.mark.slow
def test_a_second_job_on_the_same_home_is_told_so(world: World) -> None:
    command = [sys.executable, "-c", KILLED, __file__, str(world.folder)]
    worker = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    assert worker.stdout.readline() == "batch\n"
    with pytest.raises(StoreError, match="Another process"):
        world.ingest(FILMS)
    worker.communicate(timeout=60)
    assert world.catalog.count() == 5000


def test_a_job_that_was_cut_off_leaves_its_upkeep_to_the_next(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[int] = []
    monkeypatch.setattr(
        Catalog, "ensure_indices", lambda self, _: kept.append(self.count()) or 1 / 0
    )
    with pytest.raises(ZeroDivisionError):
        world.ingest(FILMS)
    monkeypatch.setattr(Catalog, "ensure_indices", lambda self, _: kept.append(self.count()))
    world.ingest(FILMS)
    world.ingest(FILMS)
    assert kept == [2, 2]


def test_the_last_job_is_kept_for_machines(world: World) -> None:
    world.ingest(FILMS)
    told = json.loads((world.home.path / "jobs" / "last.json").read_text())
    assert (told["state"], told["added"]) == ("done", 2)
    assert told["stages"]["embed"]["rows"] == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("item_id,name\n1,Alien\n", "no column 'title'. It has: item_id, name"),
        ("itemid,title\n1,Alien\n", "Did you mean 'itemid'?"),
        ("item_id,title\n", "holds no rows"),
        ("item_id,title\n,Alien\n2,\n", "None of the 2 rows"),
        ("", "It has: none"),
    ],
)
def test_a_source_without_items_is_one_clear_line_and_nothing_is_written(
    world: World, text: str, told: str
) -> None:
    with pytest.raises(DataError) as caught:
        world.ingest(text)
    assert told in str(caught.value) and "\n" not in str(caught.value)
    assert not world.home.catalog.exists() and world.made == []


def test_another_encoder_is_refused_before_anything_is_written(world: World) -> None:
    world.ingest(FILMS)
    version = world.catalog.version()
    world.fresh_encoders(revision="2")
    with pytest.raises(EncoderMismatch, match="tiny-text"):
        world.ingest(FILMS)
    assert world.made == [], "the mismatch shows without loading a model"
    assert world.catalog.version() == version


def test_a_second_process_is_turned_away(world: World) -> None:
    with world.home.writing(), pytest.raises(StoreError, match="Another process is writing"):
        world.ingest(FILMS)


def test_a_fact_that_no_longer_fits_is_refused_and_nothing_is_written(world: World) -> None:
    world.ingest(FILMS)
    with pytest.raises(DataError, match="'year' is int in the catalogue and text"):
        world.ingest("item_id,title,year\n3,New,1990\n4,Newer,next year\n")
    assert world.catalog.count() == 2


def test_a_mapping_renames_joins_types_and_skips_columns(world: World) -> None:
    report = world.ingest(
        "sku,name,line1,line2,tags,code,cost,secret\n7,Lamp,Bright,and warm,a;b,12,5,x\n",
        mapping="{item_id: sku, title: name, description: [line1, line2], lists: {tags: ;},"
        " types: {code: text}, facts: {price: cost}, skip: [secret]}",
    )
    assert counts(report) == (1, 0, 0, 0, 0)
    item = world.catalog.items(["7"])[0]
    assert item.title == "Lamp" and item.description == "Bright and warm"
    assert dict(item.facts) == {"tags": ["a", "b"], "code": "12", "price": 5}


def test_a_misspelt_mapping_is_refused(world: World) -> None:
    with pytest.raises(ConfigError, match="Did you mean 'title'"):
        world.ingest(FILMS, mapping="titel: name")
    with pytest.raises(DataError, match="no column 'nmae'"):
        world.ingest(FILMS, mapping="title: nmae")
    with pytest.raises(DataError, match=r"no column 'genre'.*Did you mean 'genres'"):
        world.ingest(FILMS, mapping="lists: {genre: '|'}")


def test_columns_get_names_that_filters_can_write(world: World) -> None:
    world.ingest("item_id,title,Release Year,_words,1st\n1,Alien,1979,x,y\n")
    assert world.catalog.fact_types() == {"Release_Year": int, "words": str, "f_1st": str}
    assert world.catalog.matching("release_year < 1980") == {"1"}


def test_typed_rows_of_json_keep_their_types(world: World) -> None:
    lines = [
        {"item_id": 1, "title": "Alien", "stars": 4, "tags": ["a", "b"], "new": True},
        {"item_id": 2, "title": "\ud800", "stars": 4},
        {"item_id": 3, "title": "Heat", "stars": 4.5, "more": {"a": 1}},
        {"item_id": 4, "title": "NaN", "stars": float("nan")},
    ]
    source = world.source("\n".join(json.dumps(line) for line in lines), "films.jsonl")
    report = ingest_items(world.home, Settings(), [source], encoders=world.encoders)
    assert counts(report) == (2, 0, 0, 2, 0)
    assert [reject.field for reject in rejects_of(report)] == ["title", "stars"]
    assert dict(world.catalog.items(["1"])[0].facts) == {
        "stars": 4.0, "tags": ["a", "b"], "new": True,
    }  # fmt: skip


CELL = st.text(
    st.characters(codec="utf-8", exclude_characters='\n\r",\x00'), max_size=6
) | st.sampled_from(["1", "2", "1.5", "inf", "a|b", "true", "", "gone.png"])


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(st.lists(CELL, min_size=3, max_size=6), max_size=6))
def test_every_row_is_counted_once_and_again_writes_nothing(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    world = World(tmp_path_factory.mktemp("world"))
    text = FILMS + "".join(",".join(row) + "\n" for row in rows)
    first = world.ingest(text)
    assert first.read == 2 + len(rows)
    counts(first)
    version = world.catalog.version()
    again = world.ingest(text)
    assert counts(again) == (0, 0, first.added, first.rejected, first.skipped)
    assert world.catalog.version() == version


@pytest.mark.slow
def test_the_real_catalogue_goes_in_whole(world: World, movies: Path, posters: Path) -> None:
    report = ingest_items(
        world.home, Settings(), [str(movies / "items.csv")], images=posters, encoders=world.encoders
    )
    assert counts(report) == (9742, 0, 0, 0, 0)
    assert (report.pictures_embedded, report.pictures_refused) == (9064, 0)
    assert report.facts["year"] == "int" and report.facts["genres"] == "list"
    assert report.facts["director"] == "str" and report.facts["imdb_id"] == "str"
    assert "1" in world.catalog.matching("genres = 'Animation' and year = 1995")
    assert world.catalog.words("toy story", 5)[0][0] in {"1", "3114", "78499"}


def test_a_picture_that_is_there_by_now_is_set_and_a_repeated_id_stays_refused(
    world: World,
) -> None:
    world.ingest(FILMS + "3,Ran,1985,War,late.png\n2,Other,1996,Crime,\n")
    (job,) = jobs(world.home)
    assert sorted(one.field for one in job.rejects) == ["image", "item_id"]
    world.paint("late.png", 90)
    assert retry(world.home, Settings(), job, world.encoders) == 1
    ran, heat = world.catalog.items(["3", "2"])
    assert ran.image == str(world.images / "late.png") and heat.title == "Heat"
    (left,) = jobs(world.home)
    assert [one.row["title"] for one in left.rejects] == ["Other"]


def test_a_row_whose_item_a_later_job_brought_replaces_it_only_when_asked(world: World) -> None:
    def titles() -> list[str]:
        return [item.title for item in world.catalog.items(["3", "4"])]

    def ingest(name: str, *rows: str) -> None:
        source = world.source("item_id,title,image\n" + "\n".join(rows) + "\n", name)
        ingest_items(world.home, Settings(), [source], images=world.images, encoders=world.encoders)

    ingest("old.csv", "1,Alien,", "3,Ran,late.png", "4,Kes,late.png")
    ingest("new.csv", "3,Ran (restored),")
    world.paint("late.png", 90)
    (job,) = jobs(world.home)
    assert [one.final for one in job.rejects] == [True, False]
    assert job.rejects[0].reason.startswith("a later job brought this item; ")
    assert retry(world.home, Settings(), job, world.encoders) == 1
    (left,) = jobs(world.home)
    assert [one.row["item_id"] for one in left.rejects] == ["3"]
    assert titles() == ["Ran (restored)", "Kes"]
    assert retry(world.home, Settings(), left, world.encoders, overtaken=True) == 1
    assert titles() == ["Ran", "Kes"]
    assert jobs(world.home) == []


def test_half_a_character_in_a_refused_row_does_not_end_a_later_job(world: World) -> None:
    def ingest(name: str, row: str) -> None:
        source = world.source(f"item_id,title,image\n{row}\n", name)
        ingest_items(world.home, Settings(), [source], images=world.images, encoders=world.encoders)

    ingest("old.csv", "3,Ran,late.png")
    (job,) = jobs(world.home)
    job.path.write_text(job.path.read_text(encoding="utf-8").replace("Ran", "R\\udcff"))
    ingest("new.csv", "3,Ran (restored),")
    (job,) = jobs(world.home)
    assert [(one.row["title"], one.final) for one in job.rejects] == [("R\udcff", True)]


@pytest.mark.parametrize(("mended", "over"), [("new", True), ("old", False)])
def test_a_mended_row_overtakes_only_those_of_earlier_jobs(
    world: World, mended: str, over: bool
) -> None:
    for name in ("old", "new"):
        source = world.source("item_id,title\n1,Alien\n9,\n", f"{name}.csv")
        ingest_items(world.home, Settings(), [source], encoders=world.encoders)
    of = {Path(job.how["sources"][0]).stem: job for job in jobs(world.home)}
    job = of.pop(mended)
    rows = [dataclasses.replace(one, row={"item_id": "9", "title": "M"}) for one in job.rejects]
    assert retry(world.home, Settings(), dataclasses.replace(job, rejects=rows), world.encoders)
    (other,) = jobs(world.home)
    assert other.how == next(iter(of.values())).how
    assert [one.final for one in other.rejects] == [over]


def test_pictures_that_rows_hold_are_kept_once_and_a_second_run_writes_nothing(
    world: World,
) -> None:
    painted = (world.images / "a.png").read_bytes()
    url = "data:image/png;base64," + b64encode(painted).decode()
    source = world.folder / "films.parquet"
    cells = [{"bytes": painted, "path": "x.png"}, {"bytes": b"no picture", "path": None}]
    pq.write_table(pa.table({"item_id": ["1", "2"], "title": ["A", "B"], "image": cells}), source)
    lines = world.source(json.dumps({"item_id": "3", "title": "C", "image": url}), "more.jsonl")

    def ingest(*, dry_run: bool = False) -> ItemReport:
        sources = [str(source), lines]
        return ingest_items(
            world.home, Settings(), sources, dry_run=dry_run, encoders=world.encoders
        )

    def kept() -> list[tuple[Path, int]]:
        files = sorted(world.home.media.rglob("*"))
        return [(file, file.stat().st_mtime_ns) for file in files if file.is_file()]

    assert counts(ingest(dry_run=True)) == (3, 0, 0, 0, 0)
    assert kept() == []
    report = ingest()
    assert (counts(report), report.pictures_refused) == ((3, 0, 0, 0, 0), 1)
    one, two, three = world.catalog.items(["1", "2", "3"])
    assert one.image == three.image
    assert two.image is None
    assert Path(str(one.image)).read_bytes() == painted
    before = kept()
    assert len(before) == 1
    assert counts(ingest()) == (0, 0, 3, 0, 0)
    assert kept() == before
