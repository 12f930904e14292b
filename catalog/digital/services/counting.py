"""What the log says of an object: that it was tied to a record, that everybody can open it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from catalog.digital.models import DigitalObject, ObjectForm, Rights
from catalog.digital.queries import standing_act
from catalog.digital.rules import Counted
from catalog.records.models import Record
from ils.activity import services as log
from ils.activity.kinds import Kind
from ils.activity.models import Activity
from ils.activity.work import Done, ItemSnapshot, Work
from ils.library.funds import load_fund


def count_link(session: Session, work: Work, row: DigitalObject) -> None:
    """Count the pair of record and object, and the full text if it is one for everybody; last in the act."""
    done = [_done(session, row, Kind.DIGITAL_LINK)]
    if is_published(row):
        done.append(_done(session, row, Kind.DIGITAL_PUBLISH))
    log.record(session, work, *done)


def follow_rights(session: Session, work: Work, row: DigitalObject) -> None:
    """Let the count of published full texts follow what has changed; last in the act."""
    counted = standing_act(session, row.id, Kind.DIGITAL_PUBLISH)
    if counted is None and is_published(row):
        log.record(session, work, _done(session, row, Kind.DIGITAL_PUBLISH))
    elif counted is not None and not is_published(row) and _of_this_year(work, counted):
        log.reverse(session, work, activity=counted, reason=f"rights:{row.rights.value}")


def take_back(session: Session, work: Work, row: DigitalObject, reason: str) -> None:
    """Take back every count of this year of an object; last in the act.

    Plan line 13 asks for what was tied in a year and was still there at its end: what goes later stays counted.
    """
    for kind in (Kind.DIGITAL_LINK, Kind.DIGITAL_PUBLISH):
        counted = standing_act(session, row.id, kind)
        if counted is not None and _of_this_year(work, counted):
            log.reverse(session, work, activity=counted, reason=reason)


def _of_this_year(work: Work, counted: Activity) -> bool:
    """Tell whether an act counts in the year that has not ended yet."""
    return counted.day.year == work.day.year


def is_published(row: DigitalObject) -> bool:
    """Tell whether an object counts in plan line 34."""
    return Counted(row.form is ObjectForm.FILE, row.full_text, row.rights is Rights.OPEN).published


def _done(session: Session, row: DigitalObject, kind: Kind) -> Done:
    record = session.get_one(Record, row.record_id)
    belongs = load_fund(session).has(department="", language=record.language, number=None)
    item = ItemSnapshot(
        record.language, record.knowledge_branch, record.document_type, "foreign" if belongs else ""
    )
    return Done(kind, "digital", row.id, item=item)
