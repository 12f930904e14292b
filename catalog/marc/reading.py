"""Reading a file of records: one answer for every record in it, in constant memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from catalog.marc.charset_names import known_charset
from catalog.marc.decoding import Options, decode_chunk
from catalog.marc.errors import MarcCode, MarcError
from catalog.marc.framing import chunks
from catalog.marc.model import FileFormat, Profile, ReadRecord
from catalog.marc.sniffing import HEAD_BYTES, sniff
from catalog.marc.xmlframing import surroundings, xml_chunks
from catalog.marc.xmlrecord import decode_element


def read(
    stream: BinaryIO, *, charset: str | None = None, profile: Profile | None = None
) -> Iterator[ReadRecord]:
    """Yield every record of a file, readable or not; a file that is not MARC is refused at once by its head.

    For ISO 2709 there is exactly one ReadRecord for every 0x1D and one more for bytes after the last.
    `charset` (a name of `CHARSETS`) and `profile` overrule what the records say of themselves.
    """
    chosen = known_charset(charset) if charset else None
    head = stream.read(HEAD_BYTES)
    if sniff(head) is FileFormat.ISO2709:
        return _read_iso2709(head, stream, Options(chosen, profile))
    return _read_xml(head, stream, chosen, profile)


def _read_iso2709(head: bytes, stream: BinaryIO, options: Options) -> Iterator[ReadRecord]:
    for position, chunk in enumerate(chunks(head, stream), start=1):
        yield decode_chunk(chunk, position, options)


def _read_xml(
    head: bytes, stream: BinaryIO, charset: str | None, profile: Profile | None
) -> Iterator[ReadRecord]:
    around = surroundings(head)
    position = 0
    for position, chunk in enumerate(xml_chunks(head, stream), start=1):
        yield decode_element(chunk, position, around, charset, profile)
    if not position:
        raise MarcError(MarcCode.NO_RECORDS, format=FileFormat.MARCXML.value)
