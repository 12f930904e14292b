"""One request over the net: what is read, how long, and to whom it is sent."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from ipaddress import ip_network

import pytest

from ils.net import asking
from ils.net.addresses import NOBODY, Allowed
from ils.net.asking import Head, InnerAddressError, Left, NotReachedError, ask_head, look_up, time_left
from tests.ils.outbox.servers import closed_port, serving, silent

pytestmark = pytest.mark.engine_free

HERE = Allowed(networks=(ip_network("127.0.0.0/8"),))


class Clock:
    """A clock that goes on by a step at each look."""

    def __init__(self, step: float = 0.0) -> None:
        self.now, self.step = 0.0, step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


def asked(url: str, allowed: Allowed = HERE, **options: object) -> Head:
    options = {"left": time_left(5.0, Clock())} | options
    return ask_head(url, allowed=allowed, **options)  # type: ignore[arg-type]


@contextmanager
def answering(*pieces: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """Serve once on the loopback: read a request, send the pieces, and keep the line open until the end of the block."""
    over, got = threading.Event(), list[bytes]()
    with socket.create_server(("127.0.0.1", 0)) as plug:
        plug.settimeout(5)

        def serve() -> None:
            line, _from = plug.accept()
            with line, suppress(OSError):  # who was asking may have gone
                line.settimeout(5)
                got.append(line.recv(65_536))
                for piece in pieces:
                    line.sendall(piece)
                over.wait(5)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{plug.getsockname()[1]}", got
        finally:
            over.set()
            socket.create_connection(plug.getsockname()).close()  # nobody may have come
            thread.join()


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("/", b"GET / HTTP/1.1"),
        ("", b"GET / HTTP/1.1"),
        ("/a%20b?x=1#part", b"GET /a%20b?x=1 HTTP/1.1"),
        ("?x=1", b"GET /?x=1 HTTP/1.1"),
    ],
)
def test_only_the_head_of_an_answer_is_read(url: str, sent: bytes) -> None:
    """The body that is announced never comes, and nobody waits for it."""
    with answering(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n") as (address, got):
        assert asked(address + url) == Head(200)
    first, *headers = got[0].split(b"\r\n")
    assert first == sent
    assert f"Host: {address[7:]}".encode() in headers


def test_where_an_answer_leads_is_told_and_not_followed() -> None:
    with serving(lambda _asked: (302, "")) as provider:
        assert asked(provider.url + "/a") == Head(302, "/elsewhere")
        assert provider.paths() == ["/a"]


def test_the_time_is_for_the_whole_head() -> None:
    """A server that sends a letter now and then is given up on, though each letter comes in time."""
    letters = [bytes([letter]) for letter in b"HTTP/1.1 200 OK\r\nX: " + b"y" * 400]
    with answering(*letters) as (address, _got), pytest.raises(NotReachedError, match="timed out"):
        asked(address, left=time_left(5.0, Clock(step=0.8)))


@pytest.mark.parametrize("answer", [b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 abc\r\n\r\n", b"\x00" * 70_000])
def test_what_is_no_answer(answer: bytes) -> None:
    with answering(answer) as (address, _got), pytest.raises(NotReachedError) as problem:
        asked(address, left=time_left(0.3, Clock(step=0.001)))
    assert "127" not in str(problem.value)


def test_nobody_there_or_silent() -> None:
    with pytest.raises(NotReachedError) as problem:
        asked(f"http://127.0.0.1:{closed_port()}/")
    assert "127" not in str(problem.value)
    with silent() as port, pytest.raises(NotReachedError, match="timed out"):
        asked(f"http://127.0.0.1:{port}/", left=time_left(0.05, Clock()))
    with silent() as port, pytest.raises(NotReachedError, match="timed out"):
        asked(f"https://127.0.0.1:{port}/", left=time_left(0.05, Clock()))


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "[::1]", "[::ffff:127.0.0.1]", "0"]
)
def test_this_machine_is_not_asked_whatever_it_is_called(host: str) -> None:
    with serving(lambda _asked: (200, "secret")) as provider:
        port = provider.url.rpartition(":")[2]
        with pytest.raises((InnerAddressError, NotReachedError)) as problem:
            asked(f"http://{host}:{port}/", NOBODY)
        assert not provider.asked
    if host in ("127.0.0.1", "localhost", "2130706433", "127.1"):
        assert problem.type is InnerAddressError


def found(*addresses: str) -> tuple[Callable[[str, int, Left], Sequence[str]], list[str]]:
    hosts: list[str] = []

    def find(host: str, _port: int, _left: Left) -> Sequence[str]:
        hosts.append(host)
        return addresses if len(hosts) == 1 else ("169.254.169.254",)

    return find, hosts


def test_a_name_with_one_inner_address_is_left_alone() -> None:
    find, _hosts = found("8.8.8.8", "169.254.169.254")
    with pytest.raises(InnerAddressError):
        asked("http://a.example/", find=find)


def test_the_line_goes_to_the_address_that_was_looked_at() -> None:
    """The name is looked up once: a second answer of the name server, an inner one, is never asked for."""
    find, hosts = found("127.0.0.1")
    with serving(lambda _asked: (200, "")) as provider:
        assert asked(f"http://a.example:{provider.url.rpartition(':')[2]}/x", find=find) == Head(200)
        assert provider.asked[0].headers["Host"].startswith("a.example:")
    assert hosts == ["a.example"]


def test_the_second_address_is_tried_where_the_first_is_silent() -> None:
    with serving(lambda _asked: (200, "")) as provider:
        find, _hosts = found("127.0.0.2", "127.0.0.1")
        assert asked(f"http://a.example:{provider.url.rpartition(':')[2]}/", find=find) == Head(200)


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://a.example/", "gopher://a.example/", "http:///x", "a"]
)
def test_only_the_web_is_asked(url: str) -> None:
    with pytest.raises(NotReachedError, match="not a web address"):
        asked(url)


def test_no_second_line_slips_into_a_request() -> None:
    with serving(lambda _asked: (200, "")) as provider:
        assert asked(provider.url + "/a\r\nX:y") == Head(200)  # taken out when the address is taken apart
        assert "X" not in provider.asked[0].headers
    with pytest.raises(ValueError, match="several lines"):
        asking._sent(["GET /a\r\nX: y HTTP/1.1"])


def test_a_name_server_that_is_silent_costs_no_more_than_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()
    monkeypatch.setattr(asking, "getaddrinfo", lambda *_a, **_k: over.wait(5) and [])
    try:
        with pytest.raises(TimeoutError):
            look_up("a.example", 80, lambda: 0.01)
    finally:
        over.set()


class TestProxy:
    """Where the machine goes by a proxy, the proxy finds the names; an inner one is refused here all the same."""

    @pytest.fixture
    def proxy(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, list[bytes]]]:
        with answering(b"HTTP/1.1 407 No\r\n\r\n") as (address, got):
            there = address.replace("http://", "http://user:p%40ss@")
            proxies = {"http": there, "https": there}
            monkeypatch.setattr("ils.net.asking.urllib.request.getproxies", lambda: proxies)
            monkeypatch.setattr("ils.net.asking.urllib.request.proxy_bypass", lambda _host: False)
            yield address, got

    def test_a_page_is_asked_for_by_its_whole_address(self, proxy: tuple[str, list[bytes]]) -> None:
        def unknown(*_asked: object) -> Sequence[str]:
            raise OSError("no name server")

        assert asked("http://a.example/x#y", NOBODY, find=unknown) == Head(407)
        assert proxy[1][0].startswith(b"GET http://a.example/x HTTP/1.1\r\nHost: a.example\r\n")
        assert b"Proxy-Authorization: Basic dXNlcjpwQHNz\r\n" in proxy[1][0]

    def test_a_locked_one_is_asked_for_through_a_tunnel(self, proxy: tuple[str, list[bytes]]) -> None:
        with pytest.raises(NotReachedError, match="proxy: HTTP 407"):
            asked("https://a.example/x", NOBODY, find=found("8.8.8.8")[0])
        assert proxy[1][0].startswith(b"CONNECT a.example:443 HTTP/1.1\r\n")

    def test_an_inner_address_is_refused_and_an_allowed_one_asked_without_it(
        self, proxy: tuple[str, list[bytes]]
    ) -> None:
        with pytest.raises(InnerAddressError):
            asked("http://169.254.169.254/latest")
        with serving(lambda _asked: (200, "")) as provider:
            assert asked(provider.url) == Head(200)
        with pytest.raises(NotReachedError):
            asked(f"https://a.example:{closed_port()}/", find=found("127.0.0.1")[0])
        assert not proxy[1]
