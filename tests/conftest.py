"""What several tests share: where the real data lies, and the offline pack."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


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
