"""Cutting MARC-in-JSON into the objects that are records: an array, one to a line, or one after the other.

An object begins where `{"leader":` or the like stands, so that a broken one costs only itself. What wraps the records
(`{"records": [ … ], "total": 2}`) is passed over; other objects and rubbish between them are given as they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from catalog.marc.containers import Source
from catalog.marc.framing import BLOCK_BYTES, KEPT_OF_TOO_LONG, WORDY_LIMIT
from catalog.marc.sniffing import WHITE

_STRING = r'"(?:[^"\\]|\\.)*+"'
_PLAIN_VALUE = rf"(?:{_STRING}|-?[0-9.eE+\-]++|true|false|null|\[[^\[\]{{}}]*+\])"
# What begins a record: one of these keys, behind a few that say little ("id", "type").
_START = re.compile(
    rf'\{{\s*+(?:{_STRING}\s*+:\s*+{_PLAIN_VALUE}\s*+,\s*+){{0,8}}"(?:leader|fields|controlfield|datafield)"\s*+:'.encode()
)
_LONGEST_START = 4_096
_WRAPPING = re.compile(
    rf"(?:[ \t\r\n,\[\]{{}}:\x00\x1a\ufeff]|{_STRING}|-?[0-9][0-9.eE+\-]*+|true|false|null)*+"
)
_SIGN_OF_MARC = re.compile(r'"(?:leader|fields|controlfield|datafield)"')
_BETWEEN: Final = re.compile("[,\\[\\]\ufeff \\t\\r\\n\\x00\\x1a]*+")

_decoder, _lenient = (
    json.JSONDecoder(
        object_pairs_hook=tuple, parse_int=str, parse_float=str, parse_constant=str, strict=strict
    )
    for strict in (True, False)
)


@dataclass(frozen=True, slots=True)
class JsonChunk:
    """Bytes of one object; `parsed` has objects as tuples of pairs, None where they are no sound JSON."""

    offset: int
    raw: bytes
    size: int
    parsed: Any
    message: str = ""
    """Why it is broken; of what could be parsed nevertheless, the fault."""


def json_chunks(head: bytes, stream: Source) -> Iterator[JsonChunk]:
    """Yield every record in order, whole or broken."""
    offset, held, searched = 0, head, 0
    while True:
        block = stream.read(BLOCK_BYTES)
        at = 0
        for match in _START.finditer(held, searched):
            if match.start() > at:
                yield from _pieces(held[at : match.start()], offset + at)
            at = match.start()
        offset, held = offset + at, held[at:]
        searched = max(len(held) - _LONGEST_START, 1)
        if not block:
            break
        if len(held) > WORDY_LIMIT:
            yield JsonChunk(offset, held[:KEPT_OF_TOO_LONG], len(held), None)
            offset, held, searched = offset + len(held), b"", 0
        held += block
    if held:
        yield from _pieces(held, offset)


def _pieces(piece: bytes, offset: int) -> Iterator[JsonChunk]:
    """The objects in bytes that begin with a record, or stand before the first one."""
    text = piece.decode("utf-8", "surrogateescape")
    at = _after(text, 0)
    begin = len(_bytes(text[:at]))
    while at < len(text):
        parsed, end, message = _object(text, at)
        raw = _bytes(text[at:end])
        if parsed is None:
            raw = raw.rstrip(b",[]" + WHITE)
        if parsed is not None or not _only_wraps(text[at:end]):
            yield JsonChunk(offset + begin, raw, len(raw), parsed, message)
        behind = _after(text, end)
        begin += len(_bytes(text[at:behind]))
        at = behind


def _after(text: str, at: int) -> int:
    """The place behind what only separates objects."""
    match = _BETWEEN.match(text, at)
    return match.end() if match else at


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _object(text: str, at: int) -> tuple[Any, int, str]:
    """Return the object that begins here and its end; without sense all the rest is broken."""
    if not text.startswith("{", at):
        return None, len(text), "no object"
    message = ""
    for decoder in (_decoder, _lenient):  # the second takes control characters inside values
        try:
            parsed, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            message = message or str(getattr(error, "msg", "too deep"))
        else:
            return parsed, end, message
    return None, len(text), message


def parsed_again(text: str) -> Any:
    """Parse one object out of text decoded otherwise; None if it makes no sense so."""
    try:
        return _lenient.raw_decode(text)[0]
    except (ValueError, RecursionError):
        return None


def _only_wraps(text: str) -> bool:
    """Whether a piece is sound JSON around records, and no record that lost something."""
    return _SIGN_OF_MARC.search(text) is None and _WRAPPING.fullmatch(text) is not None
