"""Writing IRBIS text: only for records in the native form of IRBIS, which has neither leader nor indicators."""

from __future__ import annotations

from pymarc import Field, Record

from catalog.marc.errors import MarcCode, MarcError
from catalog.marc.model import FileFormat

END = "*****\r\n"


class IrbisWriter:
    """Records as IRBIS takes them in: UTF-8, lines ended by CR LF, line ends inside a value as blanks."""

    def begin(self) -> bytes:
        """Nothing stands before the first record."""
        return b""

    def record(self, record: Record) -> bytes:
        """Return one record; UNWRITABLE_FIELD for indicators, control fields, marks inside a value."""
        lines = "".join(f"#{_number(field)}: {_value(field)}\r\n" for field in record.fields)
        return (lines + END).encode("utf-8", "replace")

    def end(self) -> bytes:
        """Nothing stands behind the last record."""
        return b""


def _number(field: Field) -> int:
    if not (field.tag.isascii() and field.tag.isdigit()) or field.control_field:
        raise _unwritable(field)
    if field._indicators is not None and "".join(field._indicators).strip():
        raise _unwritable(field)
    return int(field.tag)


def _value(field: Field) -> str:
    text = ""
    for at, (code, value) in enumerate(field.subfields):
        if "^" in value or len(code) > 1 or code == "^":
            raise _unwritable(field)
        text += value if at == 0 and not code else f"^{code}{value}"
    return text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")


def _unwritable(field: Field) -> MarcError:
    return MarcError(MarcCode.UNWRITABLE_FIELD, tag=field.tag, format=FileFormat.IRBIS_TEXT.value)
