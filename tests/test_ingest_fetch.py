"""Pictures over the net, from a server on this machine that is allowed by name, or is not."""

import gzip
import shutil
import socket
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import ingest.fetch
import ingest.request
from ingest.addresses import Doorkeeper, Resolve, addresses_of, is_public
from ingest.fetch import FAILURES, Fetcher
from ingest.request import Stamp, Target
from mmrec.config import IngestSettings
from mmrec.errors import ConfigError, DataError
from picture_server import (
    PictureServer,
    dripping,
    giving,
    holding,
    in_turn,
    leading,
    painted,
    picture_server,
)

GREY = painted(90)


@pytest.fixture
def site() -> Iterator[PictureServer]:
    with picture_server() as server:
        yield server


@pytest.fixture(autouse=True)
def no_long_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest.fetch, "BACKOFF", 0.001)


def fetcher(site: PictureServer, resolve: Resolve = addresses_of, **limits: Any) -> Fetcher:
    return Fetcher(
        IngestSettings(**({"allowed_hosts": [site.name], "fetch_seconds": 5.0} | limits)), resolve
    )


def refusal(one: Fetcher, url: str) -> str:
    with pytest.raises(DataError) as problem:
        one.fetch(url)
    return problem.value.message


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.100.100.200",
        "0.0.0.0", "224.0.0.1", "255.255.255.255", "240.0.0.1", "192.0.0.192", "168.63.129.16",
        "198.18.0.1", "::1", "::", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1",
        "fe80::1", "fe80::1%eth0", "fd00:ec2::254", "fec0::1", "ff02::1", "64:ff9b::10.0.0.1",
        "64:ff9b:1::808:808", "2002:7f00:1::", "2001:0:808:808::1",
    ],
)  # fmt: skip
def test_an_address_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"]
)
def test_an_address_of_the_open_net_is_public(address: str) -> None:
    assert is_public(address)


def test_one_private_address_among_public_ones_is_enough_to_refuse_a_name() -> None:
    door = Doorkeeper([], lambda *_: ["8.8.8.8", "10.0.0.1"])
    with pytest.raises(DataError, match=r"leads to 10\.0\.0\.1"):
        door.addresses("example.org", 80)


def test_a_host_is_allowed_by_its_very_name_and_port() -> None:
    door = Doorkeeper(["a.test", "b.test:8080"], lambda *_: ["10.0.0.1"])
    assert door.addresses("a.test", 1) == door.addresses("b.test", 8080) == ["10.0.0.1"]
    for host, port in [("b.test", 80), ("x.a.test", 80), ("10.0.0.1", 80)]:
        with pytest.raises(DataError):
            door.addresses(host, port)


@pytest.mark.parametrize("host", ["http://a.test", "a.test/x", "user@a.test", "", "a b"])
def test_an_allowed_host_that_is_none_is_refused(host: str) -> None:
    with pytest.raises(ConfigError, match="NAME or NAME:PORT"):
        IngestSettings().allowing([host])


def test_a_picture_arrives_with_its_stamp(site: PictureServer) -> None:
    site.pages["/a b.png"] = site.pages["/a%20b.png"] = giving(GREY, ETag='"7"')
    found = fetcher(site).fetch(f"{site.url}/a b.png?size=1#part")
    assert found == (GREY, Stamp('"7"', ""))
    assert site.asked == ["/a%20b.png?size=1"]
    assert site.headers["Host"] == site.name and site.headers["User-Agent"].startswith("mmrec/")


def test_a_picture_that_did_not_change_is_not_sent_again(site: PictureServer) -> None:
    site.pages["/a.png"] = giving(b"", 304)
    assert fetcher(site).fetch(f"{site.url}/a.png", Stamp('"7"', "yesterday")) is None
    assert site.headers["If-None-Match"] == '"7"'
    assert site.headers["If-Modified-Since"] == "yesterday"
    assert "answers 304" in refusal(fetcher(site), f"{site.url}/a.png")


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("file:///etc/passwd", "'file' is not fetched"),
        ("ftp://example.org/a.png", "'ftp' is not fetched"),
        ("http://user:secret@example.org/a.png", "holds a password"),
        ("http:///a.png", "without a host"),
        ("http://example.org:99999/", "not a URL"),
        ("http://[::1/", "not a URL"),
    ],
)
def test_only_plain_urls_of_the_web_are_fetched(site: PictureServer, url: str, told: str) -> None:
    message = refusal(fetcher(site), url)
    assert told in message and "secret" not in message


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.0.0.1"])
def test_this_machine_is_refused_however_it_is_written(site: PictureServer, name: str) -> None:
    url = f"http://{name}:{site.port}/a.png"
    assert "not a public address" in refusal(fetcher(site, allowed_hosts=[]), url)
    assert site.asked == []


