"""One record in each format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from catalog.export.queries import Stored
from catalog.export.rules import MARC, ExportFormat
from catalog.marc import FileFormat, Profile, writer
from catalog.marc.citing import bibtex, gost, ris


class Pen(Protocol):
    """Writes a file: what stands before the records, each of them, what stands after."""

    def begin(self) -> bytes:
        """Return the beginning of the file."""
        ...

    def record(self, row: Stored, marc: Any, profile: Profile, number: int) -> bytes:
        """Return one record, the `number`-th from 1; a MarcError says why the format cannot hold it."""
        ...

    def end(self) -> bytes:
        """Return the end of the file."""
        ...


class _Marc:
    def __init__(self, form: ExportFormat) -> None:
        self._writer = writer(FileFormat(form.value))

    def begin(self) -> bytes:
        return self._writer.begin()

    def record(self, _row: Stored, marc: Any, _profile: Profile, _number: int) -> bytes:
        return self._writer.record(marc)

    def end(self) -> bytes:
        return self._writer.end()


@dataclass(frozen=True, slots=True)
class _Text:
    form: ExportFormat

    def begin(self) -> bytes:
        return b""

    def record(self, row: Stored, marc: Any, profile: Profile, number: int) -> bytes:
        if self.form is ExportFormat.BIBTEX:
            return f"{bibtex(marc, profile, f'record{row.id}')}\n".encode()
        if self.form is ExportFormat.RIS:
            return f"{ris(marc, profile)}\r\n".encode()
        return f"{number}. {described(row, marc, profile)}\n".encode()

    def end(self) -> bytes:
        return b""


def described(row: Stored, marc: Any, profile: Profile) -> str:
    """Return the GOST description of a record; one that says nothing shows its number."""
    return gost(marc, profile) or f"[{row.title or row.id}]"


def pen_of(form: ExportFormat) -> Pen:
    """Return what writes files of a format."""
    return _Marc(form) if form in MARC else _Text(form)
