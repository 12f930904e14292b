"""A UNIMARC record in the native form of IRBIS64, whose tags are those of RUSMARC (practice.md §5.1)."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy

from pymarc import Field, Record, Subfield

from catalog.marc.fields import BLANKS, data_field

_BARE = frozenset(("101", "102", "300", "331", "610", "621", "675"))
"""Fields that IRBIS writes without subfields, one for each value."""

_WORKSHEETS = {"m": "PAZK", "a": "ASP", "s": "OJ"}
"""IRBIS' worksheet (920) by leader/07; one of a set (leader/08 `2`) is SPEC."""


def in_irbis_form(record: Record) -> tuple[Record, tuple[tuple[str, str], ...]]:
    """Return a UNIMARC record as IRBIS keeps it, and (tag, text) of what has no place there.

    Indicators go, codes become capitals, the worksheet is named in 920. Control fields and fields embedded in others
    by $1 have no place, but for the title of a set or journal, which is 461 or 463 ^C.
    """
    written, lost = copy(record), []
    leader = str(record.leader)
    worksheet = "SPEC" if leader[8] == "2" and leader[7] == "m" else _WORKSHEETS.get(leader[7], "PAZK")
    written.fields = [data_field("920", BLANKS, [Subfield("", worksheet)])]
    for field in record.fields:
        made = list(_made(field))
        written.fields += made
        if not made and field.tag not in ("001", "005"):
            lost.append((field.tag, _text(field)))
    return written, tuple(lost)


def _made(field: Field) -> Iterator[Field]:
    if field.control_field or field.tag == "920":
        return
    if field.tag in _BARE:
        for value in field.get_subfields("a"):
            yield data_field(field.tag, BLANKS, [Subfield("", _plain(value))])
        return
    if field.get("1") is not None:
        if field.tag in ("461", "463") and field.get("a"):
            yield data_field(field.tag, BLANKS, [Subfield("C", _plain(field["a"]))])
        return
    subfields = [Subfield(code.upper(), _plain(value)) for code, value in field.subfields if code]
    if subfields:
        yield data_field(field.tag, BLANKS, subfields)


def _plain(value: str) -> str:
    """A caret begins a subfield in IRBIS; it has no way to write one."""
    return value.replace("^", " ")


def _text(field: Field) -> str:
    return field.data or "" if field.control_field else " ".join(value for _code, value in field.subfields)
