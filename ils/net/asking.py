"""One request to an address on the web: looked up once, looked at, and sent to exactly what was looked at."""

from __future__ import annotations

import base64
import http.client
import io
import ssl
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from queue import Empty, SimpleQueue
from socket import IPPROTO_TCP, create_connection, getaddrinfo, socket
from threading import Thread
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from ils.net.addresses import NOBODY, Allowed, inner_of

AGENT = "library-system"
PORTS = {"http": 80, "https": 443}
BEHIND_A_PROXY = 2.0  # seconds for a name that the proxy will look up anyway

Left = Callable[[], float]
"""How many seconds are left; raises TimeoutError where none are."""
LookUp = Callable[[str, int, Left], Sequence[str]]
"""The addresses of a host and a port."""


class NotReachedError(Exception):
    """Nobody answered, or not in time; the text says what happened and holds no address."""


class InnerAddressError(Exception):
    """The name leads into an inner network: nothing was sent."""


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of an answer: its status, and where it leads on (empty where nowhere)."""

    status: int
    location: str = ""


def time_left(until: float, tick: Callable[[], float]) -> Left:
    """Return what tells how long there is until a moment of the clock `tick`."""

    def left() -> float:
        seconds = until - tick()
        if seconds <= 0:
            raise TimeoutError
        return seconds

    return left


def look_up(host: str, port: int, left: Left) -> Sequence[str]:
    """Return the addresses of a host, in the system's order; the system's own patience may be longer than ours."""
    told: SimpleQueue[Sequence[str] | Exception] = SimpleQueue()

    def ask() -> None:
        try:
            found = getaddrinfo(host, port, proto=IPPROTO_TCP)
            told.put(list(dict.fromkeys(str(each[4][0]) for each in found)))
        except (OSError, UnicodeError) as problem:
            told.put(problem)

    Thread(target=ask, name="look-up", daemon=True).start()
    try:
        answer = told.get(timeout=left())
    except Empty:
        raise TimeoutError from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def ask_head(url: str, *, allowed: Allowed, left: Left, find: LookUp = look_up) -> Head:
    """Send a GET and return the head of the answer; what stands behind it is not read, where it leads is not followed.

    `url` is in ASCII, of http or https. InnerAddressError: nothing was sent; NotReachedError: nobody answered.
    """
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise NotReachedError("not a web address")
    try:
        addresses, proxy = _way(parts, allowed, left, find)
        with _connected(parts, addresses, proxy, left) as line:
            return _head(line, _request(parts, proxy), left)
    except (OSError, http.client.HTTPException, ValueError) as problem:
        raise NotReachedError(_told(problem)) from problem


def _way(
    parts: SplitResult, allowed: Allowed, left: Left, find: LookUp
) -> tuple[Sequence[str], SplitResult | None]:
    """Return the addresses that were looked at and the proxy to go by, if any; an inner host is asked without one."""
    host = parts.hostname or ""
    proxy = _proxy(parts.scheme, host)
    addresses = _addresses(host, _port(parts), left, find, needed=proxy is None)
    if inner_of(host, addresses, allowed):
        raise InnerAddressError
    return addresses, None if inner_of(host, addresses, NOBODY) else proxy


def _connected(parts: SplitResult, addresses: Sequence[str], proxy: SplitResult | None, left: Left) -> socket:
    """Open the line to one of the addresses that were looked at: a name looked up again could lead elsewhere."""
    if proxy is None:
        line = _line(addresses, _port(parts), left)
    else:
        line = _line((proxy.hostname or "",), proxy.port or PORTS["http"], left)
    if parts.scheme == "http":
        return line
    try:
        if proxy is not None:
            _tunnel(line, proxy, parts, left)
        line.settimeout(left())
        return _context().wrap_socket(line, server_hostname=parts.hostname)
    except BaseException:
        line.close()
        raise


def _port(parts: SplitResult) -> int:
    return parts.port or PORTS[parts.scheme]


def _addresses(host: str, port: int, left: Left, find: LookUp, *, needed: bool) -> Sequence[str]:
    """Look a host up; behind a proxy this machine often knows no names of the world, and the proxy finds them."""
    try:
        return find(host, port, left if needed else lambda: min(left(), BEHIND_A_PROXY))
    except (OSError, UnicodeError):
        if needed:
            raise
        return ()


def _line(addresses: Sequence[str], port: int, left: Left) -> socket:
    problem: OSError = OSError("no address")
    for address in addresses:
        try:
            return create_connection((address, port), timeout=left())
        except OSError as refused:
            problem = refused
    raise problem


@cache
def _context() -> ssl.SSLContext:
    return ssl.create_default_context()


def _proxy(scheme: str, host: str) -> SplitResult | None:
    """Return the proxy of the machine, if it has one for this host."""
    address = urllib.request.getproxies().get(scheme, "")
    if not address or urllib.request.proxy_bypass(host):
        return None
    parts = urlsplit(address if "//" in address else f"//{address}")
    return parts if parts.hostname else None


def _tunnel(line: socket, proxy: SplitResult, parts: SplitResult, left: Left) -> None:
    """Have the proxy lead the line on to the host."""
    host = parts.hostname or ""
    place = f"[{host}]:{_port(parts)}" if ":" in host else f"{host}:{_port(parts)}"
    lines = [f"CONNECT {place} HTTP/1.1", f"Host: {place}", *_login(proxy)]
    status = _head(line, _sent(lines), left, method="CONNECT").status
    if status != http.client.OK:
        raise OSError(None, f"proxy: HTTP {status}")


def _login(proxy: SplitResult) -> tuple[str, ...]:
    if proxy.username is None:
        return ()
    login = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}".encode()
    return (f"Proxy-Authorization: Basic {base64.b64encode(login).decode()}",)


def _request(parts: SplitResult, proxy: SplitResult | None) -> bytes:
    """Return the request as the server takes it, or as a proxy does that is asked for the whole address."""
    plain = parts._replace(fragment="")
    path = plain._replace(scheme="", netloc="").geturl()
    target = path if path.startswith("/") else f"/{path}"
    login: tuple[str, ...] = ()
    if proxy is not None and parts.scheme == "http":
        target, login = plain.geturl(), _login(proxy)
    lines = [f"GET {target} HTTP/1.1", f"Host: {parts.netloc.rpartition('@')[2]}", *login]
    return _sent([*lines, f"User-Agent: {AGENT}", "Accept: */*", "Connection: close"])


def _sent(lines: Sequence[str]) -> bytes:
    if any(sign < " " for line in lines for sign in line):
        raise ValueError("a request of several lines")
    return "\r\n".join((*lines, "", "")).encode("ascii")


def _head(line: socket, request: bytes, left: Left, *, method: str = "GET") -> Head:
    line.settimeout(left())
    line.sendall(request)
    answer = http.client.HTTPResponse(_Patient(line, left), method=method)  # type: ignore[arg-type]
    try:
        answer.begin()
        return Head(answer.status, answer.headers.get("Location") or "")
    finally:
        answer.close()


class _Patient(io.RawIOBase):
    """What a line sends, read while there is time: the time is for the whole head, not for each of its letters."""

    def __init__(self, line: socket, left: Left) -> None:
        super().__init__()
        self._line, self._left = line, left

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._line.settimeout(self._left())
        return self._line.recv_into(buffer)

    def makefile(self, *_mode: str) -> io.BufferedReader:
        """Stand for the line where an answer of HTTP is read from one."""
        return io.BufferedReader(self)


def _told(problem: BaseException) -> str:
    """Name what happened without the address."""
    if isinstance(problem, TimeoutError):
        return "timed out"
    return getattr(problem, "strerror", None) or type(problem).__name__
