"""Copies that wait for a rotation: planned by a scan, put up when it begins, taken down when it ends.

A planned copy stands on its shelf, is lent as any other and counts nowhere; put up, it counts once (plan line 26).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.models import ItemState
from catalog.items.queries import ItemFacts, item_facts
from circulation.loans.rules.outcome import Reason
from foreign_fund.exhibitions.errors import (
    ExhibitionCode,
    ExhibitionError,
    ExhibitionInputError,
    ExhibitionNotFoundError,
)
from foreign_fund.exhibitions.models import Exhibition, ExhibitionItem, ExhibitionPlan, ExhibitionRotation
from foreign_fund.exhibitions.rules import Act
from foreign_fund.exhibitions.rules.places import Access
from foreign_fund.exhibitions.rules.rotating import Phase, Span, as_of, comes_later, to_take_down
from foreign_fund.exhibitions.services.adding import Added, add_copy, scanned
from foreign_fund.exhibitions.services.hanging import (
    case_of,
    locked,
    note,
    planned_copy,
    rotation_of,
    shown_number,
    span_of,
    tell_desk,
)
from foreign_fund.exhibitions.services.removing import remove_copy, take_off
from ils.activity.work import Work
from ils.errors import clean_text


@dataclass(frozen=True, slots=True)
class Planned:
    """A scan that planned a copy for a later rotation."""

    item: ItemFacts
    span: Span

    @property
    def number(self) -> str:
        """The number to show for the copy."""
        return shown_number(self.item)


@dataclass(frozen=True, slots=True)
class Changed:
    """A scan at the change of a rotation: the copy went down from its case, or up into one.

    `found` is what is told of a copy that was missing or lost until this scan.
    """

    item: ItemFacts
    up: bool
    place: str
    found: tuple[Reason, ...] = ()

    @property
    def number(self) -> str:
        """The number to show for the copy."""
        return shown_number(self.item)


def day_of(exhibition: Exhibition, work: Work) -> date:
    """Return the day by which copies are told: of what is prepared, the first day."""
    return as_of(exhibition.state.value, opens_on=exhibition.opens_on, day=work.day)


def take_scan(
    session: Session, work: Work, *, exhibition_id: int, code: str, section: str = "", case_id: int | None = None,
    rotation_id: int | None = None,
) -> Added | Planned:  # fmt: skip
    """Take a scan of the list: put the copy up, or plan it if its rotation has not begun."""
    exhibition = locked(session, exhibition_id, Act.ADD)
    rotation = rotation_of(session, exhibition_id, rotation_id) if rotation_id else None
    if rotation is not None and comes_later(span_of(rotation), day_of(exhibition, work)):
        return plan_copy(
            session, work, exhibition_id=exhibition_id, code=code, rotation_id=rotation.id, case_id=case_id
        )
    return add_copy(
        session, work, exhibition_id=exhibition_id, code=code, section=section, case_id=case_id,
        rotation_id=rotation.id if rotation else None,
    )  # fmt: skip


def plan_copy(
    session: Session,
    work: Work,
    *,
    exhibition_id: int,
    code: str,
    rotation_id: int,
    case_id: int | None = None,
) -> Planned:
    """Plan a scanned copy for a rotation that has not begun; who has it at home now may bring it back by then."""
    exhibition = locked(session, exhibition_id, Act.ADD)
    rotation = _to_come(session, work, exhibition, rotation_id)
    case = case_of(session, exhibition_id, case_id)
    facts = scanned(session, code)
    named = {"code": shown_number(facts), "title": facts.title}
    if facts.state is ItemState.WITHDRAWN:
        gone = {"day": facts.withdrawn_on, "act": facts.withdrawn_act or None}
        raise ExhibitionError(ExhibitionCode.COPY_WITHDRAWN, **named, **gone)
    if _present(session, exhibition_id, facts.id) is not None:
        raise ExhibitionError(ExhibitionCode.ALREADY_HERE, **named)
    there = planned_copy(session, exhibition_id, facts.id)
    if there is not None:
        span = span_of(session.get_one(ExhibitionRotation, there.rotation_id))
        raise ExhibitionError(ExhibitionCode.PLANNED_THERE, **named, rotation=span.label)
    session.add(
        ExhibitionPlan(
            exhibition_id=exhibition_id, item_id=facts.id, rotation_id=rotation.id,
            case_id=case.id if case else None, planned_at=work.now, planned_by=work.actor_id,
        )
    )  # fmt: skip
    session.flush()
    note(session, work, "exhibition_copy_planned", exhibition, item=facts.id, rotation=rotation.number)
    return Planned(facts, span_of(rotation))


def _to_come(session: Session, work: Work, exhibition: Exhibition, rotation_id: int) -> ExhibitionRotation:
    """Return a rotation for which copies can still be planned."""
    rotation = rotation_of(session, exhibition.id, rotation_id)
    span = span_of(rotation)
    if span.phase(day_of(exhibition, work)) is Phase.OVER:
        raise ExhibitionError(ExhibitionCode.ROTATION_OVER, rotation=span.label, last=span.last_on)
    return rotation


def _present(session: Session, exhibition_id: int, item_id: int) -> ExhibitionItem | None:
    return session.scalars(
        select(ExhibitionItem).where(
            ExhibitionItem.exhibition_id == exhibition_id, ExhibitionItem.item_id == item_id,
            ExhibitionItem.removed_at.is_(None),
        )
    ).one_or_none()  # fmt: skip


def _plan(session: Session, exhibition_id: int, plan_id: int) -> ExhibitionPlan:
    row = session.get(ExhibitionPlan, plan_id, populate_existing=True)
    if row is None or row.exhibition_id != exhibition_id:
        raise ExhibitionNotFoundError(ExhibitionCode.PLAN_UNKNOWN, plan=plan_id)
    return row


def put_up(
    session: Session, work: Work, *, exhibition_id: int, plan_id: int, case_id: int | None = None
) -> Added:
    """Put up a planned copy whose rotation has begun: into the case given, else into the one planned."""
    locked(session, exhibition_id, Act.ADD)
    row = _plan(session, exhibition_id, plan_id)
    code = shown_number(item_facts(session, row.item_id))
    return add_copy(session, work, exhibition_id=exhibition_id, code=code, case_id=case_id)


def unplan(session: Session, work: Work, *, exhibition_id: int, plan_id: int) -> None:
    """Take a copy off the plan; it never hung and never counted."""
    exhibition = locked(session, exhibition_id, Act.REMOVE)
    row = _plan(session, exhibition_id, plan_id)
    session.delete(row)
    session.flush()
    note(session, work, "exhibition_copy_unplanned", exhibition, item=row.item_id)


def arrange_planned(
    session: Session, work: Work, *, exhibition_id: int, plan_id: int, rotation_id: int, case_id: int | None,
    access: str = Access.LEND, annotation: str = "",
) -> ExhibitionPlan:  # fmt: skip
    """Say for which rotation a copy waits, into which case it goes, what readers may do and its label tells."""
    exhibition = locked(session, exhibition_id, Act.CHANGE)
    row = _plan(session, exhibition_id, plan_id)
    if access not in set(Access):
        raise ExhibitionInputError(ExhibitionCode.CHOICE_UNKNOWN, value=access[:40])
    case = case_of(session, exhibition_id, case_id)
    row.rotation_id = _to_come(session, work, exhibition, rotation_id).id
    row.case_id, row.access = case.id if case else None, str(access)
    row.annotation = clean_text(" ".join(annotation.split()), field="annotation", limit=1000)
    session.flush()
    note(session, work, "exhibition_plan_arranged", exhibition, item=row.item_id)
    return row


def rotate_copy(
    session: Session, work: Work, *, exhibition_id: int, entry_id: int, rotation_id: int | None
) -> bool:
    """Say for which rotation a copy on the list hangs, None for the whole time; returns whether it hangs still.

    Before the opening a copy of a later rotation goes on the plan; one that readers see already is taken down first.
    """
    exhibition = locked(session, exhibition_id, Act.CHANGE)
    entry = session.get(ExhibitionItem, entry_id, populate_existing=True)
    if entry is None or entry.exhibition_id != exhibition_id or entry.removed_at is not None:
        raise ExhibitionNotFoundError(ExhibitionCode.COPY_NOT_HERE, exhibition=exhibition_id, entry=entry_id)
    if entry.rotation_id == rotation_id:
        return True
    rotation = _to_come(session, work, exhibition, rotation_id) if rotation_id else None
    if rotation is not None and comes_later(span_of(rotation), day_of(exhibition, work)):
        if exhibition.opened_on is not None:
            span = span_of(rotation)
            raise ExhibitionError(ExhibitionCode.ROTATION_LATER, rotation=span.label, first=span.first_on)
        to_plan(session, work, exhibition, entry, rotation)
        return False
    entry.rotation_id = rotation.id if rotation else None
    session.flush()
    tell_desk(session, exhibition)
    note(session, work, "exhibition_copy_rotated", exhibition, item=entry.item_id)
    return True


def to_plan(
    session: Session, work: Work, exhibition: Exhibition, entry: ExhibitionItem, rotation: ExhibitionRotation
) -> None:
    """Let a copy that nobody has seen yet wait for its rotation: it counts when it is put up."""
    session.add(
        ExhibitionPlan(
            exhibition_id=exhibition.id, item_id=entry.item_id, rotation_id=rotation.id, case_id=entry.case_id,
            access=entry.access, annotation=entry.annotation, planned_at=work.now, planned_by=work.actor_id,
        )
    )  # fmt: skip
    take_off(session, work, exhibition, entry, reason="waits for its rotation")
    note(session, work, "exhibition_copy_planned", exhibition, item=entry.item_id, rotation=rotation.number)


def change_scan(
    session: Session, work: Work, *, exhibition_id: int, code: str, case_id: int | None = None
) -> Changed:
    """Take a scan at the change of a rotation: what is over goes down, what begins goes up, all else is refused."""
    exhibition = locked(session, exhibition_id, Act.ADD)
    facts = scanned(session, code)
    entry = _present(session, exhibition_id, facts.id)
    if entry is None:
        return _goes_up(session, work, exhibition, facts, case_id)
    rotation = session.get(ExhibitionRotation, entry.rotation_id) if entry.rotation_id else None
    span = span_of(rotation) if rotation else None
    if not to_take_down(span, day_of(exhibition, work)):
        last = span.last_on if span else exhibition.closes_on
        named = {"code": shown_number(facts), "title": facts.title}
        raise ExhibitionError(ExhibitionCode.ROTATION_STAYS, **named, last=last)
    place = entry.section
    remove_copy(session, work, exhibition_id=exhibition_id, entry_id=entry.id)
    return Changed(facts, False, place)


def _goes_up(
    session: Session, work: Work, exhibition: Exhibition, facts: ItemFacts, case_id: int | None
) -> Changed:
    row = planned_copy(session, exhibition.id, facts.id)
    if row is None:
        named = {"code": shown_number(facts), "title": facts.title}
        raise ExhibitionError(ExhibitionCode.NOT_ON_LIST, **named)
    added = put_up(session, work, exhibition_id=exhibition.id, plan_id=row.id, case_id=case_id)
    place = session.get_one(ExhibitionItem, added.entry_id).section
    return Changed(facts, True, place, added.found)
