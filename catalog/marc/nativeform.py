"""What XML and JSON share once the elements are read: tags, and which profile's form the record has."""

from __future__ import annotations

from pymarc import Field, Leader, Record, Subfield

from catalog.marc.directory import LOST_TAG
from catalog.marc.fields import BLANKS, data_field
from catalog.marc.model import FindingCode, Notes, Profile
from catalog.marc.profiles import profile_of

_TAG = 3
LOST_CODE = "?"
"""Stands for a code that is missing."""


def tag_of(written: str, notes: Notes) -> str:
    """Return a tag of three characters, or the four digits of IRBIS; anything else is lost and told."""
    tag = written.strip()
    if len(tag) == _TAG or (len(tag) > _TAG and tag.isdigit() and tag.isascii() and len(tag) <= _TAG + 2):
        return tag
    if tag.isdigit() and tag.isascii():
        return tag.zfill(_TAG) if len(tag) < _TAG else LOST_TAG
    notes.problem(FindingCode.FIELD_WITHOUT_TAG, found=tag[:20])
    return LOST_TAG


def record_of(leader: Leader, fields: list[Field]) -> Record:
    """Put a record together."""
    record = Record()
    record.leader = leader
    record.fields = fields
    return record


def in_form_of(record: Record, profile: Profile | None, notes: Notes) -> tuple[Record, Profile]:
    """Return the record with its profile; a subfield without code belongs to IRBIS and to nobody else."""
    decided = profile or (Profile.IRBIS if _has_irbis_form(record) else profile_of(record))
    if decided is Profile.IRBIS:
        record.fields = [_irbis_field(field) for field in record.fields]
    else:
        for field in record.fields:
            _name_codes(field, notes)
    return record, decided


def _has_irbis_form(record: Record) -> bool:
    return any(
        len(field.tag) > _TAG
        or (field.tag == "920" and len(field.subfields) == 1 and not field.subfields[0].code)
        for field in record.fields
    )


def _irbis_field(field: Field) -> Field:
    if not field.control_field:
        return field
    head, *parts = (field.data or "").split("\x1f")
    if parts:  # it was made a control field by its low tag
        return data_field(field.tag, BLANKS, [Subfield(part[:1], part[1:]) for part in parts])
    return data_field(field.tag, BLANKS, [Subfield("", head)])


def _name_codes(field: Field, notes: Notes) -> None:
    if all(part.code for part in field.subfields):
        return
    notes.problem(FindingCode.SUBFIELD_WITHOUT_CODE, tag=field.tag, found="")
    field.subfields = [part if part.code else Subfield(LOST_CODE, part.value) for part in field.subfields]
