"""Partners entered and changed; entries of registers tied to them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.stock.rules.money import RATE_UNIT, check_rate
from foreign_fund.databases.rules import checked_languages
from foreign_fund.partners.errors import PartnerCode, PartnerError, PartnerInputError, PartnerNotFoundError
from foreign_fund.partners.models import Partner, PartnerEntry
from foreign_fund.partners.queries.partners import LARGEST_ID, SUBJECT, TIED
from foreign_fund.partners.rules.partners import PartnerFacts, checked_country, checked_kind, checked_link
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.db import queue_here
from ils.errors import clean_text
from ils.registers.models import RegisterEntry

QUEUE = "partners"
LIMITS = {
    "name": 300, "city": 100, "address": 300, "contact": 200, "email": 200, "phone": 60, "link": 500, "note": 1000
}  # fmt: skip


def enter_partner(session: Session, work: Work, *, facts: PartnerFacts) -> Partner:
    """Enter a partner; a name stands once."""
    row = Partner(created_at=work.now, created_by=work.actor_id)
    _put(session, row, facts)
    session.add(row)
    session.flush()
    audit(session, work, "partner_entered", subject_type=SUBJECT, subject_id=row.id, name=row.name[:100])
    return row


def change_partner(session: Session, work: Work, *, partner_id: int, facts: PartnerFacts) -> Partner:
    """Change what is said of a partner; one that is active no more takes no new shipments and requests."""
    row = locked_partner(session, partner_id)
    _put(session, row, facts)
    session.flush()
    audit(session, work, "partner_changed", subject_type=SUBJECT, subject_id=row.id, name=row.name[:100])
    return row


def tie_entry(session: Session, work: Work, *, partner_id: int, entry_id: int) -> None:
    """Say that an agreement, a delegation or an event abroad is this partner's; an entry is one partner's."""
    partner = locked_partner(session, partner_id)
    entry = session.get(RegisterEntry, entry_id) if 0 < entry_id <= LARGEST_ID else None
    if entry is None or entry.withdrawn_at is not None or entry.register not in set(TIED):
        raise PartnerInputError(PartnerCode.ENTRY_NOT_OURS)
    if session.get(PartnerEntry, entry_id) is not None:
        raise PartnerError(PartnerCode.ENTRY_TAKEN, title=entry.title)
    session.add(
        PartnerEntry(entry_id=entry_id, partner_id=partner.id, tied_at=work.now, tied_by=work.actor_id)
    )
    session.flush()
    audit(session, work, "partner_entry_tied", subject_type=SUBJECT, subject_id=partner.id, entry=entry_id)


def untie_entry(session: Session, work: Work, *, partner_id: int, entry_id: int) -> None:
    """Take an entry off a partner; the entry stays in its register."""
    row = session.get(PartnerEntry, entry_id) if 0 < entry_id <= LARGEST_ID else None
    if row is None or row.partner_id != partner_id:
        raise PartnerNotFoundError(PartnerCode.ENTRY_NOT_TIED)
    session.delete(row)
    session.flush()
    audit(session, work, "partner_entry_untied", subject_type=SUBJECT, subject_id=partner_id, entry=entry_id)


def locked_partner(session: Session, partner_id: int) -> Partner:
    """Return a partner, held until the commit; refuse an unknown one."""
    row = None
    if 0 < partner_id <= LARGEST_ID:
        row = session.get(Partner, partner_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise PartnerNotFoundError(PartnerCode.UNKNOWN)
    return row


def active_partner(session: Session, partner_id: int) -> Partner:
    """Return a partner with whom something new may begin."""
    row = locked_partner(session, partner_id)
    if not row.active:
        raise PartnerError(PartnerCode.INACTIVE, name=row.name)
    return row


def _put(session: Session, row: Partner, facts: PartnerFacts) -> None:
    clean = {
        name: clean_text(" ".join(getattr(facts, name).split()), field=name, limit=limit, required=name == "name")
        for name, limit in LIMITS.items()
    }  # fmt: skip
    _refuse_taken(session, clean["name"], row.id)
    check_rate(facts.currency, RATE_UNIT)
    clean["link"] = checked_link(clean["link"])
    for name, value in clean.items():
        setattr(row, name, value)
    row.kind, row.country = checked_kind(facts.kind), checked_country(facts.country)
    row.languages, row.currency = checked_languages(facts.languages), facts.currency
    row.active = facts.active


def _refuse_taken(session: Session, name: str, own: int | None) -> None:
    """Compare here and not in the database: SQLite makes only Latin letters small. One entering waits for the other."""
    queue_here(session, QUEUE)
    with session.no_autoflush:
        known = session.execute(select(Partner.id, Partner.name)).all()
    if any(row.name.casefold() == name.casefold() and row.id != own for row in known):
        raise PartnerInputError(PartnerCode.NAME_TAKEN, name=name)