def test_a_redirect_is_checked_like_the_first_url(site: PictureServer) -> None:
    site.pages["/good"] = leading("/next")
    site.pages["/next"] = leading(f"{site.url}/a.png", 308)
    site.pages["/a.png"] = giving(GREY)
    site.pages["/inside"] = leading("http://169.254.169.254/latest/meta-data")
    site.pages["/other"] = leading(f"http://localhost:{site.port}/a.png")
    site.pages["/file"] = leading("file:///etc/passwd")
    site.pages["/round"] = leading("/round")
    one = fetcher(site)
    found = one.fetch(f"{site.url}/good")
    assert found is not None and found.content == GREY
    site.asked.clear()
    assert "leads to 169.254.169.254" in refusal(one, f"{site.url}/inside")
    assert "not a public address" in refusal(one, f"{site.url}/other")
    assert "'file' is not fetched" in refusal(one, f"{site.url}/file")
    assert site.asked == ["/inside", "/other", "/file"]
    assert "more than 5 redirects" in refusal(one, f"{site.url}/round")


def test_a_name_that_changes_after_the_check_changes_nothing(site: PictureServer) -> None:
    """The first answer is public and leads nowhere; a second look-up would lead to this machine."""
    answers = [["192.0.2.1"], ["127.0.0.1"]]
    asked: list[str] = []

    def resolve(name: str, port: int) -> list[str]:
        asked.append(name)
        return answers.pop(0)

    site.pages["/a.png"] = giving(GREY)
    one = fetcher(site, resolve, allowed_hosts=[], fetch_retries=0, fetch_seconds=0.3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ingest.addresses.is_public", lambda address: address != "127.0.0.1")
        message = refusal(one, f"http://rebind.test:{site.port}/a.png")
        assert "takes too long" in message or "cannot be reached" in message
        assert asked == ["rebind.test"] and site.asked == []
        # and the next request looks anew, and sees that the name leads inside by now
        assert "leads to 127.0.0.1" in refusal(one, f"http://rebind.test:{site.port}/a.png")
    assert site.asked == []


def test_the_connection_goes_to_the_address_and_the_name_is_told(site: PictureServer) -> None:
    site.pages["/a.png"] = giving(GREY)
    name = f"pictures.test:{site.port}"
    one = fetcher(site, lambda *_: ["127.0.0.1"], allowed_hosts=["pictures.test"])
    assert one.fetch(f"http://{name.upper()}/a.png") is not None
    assert site.headers["Host"] == name


def test_the_next_address_is_tried_when_the_first_takes_no_connection(site: PictureServer) -> None:
    site.pages["/a.png"] = giving(GREY)
    with socket.socket() as closed:
        closed.bind(("127.0.0.2", 0))  # where nobody listens on the port of the server
        one = fetcher(site, lambda *_: ["127.0.0.2", "127.0.0.1"])
        assert one.fetch(f"{site.url}/a.png") is not None


def test_proxies_of_the_environment_are_not_used(
    site: PictureServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    site.pages["/a.png"] = giving(GREY)
    assert fetcher(site).fetch(f"{site.url}/a.png") is not None


NOTHING_OF_THE_KIND = [
    b"",
    b"\0\xff" * 100,
    b"SSH-2.0-OpenSSH_9.6\r\n",
    b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 1000,
    b"HTTP/1.1 200 OK\r\n" + b"A" * 100_000,
    b"HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\nab",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
    b"HTTP/1.1 302 Found\r\nLocation: http://[::1/\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 302 Found\r\nLocation: http://\xff\xfe:x/\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 999 \x1b[31mRed\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 503 No\r\nRetry-After: Fri, 99 Foo 99999 99:99:99 GMT\r\n\r\n",
]


@pytest.mark.parametrize("answer", NOTHING_OF_THE_KIND)
def test_an_answer_of_another_world_is_one_refused_picture(
    site: PictureServer, answer: bytes
) -> None:
    def raw(handler: Any) -> None:
        handler.wfile.write(answer)
        handler.close_connection = True

    site.pages["/a.png"] = raw
    message = refusal(fetcher(site, fetch_retries=0), f"{site.url}/a.png")
    assert message.isprintable()


@given(st.text() | st.builds("http://{}".format, st.text()))
@example("http://[v1.x]/")
@example("http://xn--/")
@example("http://\u2100.test/\ud800")
def test_any_text_is_a_url_or_is_refused(text: str) -> None:
    try:
        target = Target.of(text)
    except DataError:
        return
    assert target.scheme in {"http", "https"} and target.host and 0 < target.port < 65_536
    assert f"{target.authority}{target.path}".isascii()
    assert f"{target.authority}{target.path}".isprintable() and " " not in target.path


def test_a_failure_that_passes_is_tried_again(site: PictureServer) -> None:
    busy = giving(b"", 429, Retry_After="0")
    site.pages["/a.png"] = in_turn(giving(b"", 500), busy, giving(GREY))
    found = fetcher(site).fetch(f"{site.url}/a.png")
    assert found is not None and found.content == GREY
    assert len(site.asked) == 3


def test_a_failure_that_stays_is_tried_as_often_as_the_settings_say(site: PictureServer) -> None:
    site.pages["/a.png"] = giving(b"", 503)
    assert "answers 503" in refusal(fetcher(site, fetch_retries=2), f"{site.url}/a.png")
    assert len(site.asked) == 3


def test_what_is_not_there_is_not_tried_again(site: PictureServer) -> None:
    assert "answers 404 Not Found" in refusal(fetcher(site), f"{site.url}/a.png")
    assert len(site.asked) == 1


def test_a_wait_that_a_server_asks_for_is_kept_or_too_long(
    site: PictureServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.pages["/soon"] = in_turn(giving(b"", 503, Retry_After="2"), giving(GREY))
    site.pages["/late"] = giving(b"", 503, Retry_After="3600")
    one, waited = fetcher(site), []
    monkeypatch.setattr(one._over, "wait", waited.append)
    assert one.fetch(f"{site.url}/soon") is not None
    assert waited == [2]
    assert "answers 503" in refusal(one, f"{site.url}/late")
    assert waited == [2] and site.asked == ["/soon", "/soon", "/late"]


def test_no_picture_is_larger_than_allowed_whatever_is_said_of_its_length(
    site: PictureServer,
) -> None:
    noise = bytes(100_000)
    site.pages["/honest"] = giving(noise)
    site.pages["/unsaid"] = in_chunks(noise)
    site.pages["/packed"] = giving(gzip.compress(noise), Content_Encoding="gzip")
    one = fetcher(site, fetch_bytes=50_000)
    for path in ("/honest", "/unsaid", "/packed"):
        assert "more than 50,000 bytes" in refusal(one, site.url + path)
    fits = fetcher(site, fetch_bytes=100_000)
    for path in ("/honest", "/unsaid", "/packed"):
        found = fits.fetch(site.url + path)
        assert found is not None and found.content == noise


def test_a_packed_bomb_does_not_unfold(site: PictureServer) -> None:
    import tracemalloc

    site.pages["/bomb"] = giving(gzip.compress(bytes(50_000_000)), Content_Encoding="gzip")
    one = fetcher(site, fetch_bytes=1_000_000)
    tracemalloc.start()
    assert "more than 1,000,000 bytes" in refusal(one, f"{site.url}/bomb")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000


def test_an_answer_shorter_than_it_says_is_tried_again_and_refused(site: PictureServer) -> None:
    def lying(handler: Any) -> None:
        giving(GREY, Content_Length="5000")(handler)
        handler.close_connection = True

    site.pages["/a.png"] = lying
    assert "breaks off" in refusal(fetcher(site, fetch_retries=1), f"{site.url}/a.png")
    assert len(site.asked) == 2


@pytest.mark.parametrize("headers", [True, False])
def test_a_server_that_drips_is_cut_off(
    site: PictureServer, headers: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each byte comes in good time, all of them never: without a limit this test has no end."""
    site.pages["/a.png"] = dripping(headers=headers)
    monkeypatch.setattr(ingest.request, "STALL", 0.3)
    one = fetcher(site, fetch_seconds=0.5, fetch_retries=0)
    told = "does not answer" if headers else "takes too long"
    assert told in refusal(one, f"{site.url}/a.png")


def test_a_server_that_is_silent_is_given_up(site: PictureServer) -> None:
    site.pages["/a.png"] = holding(2, giving(GREY))
    one = fetcher(site, fetch_seconds=0.2)
    assert "takes too long" in refusal(one, f"{site.url}/a.png")
    assert len(site.asked) == 1


def test_a_host_is_never_asked_by_more_than_allowed_and_connections_are_kept(
    site: PictureServer,
) -> None:
    ports: set[int] = set()

    def page(handler: Any) -> None:
        ports.add(handler.client_address[1])
        holding(0.02, giving(GREY))(handler)

    site.pages["/a.png"] = page
    one = fetcher(site, fetch_per_host=3)
    with ThreadPoolExecutor(12) as pool:
        found = list(pool.map(lambda at: one.fetch(f"{site.url}/a.png?{at}"), range(30)))
    assert all(found)
    assert site.most_at_once == 3
    assert len(ports) == 3


def test_a_host_that_fails_all_the_time_is_not_asked_for_ever(site: PictureServer) -> None:
    site.pages["/a.png"] = giving(b"", 500)
    site.pages["/b.png"] = giving(GREY)
    one = fetcher(site, fetch_retries=0)
    for _ in range(FAILURES - 1):
        assert "answers 500" in refusal(one, f"{site.url}/a.png")
    assert one.fetch(f"{site.url}/b.png") is not None  # it can: the count begins anew
    for _ in range(FAILURES):
        assert "answers 500" in refusal(one, f"{site.url}/a.png")
    assert "not asked again" in refusal(one, f"{site.url}/b.png")
    assert len(site.asked) == 2 * FAILURES


def test_names_that_do_not_exist_and_names_that_cannot_be_looked_up_are_told_apart(
    site: PictureServer,
) -> None:
    asked: list[str] = []

    def resolve(name: str, port: int) -> list[str]:
        asked.append(name)
        raise socket.gaierror(
            socket.EAI_NONAME if name == "never.test" else socket.EAI_AGAIN, "no answer"
        )

    one = fetcher(site, resolve, fetch_retries=2)
    assert "no such host" in refusal(one, "http://never.test/a.png")
    assert "cannot be looked up now" in refusal(one, "http://later.test/a.png")
    assert asked == ["never.test", *["later.test"] * 3]


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl to make a certificate")
def test_a_certificate_must_be_for_the_name_whatever_the_address(
    site: PictureServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    name = ["-subj", "/CN=pictures.test", "-addext", "subjectAltName=DNS:pictures.test"]
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *name]
    subprocess.run(
        [*make, "-keyout", key, "-out", certificate, "-days", "2"], check=True, capture_output=True
    )
    site.secure(certificate, key)
    site.pages["/a.png"] = giving(GREY)
    hosts = ["pictures.test", "other.test"]
    one = fetcher(site, lambda *_: ["127.0.0.1"], allowed_hosts=hosts)
    good, other = (f"https://{host}:{site.port}/a.png" for host in hosts)
    assert "certificate is not to be trusted" in refusal(one, good)  # nobody vouches for it
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    one = fetcher(site, lambda *_: ["127.0.0.1"], allowed_hosts=hosts)
    assert one.fetch(good) is not None
    assert "certificate is not to be trusted" in refusal(one, other)
    assert site.asked == ["/a.png"]


def in_chunks(content: bytes) -> Any:
    """Sent without a length."""

    def page(handler: Any) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for start in range(0, len(content), 10_000):
            part = content[start : start + 10_000]
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
        handler.wfile.write(b"0\r\n\r\n")

    return page
