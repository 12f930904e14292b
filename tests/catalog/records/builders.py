"""Small records in both profiles, for tests."""

from __future__ import annotations

from pymarc import Field, Indicators, Record, Subfield
from sqlalchemy.orm import Session

from catalog.marc import Profile
from catalog.records.models import Origin
from catalog.records.services import NewRecord, add_record, add_records
from ils.activity.work import Work
from tests.conftest import NOON

WORK = Work(now=NOON, actor_id=None, department="")


def field(tag: str, *subfields: tuple[str, str], indicators: str = "  ") -> Field:
    """Make a field of subfields (code, value)."""
    return Field(tag, Indicators(*indicators), [Subfield(*pair) for pair in subfields])


def marc21(
    title: str,
    author: str = "",
    *,
    language: str = "uzb",
    year: int | None = 2020,
    kind: str = "am",
    number: str = "",
    isbn: str = "",
    subject: str = "",
    note: str = "",
    skip: int = 0,
    extra: tuple[Field, ...] = (),
) -> Record:
    """Make a MARC 21 record; `kind` is leader/06-07."""
    record = Record(leader=f"00000n{kind} a2200000 a 4500")
    if number:
        record.add_field(Field("001", data=number), Field("003", data="UzToAKM"))
    dates = f"s{year}    " if year else "nuuuuuuuu"
    record.add_field(Field("008", data=f"260415{dates}uz            000 0 {language} d"))
    if isbn:
        record.add_field(field("020", ("a", isbn)))
    if author:
        record.add_field(field("100", ("a", author), indicators="1 "))
    proper, _colon, other = title.partition(" : ")
    parts = [("a", proper + (" :" if other else ""))] + ([("b", other)] if other else [])
    record.add_field(field("245", *parts, indicators=f"1{skip}"))
    record.add_field(field("260", ("a", "Toshkent :"), ("b", "Sharq,"), ("c", f"{year or ''}.")))
    record.add_field(field("300", ("a", "384 p.")))
    if note:
        record.add_field(field("500", ("a", note)))
    if subject:
        record.add_field(field("650", ("a", subject), indicators=" 4"))
    record.add_field(*extra)
    return record


def unimarc(title: str, author: str = "", *, language: str = "rus", year: int = 1990) -> Record:
    """Make a UNIMARC record."""
    record = Record(leader="00000nam0 2200000   450 ")
    record.add_field(field("100", ("a", f"20260415d{year}    u  y0rusy50      ca")))
    record.add_field(field("101", ("a", language), indicators="0 "))
    record.add_field(field("200", ("a", title), ("f", author), indicators="1 "))
    record.add_field(field("210", ("a", "Москва"), ("c", "Наука"), ("d", str(year))))
    if author:
        record.add_field(field("700", ("a", author), indicators=" 1"))
    return record


def add(session: Session, marc: Record, *, profile: Profile = Profile.MARC21, work: Work = WORK) -> int:
    """Take one record in."""
    return add_record(session, work, marc=marc, profile=profile, origin=Origin.ORIGINAL)


def add_all(session: Session, *marcs: Record, work: Work = WORK) -> list[int]:
    """Take many MARC 21 records in at once."""
    new = [NewRecord(marc, Profile.MARC21) for marc in marcs]
    return add_records(session, work, new, origin=Origin.IMPORTED, batch="test")
