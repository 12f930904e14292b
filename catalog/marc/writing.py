"""Writing ISO 2709 in UTF-8; what the format cannot hold is refused, not cut (corpus D20)."""

from __future__ import annotations

from pymarc import Field, Record

from catalog.marc.errors import MarcCode, MarcError
from catalog.marc.model import FileFormat, Profile
from catalog.marc.profiles import profile_of

_FIELD_LIMIT = 9_999
_RECORD_LIMIT = 99_999
_LEADER_LENGTH = 24


def to_iso2709(record: Record) -> bytes:
    """Return the record as ISO 2709 with leader/09 `a`, or 100 $a/26-29 `50  ` in UNIMARC.

    Refuses a field over 9,999 bytes, a record over 99,999 bytes, and separators inside a value.
    """
    unimarc = profile_of(record) is Profile.UNIMARC
    directory, data = bytearray(), bytearray()
    for field in record.fields:
        body = _field_bytes(field, unimarc=unimarc)
        if len(body) > _FIELD_LIMIT:
            raise _refusal(MarcCode.FIELD_TOO_LONG, tag=field.tag, bytes=len(body), limit=_FIELD_LIMIT)
        directory += f"{field.tag}{len(body):04d}{len(data):05d}".encode()
        data += body
        if len(data) > _RECORD_LIMIT:
            break
    base = _LEADER_LENGTH + len(directory) + 1
    size = base + len(data) + 1
    if size > _RECORD_LIMIT:
        raise _refusal(MarcCode.RECORD_TOO_LONG, bytes=size, limit=_RECORD_LIMIT)
    leader = _leader(str(record.leader), size, base, unimarc=unimarc)
    return leader + bytes(directory) + b"\x1e" + bytes(data) + b"\x1d"


def _leader(leader: str, size: int, base: int, *, unimarc: bool) -> bytes:
    coding = " " if unimarc else "a"
    entry_map = "450 " if unimarc else "4500"
    return f"{size:05d}{leader[5:9]}{coding}22{base:05d}{leader[17:20]}{entry_map}".encode("ascii", "replace")


def _field_bytes(field: Field, *, unimarc: bool) -> bytes:
    if len(field.tag) != 3 or not field.tag.isascii():
        raise _refusal(MarcCode.UNWRITABLE_FIELD, tag=field.tag)
    if field.control_field:
        text = field.data or ""
        subfield_marks = text.count("\x1f")  # a control field may have them: danMARC 001 (D18)
    else:
        values = [(code, _general(value) if unimarc and field.tag == "100" and code == "a" else value)
                  for code, value in field.subfields]  # fmt: skip
        head, values = _text_before(values)
        text = (
            "".join(field.indicators or "  ") + head + "".join(f"\x1f{code}{value}" for code, value in values)
        )
        subfield_marks = len(values)
        if not all(len(code) == 1 and code.isascii() for code, _ in values):
            raise _refusal(MarcCode.UNWRITABLE_FIELD, tag=field.tag)
    if text.count("\x1f") != subfield_marks or "\x1e" in text or "\x1d" in text:
        raise _refusal(MarcCode.UNWRITABLE_FIELD, tag=field.tag)
    return text.encode("utf-8", "replace") + b"\x1e"


def _text_before(values: list[tuple[str, str]]) -> tuple[str, list[tuple[str, str]]]:
    """Text without a code (IRBIS) stands between the indicators and the first mark."""
    return (values[0][1], values[1:]) if values and not values[0][0] else ("", values)


def _refusal(code: MarcCode, **facts: str | int) -> MarcError:
    return MarcError(code, format=FileFormat.ISO2709.value, **facts)


def _general(value: str) -> str:
    """UNIMARC 100 $a with the character sets set to Unicode, as far as it is long enough to name any."""
    return f"{value[:26]}50  {value[30:]}" if len(value) >= 30 else value
