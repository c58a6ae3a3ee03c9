"""Items whose pictures are URLs: what is kept, what is fetched again, and what goes."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_ingest_items import World, counts, rejects_of

import ingest.fetch
from ingest.pipeline import ingest_items
from ingest.rejects import jobs, retry
from ingest.report import ItemReport
from ingest.sync import delete_items
from mmrec.config import Settings
from mmrec.errors import StoreError
from mmrec.types import Item
from picture_server import PictureServer, giving, holding, leading, painted, picture_server
from ui.pictures import picture_html


class OnlineWorld(World):
    """The world of two films, whose pictures are on a server."""

    def __init__(self, folder: Path, site: PictureServer) -> None:
        super().__init__(folder)
        self.site = site
        site.pages["/a.png"] = giving(painted(40), ETag='"a"')
        site.pages["/b.png"] = giving(painted(90), ETag='"b"')

    def bring(
        self,
        *images: str,
        allow: bool = True,
        refetch: bool = False,
        dry_run: bool = False,
        sync: bool = False,
        settings: Settings | None = None,
    ) -> ItemReport:
        """A job over one film for each image, by encoders that are new."""
        self.fresh_encoders()
        self.site.asked.clear()
        rows = "".join(f"{at},Film {at},{image}\n" for at, image in enumerate(images, 1))
        return ingest_items(
            self.home,
            settings or Settings(),
            [self.source("item_id,title,image\n" + rows)],
            images=self.images,
            allow_hosts=[self.site.name] if allow else [],
            refetch=refetch,
            dry_run=dry_run,
            sync=sync,
            max_deletes=9,
            encoders=self.encoders,
        )

    def kept(self) -> list[bytes]:
        return sorted(file.read_bytes() for file in (self.home.media / "kept").glob("*/*"))

    def item(self, item_id: str) -> Item:
        return self.catalog.items([item_id])[0]


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OnlineWorld]:
    monkeypatch.setattr(ingest.fetch, "BACKOFF", 0.001)
    with picture_server() as site:
        yield OnlineWorld(tmp_path, site)


def test_pictures_of_urls_are_embedded_kept_and_shown(world: OnlineWorld) -> None:
    a, b = f"{world.site.url}/a.png", f"{world.site.url}/b.png"
    report = world.bring(a, "a.png", b, a)
    assert counts(report) == (4, 0, 0, 0, 0) and report.pictures_refused == 0
    assert (report.pictures_embedded, report.fetched) == (4, 2)
    assert sorted(world.site.asked) == ["/a.png", "/b.png"]
    assert world.kept() == sorted([painted(40), painted(90)])
    assert world.item("1").image == world.item("4").image
    assert world.item("2").image == str(world.images / "a.png")
    assert world.catalog.vectors().has_image.all()
    assert '<img src="pictures/' in picture_html(world.item("3"))


def test_a_second_run_asks_nobody_and_makes_no_encoder(world: OnlineWorld) -> None:
    world.bring(f"{world.site.url}/a.png")
    version = world.catalog.version()
    report = world.bring(f"{world.site.url}/a.png")
    assert counts(report) == (0, 0, 1, 0, 0) and report.fetched == 0
    assert world.site.asked == [] and world.made == [] and world.catalog.version() == version


def test_asked_again_a_server_says_what_changed(world: OnlineWorld) -> None:
    a, b = f"{world.site.url}/a.png", f"{world.site.url}/b.png"
    world.bring(a, b)
    world.site.pages["/a.png"] = giving(b"", 304)
    world.site.pages["/b.png"] = giving(painted(200))
    report = world.bring(a, b, refetch=True)
    assert counts(report) == (0, 1, 1, 0, 0)
    assert (report.pictures_embedded, report.fetched) == (1, 1)
    assert world.site.headers["If-None-Match"] in {'"a"', '"b"'}
    assert world.kept() == sorted([painted(40), painted(200)])  # that of 90 went
    # and without stamps all is fetched, yet what is the same is not embedded
    report = world.bring(a, b, refetch=True)
    assert counts(report) == (0, 0, 2, 0, 0) and world.made == []


def test_another_url_is_another_picture_even_of_the_same_bytes(world: OnlineWorld) -> None:
    world.site.pages["/copy.png"] = giving(painted(40))
    world.bring(f"{world.site.url}/a.png")
    report = world.bring(f"{world.site.url}/copy.png")
    assert report.fetched == 1 and report.pictures_embedded == 0
    assert counts(report) == (0, 0, 1, 0, 0)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/none.png", "answers 404"),
        ("/page.html", "not a picture (it starts with text"),
        ("/empty", "empty file"),
        ("/inside", "169.254.169.254, which is not a public address"),
    ],
)
def test_what_cannot_be_had_is_a_refused_picture_of_a_kept_item(
    world: OnlineWorld, path: str, told: str
) -> None:
    world.site.pages["/page.html"] = giving(b"<html>Please log in</html>")
    world.site.pages["/empty"] = giving(b"")
    world.site.pages["/inside"] = leading("http://169.254.169.254/")
    report = world.bring(world.site.url + path)
    assert counts(report) == (1, 0, 0, 0, 0) and report.pictures_refused == 1
    (reject,) = rejects_of(report)
    assert reject.field == "image" and told in reject.reason
    assert world.item("1").image is None and world.kept() == []


@pytest.mark.parametrize("url", ["file:///etc/hostname", "ftp://127.0.0.1/a.png", "S3://x/a.png"])
def test_only_the_web_is_fetched(world: OnlineWorld, url: str) -> None:
    report = world.bring(url)
    assert report.pictures_refused == 1
    assert "only http and https" in rejects_of(report)[0].reason


def test_a_private_host_is_refused_until_it_is_allowed(world: OnlineWorld) -> None:
    url = f"{world.site.url}/a.png"
    report = world.bring(url, allow=False)
    assert report.pictures_refused == 1 and world.site.asked == []
    assert "127.0.0.1, which is not a public address" in rejects_of(report)[0].reason
    allowing = Settings.of({"ingest": {"allowed_hosts": ["127.0.0.1"]}})
    (job,) = jobs(world.home)
    assert retry(world.home, Settings(), job, world.encoders) == 0
    assert retry(world.home, allowing, job, world.encoders) == 1
    assert world.catalog.vectors().has_image.all() and jobs(world.home) == []


def test_a_refused_picture_is_tried_again_with_the_hosts_of_its_job(world: OnlineWorld) -> None:
    world.bring(f"{world.site.url}/late.png")
    world.site.pages["/late.png"] = giving(painted(70))
    (job,) = jobs(world.home)
    assert retry(world.home, Settings(), job, world.encoders) == 1
    assert world.kept() == [painted(70)]


def test_a_server_that_went_away_takes_no_picture_along(world: OnlineWorld) -> None:
    url = f"{world.site.url}/a.png"
    world.bring(url)
    before = world.item("1")
    world.site.pages["/a.png"] = giving(b"", 500)
    report = world.bring(url, refetch=True)
    assert counts(report) == (0, 0, 1, 0, 0) and report.pictures_refused == 1
    assert world.item("1") == before and world.kept() == [painted(40)]


def test_a_kept_picture_that_was_lost_is_fetched_anew(world: OnlineWorld) -> None:
    world.bring(f"{world.site.url}/a.png")
    Path(str(world.item("1").image)).unlink()
    report = world.bring(f"{world.site.url}/a.png")
    assert counts(report) == (0, 0, 1, 0, 0) and report.fetched == 1
    assert world.kept() == [painted(40)]


def test_a_dry_run_asks_nobody_and_says_which_urls_it_would_refuse(world: OnlineWorld) -> None:
    report = world.bring(f"{world.site.url}/a.png", "ftp://x.test/a.png", dry_run=True)
    assert counts(report) == (2, 0, 0, 0, 0) and report.pictures_refused == 1
    assert world.site.asked == [] and not world.home.media.exists()


def test_pictures_that_no_item_shows_any_more_go(world: OnlineWorld) -> None:
    a, b = f"{world.site.url}/a.png", f"{world.site.url}/b.png"
    world.bring(a, b, a)
    delete_items(world.home, ["1"], None)
    assert len(world.kept()) == 2  # the third shows it still
    delete_items(world.home, ["3"], None)
    assert world.kept() == [painted(90)]
    assert world.bring(a, b).fetched == 1  # the link went with its picture
    assert world.bring(a, sync=True).deleted == 1
    assert world.kept() == [painted(40)]
    world.bring("a.png")
    assert world.kept() == []
    assert (world.images / "a.png").exists()


def test_a_file_of_links_that_is_damaged_is_one_clear_line(world: OnlineWorld) -> None:
    world.home.media.mkdir()
    (world.home.media / "links.sqlite").write_bytes(b"no database " * 100)
    with pytest.raises(StoreError, match="delete the file"):
        world.bring(f"{world.site.url}/a.png")


JOB = """
import sys
from pathlib import Path
sys.path.append(sys.argv[3])
from test_ingest_items import World
from ingest.pipeline import ingest_items
from mmrec.config import Settings
world = World(Path(sys.argv[1]))
ingest_items(world.home, Settings(), [sys.argv[2]], images=world.images,
             allow_hosts=["127.0.0.1"], encoders=world.encoders)
"""


@pytest.mark.slow
def test_a_job_killed_among_its_downloads_is_ended_by_the_next(world: OnlineWorld) -> None:
    names = [f"{world.site.url}/{at}.png" for at in range(40)]
    for at in range(40):
        page = giving(painted(20 + 5 * at))
        world.site.pages[f"/{at}.png"] = page if at < 20 else holding(60, page)
    rows = "".join(f"{at},Film {at},{image}\n" for at, image in enumerate(names, 1))
    source = world.source("item_id,title,image\n" + rows)
    command = [sys.executable, "-c", JOB, str(world.folder), source, str(Path(__file__).parent)]
    job = subprocess.Popen(command)
    while len(world.kept()) < 20 and job.poll() is None:
        time.sleep(0.01)
    job.kill()
    job.wait()
    for at in range(20, 40):
        world.site.pages[f"/{at}.png"] = giving(painted(20 + 5 * at))
    report = world.bring(*names)
    assert counts(report) == (40, 0, 0, 0, 0) and report.pictures_refused == 0
    assert 20 <= report.fetched <= 21  # one may have been kept and its link not yet set
    assert len(world.kept()) == 40 and world.catalog.vectors().has_image.all()
