"""What must come back when a record is written and read again, but for what `catalog.marc.writers` states."""

from __future__ import annotations

import io
import re
from typing import Any
from unicodedata import normalize

from catalog.marc import (
    FileFormat,
    MarcError,
    Profile,
    ReadRecord,
    profile_of,
    read,
    writer,
)

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n|\r|\n")


def written(record: Any, file_format: FileFormat) -> bytes:
    """A file with this record alone."""
    out = writer(file_format)
    return out.begin() + out.record(record) + out.end()


def comes_back(found: ReadRecord, file_format: FileFormat) -> bool:
    """True if the record comes back equal, False if the format refuses it; fails if it comes back changed."""
    try:
        data = written(found.record, file_format)
    except MarcError:
        return False
    (again,) = read(io.BytesIO(data), profile=found.profile)
    assert again.record is not None, again.problems
    assert comparable(again, file_format) == comparable(found, file_format)
    assert again.profile is found.profile
    return True


def comparable(found: ReadRecord, file_format: FileFormat) -> tuple[str, list[Any]]:
    """Leader and fields of a record, brought to what the format can hold."""
    record: Any = found.record
    leader = str(record.leader)
    if file_format is FileFormat.IRBIS_TEXT:
        leader = ""
    if file_format is FileFormat.ISO2709:
        leader = leader[5:9] + leader[17:20]
    unimarc = file_format is FileFormat.ISO2709 and profile_of(record) is Profile.UNIMARC
    return leader, [_field(field, file_format, unimarc=unimarc) for field in record.fields]


def _field(field: Any, file_format: FileFormat, *, unimarc: bool) -> Any:
    if field.control_field:
        return field.tag, _text(field.data or "", file_format)
    parts = [
        (code, value[:26] + value[30:] if unimarc and field.tag == "100" and code == "a" else value)
        for code, value in field.subfields
    ]
    indicators = "".join(field.indicators or "")
    if file_format is FileFormat.MARCXML:
        indicators = _CONTROLS.sub(" ", indicators)
        parts = [(_CONTROLS.sub("?", code), value) for code, value in parts]
    return field.tag, indicators, [(code, _text(value, file_format)) for code, value in parts]


def _text(value: str, file_format: FileFormat) -> str:
    if file_format is FileFormat.MARCXML:
        value = _CONTROLS.sub("", value.replace("\x1f", "") if "\x1f" not in value[2:3] else value)
    if file_format in (FileFormat.MRK, FileFormat.IRBIS_TEXT):
        value = _LINE_ENDS.sub(" ", value)
    return normalize("NFC", value)
