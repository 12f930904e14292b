"""A copy that the catalogue does not know, described in two lines at the desk (CO-01)."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from catalog.items.queries import ItemFacts, item_facts
from catalog.items.services import add_item, queue_numbers
from catalog.marc import Profile
from catalog.marc.editing import record_of
from catalog.records.models import Origin
from catalog.records.services import add_record, check_records
from circulation.desk.errors import DeskCode, DeskError
from circulation.desk.queries import FROM_DESK
from circulation.desk.rules import Act, Desk, Outcome, Row, Said, Told
from circulation.desk.rules.brief import brief_rows
from circulation.desk.services.acts import lend
from circulation.desk.services.saying import attempt, row_of, stopped
from circulation.loans.services import hold_reader
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.errors import LibraryError, clean_text

LONGEST_TITLE, LONGEST_AUTHOR = 300, 120


def add_and_lend(session: Session, work: Work, desk: Desk, *, code: str, title: str, author: str) -> Said:
    """Add a brief record and a copy with the number that was scanned; lend it where a reader is open.

    The copy is marked as the desk's, so that the cataloguers have a list of what waits for a description.
    """
    if desk.patron_id is not None:
        hold_reader(session, desk.patron_id)  # before the log's queue, which the first act takes
    queue_numbers(session)
    added = attempt(session, lambda: _add(session, work, code=code, title=title, author=author))
    if isinstance(added, LibraryError):
        return stopped(desk, work, Row(Outcome.REFUSED, code, title[:LONGEST_TITLE]), added, Act.ADD)
    told = Told(DeskCode.ADDED_NOW)
    if desk.patron_id is None:
        return Said(desk, rows=(replace(row_of(added, Outcome.ADDED, code), told=(told,)),))
    said = lend(session, work, desk, added, code)
    return replace(said, rows=tuple(replace(row, told=(told, *row.told)) for row in said.rows))


def _add(session: Session, work: Work, *, code: str, title: str, author: str) -> ItemFacts:
    title = clean_text(title, field="title", limit=LONGEST_TITLE)
    author = clean_text(author, field="author", limit=LONGEST_AUTHOR)
    if not title:
        raise DeskError(DeskCode.TITLE_MISSING)
    marc = record_of(brief_rows(title, author, day=work.day))
    record_id = add_record(
        session, work, marc=marc, profile=Profile.MARC21, origin=Origin.ORIGINAL, classify=False
    )
    check_records(session, [record_id], this_year=work.day.year)
    item = add_item(session, work, record_id=record_id, department=work.department, barcode=code)
    item.batch = FROM_DESK
    audit(session, work, "copy_added_at_desk", subject_type="item", subject_id=item.id, code=code)
    return item_facts(session, item.id)
