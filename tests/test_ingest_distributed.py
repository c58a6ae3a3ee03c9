"""The same job on a local Ray: the table of the local engine, whatever fails on the way."""

import dataclasses
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest
import torch
from PIL import Image

from ingest.distributed import OnRay, WorkerFailed
from ingest.encoders import Encoders
from ingest.interrupt import Stopped
from ingest.pipeline import ingest_items
from ingest.report import ItemReport
from ingest.work import Engines, Here
from mmrec.config import Settings
from mmrec.errors import ConfigError, EncoderMismatch, NotFound
from mmrec.lazy import Lazy
from mmrec.store import Catalog, Home
from mmrec.types import EncoderSpec
from picture_server import giving, painted, picture_server

psutil = pytest.importorskip("psutil")
ray = pytest.importorskip("ray", reason="install mmrec[ray] to run the job on Ray")
ROWS = 700  # five batches: pictures fill one at 128


def unit(seed: int, width: int) -> np.ndarray:
    vector = np.random.default_rng(seed).normal(size=width).astype(np.float32)
    return vector / np.linalg.norm(vector)


class Text:
    spec = EncoderSpec("tiny-text", "1", 8, "none")

    def encode(self, texts):
        return np.stack([unit(crc32(text.encode()), 8) for text in texts])


class Other(Text):
    spec = EncoderSpec("other-text", "1", 8, "none")


class Broken(Text):
    """Fails at a text of the third batch."""

    def encode(self, texts):
        if any("Title 300" in text for text in texts):
            raise RuntimeError("the lamp went out")
        return super().encode(texts)


class Dying(Text):
    """Takes its process along at a text of the third batch."""

    def encode(self, texts):
        if any("Title 300" in text for text in texts):
            os._exit(7)
        return super().encode(texts)


class Looks:
    spec = EncoderSpec("tiny-image", "1", 6, "mean colour")

    def prepare(self, image):
        return torch.from_numpy(np.asarray(image.resize((2, 2)), np.float32)).permute(2, 0, 1)

    def encode_prepared(self, pictures):
        return np.stack([unit(int(one.mean().round()), 6) for one in pictures])


def encoders(text: Callable[[], Text] = Text) -> Encoders:
    real = Encoders.of(Settings())
    return dataclasses.replace(real, text=Lazy(text), image=Lazy(Looks), configured=lambda _: None)


@pytest.fixture(scope="module")
def cluster() -> Iterator[None]:
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    ray.cloudpickle.register_pickle_by_value(sys.modules[__name__])
    # A GPU that nobody computes on: looking and embedding are then actors of different kinds.
    ray.init(num_cpus=2, num_gpus=1, include_dashboard=False, address="local", log_to_driver=False)
    yield
    ray.shutdown()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    lines = ["item_id,title,year,image"]
    for n in range(ROWS):
        if n < 100:
            picture = Image.new("RGB", (4, 4), (n + 10,) * 3)
            picture.paste((n + 30,) * 3, (2, 0, 4, 4))
            picture.save(tmp_path / f"{n}.png")
        lines.append(f"i{n},Title {n},{1900 + n},{n % 100}.png")
    lines += ["i7,Another,1999,", "bare,No picture,2000,", "lost,Lost picture,2001,none.png"]
    lines += ["bare,No picture,2000,", ",Nameless,2001,"]
    return written(tmp_path / "items.csv", lines)


def written(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join(lines) + "\n")
    return path


def ingest(
    home: Path, source: Path, engine: Engines, text: Callable[[], Text] = Text, **more
) -> ItemReport:
    return ingest_items(
        Home.create(home), Settings(), [str(source)], encoders=encoders(text), engine=engine, **more
    )


def told(report: ItemReport) -> dict:
    """What a report says but for times and places."""
    apart = {"seconds", "encoding", "stages", "rejects"}
    return {k: v for k, v in report.as_json().items() if k not in apart}


def same_tables(one: Path, other: Path) -> None:
    here, there = (Catalog.open(home / "catalog") for home in (one, other))
    ours, theirs = here.vectors(), there.vectors()
    assert ours.item_ids == theirs.item_ids
    assert len(set(theirs.item_ids)) == there.count() == here.count()
    assert here.items(ours.item_ids) == there.items(ours.item_ids)
    assert here.fact_types() == there.fact_types()
    np.testing.assert_allclose(ours.text, theirs.text, atol=1e-6)
    np.testing.assert_allclose(ours.image, theirs.image, atol=1e-6)
    assert all(here.ledger().get(i) == there.ledger().get(i) for i in ours.item_ids)


