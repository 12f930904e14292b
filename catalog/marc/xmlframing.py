"""Cutting a MARCXML stream into `<record>` elements by their bytes: one broken record costs only itself.

Looking at the text rather than at parser events keeps exact bytes and offsets, and goes on after an error
(corpus D6, D7). The `record` elements of SRU answers only wrap MARC records and are passed over (D8).
"""

from __future__ import annotations

import codecs
import re
import sys
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from catalog.marc.containers import Source
from catalog.marc.framing import BLOCK_BYTES, KEPT_OF_TOO_LONG, WORDY_LIMIT

_OPEN = re.compile(rb"<(?:([\w.\-]+):)?record(?=[\s>])")
_CLOSE = re.compile(rb"</(?:([\w.\-]+):)?record\s*>")
_LONGEST_CLOSE = 256
_CONTENT = re.compile(rb"<(?:[\w.\-]+:)?(?:leader|controlfield|datafield)[\s>/]")
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._\-]+)["']""")
_NAMESPACE = re.compile(rb"""\sxmlns(?::[\w.\-]+)?\s*=\s*(?:"[^"<]*"|'[^'<]*')""")


_CHARACTER_SET = re.compile(
    r"utf-8|ascii|iso8859-\d+|cp\d+|koi8-[rtu]|mac-\w+|ptcp154|kz1048|gb\w+|big5\w*|euc_\w+|shift_jis\w*|hz"
)


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


def surroundings(head: bytes, *, recoded: bool = False) -> Surroundings:
    """Read encoding and namespaces from the part of `head` before the first MARC field.

    `recoded`: the file was UTF-16 and is UTF-8 by now. An encoding that is no character set is taken for UTF-8.
    """
    declared = None if recoded else _DECLARED.search(head[:512])
    content = _CONTENT.search(head)
    before = head[: content.start()] if content else head
    unique = dict.fromkeys(_NAMESPACE.findall(before))
    by_name: dict[bytes, bytes] = {}
    for declaration in unique:
        by_name.setdefault(declaration.split(b"=", 1)[0].strip(), declaration)
    by_name.pop(b"xmlns", None)  # a default namespace concerns only names, and we go by local names
    return Surroundings(_known(declared[1].decode()) if declared else "utf-8", b"".join(by_name.values()))


def _known(encoding: str) -> str:
    """Python's name of a character set; its other codecs (hex, idna, unicode_escape) are none."""
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        return "utf-8"
    return name if _CHARACTER_SET.fullmatch(name) else "utf-8"


def xml_chunks(head: bytes, stream: Source) -> Iterator[XmlChunk]:
    """Yield every MARC record element in order, whole or broken."""
    offset, held, searched = 0, head, 0
    while True:
        used = 0
        for close in _CLOSE.finditer(held, searched):
            yield from _ending_at(close, held, used, offset)
            used = close.end()
        offset += used
        held = held[used:]
        searched = max(len(held) - _LONGEST_CLOSE, 0)
        if len(held) > WORDY_LIMIT:
            opened = _OPEN.search(held)
            if opened:
                at = opened.start()
                yield XmlChunk(offset + at, held[at : at + KEPT_OF_TOO_LONG], len(held) - at, False)
            offset += len(held) - _LONGEST_CLOSE
            held, searched = held[-_LONGEST_CLOSE:], 0
        block = stream.read(BLOCK_BYTES)
        if not block:
            break
        held += block
    yield from _unclosed(held, offset)


def _ending_at(close: re.Match[bytes], held: bytes, used: int, offset: int) -> Iterator[XmlChunk]:
    """The record that this end tag closes, and before it any that was opened but never closed."""
    before = held[used : close.start()]
    start = _last_open(before, close[1])
    if start >= 0 and _Comments(before).hold(start):
        return
    if start < 0:  # the beginning is lost
        yield from _unclosed(held[used : close.end()], offset + used)
        return
    yield from _unclosed(before[:start], offset + used)
    raw = held[used + start : close.end()]
    if _CONTENT.search(raw) or _is_empty_marc(raw):
        yield XmlChunk(offset + used + start, raw, len(raw), True)


def _last_open(piece: bytes, prefix: bytes | None) -> int:
    starts = [match.start() for match in _OPEN.finditer(piece) if match[1] == prefix]
    return starts[-1] if starts else -1


class _Comments:
    """Where the comments of a piece are; one that is not closed reaches to its end."""

    def __init__(self, piece: bytes) -> None:
        spans = _COMMENT.finditer(piece) if b"<!--" in piece else ()
        self._spans = [match.span() for match in spans]

    def hold(self, at: int) -> bool:
        """Whether this place is inside a comment."""
        found = bisect_right(self._spans, (at, sys.maxsize)) - 1
        return found >= 0 and at < self._spans[found][1]


def _is_empty_marc(raw: bytes) -> bool:
    """A record without a field still counts; other things called record (Dublin Core in OAI) do not."""
    return re.fullmatch(rb"<[^>]*>\s*</[^>]*>", raw) is not None


def _unclosed(piece: bytes, offset: int) -> Iterator[XmlChunk]:
    """Records opened in `piece` and not closed there, and MARC fields that stand in no record.

    Only what holds MARC fields: the wrappers of SRU do not.
    """
    comments = _Comments(piece)
    starts = [match.start() for match in _OPEN.finditer(piece) if not comments.hold(match.start())]
    stray = _first_content(piece, comments, 0, starts[0] if starts else len(piece))
    if stray >= 0:
        starts.insert(0, stray)
    for start, end in zip(starts, [*starts[1:], len(piece)], strict=False):
        if _first_content(piece, comments, start, end) >= 0:
            raw = piece[start : min(end, start + KEPT_OF_TOO_LONG)]
            yield XmlChunk(offset + start, raw, end - start, False)


def _first_content(piece: bytes, comments: _Comments, start: int, end: int) -> int:
    """Where the first MARC field stands that is in no comment, -1 if none does."""
    fields = (match.start() for match in _CONTENT.finditer(piece, start, end))
    return next((at for at in fields if not comments.hold(at)), -1)
