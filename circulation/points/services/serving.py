"""Cards and copies scanned on a trip: the acts are those of the loans, by the rules of the desk, on the trip's day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from catalog.items.queries import ItemFacts, find_item
from circulation.loans.models import Loan
from circulation.loans.queries import open_loan_of
from circulation.loans.rules import Acknowledgement, Assessment, Reason, acknowledge, to_text
from circulation.loans.rules.readers import about_reader
from circulation.loans.services import RENEWED, check_in, check_out, renew, undo_act
from circulation.loans.services.making import reader_of
from circulation.patrons.queries import PatronFacts, find_patron
from circulation.patrons.services.base import refuse_erased
from circulation.points.errors import PointCode, PointError, PointInputError, PointNotFoundError
from circulation.points.models import Trip, TripAct
from circulation.points.queries import acts_of
from circulation.points.rules import ActKind, require_open
from circulation.points.services.places import TRIP, Held, locked_trip, note
from circulation.points.services.trips import there
from circulation.visits.errors import VisitCode, VisitError
from circulation.visits.services import count_visit
from ils.activity.kinds import Source
from ils.activity.services import record
from ils.activity.work import Work
from ils.db import is_postgresql, upsert


@dataclass(frozen=True, slots=True)
class Greeted:
    """A card scanned on a trip: the reader, whether the visit was counted now, what is to be told of the reader."""

    patron: PatronFacts
    visit_counted: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Exchanged:
    """A copy lent, renewed or brought back on a trip."""

    kind: ActKind
    item: ItemFacts
    patron: PatronFacts | None
    due_on: date | None
    reasons: tuple[Reason, ...] = ()


def on_the_day(work: Work, held: Held) -> Work:
    """Return the circumstances of an act that took place on the trip: its day at this hour, its point."""
    back = timedelta(days=(work.day - held.trip.day).days)
    return replace(there(work, held.point), now=work.now - back)


def yes_to(work: Work, day: date, assessment: Assessment) -> str:
    """Return the yes to what is asked on a trip of that day, as a form carries it."""
    return to_text(acknowledge(assessment, at=work.now - timedelta(days=(work.day - day).days)))


def greet(session: Session, work: Work, *, trip_id: int, card: str) -> Greeted:
    """Count the visit of a reader whose card is scanned on the trip, once that day in that sector (VS-01)."""
    held = _open(session, trip_id)
    patron = find_patron(session, card)
    if patron is None:
        raise VisitError(VisitCode.READER_UNKNOWN, card=card[:60])
    refuse_erased(patron)
    if patron.card_lost_on is not None:
        raise VisitError(VisitCode.CARD_LOST, card=patron.card_number, day=patron.card_lost_on)
    placed = there(work, held.point)
    done = count_visit(session, placed, patron=patron, source=Source.CARD, day=held.trip.day)
    if done:
        facts = {"visit": done.subject_id, "day": held.trip.day.isoformat()}
        note(session, work, "trip_visit_counted", TRIP, trip_id, **facts)
        session.flush()
        record(session, placed, done)
    return Greeted(patron, done is not None, tuple(about_reader(reader_of(patron), held.trip.day)))


def lend(
    session: Session,
    work: Work,
    *,
    trip_id: int,
    card: str,
    code: str,
    acknowledged: Acknowledgement | None = None,
) -> Exchanged:
    """Lend a copy on the trip, or renew it where the reader has it already (CO-14)."""
    held = _open(session, trip_id)
    _refuse_later(session, held.trip, code)
    _refuse_again(session, held.trip, code, find_patron(session, card))
    own = on_the_day(work, held)
    lent = check_out(session, own, card=card, code=code, acknowledged=acknowledged)
    kind = ActKind.RENEW if lent.outcome == RENEWED else ActKind.LEND
    _keep(session, work, own, held, kind, lent.loan_id)
    return Exchanged(kind, lent.item, lent.patron, lent.due_on, lent.reasons)


def renew_copy(
    session: Session,
    work: Work,
    *,
    trip_id: int,
    code: str,
    card: str = "",
    acknowledged: Acknowledgement | None = None,
) -> Exchanged:
    """Renew the loan of a copy on the trip; with the reader's card the reader is there, without only the book."""
    held = _open(session, trip_id)
    _refuse_later(session, held.trip, code)
    _refuse_again(session, held.trip, code, None)
    own = on_the_day(work, held)
    renewed = renew(session, own, code=code, card=card or None, acknowledged=acknowledged)
    _keep(session, work, own, held, ActKind.RENEW, renewed.loan_id)
    return Exchanged(ActKind.RENEW, renewed.item, renewed.patron, renewed.due_on)