def without_ray(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.setitem(sys.modules, "ray.data", None)


def test_without_ray_it_says_what_to_install(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_ray(monkeypatch)
    with pytest.raises(ConfigError, match=r"pip install 'mmrec\[ray\]'"):
        ingest(tmp_path / "home", source, OnRay)
    assert not (tmp_path / "home" / "catalog").exists()


@pytest.mark.slow
def test_a_job_starts_ray_where_there_is_none_and_leaves_no_process_behind(
    tmp_path: Path, source: Path
) -> None:
    assert not ray.is_initialized()  # so it comes before the tests that share a cluster
    ray.cloudpickle.register_pickle_by_value(sys.modules[__name__])
    for home, engine in (("here", Here), ("ray", OnRay)):
        ingest(tmp_path / home, source, engine)
    assert not ray.is_initialized()
    left = [one.name() for one in psutil.Process().children(recursive=True)]
    assert not [name for name in left if name.startswith(("ray", "gcs_server"))]
    same_tables(tmp_path / "here", tmp_path / "ray")


@pytest.mark.slow
def test_ray_makes_the_table_the_report_and_the_rejects_of_the_local_engine(
    tmp_path: Path, source: Path, cluster: None
) -> None:
    homes = tmp_path / "here", tmp_path / "ray"
    reports = [
        ingest(home, source, engine) for home, engine in zip(homes, (Here, OnRay), strict=True)
    ]
    assert told(reports[0]) == told(reports[1])
    assert (reports[1].added, reports[1].rejected, reports[1].skipped) == (ROWS + 2, 2, 1)
    assert reports[1].stages["embed"].rows == ROWS + 5 and reports[1].stages["read"].seconds > 0
    assert Path(reports[0].rejects).read_text() == Path(reports[1].rejects).read_text()
    same_tables(*homes)

    version = Catalog.open(homes[1] / "catalog").version()
    again = ingest(homes[1], source, OnRay)
    assert again.embedded == {}
    assert (again.added, again.updated, again.unchanged) == (0, 0, ROWS + 2)
    assert Catalog.open(homes[1] / "catalog").version() == version


@pytest.mark.slow
def test_changed_rows_new_rows_and_rows_that_left_come_out_as_they_do_here(
    tmp_path: Path, source: Path, cluster: None
) -> None:
    homes = tmp_path / "here", tmp_path / "ray"
    for home in homes:
        ingest(home, source, Here)
    lines = source.read_text().splitlines()[:-1]
    lines[5] = lines[5].replace("Title", "Tale")
    lines[300] = lines[300].replace(",2199,", ",1850,")
    lines = [line + "," for line in lines]
    lines[0] = lines[0] + "note"
    lines += [f"n{n},New {n},1999,1.png,{'seen' if n > 200 else ''}" for n in range(300)]
    written(source, [line for line in lines if not line.startswith("i9,")])
    reports = [
        ingest(home, source, engine, sync=True)
        for home, engine in zip(homes, (Here, OnRay), strict=True)
    ]
    assert told(reports[0]) == told(reports[1])
    assert (reports[1].added, reports[1].updated, reports[1].deleted) == (300, 2, 1)
    assert reports[1].embedded == {"text": 301, "image": 300}
    same_tables(*homes)


@pytest.mark.slow
@pytest.mark.parametrize(("text", "why"), [(Broken, "lamp went out"), (Dying, "died|failed|crash")])
def test_a_worker_that_fails_says_why_and_the_next_job_finishes(
    tmp_path: Path, source: Path, cluster: None, text: type[Text], why: str
) -> None:
    ingest(tmp_path / "here", source, Here)
    with pytest.raises(WorkerFailed, match=why):
        ingest(tmp_path / "ray", source, OnRay, text)
    there = 0  # Ray may give up before the two batches that went well come out
    with suppress(NotFound):
        there = Catalog.open(tmp_path / "ray" / "catalog").count()
    assert there in {0, 128, 256}
    assert ingest(tmp_path / "ray", source, Here).added == ROWS + 2 - there
    same_tables(tmp_path / "here", tmp_path / "ray")


@pytest.mark.slow
def test_pictures_of_urls_are_fetched_once_whichever_actor_embeds_them(
    tmp_path: Path, cluster: None
) -> None:
    with picture_server() as site:
        site.pages |= {f"/{n}.png": giving(painted(20 + n)) for n in range(50)}
        rows = [f"i{n},Title {n},{site.url}/{n % 51}.png" for n in range(300)]
        source = written(tmp_path / "items.csv", ["item_id,title,image", *rows])
        homes = tmp_path / "here", tmp_path / "ray"
        reports = [
            ingest(home, source, engine, allow_hosts=[site.name])
            for home, engine in zip(homes, (Here, OnRay), strict=True)
        ]
        assert told(reports[0]) == told(reports[1])
        assert (reports[1].fetched, reports[1].pictures_refused) == (50, 5)
        site.asked.clear()
        again = ingest(homes[1], source, Here, allow_hosts=[site.name])
        assert set(site.asked) == {"/50.png"} and again.embedded == {} and again.fetched == 0
    media = [
        sorted(one.relative_to(home) for one in (home / "media" / "kept").glob("*/*"))
        for home in homes
    ]
    assert media[0] == media[1] and len(media[0]) == 50
    ours, theirs = (Catalog.open(home / "catalog").vectors() for home in homes)
    assert ours.item_ids == theirs.item_ids
    np.testing.assert_allclose(ours.image, theirs.image, atol=1e-6)


@pytest.mark.slow
def test_errors_of_our_family_come_as_they_are(tmp_path: Path, source: Path, cluster: None) -> None:
    ingest(tmp_path / "ray", source, Here)
    written(source, [line.replace("Title", "Tale") for line in source.read_text().splitlines()])
    with pytest.raises(EncoderMismatch, match=r"other-text.*encoders\.text"):
        ingest(tmp_path / "ray", source, OnRay, Other)


@pytest.mark.slow
def test_a_job_that_is_stopped_keeps_whole_batches_and_the_next_goes_on(
    tmp_path: Path, source: Path, cluster: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(tmp_path / "here", source, Here)

    def soon(name: str, done: int, rows: int) -> None:
        if name == "write":
            os.kill(os.getpid(), 2)

    with pytest.raises(Stopped):
        ingest(tmp_path / "ray", source, OnRay, progress=soon)
    there = Catalog.open(tmp_path / "ray" / "catalog").count()
    assert 0 < there < ROWS and there % 128 == 0
    assert ingest(tmp_path / "ray", source, Here).added == ROWS + 2 - there
    same_tables(tmp_path / "here", tmp_path / "ray")
