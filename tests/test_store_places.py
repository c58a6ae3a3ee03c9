"""A catalogue in an object store: a bucket of a server on this machine that speaks S3."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mmrec.config import Settings
from mmrec.errors import ConfigError, NotFound, StoreError
from mmrec.health import home_status
from mmrec.store import Catalog, CatalogRow, Hashes, Home, Place
from mmrec.types import EncoderSpec, Item

moto = pytest.importorskip("moto.server", reason="install mmrec[dev] to test object stores")
SPECS = {"text": EncoderSpec("t", "1", 4, "none")}


def row(number: int, title: str = "Title") -> CatalogRow:
    text = np.eye(4, dtype=np.float32)[number % 4]
    item = Item(f"i{number}", f"{title} {number}", None, None, {"year": 1900 + number})
    return CatalogRow(item, {"text": text}, Hashes(f"{number:032x}", {"text": f"{number:032x}"}))


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of the server, which has one bucket, `shop`."""
    import boto3

    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_ACCESS_KEY_ID", "someone")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "hush")
        running = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        running.start()
        address = "http://{}:{}".format(*running.get_host_and_port())
        boto3.client("s3", endpoint_url=address, region_name="us-east-1").create_bucket(
            Bucket="shop"
        )
        yield address
        running.stop()


@pytest.fixture
def place(server: str, request: pytest.FixtureRequest) -> Place:
    options = {"endpoint": server, "region": "us-east-1", "allow_http": "true"}
    return Place(f"s3://shop/{request.node.name}", options)


def test_a_catalogue_in_a_bucket_does_what_one_in_a_folder_does(
    place: Place, tmp_path: Path
) -> None:
    with pytest.raises(NotFound, match="s3://shop"):
        Catalog.open(place)
    far, near = (Catalog.create(where, SPECS) for where in (place, tmp_path / "catalog"))
    for catalog in (far, near):
        catalog.append([row(number) for number in range(5)])
        report = catalog.write([row(4, "Tale"), row(5)])
        assert (report.added, report.updated) == (1, 1)
        fragments = catalog.write_apart([row(6), row(7)])
        assert fragments is not None
        catalog.commit([fragments])
        assert catalog.delete(["i0"]) == 1
        catalog.ensure_indices()
    again = Catalog.open(place)
    assert sorted(again.scan(), key=lambda one: one.item_id) == sorted(
        near.scan(), key=lambda one: one.item_id
    )
    np.testing.assert_array_equal(again.vectors().text, near.vectors().text)
    view = again.view()
    assert view.titles() == near.view().titles() and view.items([0]) == again.items(["i1"])
    assert again.matching("year > 1905") == {"i6", "i7"}
    assert again.words("tale", 3)[0][0] == "i4"
    assert again.storage().rows == 7 and again.storage().bytes is None


def test_of_two_commits_at_once_none_is_lost(place: Place) -> None:
    """The server refuses to overwrite a version, and LanceDB makes its commit the next one."""
    one = Catalog.create(place, SPECS)
    one.append([row(0)])
    other = Catalog.open(place)
    parts = [one.write_apart([row(1)]), other.write_apart([row(2)])]
    one.commit(parts[:1])
    other.commit(parts[1:])
    assert one.count() == other.count() == 3


def test_what_keeps_a_bucket_out_of_reach_is_told_in_a_line(place: Place) -> None:
    with pytest.raises(StoreError, match=r"The specified bucket does not exist\. Check store"):
        Catalog.open(replace(place, uri="s3://elsewhere/catalog"))
    closed = {**place.options, "endpoint": "http://127.0.0.1:9"}
    with pytest.raises(StoreError, match=r"Connection refused\. Check store"):
        Catalog.open(replace(place, options=closed))


def test_a_home_keeps_its_catalogue_where_the_settings_say(place: Place, tmp_path: Path) -> None:
    store = {"catalog": place.uri, "options": {**place.options, "allow_http": True}}
    settings = Settings.of({"store": store})
    home = Home.create(tmp_path / "home")
    assert home.catalog == home.path / "catalog"
    Catalog.create(home.under(settings).catalog, SPECS).append([row(0)])
    home.keep_settings(settings)
    assert home.catalog == place
    status = home_status(home)
    assert status.items == 1 and "elsewhere" in "\n".join(status.lines())

    other = tmp_path / "fast.yaml"
    other.write_text("ranker: {width: 16}")
    assert home.settings(other).store.catalog == place.uri
    with home.writing(), pytest.raises(StoreError, match="writing"), home.writing():
        pass


def test_a_file_address_is_a_folder(tmp_path: Path) -> None:
    settings = Settings.of({"store": {"catalog": (tmp_path / "a b").as_uri()}})
    assert Home.create(tmp_path / "home").under(settings).catalog == tmp_path / "a b"


@pytest.mark.parametrize("name", ["aws_secret_access_key", "account_key", "aws_session_token"])
def test_secrets_are_refused_and_not_repeated(name: str) -> None:
    with pytest.raises(ConfigError, match="belongs in the environment") as refused:
        Settings.of({"store": {"options": {name: "hunter2"}}})
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("address", ["somewhere/else", "s3:/bucket", "s3://", "file://relative"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(ConfigError, match=r"store\.catalog"):
        Settings.of({"store": {"catalog": address}})