def take_back(
    session: Session, work: Work, *, trip_id: int, code: str, parts: str | None = None
) -> Exchanged:
    """Take a copy back on the trip; the return counts for its day (CI-11)."""
    held = _open(session, trip_id)
    item = find_item(session, code)
    if item is not None and open_loan_of(session, item.id) is None:
        raise PointError(PointCode.NOT_LENT, copy=item.code, title=item.title)
    _refuse_later(session, held.trip, code)
    own = there(work, held.point)
    returned = check_in(session, own, code=code, on=held.trip.day, parts=parts)
    if returned.loan_id is not None:
        _keep(session, work, own, held, ActKind.RETURN, returned.loan_id)
    return Exchanged(ActKind.RETURN, returned.item, returned.patron, None, returned.reasons)


def undo(session: Session, work: Work, *, trip_id: int, row_id: int) -> None:
    """Take the last exchange of a copy on an open trip back, whole (SB-08)."""
    held = _open(session, trip_id)
    row = next((each for each in acts_of(session, trip_id) if each.id == row_id), None)
    if row is None or row.act_id is None:
        raise PointNotFoundError(PointCode.ACT_UNKNOWN)
    if not row.undone:
        note(session, work, "trip_act_undone", TRIP, held.trip.id, loan=row.loan_id, kind=row.kind.value)
    session.delete(session.get_one(TripAct, row_id))
    session.flush()
    if not row.undone:
        undo_act(session, work, act_id=row.act_id)


def _open(session: Session, trip_id: int) -> Held:
    held = locked_trip(session, trip_id)
    require_open(held.trip.state, point=held.point.name, day=held.trip.day)
    return held


def _refuse_later(session: Session, trip: Trip, code: str) -> None:
    """A copy that somebody had after the day of the trip was not in the van; nor is a later loan renewed before it."""
    item = find_item(session, code)
    if item is None:
        return
    last = session.execute(
        select(Loan.lent_on, Loan.closed_on)
        .where(
            Loan.item_id == item.id, Loan.undone_at.is_(None),
            or_(Loan.lent_on > trip.day, Loan.closed_on > trip.day),
        )
        .limit(1)
    ).one_or_none()  # fmt: skip
    if last is not None:
        raise PointInputError(
            PointCode.COPY_LATER, copy=item.code, day=last.closed_on or last.lent_on, trip=trip.day
        )


def _refuse_again(session: Session, trip: Trip, code: str, patron: PatronFacts | None) -> None:
    """A second scan of a copy that this trip has lent or renewed changes nothing."""
    item = find_item(session, code)
    loan = open_loan_of(session, item.id) if item else None
    if item is None or loan is None or (patron is not None and loan.patron_id != patron.id):
        return
    acts = [each for each in acts_of(session, trip.id) if each.loan_id == loan.id and not each.undone]
    if any(each.kind in {ActKind.LEND, ActKind.RENEW} for each in acts):
        raise PointError(PointCode.HERE_ALREADY, copy=item.code, due=loan.due_on)


def _keep(session: Session, work: Work, own: Work, held: Held, kind: ActKind, loan_id: int) -> None:
    """Tie the act of the loan to the trip; one undone and done again has its new hour."""
    statement = upsert(TripAct, postgresql=is_postgresql(session)).values(
        trip_id=held.trip.id, loan_id=loan_id, kind=kind.value, at=own.now
    )
    again = statement.on_conflict_do_update(
        index_elements=("trip_id", "loan_id", "kind"), set_={"at": statement.excluded.at}
    )
    session.execute(again)
    note(session, work, "trip_copy_exchanged", TRIP, held.trip.id, loan=loan_id, kind=kind.value)
