"""A client of SRU 1.1, 1.2 and 2.0: one searchRetrieve request over http or https."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit

from lxml import etree

from catalog.copying.errors import AnswerCode, NoAnswer
from catalog.copying.rules import sru_diagnostic

LARGEST_ANSWER = 4_000_000
_BLOCK = 65_536
_MOST_REDIRECTS = 3


@dataclass(frozen=True, slots=True)
class Address:
    """Where a catalogue is asked, in which version, and for which schema of records."""

    url: str
    version: str
    schema: str


def search(address: Address, query: str, *, most: int, seconds: float) -> tuple[int, bytes]:
    """Return how many records were found, and XML in which the first `most` stand; NoAnswer says why not.

    All of it takes no longer than about `seconds`.
    """
    asked = {
        "version": address.version,
        "operation": "searchRetrieve",
        "query": query,
        "recordSchema": address.schema,
        "maximumRecords": str(most),
    }
    joint = "&" if "?" in address.url else "?"
    return envelope(fetch(f"{address.url}{joint}{urlencode(asked)}", seconds=seconds))


def fetch(url: str, *, seconds: float) -> bytes:
    """Return what an address answers, no more than `LARGEST_ANSWER` bytes."""
    deadline = time.monotonic() + seconds
    host = urlsplit(url).hostname or ""
    try:
        with _opener().open(_request(url), timeout=seconds) as answer:
            return _body(answer, deadline, seconds)
    except HTTPError as problem:
        problem.close()
        raise _status(problem) from problem
    except URLError as problem:
        raise _unreached(problem.reason, host, seconds) from problem
    except (OSError, http.client.HTTPException) as problem:
        raise _unreached(problem, host, seconds) from problem


def _request(url: str) -> urllib.request.Request:
    # The opener below knows http and https only, and targets are kept with no other scheme.
    headers = {"Accept": "application/xml, text/xml", "User-Agent": "library-system"}
    return urllib.request.Request(url, headers=headers)  # noqa: S310


def _body(answer: Any, deadline: float, seconds: float) -> bytes:
    """Read to the end, or to what is too much or too late: a server may send a byte a minute."""
    blocks, taken = [], 0
    while block := answer.read1(_BLOCK):
        blocks.append(block)
        taken += len(block)
        if taken > LARGEST_ANSWER:
            raise NoAnswer(AnswerCode.TOO_LARGE, limit=LARGEST_ANSWER // 1_000_000)
        if time.monotonic() > deadline:
            raise NoAnswer(AnswerCode.TIMEOUT, seconds=round(seconds))
    if answer.length:  # fewer bytes than it had announced
        raise NoAnswer(AnswerCode.CLOSED)
    return b"".join(blocks)


def _status(problem: HTTPError) -> NoAnswer:
    """A redirect that urllib itself does not follow (another scheme, round and round) is one all the same."""
    if to := problem.headers.get("Location") if 300 <= problem.code < 400 else None:
        return NoAnswer(AnswerCode.REDIRECT, to=to[:200])
    return NoAnswer(AnswerCode.STATUS, status=problem.code)


def _unreached(problem: object, host: str, seconds: float) -> NoAnswer:
    if isinstance(problem, TimeoutError):
        return NoAnswer(AnswerCode.TIMEOUT, seconds=round(seconds))
    if isinstance(problem, ssl.SSLCertVerificationError):
        return NoAnswer(AnswerCode.CERTIFICATE, host=host, reason=problem.verify_message)
    if isinstance(problem, socket.gaierror):
        return NoAnswer(AnswerCode.NO_NAME, host=host)
    if isinstance(problem, ConnectionRefusedError):
        return NoAnswer(AnswerCode.NOBODY_THERE, host=host, port="")
    if isinstance(problem, ConnectionError | http.client.HTTPException):
        return NoAnswer(AnswerCode.CLOSED)
    return NoAnswer(AnswerCode.UNREACHABLE, reason=getattr(problem, "strerror", None) or str(problem)[:200])


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows to the same host only, and never from https back to http: anywhere else the library decides."""

    max_redirections = _MOST_REDIRECTS

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """Return the next request, or refuse."""
        old, new = urlsplit(req.full_url), urlsplit(newurl)
        upward = new.scheme == "https" or (new.scheme == "http" and old.scheme == "http")
        if not upward or new.hostname != old.hostname:
            fp.close()
            raise NoAnswer(AnswerCode.REDIRECT, to=newurl[:200])
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener() -> urllib.request.OpenerDirector:
    """Return an opener that knows http and https and nothing else: no files, no ftp, no data."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(context=ssl.create_default_context()),
        urllib.request.HTTPDefaultErrorHandler(),
        _Redirects(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener


def envelope(body: bytes) -> tuple[int, bytes]:
    """Read the envelope of an answer: how many records were found, and XML in which they stand.

    NoAnswer: it is no XML, no answer of SRU, or a diagnostic instead of records.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise NoAnswer(AnswerCode.NOT_XML) from problem
    if _local(root) != "searchRetrieveResponse":
        raise NoAnswer(AnswerCode.NOT_SRU)
    found = _number(next(_named(root, "numberOfRecords"), None))
    packed = [data.text for data in _named(root, "recordData") if not len(data) and (data.text or "").strip()]
    records = _unpacked(packed) if packed else body
    if not found and not any(True for _each in _named(root, "recordData")):
        _refuse_diagnostic(root)
        return 0, b""
    return found or 0, records


def _local(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _named(root: Any, name: str) -> Iterator[Any]:
    return (each for each in root.iter() if _local(each) == name)


def _number(element: Any) -> int | None:
    said = (element.text or "").strip() if element is not None else ""
    return int(said) if said.isdecimal() and len(said) < 12 else None


def _unpacked(records: list[Any]) -> bytes:
    """Return records that came as text in the XML (recordPacking=string), without their own declarations."""
    bare = (text.strip().partition("?>")[2] if text.strip().startswith("<?xml") else text for text in records)
    return f"<collection>{''.join(bare)}</collection>".encode()


def _refuse_diagnostic(root: Any) -> None:
    for each in _named(root, "diagnostic"):
        said = {_local(part): (part.text or "").strip() for part in each}
        uri, details = said.get("uri", ""), said.get("details", "")
        number = uri.rpartition("/")[2]
        known = int(number) if uri.startswith("info:srw/diagnostic/1/") and number.isdecimal() else None
        message = " · ".join(part for part in (said.get("message", ""), details) if part)
        raise NoAnswer(sru_diagnostic(known), number=number or "—", message=message[:300] or "—")
