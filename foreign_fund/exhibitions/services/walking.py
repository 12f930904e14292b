"""A walk along the cases with a scanner: begun, scanned, ended; what it found stays as it was found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.queries import ItemFacts
from circulation.loans.rules.outcome import Reason
from circulation.loans.services import turn_up
from foreign_fund.exhibitions.errors import ExhibitionCode, ExhibitionError, ExhibitionNotFoundError
from foreign_fund.exhibitions.models import (
    Exhibition,
    ExhibitionCase,
    ExhibitionItem,
    ExhibitionRotation,
    ExhibitionRound,
    ExhibitionSighting,
)
from foreign_fund.exhibitions.queries import expected_in, expected_on, has_cases, sightings_of
from foreign_fund.exhibitions.rules import Act
from foreign_fund.exhibitions.rules.rotating import Phase
from foreign_fund.exhibitions.rules.walking import Result, Walk, fits, seen_as, unseen_as
from foreign_fund.exhibitions.services.adding import Added, add_copy, scanned
from foreign_fund.exhibitions.services.cases import find_case
from foreign_fund.exhibitions.services.hanging import (
    locked,
    note,
    planned_copy,
    shown_number,
    span_of,
    stand,
    tell_desk,
)
from ils.activity.work import Work


@dataclass(frozen=True, slots=True)
class Seen:
    """What a scan of a walk said: a case that is looked at from now on, or a copy with its result.

    `belongs` is the case in which a misplaced copy should stand; `lent` says that the desk believes it with a reader;
    `over` is the last day of a rotation that has ended: the copy is to be taken down. `found` is what is told of a copy
    that was missing or lost until this scan.
    """

    case: ExhibitionCase | None
    item: ItemFacts | None = None
    result: Result | None = None
    belongs: str = ""
    lent: bool = False
    again: bool = False
    over: date | None = None
    found: tuple[Reason, ...] = ()

    @property
    def number(self) -> str:
        """The number to show for the copy."""
        return shown_number(self.item) if self.item else ""


def start_walk(session: Session, work: Work, *, exhibition_id: int, walk: Walk) -> ExhibitionRound:
    """Begin a walk, or go on with the one of this kind that is going."""
    exhibition = locked(session, exhibition_id, Act.TELL)
    if not fits(walk, exhibition.state.value):
        raise ExhibitionError(ExhibitionCode.WALK_WRONG_STATE, exhibition=exhibition.title)
    going = _going(session, exhibition_id)
    if going is not None and going.kind != walk:
        raise ExhibitionError(ExhibitionCode.WALK_GOING, exhibition=exhibition.title)
    if going is not None:
        return going
    begun = ExhibitionRound(
        exhibition_id=exhibition_id,
        kind=walk.value,
        day=work.day,
        started_at=work.now,
        started_by=work.actor_id,
    )
    session.add(begun)
    session.flush()
    note(session, work, "exhibition_walk_begun", exhibition, walk=walk.value, round=begun.id)
    return begun


def _going(session: Session, exhibition_id: int) -> ExhibitionRound | None:
    query = select(ExhibitionRound).where(
        ExhibitionRound.exhibition_id == exhibition_id, ExhibitionRound.finished_at.is_(None)
    )
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def _open_round(
    session: Session, exhibition_id: int, round_id: int, act: Act = Act.TELL
) -> tuple[Exhibition, ExhibitionRound]:
    exhibition = locked(session, exhibition_id, act)
    found = session.get(ExhibitionRound, round_id, populate_existing=True)
    if found is None or found.exhibition_id != exhibition_id:
        raise ExhibitionNotFoundError(ExhibitionCode.WALK_UNKNOWN, walk=round_id)
    if found.finished_at is not None:
        raise ExhibitionError(ExhibitionCode.WALK_OVER, day=found.day)
    return exhibition, found


def walk_scan(session: Session, work: Work, *, exhibition_id: int, round_id: int, code: str) -> Seen:
    """Take a scan of a walk: the code of a case says where one stands now, a copy is seen there."""
    exhibition, found = _open_round(session, exhibition_id, round_id)
    case = find_case(session, exhibition_id=exhibition_id, scanned=code)
    if case is not None:
        found.case_id = case.id
        return Seen(case)
    facts = scanned(session, code)
    walk = Walk(found.kind)
    if found.case_id is None and walk is not Walk.RETURN and has_cases(session, exhibition_id):
        raise ExhibitionError(ExhibitionCode.CASE_FIRST)
    here = session.get(ExhibitionCase, found.case_id) if found.case_id else None
    put_up = _put_up_planned(session, work, exhibition, facts, here) if walk is Walk.MOUNTING else None
    entry = _entry(session, exhibition_id, facts)
    if walk is Walk.MOUNTING and entry.case_id is None and here is not None:
        stand(session, entry, here)
        session.flush()
        tell_desk(session, exhibition)
    turned_up = turn_up(session, work, item_id=facts.id)
    seen = _see(session, work, found, entry, facts, here)
    told = put_up.found if put_up else turned_up.reasons if turned_up else ()
    return replace(seen, found=told)


def _put_up_planned(
    session: Session, work: Work, exhibition: Exhibition, facts: ItemFacts, here: ExhibitionCase | None
) -> Added | None:
    """A copy that waited for its rotation goes up where it is scanned; before its time it is refused in words."""
    if planned_copy(session, exhibition.id, facts.id) is None:
        return None
    case_id = here.id if here else None
    return add_copy(session, work, exhibition_id=exhibition.id, code=shown_number(facts), case_id=case_id)


def _entry(session: Session, exhibition_id: int, facts: ItemFacts) -> ExhibitionItem:
    entry = session.scalars(
        select(ExhibitionItem).where(
            ExhibitionItem.exhibition_id == exhibition_id, ExhibitionItem.item_id == facts.id,
            ExhibitionItem.removed_at.is_(None),
        )
    ).one_or_none()  # fmt: skip
    if entry is None:
        raise ExhibitionError(ExhibitionCode.NOT_ON_LIST, code=shown_number(facts), title=facts.title)
    return entry


def _see(
    session: Session, work: Work, found: ExhibitionRound, entry: ExhibitionItem, facts: ItemFacts,
    here: ExhibitionCase | None,
) -> Seen:  # fmt: skip
    result = seen_as(Walk(found.kind), belongs=entry.case_id, seen_in=found.case_id)
    sighting = session.scalars(
        select(ExhibitionSighting).where(
            ExhibitionSighting.round_id == found.id, ExhibitionSighting.entry_id == entry.id
        )
    ).one_or_none()
    again = sighting is not None
    sighting = sighting or ExhibitionSighting(round_id=found.id, entry_id=entry.id)
    sighting.case_id, sighting.seen_at, sighting.result = found.case_id, work.now, result.value
    session.add(sighting)
    session.flush()
    lent = any(each.on_loan for each in expected_on(session, found.exhibition_id, entry_id=entry.id))
    belongs = entry.section if result is Result.MISPLACED else ""
    return Seen(here, facts, result, belongs, lent, again, _over(session, entry, found))


def _over(session: Session, entry: ExhibitionItem, found: ExhibitionRound) -> date | None:
    """Return the last day of the copy's rotation if it ended before the walk; on the way back it says nothing."""
    row = session.get(ExhibitionRotation, entry.rotation_id) if entry.rotation_id else None
    if row is None or found.kind == Walk.RETURN or span_of(row).phase(found.day) is not Phase.OVER:
        return None
    return row.last_on


