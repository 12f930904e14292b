"""Putting a scanned copy on an exhibition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.models import ItemState
from catalog.items.queries import ItemFacts, find_item, nearest_codes, open_placement_of, snapshot
from catalog.items.services import refuse_promised
from circulation.loans.models import Loan
from foreign_fund.exhibitions.errors import ExhibitionCode, ExhibitionError, ExhibitionNotFoundError
from foreign_fund.exhibitions.models import ExhibitionItem, ExhibitionState
from foreign_fund.exhibitions.rules import Act, readable_code, shown_code
from foreign_fund.exhibitions.services.hanging import COPY, hang, locked, note, shown_number
from ils.activity.kinds import Kind
from ils.activity.services import record
from ils.activity.work import Done, Work
from ils.errors import clean_text


@dataclass(frozen=True, slots=True)
class Added:
    """A scan that was taken: the copy, its entry, and whether the scan counts in line 26."""

    entry_id: int
    item: ItemFacts
    counted: bool

    @property
    def number(self) -> str:
        """The number to show for the copy."""
        return shown_number(self.item)


def add_copy(session: Session, work: Work, *, exhibition_id: int, code: str, section: str = "") -> Added:
    """Put a scanned copy on an exhibition; from its opening on, the desk sees it hang there."""
    exhibition = locked(session, exhibition_id, Act.ADD)
    section = clean_text(section, field="section", limit=100)
    facts = _scanned(session, code)
    entry = _entry_of(session, exhibition_id, facts.id)
    _refuse_unfit(session, facts, entry)
    counted = entry is None or entry.undone_at is not None
    entry = entry or ExhibitionItem(exhibition_id=exhibition_id, item_id=facts.id)
    _enter(session, work, entry, section)
    if exhibition.state is ExhibitionState.OPEN:
        hang(session, work, exhibition, entry)
    note(session, work, "exhibition_copy_added", exhibition, item=facts.id, counted=counted)
    if counted:
        _record(session, work, entry, facts)
    return Added(entry.id, facts, counted)


def _scanned(session: Session, code: str) -> ItemFacts:
    code = readable_code(code)
    facts = find_item(session, code, lock=True)
    if facts is not None:
        return facts
    nearest = nearest_codes(session, code)
    if nearest:
        raise ExhibitionNotFoundError(
            ExhibitionCode.COPY_UNKNOWN_NEAR, code=shown_code(code), nearest=list(nearest)
        )
    raise ExhibitionNotFoundError(ExhibitionCode.COPY_UNKNOWN, code=shown_code(code))


def _entry_of(session: Session, exhibition_id: int, item_id: int) -> ExhibitionItem | None:
    return session.scalars(
        select(ExhibitionItem)
        .where(ExhibitionItem.exhibition_id == exhibition_id, ExhibitionItem.item_id == item_id)
        .execution_options(populate_existing=True)
    ).one_or_none()


def _refuse_unfit(session: Session, facts: ItemFacts, entry: ExhibitionItem | None) -> None:
    named = {"code": shown_number(facts), "title": facts.title}
    if facts.state is ItemState.WITHDRAWN:
        gone = {"day": facts.withdrawn_on, "act": facts.withdrawn_act or None}
        raise ExhibitionError(ExhibitionCode.COPY_WITHDRAWN, **named, **gone)
    if facts.state is ItemState.ON_LOAN:
        raise ExhibitionError(ExhibitionCode.COPY_ON_LOAN, **named, due=_due_on(session, facts.id))
    refuse_promised(facts)
    if entry is not None and entry.removed_at is None:
        raise ExhibitionError(ExhibitionCode.ALREADY_HERE, **named)
    hanging = open_placement_of(session, facts.id)
    if hanging is not None:
        there = {"exhibition": hanging.label, "until": hanging.until}
        raise ExhibitionError(ExhibitionCode.ON_ANOTHER, **named, **there)


def _due_on(session: Session, item_id: int) -> date | None:
    return session.scalars(
        select(Loan.due_on).where(Loan.item_id == item_id, Loan.closed_at.is_(None))
    ).one_or_none()


def _enter(session: Session, work: Work, entry: ExhibitionItem, section: str) -> None:
    entry.section, entry.scanned_at, entry.scanned_by = section, work.now, work.actor_id
    entry.removed_at = entry.undone_at = None
    session.add(entry)
    session.flush()


def _record(session: Session, work: Work, entry: ExhibitionItem, facts: ItemFacts) -> None:
    done = Done(
        kind=Kind.EXHIBITION_ITEM, subject_type=COPY, subject_id=entry.id, item=snapshot(session, facts)
    )
    record(session, work, done)
