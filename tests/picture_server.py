"""A small server of pictures on this machine: what it was asked, and how many asked at once."""

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

from PIL import Image


def painted(colour: int, side: int = 4) -> bytes:
    """A PNG of two halves whose mean is the colour."""
    picture = Image.new("RGB", (side, side), (colour - 10,) * 3)
    picture.paste((colour + 10,) * 3, (side // 2, 0, side, side))
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: "PictureServer"

    def do_GET(self) -> None:
        site = self.site
        with site.lock:
            site.asked.append(self.path)
            site.headers = dict(self.headers)
            site.now += 1
            site.most_at_once = max(site.most_at_once, site.now)
        try:
            site.pages.get(self.path.partition("?")[0], missing)(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # who asked went away, as some tests want it
        finally:
            with site.lock:
                site.now -= 1

    def log_message(self, *_: object) -> None:
        pass


Page = Callable[[Handler], None]


class PictureServer:
    """Pages by path; `asked` in order, `most_at_once`, the `headers` of the last request."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self._server = server
        self.pages: dict[str, Page] = {}
        self.lock = threading.Lock()
        self.asked: list[str] = []
        self.headers: dict[str, str] = {}
        self.now = self.most_at_once = 0
        self.port = server.server_port
        self.name = f"127.0.0.1:{self.port}"
        self.url = f"http://{self.name}"

    def secure(self, certificate: Path, key: Path) -> None:
        """Speak TLS from now on."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)


@contextmanager
def picture_server() -> Iterator[PictureServer]:
    handler = type("OwnHandler", (Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    handler.site = PictureServer(server)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield handler.site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def giving(content: bytes, status: int = 200, **headers: str) -> Page:
    """A page that is always the same; `Content_Length` and such override."""
    named = {"Content-Length": str(len(content))}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}

    def page(handler: Handler) -> None:
        handler.send_response(status)
        for name, value in named.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content)

    return page


def leading(where: str, status: int = 302) -> Page:
    return giving(b"", status, Location=where)


def in_turn(*pages: Page) -> Page:
    """Each once, the last for ever."""
    left = list(pages)

    def page(handler: Handler) -> None:
        now = left.pop(0) if len(left) > 1 else left[0]
        now(handler)

    return page


def holding(seconds: float, page: Page) -> Page:
    def slow(handler: Handler) -> None:
        time.sleep(seconds)
        page(handler)

    return slow


def dripping(headers: bool) -> Page:
    """A byte now and then, for ever: of its headers, or of a body without a length."""

    def page(handler: Handler) -> None:
        handler.close_connection = True
        start = b"HTTP/1.1 200 OK\r\nX: " if headers else b"HTTP/1.1 200 OK\r\n\r\n"
        handler.wfile.write(start)
        while True:
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.02)

    return page


def missing(handler: Handler) -> None:
    giving(b"gone", 404)(handler)
