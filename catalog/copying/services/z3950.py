"""A client of Z39.50 (ISO 23950, version 3): Init, Search, Present, Close over one connection."""

from __future__ import annotations

import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass

from catalog.copying.errors import AnswerCode, NoAnswer
from catalog.copying.rules import SYNTAXES, Term, bib1_diagnostic
from catalog.copying.services import ber
from catalog.copying.services.ber import CONTEXT, UNIVERSAL, BerError, Node
from catalog.copying.services.line import CLOSE, Line

BIB_1 = "1.2.840.10003.3.1"
MESSAGE_BYTES = 1_000_000

INIT, INIT_ANSWER, SEARCH, SEARCH_ANSWER, PRESENT, PRESENT_ANSWER = 20, 21, 22, 23, 24, 25


@dataclass(frozen=True, slots=True)
class Server:
    """Where a server is: host, port, and the name of the database there."""

    host: str
    port: int
    database: str


def search(
    server: Server, groups: Sequence[Sequence[Term]], *, syntax: str, most: int, seconds: float
) -> tuple[int, tuple[bytes, ...]]:
    """Return how many records a server has found, and the bytes of the first `most`; NoAnswer says why not.

    `syntax` is a name of `SYNTAXES`. All of it takes no longer than `seconds`.
    """
    try:
        with _connected(server, seconds) as line:
            _begin(line)
            found = _search(line, server.database, groups, SYNTAXES[syntax])
            wanted = min(found, most)
            records = _present(line, wanted, SYNTAXES[syntax]) if wanted else ()
            line.say(ber.made_of(CLOSE, ber.integer(211, 0)))
            return found, records
    except TimeoutError as problem:
        raise NoAnswer(AnswerCode.TIMEOUT, seconds=round(seconds)) from problem
    except socket.gaierror as problem:
        raise NoAnswer(AnswerCode.NO_NAME, host=server.host) from problem
    except ConnectionRefusedError as problem:
        raise NoAnswer(AnswerCode.NOBODY_THERE, host=server.host, port=server.port) from problem
    except (ConnectionError, EOFError) as problem:
        raise NoAnswer(AnswerCode.CLOSED) from problem
    except OSError as problem:
        raise NoAnswer(AnswerCode.UNREACHABLE, reason=problem.strerror or str(problem)) from problem
    except BerError as problem:
        raise NoAnswer(AnswerCode.NOT_Z3950) from problem


def _connected(server: Server, seconds: float) -> Line:
    deadline = time.monotonic() + seconds
    return Line(socket.create_connection((server.host, server.port), timeout=seconds), deadline)


def _begin(line: Line) -> None:
    answer = line.ask(
        ber.made_of(
            INIT,
            ber.tlv(3, b"\x05\xe0"),  # versions 1, 2 and 3
            ber.tlv(4, b"\x06\xc0"),  # we search and present
            ber.integer(5, MESSAGE_BYTES),
            ber.integer(6, MESSAGE_BYTES),
            ber.tlv(111, b"Library system"),
        ),
        INIT_ANSWER,
    )
    accepted = answer.part(12)
    if accepted is None or not any(accepted.content):
        raise NoAnswer(AnswerCode.REJECTED, message=_message_of(answer))


def _message_of(answer: Node) -> str:
    told = answer.part(112) or answer.part(111)
    return told.text()[:200] if told else ""


def _search(line: Line, database: str, groups: Sequence[Sequence[Term]], syntax: str) -> int:
    answer = line.ask(
        ber.made_of(
            SEARCH,
            ber.integer(13, 0),  # no records in the answer itself: they are asked for next
            ber.integer(14, 1),
            ber.integer(15, 0),
            ber.boolean(16, True),
            ber.tlv(17, b"default"),
            ber.made_of(18, ber.tlv(105, database.encode())),
            ber.oid(syntax, 104, kind=CONTEXT),
            ber.made_of(21, ber.made_of(1, ber.oid(BIB_1), query(groups))),
        ),
        SEARCH_ANSWER,
    )
    _refuse_diagnostics(answer)
    succeeded = answer.part(22)
    if succeeded is None or not any(succeeded.content):
        raise NoAnswer(AnswerCode.FAILED)
    return max(answer.number_of(23) or 0, 0)


def query(groups: Sequence[Sequence[Term]]) -> bytes:
    """Return the tree of a Type-1 query: groups joined by AND, the terms of a group by OR."""
    return _joined([_joined([_operand(term) for term in group], 1) for group in groups], 0)


def _joined(operands: Sequence[bytes], operator: int) -> bytes:
    first, *others = operands
    for each in others:
        first = ber.made_of(1, first, each, ber.made_of(46, ber.tlv(operator, b"")))
    return first


def _operand(term: Term) -> bytes:
    attributes = (
        ber.made_of(ber.SEQUENCE, ber.integer(120, kind), ber.integer(121, value), kind=UNIVERSAL)
        for kind, value in term.attributes
    )
    return ber.made_of(0, ber.made_of(102, ber.made_of(44, *attributes), ber.tlv(45, term.value.encode())))


def _present(line: Line, wanted: int, syntax: str) -> tuple[bytes, ...]:
    """Return records from the first on; a server that gives fewer at once is asked on."""
    records: list[bytes] = []
    while len(records) < wanted:
        given = _presented(line, len(records) + 1, wanted - len(records), syntax)
        if not given:
            break
        records += given
    return tuple(records[:wanted])


def _presented(line: Line, start: int, number: int, syntax: str) -> list[bytes]:
    answer = line.ask(
        ber.made_of(
            PRESENT,
            ber.tlv(31, b"default"),
            ber.integer(30, start),
            ber.integer(29, number),
            ber.made_of(19, ber.tlv(0, b"F")),  # full records
            ber.oid(syntax, 104, kind=CONTEXT),
        ),
        PRESENT_ANSWER,
    )
    _refuse_diagnostics(answer)
    listed = answer.part(28)
    records = [_record(each) for each in listed.parts] if listed else []
    if listed and not any(records):
        _refuse_surrogates(listed)
    return records


def _record(named: Node) -> bytes:
    """Return the bytes of a record; empty for one in whose place the server gives a diagnostic."""
    held = named.part(1)
    inner = held.part(1) if held else None
    external = inner.part(ber.EXTERNAL, UNIVERSAL) if inner else None
    if external is None:
        return b""
    octets, single = external.part(1), external.part(0)
    if octets is not None:
        return octets.octets()
    return single.octets() if single is not None else b""


def _refuse_surrogates(listed: Node) -> None:
    """Tell the first diagnostic that stands in the place of a record."""
    for named in listed.parts:
        held = named.part(1)
        surrogate = held.part(2) if held else None
        if surrogate is not None and surrogate.parts:
            raise _diagnostic(surrogate.parts[0])


def _refuse_diagnostics(answer: Node) -> None:
    one, many = answer.part(130), answer.part(205)
    if many is not None and many.parts:
        one = many.parts[0]
    if one is not None:
        raise _diagnostic(one)


def _diagnostic(told: Node) -> NoAnswer:
    number, said = None, ""
    for part in told.parts:
        if part.kind == UNIVERSAL and part.number == ber.INTEGER:
            number = int.from_bytes(part.content[:8], "big", signed=True)
        elif part.kind == UNIVERSAL and part.number != ber.OID:
            said = part.text()[:200]
    return NoAnswer(bib1_diagnostic(number), number=number or "—", message=said or "—")
