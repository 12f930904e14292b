"""Writers for every format that `read` reads; what a format cannot hold is refused, not cut (corpus D20).

What is read back is the record that was written, but for: in ISO 2709 the figures of the leader, its coding
(`a`, in UNIMARC 100 $a/26-29 `50  `), indicator count and entry map; in MARCXML control characters
(left out of text; a blank for an indicator, `?` for a code); in MarcEdit and
IRBIS text line ends inside a value, which become blanks; in IRBIS text the leader.
"""

from __future__ import annotations

from typing import Protocol

from pymarc import Record

from catalog.marc.irbiswriting import IrbisWriter
from catalog.marc.jsonwriting import JsonWriter
from catalog.marc.model import FileFormat
from catalog.marc.mrkwriting import MrkWriter
from catalog.marc.writing import to_iso2709
from catalog.marc.xmlwriting import XmlWriter


class Writer(Protocol):
    """Bytes of a file: `begin`, each `record`, `end`. `record` raises MarcError and leaves the file as it was."""

    def begin(self) -> bytes:
        """Return what stands before the first record."""

    def record(self, record: Record) -> bytes:
        """Return one record; RECORD_TOO_LONG, FIELD_TOO_LONG or UNWRITABLE_FIELD if the format cannot hold it."""

    def end(self) -> bytes:
        """Return what stands behind the last record."""


class Iso2709Writer:
    """ISO 2709 in UTF-8."""

    def begin(self) -> bytes:
        """Nothing stands before the first record."""
        return b""

    def record(self, record: Record) -> bytes:
        """Return one record as `to_iso2709` gives it."""
        return to_iso2709(record)

    def end(self) -> bytes:
        """Nothing stands behind the last record."""
        return b""


_WRITERS: dict[FileFormat, type[Writer]] = {
    FileFormat.ISO2709: Iso2709Writer,
    FileFormat.MARCXML: XmlWriter,
    FileFormat.JSON: JsonWriter,
    FileFormat.MRK: MrkWriter,
    FileFormat.IRBIS_TEXT: IrbisWriter,
}


def writer(file_format: FileFormat) -> Writer:
    """Return a new writer for one file of that format."""
    return _WRITERS[file_format]()
