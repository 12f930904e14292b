"""One request over HTTP: what came back, or that nobody was there."""

from __future__ import annotations

import http.client
import json
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit

from ils.outbox.channels.base import Result, failed
from ils.outbox.errors import DeliveryCode

LARGEST_ANSWER = 65_536
AGENT = "library-system outbox"


class UnreachableError(Exception):
    """Nobody answered, or not in time; the text says what happened and holds no address and no secret."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a provider answered."""

    status: int
    text: str

    def json(self) -> Any:
        """Return what the JSON of the answer says, None where it is none."""
        try:
            return json.loads(self.text)
        except ValueError:
            return None

    def facts(self) -> Mapping[str, Any]:
        """Return the JSON object of the answer, an empty one where there is none."""
        told = self.json()
        return told if isinstance(told, dict) else {}


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A gateway that sends elsewhere is set up wrongly: a message must not go to an address that nobody entered."""

    def redirect_request(self, *_request: Any) -> None:
        return None


def ask(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    seconds: float,
) -> Answer:
    """Send a request and return the answer whatever its status; raise UnreachableError where there was none."""
    try:
        if urlsplit(url).scheme not in ("http", "https"):
            raise UnreachableError("not a web address")
        request = urllib.request.Request(  # noqa: S310 - the scheme was looked at
            url, data=body, method=method, headers={"User-Agent": AGENT, **(headers or {})}
        )
        with _opener(url).open(request, timeout=seconds) as reply:
            return Answer(reply.status, _read(reply))
    except HTTPError as refused:
        with refused:
            return Answer(refused.code, _read(refused))
    except (OSError, http.client.HTTPException, ValueError) as problem:
        raise UnreachableError(_told(problem)) from problem


def _opener(url: str) -> urllib.request.OpenerDirector:
    """Go through the proxy of the machine, if it has one, but never to a program on this very machine."""
    handlers: list[urllib.request.BaseHandler] = [_NoRedirects()]
    if _is_here(urlsplit(url).hostname or ""):
        handlers.append(urllib.request.ProxyHandler({}))
    return urllib.request.build_opener(*handlers)


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _read(reply: Any) -> str:
    return bytes(reply.read(LARGEST_ANSWER)).decode("utf-8", "replace")


def _told(problem: BaseException) -> str:
    """Name what happened without the address, which may hold a secret."""
    reason = getattr(problem, "reason", problem)
    if isinstance(reason, TimeoutError):
        return "timed out"
    return getattr(reason, "strerror", None) or type(reason).__name__


def refused_by_status(answer: Answer, detail: str = "") -> Result:
    """Return what a status that is not 2xx means wherever a provider says nothing more exact."""
    told = detail or f"HTTP {answer.status}"
    if answer.status in (401, 403):
        return failed(DeliveryCode.LOGIN_REFUSED, told)
    if answer.status in (408, 425, 429):
        return failed(DeliveryCode.BUSY, told)
    if answer.status >= 500:
        return failed(DeliveryCode.PROVIDER_FAILED, told)
    return failed(DeliveryCode.REFUSED, told)
