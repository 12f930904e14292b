"""Partners, and the entries of registers that are theirs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from foreign_fund.partners.errors import PartnerCode, PartnerNotFoundError
from foreign_fund.partners.models import Partner, PartnerEntry
from ils.registers.models import RegisterEntry
from ils.registers.queries.entries import EntryView, entry
from ils.registers.rules.kinds import Register

SUBJECT = "partner"
LARGEST_ID = 2**31 - 1
TIED = (Register.AGREEMENTS, Register.DELEGATIONS, Register.ABROAD)
"""Registers whose entries may be a partner's."""


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """A partner."""

    id: int
    name: str
    kind: str
    country: str
    city: str
    languages: str
    address: str
    contact: str
    email: str
    phone: str
    link: str
    currency: str
    note: str
    active: bool
    created_at: datetime
    created_by: int | None


@dataclass(frozen=True, slots=True)
class WantedPartners:
    """Which partners a list shows; what is empty narrows nothing."""

    kind: str = ""
    country: str = ""
    text: str = ""
    active: bool | None = True


_OWN = tuple(each.name for each in fields(PartnerRow))


def _partners() -> Select[Any]:
    return select(*(getattr(Partner, name) for name in _OWN))


def partners(session: Session, wanted: WantedPartners | None = None) -> tuple[PartnerRow, ...]:
    """Return the partners asked for, by name."""
    wanted = wanted or WantedPartners()
    query = _partners().order_by(func.lower(Partner.name), Partner.id)
    if wanted.kind:
        query = query.where(Partner.kind == wanted.kind)
    if wanted.country:
        query = query.where(Partner.country == wanted.country)
    if wanted.active is not None:
        query = query.where(Partner.active.is_(wanted.active))
    if wanted.text:
        columns = (Partner.name, Partner.city, Partner.contact)
        query = query.where(or_(*(each.icontains(wanted.text, autoescape=True) for each in columns)))
    return tuple(PartnerRow(*row) for row in session.execute(query))


def partner_row(session: Session, partner_id: int) -> PartnerRow:
    """Return a partner; refuse an unknown id."""
    found = None
    if 0 < partner_id <= LARGEST_ID:
        found = session.execute(_partners().where(Partner.id == partner_id)).one_or_none()
    if found is None:
        raise PartnerNotFoundError(PartnerCode.UNKNOWN)
    return PartnerRow(*found)


def countries(session: Session) -> tuple[str, ...]:
    """Return the countries of all partners."""
    return tuple(session.scalars(select(Partner.country).distinct().order_by(Partner.country)))


def count_by_kind(session: Session) -> Counter[str]:
    """Return how many active partners of each kind there are."""
    rows = session.execute(
        select(Partner.kind, func.count()).where(Partner.active.is_(True)).group_by(Partner.kind)
    )
    return Counter({kind: number for kind, number in rows})  # noqa: C416 - rows are no pairs to a type checker


def entries_of(session: Session, partner_id: int, register: Register) -> tuple[EntryView, ...]:
    """Return the standing entries of a register that are a partner's, the latest first."""
    ids = session.scalars(
        select(RegisterEntry.id)
        .join(PartnerEntry, PartnerEntry.entry_id == RegisterEntry.id)
        .where(
            PartnerEntry.partner_id == partner_id,
            RegisterEntry.register == register.value,
            RegisterEntry.withdrawn_at.is_(None),
        )
        .order_by(RegisterEntry.day.desc(), RegisterEntry.id.desc())
    ).all()
    return tuple(entry(session, each) for each in ids)


def untied_entries(session: Session, *, limit: int = 100) -> tuple[EntryView, ...]:
    """Return standing entries that are nobody's yet, the latest first: to be tied to a partner."""
    ids = session.scalars(
        select(RegisterEntry.id)
        .outerjoin(PartnerEntry, PartnerEntry.entry_id == RegisterEntry.id)
        .where(
            PartnerEntry.entry_id.is_(None),
            RegisterEntry.register.in_([each.value for each in TIED]),
            RegisterEntry.withdrawn_at.is_(None),
        )
        .order_by(RegisterEntry.day.desc(), RegisterEntry.id.desc())
        .limit(limit)
    ).all()
    return tuple(entry(session, each) for each in ids)


def agreement_on(session: Session, partner_id: int, day: date) -> EntryView | None:
    """Return the agreement with a partner that holds on a day, the latest signed of several."""
    for each in entries_of(session, partner_id, Register.AGREEMENTS):
        if each.day <= day and (each.until is None or day <= each.until):
            return each
    return None


def agreement_text(agreement: EntryView | None) -> str:
    """Return how papers name an agreement."""
    if agreement is None:
        return ""
    number = f"№ {agreement.number}, " if agreement.number else ""
    return f"{number}{agreement.day:%d.%m.%Y}"


def names_of(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Return the names of partners."""
    rows = session.execute(select(Partner.id, Partner.name).where(Partner.id.in_(set(ids))))
    return {key: name for key, name in rows}  # noqa: C416 - rows are no pairs to a type checker


def describe(session: Session, ids: Iterable[int]) -> dict[int, tuple[str, int | None]]:
    """Return the names of partners, each with its page."""
    return {key: (name, key) for key, name in names_of(session, ids).items()}


def tied_partner(session: Session, entry_ids: Sequence[int]) -> dict[int, int]:
    """Return the partner of each entry that is somebody's."""
    rows = session.execute(
        select(PartnerEntry.entry_id, PartnerEntry.partner_id).where(PartnerEntry.entry_id.in_(entry_ids))
    )
    return {key: partner for key, partner in rows}  # noqa: C416 - rows are no pairs to a type checker
