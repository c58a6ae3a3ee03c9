"""The door to the web: one request for a picture, to an address that was checked.

A name is resolved once for each request, every address it has is checked, and the connection goes
to the very address that was checked: a name that changes in between changes nothing. Proxies of the
environment are not used, since a proxy would resolve the name anew, out of our sight.
"""

import socket
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from http.client import responses
from ssl import SSLCertVerificationError
from typing import NamedTuple, Self

from urllib3 import BaseHTTPResponse
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    InvalidHeader,
    LocationParseError,
    NewConnectionError,
    ReadTimeoutError,
)
from urllib3.util import Retry, Timeout, parse_url

from ingest.addresses import Doorkeeper
from ingest.connections import STALL, cut_off, pools
from mmrec.errors import DataError
from mmrec.version import __version__

PORTS = {"http": 80, "https": 443}
_CHUNK = 1 << 16
_REDIRECTS = {301, 302, 303, 307, 308}
_PASSING = {408, 425, 429}  # beside 5xx: another try may help
_HEADERS = {
    "User-Agent": f"mmrec/{__version__}",
    "Accept": "*/*",
    "Accept-Encoding": "identity",
}


class Passing(DataError):
    """What another try may mend; `wait` is what the server asks for, in seconds."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message, "Try again later.")
        self.wait = wait


class Stamp(NamedTuple):
    """What a server wants to be told to say whether a picture changed; "" where it gave none."""

    etag: str = ""
    modified: str = ""

    def headers(self) -> dict[str, str]:
        """As a conditional request says it."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in named.items() if value}


class Fetched(NamedTuple):
    """The bytes of a picture, and their stamp."""

    content: bytes
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Target:
    """A URL, taken apart.

    Attributes:
        host: the name or address as URLs write it, in lower case.
        path: with the query, ready to be sent.
    """

    scheme: str
    host: str
    port: int
    path: str

    @classmethod
    def of(cls, url: str) -> Self:
        """Take a URL apart.

        Raises:
            DataError: it is none, or one that is not fetched.
        """
        try:
            found = parse_url(url)
        except LocationParseError:
            raise DataError("not a URL", "Mend it.") from None
        if found.scheme not in PORTS:
            scheme = url.partition(":")[0]
            raise DataError(f"{scheme!r} is not fetched, only http and https", "Mend it.")
        if not found.host or found.port == 0:
            raise DataError("a URL without a host", "Mend it.")
        if found.auth is not None:
            raise DataError(f"{found.host}: a URL that holds a password", "Take it out.")
        host = found.host.rstrip(".")
        return cls(found.scheme, host, found.port or PORTS[found.scheme], found.request_uri)

    @property
    def name(self) -> str:
        """What a certificate must be for."""
        return self.host.strip("[]")

    @property
    def authority(self) -> str:
        """What the Host header says."""
        return self.host if self.port == PORTS[self.scheme] else f"{self.host}:{self.port}"


class Requests:
    """Asks for pictures; from many threads at once. Connections are kept and used again.

    Args:
        door: knows which addresses may be connected to.
        byte_limit: of a picture.
        hosts, per_host: how many connections are kept.
    """

    def __init__(self, door: Doorkeeper, byte_limit: int, hosts: int, per_host: int) -> None:
        self._door = door
        self._byte_limit = byte_limit
        self._pools = pools(hosts, per_host)

    def ask(self, target: Target, known: Stamp, seconds: float) -> Fetched | str | None:
        """One request, in at most so many seconds (but for the look-up of the name).

        Returns:
            The picture; or the URL where it is said to be; or None when it is still the one
            that `known` is the stamp of.

        Raises:
            DataError: not to be had, with the reason; `Passing` where another try may help.
        """
        late = time.monotonic() + seconds
        try:
            with closing(self._open(target, known, late)) as answer:
                return self._read(answer, target, known, late)
        except (HTTPError, OSError) as error:
            if time.monotonic() >= late:
                raise Passing(f"{target.host}: takes too long") from None
            raise _explained(error, target.host) from None

    def close(self) -> None:
        """Close the connections that are kept."""
        self._pools.clear()

    def _open(self, target: Target, known: Stamp, late: float) -> BaseHTTPResponse:
        """An answer whose body is still to come, by the first address that takes a connection."""
        addresses = self._door.addresses(target.host, target.port)
        for address in addresses[:-1]:
            with suppress(ConnectTimeoutError, NewConnectionError):
                return self._connect(target, address, known, late)
        return self._connect(target, addresses[-1], known, late)

    def _connect(self, target: Target, address: str, known: Stamp, late: float) -> BaseHTTPResponse:
        left = late - time.monotonic()
        if left <= 0:
            raise TimeoutError
        secure = {"server_hostname": target.name}  # asked for, and what the certificate must be of
        pool = self._pools.connection_from_host(
            address, target.port, target.scheme, secure if target.scheme == "https" else None
        )
        return pool.urlopen(
            "GET",
            target.path,
            headers={**_HEADERS, "Host": target.authority, **known.headers()},
            retries=False,
            redirect=False,
            timeout=Timeout(total=left, connect=STALL, read=STALL),
            preload_content=False,
        )

    def _read(
        self, answer: BaseHTTPResponse, target: Target, known: Stamp, late: float
    ) -> Fetched | str | None:
        status, headers = answer.status, answer.headers
        if status in _REDIRECTS and headers.get("Location"):
            return headers["Location"]
        if status == 304 and any(known):
            return None
        if status >= 500 or status in _PASSING:
            raise Passing(f"{target.host}: answers {_said(status)}", _wait(answer))
        if status != 200:
            raise DataError(f"{target.host}: answers {_said(status)}", "Check the URL.")
        content = self._body(answer, target, late)
        return Fetched(content, Stamp(headers.get("ETag", ""), headers.get("Last-Modified", "")))

    def _body(self, answer: BaseHTTPResponse, target: Target, late: float) -> bytes:
        """All bytes, unpacked; no more than allowed, whatever the answer says of its length."""
        content, limit = bytearray(), self._byte_limit
        claimed = answer.headers.get("Content-Length", "")
        too_large = DataError(f"{target.host}: more than {limit:,} bytes", "Give a smaller one.")
        if claimed.isdecimal() and int(claimed) > limit:
            raise too_large
        with cut_off(late - time.monotonic(), answer.shutdown):
            for chunk in answer.stream(_CHUNK, decode_content=True):
                content += chunk
                if len(content) > limit:
                    raise too_large
        return bytes(content)


def _said(status: int) -> str:
    """A status with its name; not the one that the server gives it, which may be anything."""
    return f"{status} {responses.get(status, '')}".rstrip()


def _wait(answer: BaseHTTPResponse) -> float | None:
    """The seconds of `Retry-After`, which may be said as a date."""
    try:
        return Retry().get_retry_after(answer)
    except (InvalidHeader, ValueError, OverflowError):  # neither seconds nor a date
        return None


def _explained(error: Exception, host: str) -> DataError:
    """What went wrong on the way, in words."""
    if isinstance(error, socket.gaierror):
        if error.errno == socket.EAI_AGAIN:
            return Passing(f"{host}: the name cannot be looked up now")
        return DataError(f"{host}: no such host", "Check the URL.")
    if any(isinstance(part, SSLCertVerificationError) for part in error.args):
        return DataError(f"{host}: its certificate is not to be trusted", "Ask its owner.")
    if isinstance(error, ConnectTimeoutError | NewConnectionError):
        return Passing(f"{host}: cannot be reached")
    if isinstance(error, ReadTimeoutError):
        return Passing(f"{host}: does not answer")
    return Passing(f"{host}: breaks off its answer")
