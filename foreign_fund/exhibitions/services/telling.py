"""Who came, what went with an exhibition, what was said of it, and who made it: told in every state, never deleted."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from foreign_fund.exhibitions.errors import (
    ExhibitionCode,
    ExhibitionInputError,
    ExhibitionNotFoundError,
)
from foreign_fund.exhibitions.models import (
    Exhibition,
    ExhibitionExtra,
    ExhibitionPerson,
    ExhibitionPhoto,
    ExhibitionVisitors,
)
from foreign_fund.exhibitions.rules import Act
from foreign_fund.exhibitions.rules.places import Role
from foreign_fund.exhibitions.rules.telling import (
    Came,
    Extra,
    check_come,
    check_link,
    check_persons,
)
from foreign_fund.exhibitions.services.hanging import SUBJECT, locked, note
from foreign_fund.exhibitions.services.preparing import wordy
from ils.activity.work import Work
from ils.errors import clean_text
from ils.registers.queries.evidence import evidence_view

PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})
Row = TypeVar("Row", ExhibitionVisitors, ExhibitionExtra, ExhibitionPerson)


def count_visitors(
    session: Session, work: Work, *, exhibition_id: int, kind: str, persons: int, day: date | None = None,
    who: str = "",
) -> ExhibitionVisitors:  # fmt: skip
    """Write down who came: by tally, as a group, on a guided tour; or books looked at, questions asked.

    This is a counter of its own: a visit of the library (line 16) is counted at the door, not here again.
    """
    exhibition = locked(session, exhibition_id, Act.TELL)
    if kind not in set(Came):
        raise ExhibitionInputError(ExhibitionCode.CHOICE_UNKNOWN, value=kind[:40])
    check_persons(persons)
    check_come(day or work.day, work.day)
    row = ExhibitionVisitors(
        exhibition_id=exhibition_id, day=day or work.day, kind=kind, persons=persons,
        who=clean_text(who, field="who", limit=200), at=work.now, by=work.actor_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    note(session, work, "exhibition_visitors_counted", exhibition, kind=kind, persons=persons)
    return row


def uncount_visitors(session: Session, work: Work, *, exhibition_id: int, row_id: int) -> None:
    """Take a count back; the row stays and counts no more."""
    exhibition = locked(session, exhibition_id, Act.TELL)
    row = _row(session, ExhibitionVisitors, exhibition_id, row_id)
    if row.undone_at is None:
        row.undone_at = work.now
        note(session, work, "exhibition_visitors_uncounted", exhibition, kind=row.kind, persons=row.persons)


def tell(
    session: Session, work: Work, *, exhibition_id: int, kind: str, day: date, text: str, who: str = "",
    link: str = "",
) -> ExhibitionExtra:  # fmt: skip
    """Write down an article, a page of the web, words that a reader left; a review held is an event, not a line."""
    exhibition = locked(session, exhibition_id, Act.TELL)
    if kind not in set(Extra):
        raise ExhibitionInputError(ExhibitionCode.CHOICE_UNKNOWN, value=kind[:40])
    check_come(day, work.day)
    link = clean_text(link, field="link", limit=500)
    check_link(link, needed=kind == Extra.WEB)
    row = ExhibitionExtra(
        exhibition_id=exhibition_id, kind=kind, day=day, link=link, at=work.now, by=work.actor_id,
        text=clean_text(" ".join(text.split()), field="text", limit=2000, required=True),
        who=clean_text(who, field="who", limit=200),
    )  # fmt: skip
    session.add(row)
    session.flush()
    note(session, work, "exhibition_told", exhibition, kind=kind)
    return row


def untell(session: Session, work: Work, *, exhibition_id: int, row_id: int) -> None:
    """Take such a line off the pages; the row stays."""
    exhibition = locked(session, exhibition_id, Act.TELL)
    row = _row(session, ExhibitionExtra, exhibition_id, row_id)
    if row.removed_at is None:
        row.removed_at = work.now
        note(session, work, "exhibition_untold", exhibition, kind=row.kind)


def _row(session: Session, table: type[Row], exhibition_id: int, row_id: int) -> Row:
    row = session.get(table, row_id)
    if row is None or row.exhibition_id != exhibition_id:
        raise ExhibitionNotFoundError(ExhibitionCode.LINE_UNKNOWN, line=row_id)
    return row


def add_person(session: Session, work: Work, *, exhibition_id: int, role: str, name: str) -> ExhibitionPerson:
    """Name somebody who works on the exhibition, with the role."""
    exhibition = locked(session, exhibition_id, Act.TELL)
    if role not in set(Role):
        raise ExhibitionInputError(ExhibitionCode.CHOICE_UNKNOWN, value=role[:40])
    person = ExhibitionPerson(
        exhibition_id=exhibition_id, role=role, name=clean_text(name, field="name", limit=200, required=True)
    )
    session.add(person)
    session.flush()
    note(session, work, "exhibition_person_added", exhibition, role=role)
    return person


def remove_person(session: Session, work: Work, *, exhibition_id: int, row_id: int) -> None:
    """Strike somebody off the list of those who work on the exhibition."""
    exhibition = locked(session, exhibition_id, Act.TELL)
    person = _row(session, ExhibitionPerson, exhibition_id, row_id)
    session.delete(person)
    note(session, work, "exhibition_person_removed", exhibition, role=person.role)


def set_result(session: Session, work: Work, *, exhibition_id: int, result: str) -> Exhibition:
    """Keep what the curator makes of the exhibition: the final report prints it."""
    exhibition = locked(session, exhibition_id, Act.TELL)
    exhibition.result = wordy(result, field="result", limit=4000)
    note(session, work, "exhibition_result_written", exhibition)
    return exhibition


def show_photo(session: Session, work: Work, *, exhibition_id: int, evidence_id: int, caption: str) -> Any:
    """Let the public page show a picture among the files of the exhibition; called again, change its caption."""
    exhibition = locked(session, exhibition_id, Act.TELL)
    view = evidence_view(session, evidence_id)
    ours = (view.owner_type, view.owner_id) == (SUBJECT, exhibition_id) and view.removed_at is None
    if not ours or view.media_type not in PICTURES:
        raise ExhibitionInputError(
            ExhibitionCode.PHOTO_UNFIT, file=view.file_name if ours else str(evidence_id)
        )
    text = clean_text(caption, field="caption", limit=300)
    photo = _photo(session, evidence_id)
    if photo is None:
        photo = ExhibitionPhoto(exhibition_id=exhibition_id, evidence_id=evidence_id, caption=text)
        session.add(photo)
    photo.caption = text
    session.flush()
    note(session, work, "exhibition_photo_shown", exhibition, file=view.file_name)
    return photo


def hide_photo(session: Session, work: Work, *, exhibition_id: int, evidence_id: int) -> None:
    """Take a picture off the public page; the file stays."""
    exhibition = locked(session, exhibition_id, Act.TELL)
    photo = _photo(session, evidence_id)
    if photo is None or photo.exhibition_id != exhibition_id:
        raise ExhibitionNotFoundError(ExhibitionCode.LINE_UNKNOWN, line=evidence_id)
    session.delete(photo)
    note(session, work, "exhibition_photo_hidden", exhibition, file=evidence_id)


def _photo(session: Session, evidence_id: int) -> ExhibitionPhoto | None:
    return session.scalars(
        select(ExhibitionPhoto).where(ExhibitionPhoto.evidence_id == evidence_id)
    ).one_or_none()


def follow_qr(session: Session, *, exhibition_id: int) -> None:
    """Count that somebody came to the public page by its QR code; what is not public counts nothing."""
    session.execute(
        update(Exhibition)
        .where(Exhibition.id == exhibition_id, Exhibition.public.is_(True))
        .values(qr_opened=Exhibition.qr_opened + 1),
        execution_options={"synchronize_session": False},
    )
