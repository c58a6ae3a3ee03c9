"""What several tests share: the real data, the offline pack, and a home of the tiny world."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import postgres_server
import world as tiny_world
from mmrec.config import Settings
from mmrec.device import patient_threads
from mmrec.weights import cached

patient_threads()  # before any test imports torch

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
QUICK = Settings.of(
    {
        "ranker": {"width": 32, "blocks": 1},
        "training": {"epochs": 15},
        "generation": {"attempts": 1},
    }
)


def shared_data(name: str) -> Path:
    """The folder of a real data set beside the project, or a skip that says what is missing."""
    folder = SHARED / name
    if not folder.exists():
        pytest.skip(f"needs the real data at ../shared/data/{name}, which is not on this machine")
    return folder


@pytest.fixture
def movies() -> Path:
    """`../shared/data/movies`: items.csv, events.csv, tags.csv."""
    return shared_data("movies")


@pytest.fixture
def posters() -> Path:
    """`../shared/data/posters`: <item_id>.jpg."""
    return shared_data("posters")


@pytest.fixture(scope="session")
def pack() -> None:
    """The offline pack, or a skip that says how to get it."""
    for kind in ("text", "image", "generator"):
        if cached(kind, "offline") is None:
            pytest.skip("needs the offline pack: run `mmrec weights fetch`")


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """items.csv and events.csv of the tiny world."""
    return tiny_world.write(tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="session")
def trained_home(
    pack: None, world: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A home of the tiny world, ingested with the offline pack and trained. Do not write to it."""
    from ingest.events import ingest_events
    from ingest.pipeline import ingest_items
    from mmrec.learning import train
    from mmrec.store import Home

    items, events = world
    home = Home.create(tmp_path_factory.mktemp("home"))
    home.keep_settings(QUICK)
    ingest_items(home, QUICK, [str(items)], images=items.parent)
    ingest_events(home, QUICK, [str(events)])
    train(home, QUICK, with_baselines=False)
    return home.path


@pytest.fixture
def own_home(trained_home: Path, tmp_path: Path) -> Path:
    """A copy of the trained home that a test may write to."""
    copy = tmp_path / "home"
    shutil.copytree(trained_home, copy)
    return copy


@pytest.fixture(scope="session")
def trained_circle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose people walk around a circle of items, and its model. Do not write to it."""
    import circle
    from mmrec.learning import train

    home = circle.fill(tmp_path_factory.mktemp("circle") / "home")
    train(home, circle.SETTINGS, with_baselines=False)
    return home.path


@pytest.fixture
def own_circle(trained_circle: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may write to."""
    copy = tmp_path / "circle"
    shutil.copytree(trained_circle, copy)
    return copy


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The socket's folder of a PostgreSQL server, or a skip that says what to install."""
    with postgres_server.running() as folder:
        yield folder


@pytest.fixture(params=["sqlite", "postgresql"])
def lies(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where an event log may lie, empty: in a file, and in a database of a server."""
    if request.param == "sqlite":
        return tmp_path / "events.sqlite"
    return postgres_server.address(request.getfixturevalue("postgresql"))
