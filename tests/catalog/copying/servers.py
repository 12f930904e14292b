"""Catalogues of the tests: an SRU server on this machine that answers as it is told, and Debian's yaz-ztest."""

from __future__ import annotations

import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

DATA = Path(__file__).parent / "data"


def recorded(name: str) -> bytes:
    """Return a recorded answer."""
    return (DATA / f"{name}.xml").read_bytes()


class Catalogue(ThreadingHTTPServer):
    """Answers by the path: `/loc` with the recorded answer, `/status/500`, `/redirect?…`, `/slow`, `/drip`, `/huge` …"""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[dict[str, str]] = []
        self.hold = threading.Event()

    def handle_error(self, _request: object, _address: object) -> None:
        """A client that goes away is no news here."""

    @property
    def url(self) -> str:
        """The address without a path."""
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Catalogue

    def log_message(self, *_args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.server.asked.append({name: values[0] for name, values in parse_qs(parts.query).items()})
        first, _slash, rest = parts.path.strip("/").partition("/")
        special = getattr(self, f"_{first}", None)
        if special is not None:
            special(rest)
        else:
            self._send(recorded(first))

    def _send(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "text/xml", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _status(self, rest: str) -> None:
        self._send(b"<html>broken</html>", int(rest))

    def _redirect(self, rest: str) -> None:
        query = urlsplit(self.path).query
        to = {
            "here": f"/loc?{query}", "file": "file:///etc/passwd", "ftp": "ftp://127.0.0.1/x",
            "else": f"http://localhost:{self.server.server_port}/loc?{query}", "round": f"/redirect/round?{query}",
        }[rest]  # fmt: skip
        self._send(b"", 302, Location=to)

    def _slow(self, _rest: str) -> None:
        self.server.hold.wait(10)

    def _drip(self, _rest: str) -> None:
        self.send_response(200)
        self.end_headers()
        while not self.server.hold.wait(0.05):
            self.wfile.write(b" ")
            self.wfile.flush()

    def _huge(self, _rest: str) -> None:
        self.send_response(200)
        self.end_headers()
        for _block in range(200):
            self.wfile.write(b" " * 65_536)

    def _words(self, _rest: str) -> None:
        self._send("Биз ёпиқмиз".encode())

    def _page(self, _rest: str) -> None:
        self._send(b"<html><body>Welcome</body></html>")

    def _cut(self, _rest: str) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        self.wfile.write(b"<searchRetrieve")

    def _closed(self, _rest: str) -> None:
        self.connection.shutdown(socket.SHUT_RDWR)

    def _entity(self, _rest: str) -> None:
        body = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        body += recorded("loc").split(b"?>", 1)[1].replace(b"Harcourt", b"&f;")
        self._send(body)


@contextmanager
def catalogue() -> Iterator[Catalogue]:
    """Run the SRU server."""
    server = Catalogue()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.hold.set()
        server.shutdown()
        server.server_close()
        thread.join()


def free_port() -> int:
    """Return a port on which nobody listens just now."""
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        return int(plug.getsockname()[1])


def ztest() -> str | None:
    """Return where yaz-ztest is; None where the package is not installed."""
    return shutil.which("yaz-ztest")


@contextmanager
def z3950_server(program: str, folder: Path) -> Iterator[int]:
    """Run yaz-ztest and give its port."""
    port = free_port()
    with (folder / "yaz.log").open("w") as log:
        process = subprocess.Popen(
            [program, "-T", f"tcp:127.0.0.1:{port}"], stdout=log, stderr=log, cwd=folder
        )
        try:
            _wait_for(port, process)
            yield port
        finally:
            process.terminate()
            process.wait(10)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError("yaz-ztest does not come up")
