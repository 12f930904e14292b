"""Reading a file of records: one answer for every record in it, in constant memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

from catalog.marc.charset import speaks_for_itself
from catalog.marc.charset_names import known_charset
from catalog.marc.containers import Part, Plain, open_plain
from catalog.marc.decoding import decode_chunk
from catalog.marc.errors import MarcCode, MarcError
from catalog.marc.framing import chunks
from catalog.marc.irbis import decode_irbis, irbis_chunks
from catalog.marc.jsonframing import json_chunks
from catalog.marc.jsonrecord import decode_json
from catalog.marc.model import FileFormat, Finding, FindingCode, Profile, ReadRecord
from catalog.marc.mrk import decode_mrk, mrk_chunks
from catalog.marc.options import Options
from catalog.marc.xmlframing import surroundings, xml_chunks
from catalog.marc.xmlrecord import decode_element

Positions = Iterator[int]


def read(
    stream: BinaryIO,
    *,
    charset: str | None = None,
    profile: Profile | None = None,
    undo_double: bool = False,
    after: int = 0,
) -> Iterator[ReadRecord]:
    """Yield every record of a file, readable or not; a file that is not MARC is refused at once by its head.

    gzip and zip are opened. For ISO 2709 there is exactly one ReadRecord for every 0x1D and one more for bytes
    after the last; an archive that ends before its time gives one more without bytes that says so.
    `charset` (a name of `CHARSETS`) and `profile` overrule what the records say of themselves. `undo_double`
    takes back a second encoding as UTF-8; without it the finding DOUBLE_ENCODED only offers that.
    Who looks only at records behind position `after` may get those before it unread and without bytes.
    MarcError: what the file is instead, NO_RECORDS at the end of one that has none, ARCHIVE_… for archives.
    """
    chosen = known_charset(charset) if charset else None
    return _records(open_plain(stream), Options(chosen, profile, undo_double, after))


def _records(plain: Plain, asked: Options) -> Iterator[ReadRecord]:
    position, damaged = 0, False
    for part in plain.parts():
        options = Options(asked.charset, asked.profile, asked.undo_double, asked.after)
        found = _READERS[part.format](part, options, position) if part.format else iter(())
        for each in found:
            position = each.position
            yield each._replace(member=part.name) if part.name else each
        if part.damage:
            damaged, position = True, position + 1
            yield _damaged(part, position, options)
    if not position and not damaged:
        raise MarcError(MarcCode.NO_RECORDS, format=plain.format.value)


def _damaged(part: Part, position: int, options: Options) -> ReadRecord:
    """A record without bytes in place of all that a damaged archive does not give."""
    finding = Finding(FindingCode.ARCHIVE_DAMAGED, {"reason": part.damage[:200]})
    profile = options.profile or Profile.MARC21
    return ReadRecord(position, 0, b"", None, profile, "", problems=(finding,), member=part.name)


def _read_iso2709(part: Part, options: Options, before: int) -> Iterator[ReadRecord]:
    for position, chunk in enumerate(chunks(part.head, part.stream), start=before + 1):
        if position <= options.after and speaks_for_itself(chunk.raw):
            yield ReadRecord(position, chunk.offset, b"", None, options.profile or Profile.MARC21, "")
        else:
            yield decode_chunk(chunk, position, options)


def _read_xml(part: Part, options: Options, before: int) -> Iterator[ReadRecord]:
    around = surroundings(part.head, recoded=part.recoded)
    for position, chunk in enumerate(xml_chunks(part.head, part.stream), start=before + 1):
        yield decode_element(chunk, position, around, options)


def _read_json(part: Part, options: Options, before: int) -> Iterator[ReadRecord]:
    for position, chunk in enumerate(json_chunks(part.head, part.stream), start=before + 1):
        yield decode_json(chunk, position, options)


def _read_mrk(part: Part, options: Options, before: int) -> Iterator[ReadRecord]:
    for position, chunk in enumerate(mrk_chunks(part.head, part.stream), start=before + 1):
        yield decode_mrk(chunk, position, options)


def _read_irbis(part: Part, options: Options, before: int) -> Iterator[ReadRecord]:
    options.cyrillic = True
    options.guess.prime(part.head)
    for position, chunk in enumerate(irbis_chunks(part.head, part.stream), start=before + 1):
        yield decode_irbis(chunk, position, options)


_READERS: dict[FileFormat, Callable[[Part, Options, int], Iterator[ReadRecord]]] = {
    FileFormat.ISO2709: _read_iso2709,
    FileFormat.MARCXML: _read_xml,
    FileFormat.JSON: _read_json,
    FileFormat.MRK: _read_mrk,
    FileFormat.IRBIS_TEXT: _read_irbis,
}
