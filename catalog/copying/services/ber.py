"""Basic encoding rules of ASN.1 (X.690): as much as Z39.50 needs, read with limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

UNIVERSAL, CONTEXT = 0x00, 0x80
CONSTRUCTED = 0x20
INTEGER, OCTETS, NULL, OID, EXTERNAL, SEQUENCE = 2, 4, 5, 6, 8, 16
DEEPEST = 40
_INDEFINITE = -1


class BerError(Exception):
    """Bytes that are no BER, or nested too deeply."""


class OverrunError(BerError):
    """A part that says it is longer than what it stands in."""


class Incomplete(Exception):
    """More bytes are needed; `wanted` is how long the whole will be, 0 where it cannot be told yet."""

    def __init__(self, wanted: int = 0) -> None:
        super().__init__(wanted)
        self.wanted = wanted


def tlv(number: int, content: bytes, *, kind: int = CONTEXT, constructed: bool = False) -> bytes:
    """Return one element: identifier, length, content."""
    first = kind | (CONSTRUCTED if constructed else 0)
    identifier = bytes([first | number]) if number < 31 else bytes([first | 31]) + _base128(number)
    return identifier + _length(len(content)) + content


def made_of(number: int, *parts: bytes, kind: int = CONTEXT) -> bytes:
    """Return an element made of others."""
    return tlv(number, b"".join(parts), kind=kind, constructed=True)


def integer(number: int, value: int, *, kind: int = CONTEXT) -> bytes:
    """Return a whole number (two's complement, as short as it goes)."""
    return tlv(number, value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True), kind=kind)


def boolean(number: int, value: bool) -> bytes:
    """Return a truth value."""
    return tlv(number, b"\xff" if value else b"\x00")


def oid(dotted: str, number: int = OID, *, kind: int = UNIVERSAL) -> bytes:
    """Return an object identifier."""
    first, second, *others = (int(arc) for arc in dotted.split("."))
    return tlv(number, b"".join(_base128(arc) for arc in (first * 40 + second, *others)), kind=kind)


def _base128(value: int) -> bytes:
    groups = [value & 0x7F]
    while value := value >> 7:
        groups.append(value & 0x7F | 0x80)
    return bytes(reversed(groups))


def _length(length: int) -> bytes:
    if length < 128:
        return bytes([length])
    told = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(told)]) + told


@dataclass(frozen=True, slots=True)
class Node:
    """An element as it was read; `parts` are the elements it is made of, `content` what it holds else."""

    kind: int
    number: int
    content: bytes
    parts: tuple[Node, ...] = ()
    constructed: bool = False

    def part(self, number: int, kind: int = CONTEXT) -> Node | None:
        """Return the first part with a tag."""
        return next((each for each in self.parts if (each.kind, each.number) == (kind, number)), None)

    def all(self, number: int, kind: int = CONTEXT) -> Iterator[Node]:
        """Yield all parts with a tag."""
        return (each for each in self.parts if (each.kind, each.number) == (kind, number))

    def number_of(self, number: int) -> int | None:
        """Return the whole number in a part; None without it."""
        found = self.part(number)
        return None if found is None else int.from_bytes(found.content[:8], "big", signed=True)

    def octets(self) -> bytes:
        """Return bytes or text, put together where they came in pieces."""
        if self.constructed:
            return b"".join(each.octets() for each in self.parts)
        return self.content

    def text(self) -> str:
        """Return text; old servers write Latin-1."""
        said = self.octets()
        try:
            return said.decode("utf-8")
        except UnicodeDecodeError:
            return said.decode("latin-1")

    def dotted(self) -> str:
        """Return the object identifier that this is."""
        arcs, value = [], 0
        for byte in self.content:
            value = value << 7 | byte & 0x7F
            if not byte & 0x80:
                arcs.append(value)
                value = 0
        if not arcs:
            return ""
        top = min(arcs[0] // 40, 2)
        return ".".join(map(str, (top, arcs[0] - top * 40, *arcs[1:])))


def read(data: bytes) -> Node:
    """Return the element that the bytes begin with; raise Incomplete if its end is not there yet."""
    node, _end = _read(data, 0, len(data), 0)
    return node


def _read(data: bytes, at: int, limit: int, depth: int) -> tuple[Node, int]:
    if depth > DEEPEST:
        raise BerError("nested too deeply")
    first, number, at = _identifier(data, at, limit)
    length, at = _read_length(data, at, limit)
    constructed = bool(first & CONSTRUCTED)
    kind = first & 0xC0
    if length == _INDEFINITE:
        if not constructed:
            raise BerError("a plain value without a length")
        parts, at = _until_end(data, at, limit, depth)
        return Node(kind, number, b"", parts, True), at
    end = at + length
    if end > limit:
        if depth:
            raise OverrunError("a part longer than the whole")
        raise Incomplete(end)
    parts = _parts(data, at, end, depth) if constructed else ()
    return Node(kind, number, b"" if constructed else data[at:end], parts, constructed), end


def _identifier(data: bytes, at: int, limit: int) -> tuple[int, int, int]:
    first, at = _byte(data, at, limit)
    number = first & 0x1F
    if number < 31:
        return first, number, at
    number = 0
    for _group in range(4):
        byte, at = _byte(data, at, limit)
        number = number << 7 | byte & 0x7F
        if not byte & 0x80:
            return first, number, at
    raise BerError("a tag too long")


def _read_length(data: bytes, at: int, limit: int) -> tuple[int, int]:
    first, at = _byte(data, at, limit)
    if first < 0x80:
        return first, at
    if first == 0x80:
        return _INDEFINITE, at
    size = first & 0x7F
    if size > 4:
        raise BerError("a length too long")
    length = 0
    for _each in range(size):
        byte, at = _byte(data, at, limit)
        length = length << 8 | byte
    return length, at


def _byte(data: bytes, at: int, limit: int) -> tuple[int, int]:
    if at >= limit:
        raise Incomplete
    return data[at], at + 1


def _parts(data: bytes, at: int, end: int, depth: int) -> tuple[Node, ...]:
    parts = []
    try:
        while at < end:
            node, at = _read(data, at, end, depth + 1)
            parts.append(node)
    except Incomplete as cut:
        raise OverrunError("a part longer than the whole") from cut
    return tuple(parts)


def _until_end(data: bytes, at: int, limit: int, depth: int) -> tuple[tuple[Node, ...], int]:
    """Read parts up to the two zero bytes that close an element of unknown length."""
    parts: list[Node] = []
    while True:
        if data[at : at + 2] == b"\x00\x00":
            return tuple(parts), at + 2
        try:
            node, at = _read(data, at, limit, depth + 1)
        except OverrunError as cut:  # the whole has no known length: the part may not have arrived yet
            raise Incomplete from cut
        parts.append(node)
