"""Everything told of one reader, for the form and the reader's page."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.patrons.errors import PatronCode, PatronNotFound
from circulation.patrons.models import Patron, PatronPhoto
from circulation.patrons.rules import Details

_PLAIN = (
    "surname", "given_name", "patronymic", "category", "birth_date", "sex", "citizenship", "phone", "email", "address",
    "education", "workplace", "faculty", "course", "study_group", "document_number", "guardian_id", "guardian_name",
    "guardian_phone", "contract_number", "contact_name", "member_until", "consent_on", "channels", "language", "note",
)  # fmt: skip


def details_of(session: Session, patron_id: int) -> Details:
    """Return what was told of a reader; the name in the other script only where a person typed it."""
    patron = session.get(Patron, patron_id)
    if patron is None:
        raise PatronNotFound(PatronCode.UNKNOWN, id=patron_id)
    known = {name: getattr(patron, name) for name in _PLAIN}
    other = patron.other_name if patron.other_typed else ""
    told: Details = {**known, "other_name": other, "kind": patron.kind.value}  # type: ignore[typeddict-item]
    return told


def photo_of(session: Session, patron_id: int) -> bytes | None:
    """Return the photo as JPEG; None where there is none."""
    return session.scalars(select(PatronPhoto.content).where(PatronPhoto.patron_id == patron_id)).first()


def has_photo(session: Session, patron_id: int) -> bool:
    """Tell whether there is a photo, without reading it."""
    return (
        session.scalars(select(PatronPhoto.patron_id).where(PatronPhoto.patron_id == patron_id)).first()
        is not None
    )


def wards_of(session: Session, patron_id: int) -> tuple[tuple[int, str, date | None], ...]:
    """Return the readers for whom this one answers: id, name, date of birth."""
    rows = session.execute(
        select(Patron.id, Patron.surname, Patron.given_name, Patron.birth_date)
        .where(Patron.guardian_id == patron_id)
        .order_by(Patron.name_sort)
        .limit(50)
    )
    return tuple((row.id, f"{row.surname} {row.given_name}".strip(), row.birth_date) for row in rows)
