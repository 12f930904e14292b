"""Personnel: what is known of each member of staff, and the quarterly summary (line 2)."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from ils.accounts.audit import audit
from ils.accounts.models import Staff
from ils.activity.work import Work
from ils.errors import clean_text
from ils.registers.errors import RegisterCode, RegisterError, RegisterInputError, RegisterNotFound
from ils.registers.models import RegisterEntry, StaffProfile
from ils.registers.queries.entries import document_of
from ils.registers.queries.people import EDUCATIONS
from ils.registers.rules.checking import Facts
from ils.registers.rules.kinds import Doc, Register
from ils.registers.rules.quarters import quarter_days
from ils.registers.services.entries import enter


def save_profile(
    session: Session,
    work: Work,
    *,
    staff_id: int,
    position: str = "",
    education: str = "",
    librarian: bool = False,
    since: date | None = None,
) -> None:
    """Note position, education, training and the first day of work in libraries of a member of staff."""
    if session.get(Staff, staff_id) is None:
        raise RegisterNotFound(RegisterCode.STAFF_UNKNOWN, staff=staff_id)
    if education not in EDUCATIONS:
        raise RegisterInputError(RegisterCode.EDUCATION_UNKNOWN, education=education[:40])
    if since is not None and since > work.day:
        raise RegisterInputError(RegisterCode.DAY_AHEAD, day=since)
    row = session.get(StaffProfile, staff_id) or StaffProfile(staff_id=staff_id)
    row.position = clean_text(position, field="position", limit=200)
    row.education, row.librarian, row.since = education, librarian, since
    session.add(row)
    audit(
        session, work, "staff_profile_saved", subject_type="staff", subject_id=staff_id, education=education
    )


def file_summary(
    session: Session, work: Work, *, year: int, quarter: int, title: str, partner: str = ""
) -> RegisterEntry:
    """Enter the summary of a quarter as a document (line 2): one a quarter, on the day it is filed."""
    first, last = quarter_days(year, quarter)
    if first > work.day:
        raise RegisterInputError(RegisterCode.QUARTER_AHEAD, quarter=quarter, year=year)
    if document_of(session, type=Doc.STAFF_SUMMARY, since=first, until=last) is not None:
        raise RegisterError(RegisterCode.QUARTER_FILED, quarter=quarter, year=year)
    facts = Facts(day=work.day, title=title, type=Doc.STAFF_SUMMARY, until=last, partner=partner)
    return enter(session, work, register=Register.DOCUMENTS, facts=facts)
