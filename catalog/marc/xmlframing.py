"""Cutting a MARCXML stream into `<record>` elements by their bytes: one broken record costs only itself.

Looking at the text rather than at parser events keeps exact bytes and offsets, and goes on after an error
(corpus D6, D7). The `record` elements of SRU answers only wrap MARC records and are passed over (D8).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from catalog.marc.framing import BLOCK_BYTES, KEPT_OF_TOO_LONG, RECORD_LIMIT

_OPEN = re.compile(rb"<(?:([\w.\-]+):)?record(?=[\s>])")
_CLOSE = re.compile(rb"</(?:([\w.\-]+):)?record\s*>")
_CONTENT = re.compile(rb"<(?:[\w.\-]+:)?(?:leader|controlfield|datafield)[\s>/]")
_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._\-]+)["']""")
_NAMESPACE = re.compile(rb"""\sxmlns(?::[\w.\-]+)?\s*=\s*(?:"[^"<]*"|'[^'<]*')""")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands before the first record and is needed to parse any: encoding, namespace declarations."""

    encoding: str
    namespaces: bytes


@dataclass(frozen=True, slots=True)
class XmlChunk:
    """Bytes of one element; `whole` is False if its end is missing, `size` larger if it was cut."""

    offset: int
    raw: bytes
    size: int
    whole: bool


def surroundings(head: bytes) -> Surroundings:
    """Read encoding and namespaces from the part of `head` before the first MARC field."""
    declared = _DECLARED.search(head[:512])
    content = _CONTENT.search(head)
    before = head[: content.start()] if content else head
    unique = dict.fromkeys(_NAMESPACE.findall(before))
    by_name: dict[bytes, bytes] = {}
    for declaration in unique:
        by_name.setdefault(declaration.split(b"=", 1)[0].strip(), declaration)
    by_name.pop(b"xmlns", None)  # a default namespace concerns only names, and we go by local names
    return Surroundings(declared[1].decode() if declared else "utf-8", b"".join(by_name.values()))


def xml_chunks(head: bytes, stream: BinaryIO) -> Iterator[XmlChunk]:
    """Yield every MARC record element in order, whole or broken."""
    offset, held = 0, head
    while True:
        used = 0
        for close in _CLOSE.finditer(held):
            yield from _ending_at(close, held, used, offset)
            used = close.end()
        offset += used
        held = held[used:]
        if len(held) > RECORD_LIMIT:
            opened = _OPEN.search(held)
            if opened:
                at = opened.start()
                yield XmlChunk(offset + at, held[at : at + KEPT_OF_TOO_LONG], len(held) - at, False)
            offset += len(held) - 64
            held = held[-64:]
        block = stream.read(BLOCK_BYTES)
        if not block:
            break
        held += block
    yield from _unclosed(held, offset)


def _ending_at(close: re.Match[bytes], held: bytes, used: int, offset: int) -> Iterator[XmlChunk]:
    """The record that this end tag closes, and before it any that was opened but never closed."""
    before = held[used : close.start()]
    start = _last_open(before, close[1])
    if start < 0 or _commented(before, start):
        return
    yield from _unclosed(before[:start], offset + used)
    raw = held[used + start : close.end()]
    if _CONTENT.search(raw) or _is_empty_marc(raw):
        yield XmlChunk(offset + used + start, raw, len(raw), True)


def _last_open(piece: bytes, prefix: bytes | None) -> int:
    starts = [match.start() for match in _OPEN.finditer(piece) if match[1] == prefix]
    return starts[-1] if starts else -1


def _commented(piece: bytes, at: int) -> bool:
    return piece.rfind(b"<!--", 0, at) > piece.rfind(b"-->", 0, at)


def _is_empty_marc(raw: bytes) -> bool:
    """A record without a field still counts; other things called record (Dublin Core in OAI) do not."""
    return re.fullmatch(rb"<[^>]*>\s*</[^>]*>", raw) is not None


def _unclosed(piece: bytes, offset: int) -> Iterator[XmlChunk]:
    """Records opened in `piece` and not closed there, if they hold MARC fields (wrappers of SRU do not)."""
    starts = [match.start() for match in _OPEN.finditer(piece) if not _commented(piece, match.start())]
    for start, end in zip(starts, [*starts[1:], len(piece)], strict=False):
        raw = piece[start:end]
        if _CONTENT.search(raw):
            yield XmlChunk(offset + start, raw[:KEPT_OF_TOO_LONG], len(raw), False)
