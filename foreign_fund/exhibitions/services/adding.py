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
from circulation.loans.rules.outcome import Reason
from circulation.loans.services import hold_gone, turn_up
from foreign_fund.exhibitions.errors import ExhibitionCode, ExhibitionError, ExhibitionNotFoundError
from foreign_fund.exhibitions.models import (
    Exhibition,
    ExhibitionCase,
    ExhibitionItem,
    ExhibitionPlan,
    ExhibitionRotation,
    ExhibitionState,
)
from foreign_fund.exhibitions.rules import Act, readable_code, shown_code
from foreign_fund.exhibitions.rules.rotating import Phase, as_of
from foreign_fund.exhibitions.services.hanging import (
    COPY,
    case_of,
    hang,
    locked,
    note,
    planned_copy,
    rotation_of,
    shown_number,
    span_of,
    stand,
)
from ils.activity.kinds import Kind
from ils.activity.services import record
from ils.activity.work import Done, Work
from ils.errors import clean_text


@dataclass(frozen=True, slots=True)
class Added:
    """A scan that was taken: the copy, its entry, and whether the scan counts in line 26.

    `found` is what is told of a copy that was missing or lost until this scan.
    """

    entry_id: int
    item: ItemFacts
    counted: bool
    found: tuple[Reason, ...] = ()

    @property
    def number(self) -> str:
        """The number to show for the copy."""
        return shown_number(self.item)


def add_copy(
    session: Session,
    work: Work,
    *,
    exhibition_id: int,
    code: str,
    section: str = "",
    case_id: int | None = None,
    rotation_id: int | None = None,
) -> Added:
    """Put a scanned copy on an exhibition, into a case or a section; once it is open, the desk sees it hang there.

    A copy that was planned takes rotation, case and label from its plan; one whose rotation comes later is refused.
    """
    exhibition = locked(session, exhibition_id, Act.ADD)
    section = clean_text(section, field="section", limit=100)
    case = case_of(session, exhibition_id, case_id)
    facts = scanned(session, code)
    entry = _entry_of(session, exhibition_id, facts.id)
    _refuse_unfit(session, facts, entry)
    plan = planned_copy(session, exhibition_id, facts.id)
    rotation = _rotation(session, work, exhibition, facts, plan, rotation_id)
    counted = entry is None or entry.undone_at is not None
    entry = entry or ExhibitionItem(exhibition_id=exhibition_id, item_id=facts.id)
    entry.rotation_id = rotation.id if rotation else None
    if plan is not None:
        case = case or case_of(session, exhibition_id, plan.case_id)
        entry.access, entry.annotation = plan.access, plan.annotation
        session.delete(plan)
    _enter(session, work, entry, section, case)
    if exhibition.state is ExhibitionState.OPEN:
        hang(session, work, exhibition, entry)
    note(session, work, "exhibition_copy_added", exhibition, item=facts.id, counted=counted)
    turned_up = turn_up(session, work, item_id=facts.id)
    entry.found = dict(turned_up.image) if turned_up else None
    session.flush()
    if counted:
        _record(session, work, entry, facts)
    return Added(entry.id, facts, counted, turned_up.reasons if turned_up else ())


def _rotation(
    session: Session, work: Work, exhibition: Exhibition, facts: ItemFacts, plan: ExhibitionPlan | None,
    asked: int | None,
) -> ExhibitionRotation | None:  # fmt: skip
    """Return the rotation for which a copy goes up now: the planned one while it lasts, else the one asked for."""
    day = as_of(exhibition.state.value, opens_on=exhibition.opens_on, day=work.day)
    if plan is not None:
        row = rotation_of(session, exhibition.id, plan.rotation_id)
        span = span_of(row)
        if span.phase(day) is Phase.COMING:
            named = {"code": shown_number(facts), "title": facts.title}
            raise ExhibitionError(
                ExhibitionCode.PLANNED_LATER, **named, rotation=span.label, first=span.first_on
            )
        if span.phase(day) is Phase.NOW:
            return row
    if not asked:
        return None
    row = rotation_of(session, exhibition.id, asked)
    span = span_of(row)
    if span.phase(day) is Phase.OVER:
        raise ExhibitionError(ExhibitionCode.ROTATION_OVER, rotation=span.label, last=span.last_on)
    if span.phase(day) is Phase.COMING:
        raise ExhibitionError(ExhibitionCode.ROTATION_LATER, rotation=span.label, first=span.first_on)
    return row


def scanned(session: Session, code: str) -> ItemFacts:
    """Return the copy with the number scanned, held until the commit; refuse what no copy has, with what comes near."""
    code = readable_code(code)
    seen = find_item(session, code)
    if seen is not None:
        hold_gone(session, item_id=seen.id)  # of a lost copy the reader is held first
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


def _enter(
    session: Session, work: Work, entry: ExhibitionItem, section: str, case: ExhibitionCase | None
) -> None:
    entry.section, entry.scanned_at, entry.scanned_by = section, work.now, work.actor_id
    stand(session, entry, case)
    entry.removed_at = entry.undone_at = None
    session.add(entry)
    session.flush()


def _record(session: Session, work: Work, entry: ExhibitionItem, facts: ItemFacts) -> None:
    done = Done(
        kind=Kind.EXHIBITION_ITEM, subject_type=COPY, subject_id=entry.id, item=snapshot(session, facts)
    )
    record(session, work, done)