def finish_walk(session: Session, work: Work, *, exhibition_id: int, round_id: int) -> bool:
    """End a walk: what nobody saw is missing, unless a reader has it. False: nothing was scanned, so it was no walk."""
    exhibition, found = _open_round(session, exhibition_id, round_id)
    return _end(session, work, exhibition, found)


def end_walks(session: Session, work: Work, exhibition_id: int) -> None:
    """End the walk that is going, because the state of the exhibition changes under it."""
    found = _going(session, exhibition_id)
    if found is not None:
        _end(session, work, session.get_one(Exhibition, exhibition_id), found)


def _end(session: Session, work: Work, exhibition: Exhibition, found: ExhibitionRound) -> bool:
    seen = sightings_of(session, found.id)
    if not seen:
        session.delete(found)
        session.flush()
        return False
    unseen = [copy for copy in expected_in(session, found) if copy.entry_id not in seen]
    session.add_all(
        ExhibitionSighting(round_id=found.id, entry_id=copy.entry_id, result=unseen_as(copy).value)
        for copy in unseen
    )
    found.finished_at = work.now
    session.flush()
    missing = sum(unseen_as(copy) is Result.MISSING for copy in unseen)
    note(session, work, "exhibition_walk_ended", exhibition, walk=found.kind, round=found.id, missing=missing)
    return True
