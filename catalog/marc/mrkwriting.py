"""Writing MarcEdit text (.mrk) in UTF-8."""

from __future__ import annotations

import re

from pymarc import Field, Record

from catalog.marc.errors import MarcCode, MarcError
from catalog.marc.mnemonics import to_mnemonics
from catalog.marc.model import FileFormat

_TAG = re.compile(r"(?!LDR|000)[!-<>-~]{3}|[0-9]{4}")


class MrkWriter:
    """Records with a blank line behind each; line ends inside a value are written as blanks."""

    def begin(self) -> bytes:
        """Nothing stands before the first record."""
        return b""

    def record(self, record: Record) -> bytes:
        """Return one record; UNWRITABLE_FIELD for a tag or a code that a line cannot hold."""
        lines = [f"=LDR  {_one_line(str(record.leader))}", *(_line(field) for field in record.fields)]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "replace")

    def end(self) -> bytes:
        """Nothing stands behind the last record."""
        return b""


def _line(field: Field) -> str:
    if not _TAG.fullmatch(field.tag):
        raise _unwritable(field)
    if field.control_field:
        head, *parts = (to_mnemonics(part).replace(" ", "\\") for part in (field.data or "").split("\x1f"))
        return _one_line(f"={field.tag}  {'$'.join((head, *parts))}")
    marked = "".join(_marked(field, at) for at in range(len(field.subfields)))
    indicators = "".join(field._indicators or "  ")
    return _one_line(f"={field.tag}  {to_mnemonics(indicators).replace(' ', chr(92))}{marked}")


def _marked(field: Field, at: int) -> str:
    code, value = field.subfields[at]
    if len(code) > 1 or code == "$" or (not code and at):
        raise _unwritable(field)
    return f"${code}{to_mnemonics(value)}" if code else to_mnemonics(value)


def _one_line(text: str) -> str:
    return text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")


def _unwritable(field: Field) -> MarcError:
    return MarcError(MarcCode.UNWRITABLE_FIELD, tag=field.tag, format=FileFormat.MRK.value)
