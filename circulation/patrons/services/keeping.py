"""Adding a reader and changing what is told of one."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Unpack

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from circulation.patrons.errors import Doubt, PatronCode, PatronDoubted, PatronError, PatronInputError
from circulation.patrons.models import Category, Patron, PatronKind
from circulation.patrons.queries.alike import candidates
from circulation.patrons.queries.details import details_of
from circulation.patrons.rules import Details, clean_details
from circulation.patrons.rules.alike import Somebody, doubts_about, guardian_doubt
from circulation.patrons.services.base import locked_patron
from circulation.patrons.services.cards import flush_card, free_card, next_card
from circulation.patrons.services.registering import count_anew, enter_registration
from ils.accounts.audit import audit
from ils.activity.services import record
from ils.activity.work import Work


def add_patron(
    session: Session,
    work: Work,
    *,
    card_number: str | None = None,
    register: bool = True,
    seen: Collection[str] | None = None,
    **details: Unpack[Details],
) -> Patron:
    """Add a reader and, in the same act, this year's registration (RG-01); a missing card number is made.

    `seen` holds the keys of the doubts that the librarian has looked at: any other one refuses (PatronDoubted).
    None: nobody is asked, as where a machine adds.
    """
    values = checked(session, work, details)
    if seen is not None:
        refuse_doubts(doubts(session, work, values), seen)
    card = free_card(session, card_number) if card_number else next_card(session)
    patron = Patron(card_number=card, card_lost_on=None, created_at=work.now, **values)
    session.add(patron)
    flush_card(session, card)
    audit(session, work, "patron_added", subject_type="patron", subject_id=patron.id, card=card)
    if register:
        _entered, done = enter_registration(session, work, patron_id=patron.id)
        record(session, work, done)
    return patron


def change_patron(
    session: Session,
    work: Work,
    *,
    patron_id: int,
    seen: Collection[str] | None = None,
    **details: Unpack[Details],
) -> Patron:
    """Change what is given, never the card; the audit trail names the fields and not their contents."""
    patron = locked_patron(session, patron_id)
    known = details_of(session, patron_id)
    values = checked(session, work, {**known, **details}, patron_id=patron_id)
    if seen is not None:
        refuse_doubts(doubts(session, work, values, besides=patron_id), seen)
    changed = sorted(name for name in values if name not in _MADE and getattr(patron, name) != values[name])
    for name, value in values.items():
        setattr(patron, name, value)
    if changed:
        audit(session, work, "patron_changed", subject_type="patron", subject_id=patron_id, fields=changed)
        session.flush()
    if _COUNTED.intersection(changed):
        count_anew(session, work, patron_id=patron_id)
    return patron


# What the register counts a reader by and what does not change in life: another value puts a slip right (line 40).
_COUNTED = frozenset({"sex", "birth_date", "citizenship"})


# Made of what was typed: their change is no news of its own.
_MADE = {"name_sort", "name_folded", "other_typed", "other_name"}


def doubts(
    session: Session, work: Work, values: dict[str, Any], *, besides: int | None = None
) -> Iterator[Doubt]:
    """Yield what a librarian should look at before these columns of a reader are written."""
    folded, birth_date, phone = values["name_folded"], values["birth_date"], values["phone"]
    if values["kind"] is PatronKind.ORGANISATION:
        birth_date = None
    known = candidates(session, folded=folded, birth_date=birth_date, phone=phone, besides=besides)
    related = {values["guardian_id"]}  # a child has the telephone of the guardian
    wanted = Somebody(besides, folded, birth_date, phone)
    yield from (each for each in doubts_about(wanted, known) if each.patron_id not in related)
    has_guardian = bool(values["guardian_id"] or (values["guardian_name"] and values["guardian_phone"]))
    yield from guardian_doubt(birth_date, work.day, has_guardian=has_guardian)


def refuse_doubts(found: Iterator[Doubt], seen: Collection[str]) -> None:
    """Refuse while there is a doubt that nobody has looked at; all are told, those already seen too."""
    doubts_now = tuple(found)
    if any(each.key not in seen for each in doubts_now):
        raise PatronDoubted(doubts_now)


def checked(
    session: Session, work: Work, details: Details, *, patron_id: int | None = None
) -> dict[str, Any]:
    """Return the columns of a reader, cleaned; refuse a category or a guardian that is not here."""
    values = clean_details(work.day, **details)
    if session.get(Category, values["category"]) is None:
        raise PatronInputError(PatronCode.CATEGORY_UNKNOWN, value=values["category"][:40])
    values["kind"] = PatronKind(values["kind"])
    _check_guardian(session, values["guardian_id"], patron_id)
    _check_wards(session, values, patron_id)
    return values


def _check_wards(session: Session, values: dict[str, Any], patron_id: int | None) -> None:
    """Whoever is the guardian of others stays a person without a guardian."""
    if patron_id is None or (values["guardian_id"] is None and values["kind"] is PatronKind.PERSON):
        return
    wards = select(func.count()).where(Patron.guardian_id == patron_id, Patron.erased_at.is_(None))
    if count := session.scalars(wards).one():
        raise PatronError(PatronCode.GUARDIAN_OF_OTHERS, count=count)


def _check_guardian(session: Session, guardian_id: int | None, patron_id: int | None) -> None:
    if guardian_id is None:
        return
    if (
        patron_id is not None
        and session.scalar(select(Patron.guardian_id).where(Patron.id == patron_id)) == guardian_id
    ):
        return  # as it was: a change of something else is not stopped by what has become of the guardian
    if guardian_id == patron_id:
        raise PatronInputError(PatronCode.GUARDIAN_SELF)
    row = session.execute(
        select(Patron.guardian_id, Patron.kind).where(Patron.id == guardian_id, Patron.erased_at.is_(None))
    ).one_or_none()
    if row is None or row.kind is PatronKind.ORGANISATION:
        raise PatronInputError(PatronCode.GUARDIAN_UNKNOWN)
    if row.guardian_id is not None:  # who has a guardian cannot be one: so no ring of guardians can arise
        raise PatronError(PatronCode.GUARDIAN_CHILD)
