"""Connections that end when their time is over, however slowly the bytes come."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Timer

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.response import HTTPResponse

STALL = 10.0  # seconds for a connection, for the headers of an answer, and without a byte of it


def pools(hosts: int, per_host: int) -> PoolManager:
    """Connections to so many hosts, used again; headers keep to the timeout as a whole."""
    made = PoolManager(hosts, maxsize=per_host)
    made.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}
    return made


@contextmanager
def cut_off(seconds: float, cut: Callable[[], None]) -> Iterator[None]:
    """End a wait for bytes after so many seconds: timeouts of sockets begin anew at each byte.

    Raises:
        TimeoutError: it was cut off; what was read looks whole where no length was said.
    """
    over = Event()

    def end() -> None:
        over.set()
        with suppress(AttributeError, OSError, RuntimeError, ValueError):  # it is over already
            cut()

    timer = Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
    if over.is_set():
        raise TimeoutError


class _Punctual(HTTPConnection):
    """Its timeout holds for all headers together: they may come a byte at a time."""

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as urllib3 has it
        with cut_off(self.timeout or STALL, lambda: self.sock.shutdown(socket.SHUT_RD)):
            return super().getresponse()


class _PunctualTls(_Punctual, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Punctual


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _PunctualTls
