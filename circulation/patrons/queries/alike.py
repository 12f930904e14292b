"""Readers on record who may be the one that is being written down."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, literal, or_, select
from sqlalchemy.orm import Session

from circulation.patrons.models import Patron
from circulation.patrons.rules import full_name
from circulation.patrons.rules.alike import Somebody

MOST = 50  # of one date of birth, telephone or name: more tell the librarian nothing


SOMEBODY = (
    Patron.id, Patron.name_folded, Patron.birth_date, Patron.phone, Patron.surname, Patron.given_name,
    Patron.patronymic, Patron.card_number,
)  # fmt: skip


def candidates(
    session: Session, *, folded: str, birth_date: date | None, phone: str, besides: int | None = None
) -> tuple[Somebody, ...]:
    """Return readers with the same date of birth, telephone, or the same first words of the name."""
    ways: list[ColumnElement[bool]] = []
    words = folded.split()[:2]
    if len(words) == 2:
        beginning = " ".join(words)
        ways.append(Patron.name_folded.startswith(beginning, autoescape=True))
        turned = literal(" ") + Patron.name_folded
        ways.append(and_(*(turned.contains(f" {word} ", autoescape=True) for word in words)))
    elif words:
        ways.append(Patron.name_folded == folded)
    if birth_date is not None:
        ways.append(Patron.birth_date == birth_date)
    if phone:
        ways.append(Patron.phone == phone)
    if not ways:
        return ()
    query = select(*SOMEBODY).where(or_(*ways), Patron.erased_at.is_(None)).order_by(Patron.id).limit(MOST)
    if besides is not None:
        query = query.where(Patron.id != besides)
    return tuple(somebody_of(row) for row in session.execute(query))


def somebody_of(row: Any) -> Somebody:
    """Make a reader, as likeness is judged, of a row of `SOMEBODY`."""
    number, folded, birth_date, phone, surname, given_name, patronymic, card = row
    return Somebody(number, folded, birth_date, phone, full_name(surname, given_name, patronymic), card)
