"""Attaching files and links to records, changing and removing them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.digital.errors import DigitalCode, DigitalError, DigitalInputError, DigitalNotFoundError
from catalog.digital.models import DigitalObject, ObjectForm, Rights
from catalog.digital.queries import same_object
from catalog.digital.rules import valid_link, valid_pages
from catalog.digital.services.counting import count_link, follow_rights, take_back
from catalog.digital.services.storing import Received
from catalog.records.errors import RecordCode, RecordNotFoundError
from catalog.records.models import Record
from catalog.records.queries import LARGEST_ID
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.errors import clean_text


def add_file(
    session: Session,
    work: Work,
    *,
    record_id: int,
    file: Received,
    title: str = "",
    pages: int | None = None,
    full_text: bool = True,
    rights: Rights = Rights.CLOSED,
) -> int:
    """Attach a file that was received; `pages` typed by a person are used where the content does not tell them."""
    _require_record(session, record_id)
    if same_object(session, record_id=record_id, sha256=file.sha256) is not None:
        raise DigitalError(DigitalCode.ALREADY_THERE)
    row = _new(work, record_id, ObjectForm.FILE, title, _pages(file.pages or pages), full_text, rights)
    _describe(row, file)
    return _attach(session, work, row, file)


def add_link(
    session: Session,
    work: Work,
    *,
    record_id: int,
    url: str,
    title: str = "",
    pages: int | None = None,
    full_text: bool = True,
    rights: Rights = Rights.OPEN,
) -> int:
    """Attach an address of http or https."""
    _require_record(session, record_id)
    address = _link(url)
    if same_object(session, record_id=record_id, url=address) is not None:
        raise DigitalError(DigitalCode.ALREADY_THERE)
    row = _new(work, record_id, ObjectForm.LINK, title, _pages(pages), full_text, rights)
    row.url = address
    return _attach(session, work, row, None)


def change(
    session: Session,
    work: Work,
    *,
    object_id: int,
    title: str,
    pages: int | None,
    full_text: bool,
    rights: Rights,
    url: str | None = None,
) -> None:
    """Change what is said of an object; a full text that is opened or closed counts or counts no more."""
    row = _locked(session, object_id)
    row.title = clean_text(title, field="title", limit=300)
    row.pages, row.full_text, row.rights = _pages(pages), full_text, rights
    if row.form is ObjectForm.LINK and url is not None:
        row.url = _link(url)
    _note(session, work, "digital_changed", row)
    follow_rights(session, work, row)


def replace_file(session: Session, work: Work, *, object_id: int, file: Received) -> str:
    """Put another file in the place of the old one and return the SHA-256 of the old; object and count stay."""
    row = _locked(session, object_id)
    if row.form is not ObjectForm.FILE:
        raise DigitalError(DigitalCode.NOT_A_FILE)
    if row.sha256 == file.sha256:
        raise DigitalError(DigitalCode.ALREADY_THERE)
    old = row.sha256
    _describe(row, file)
    row.pages = file.pages or row.pages
    row.replaced_at = work.now
    _note(session, work, "digital_replaced", row, old=old)
    session.flush()
    file.keep(session)
    return old


def remove(session: Session, work: Work, *, object_id: int, reason: str) -> None:
    """Take an object off its record, with a reason; the file stays in the store, the counts are taken back."""
    row = _locked(session, object_id)
    row.removed_because = clean_text(reason, field="reason", limit=200, required=True)
    row.removed_at = work.now
    _note(session, work, "digital_removed", row, reason=row.removed_because)
    take_back(session, work, row, row.removed_because)


def _new(
    work: Work,
    record_id: int,
    form: ObjectForm,
    title: str,
    pages: int | None,
    full_text: bool,
    rights: Rights,
) -> DigitalObject:
    return DigitalObject(
        record_id=record_id, form=form, title=clean_text(title, field="title", limit=300), url="", file_name="",
        media_type="", size=0, sha256="", pages=pages, full_text=full_text, rights=rights, created_at=work.now,
        created_by=work.actor_id, replaced_at=None, removed_at=None, removed_because="",
    )  # fmt: skip


def _describe(row: DigitalObject, file: Received) -> None:
    row.sha256, row.size = file.sha256, file.size
    row.file_name, row.media_type = file.file_name, file.media_type


def _attach(session: Session, work: Work, row: DigitalObject, file: Received | None) -> int:
    session.add(row)
    session.flush()
    _note(session, work, "digital_added", row)
    if file is not None:
        file.keep(session)
    count_link(session, work, row)
    return row.id


def _require_record(session: Session, record_id: int) -> None:
    merged = select(Record.id, Record.merged_into).where(Record.id == record_id)
    row = session.execute(merged).one_or_none() if 0 < record_id <= LARGEST_ID else None
    if row is None:
        raise RecordNotFoundError(RecordCode.UNKNOWN, record=record_id)
    if row.merged_into is not None:
        raise DigitalError(DigitalCode.RECORD_MERGED, record=record_id, into=row.merged_into)


def _locked(session: Session, object_id: int) -> DigitalObject:
    """Return the row of an object that is still there, held until the commit."""
    query = select(DigitalObject).where(DigitalObject.id == object_id).with_for_update()
    row = None
    if 0 < object_id <= LARGEST_ID:
        row = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise DigitalNotFoundError(DigitalCode.UNKNOWN, object=object_id)
    if row.removed_at is not None:
        raise DigitalError(DigitalCode.REMOVED)
    return row


def _link(url: str) -> str:
    address = valid_link(url)
    if address is None:
        raise DigitalInputError(DigitalCode.LINK_INVALID, url=url.strip()[:80])
    return address


def _pages(count: int | None) -> int | None:
    if not valid_pages(count):
        raise DigitalInputError(DigitalCode.PAGES_INVALID)
    return count


def _note(session: Session, work: Work, action: str, row: DigitalObject, **details: object) -> None:
    audit(
        session, work, action, address="", subject_type="record", subject_id=row.record_id, object=row.id,
        form=row.form.value, rights=row.rights.value, sha256=row.sha256, **details,
    )  # fmt: skip
