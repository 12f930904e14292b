"""Restrictions: set, lifted with a reason, brought back when a return is undone (CO-05, CO-06, CI-04)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.patrons.errors import PatronCode, PatronError, PatronInputError, PatronNotFound
from circulation.patrons.models import Restriction, RestrictionKind
from circulation.patrons.services.base import locked_patron
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.errors import clean_text

# What a copy that came back makes good; a suspension runs its time, and only a person lifts what a person set.
BY_LOAN = (RestrictionKind.OVERDUE, RestrictionKind.LOSS)


def restrict(
    session: Session,
    work: Work,
    *,
    patron_id: int,
    kind: RestrictionKind | str,
    reason: str,
    until: date | None = None,
    loan_id: int | None = None,
) -> int:
    """Keep a reader from borrowing; returns the id. An open one of the same kind for the same loan is not doubled.

    `until` is the last day of it, which a suspension must have; None: until it is lifted.
    """
    kind = RestrictionKind(kind)
    text = clean_text(reason, field="reason", limit=300, required=True)
    _check_until(kind, until, work.day)
    locked_patron(session, patron_id)
    known = _open_for_loan(session, patron_id, kind, loan_id)
    if known is not None:
        return known
    row = Restriction(
        patron_id=patron_id, kind=kind, reason=text, since=work.day, until=until, loan_id=loan_id,
        set_at=work.now, set_by=work.actor_id, lifted_at=None, lifted_by=None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit(
        session, work, "patron_restricted", subject_type="patron", subject_id=patron_id,
        restriction=row.id, kind=kind.value, until=until.isoformat() if until else None, loan=loan_id,
    )  # fmt: skip
    return row.id


def _check_until(kind: RestrictionKind, until: date | None, day: date) -> None:
    if kind is RestrictionKind.SUSPENSION and until is None:
        raise PatronInputError(PatronCode.SUSPENSION_ENDLESS)
    if until is not None and until < day:
        raise PatronInputError(PatronCode.UNTIL_PAST, day=until)


def _open_for_loan(
    session: Session, patron_id: int, kind: RestrictionKind, loan_id: int | None
) -> int | None:
    if loan_id is None:
        return None
    same = select(Restriction.id).where(
        Restriction.patron_id == patron_id, Restriction.kind == kind, Restriction.loan_id == loan_id,
        Restriction.lifted_at.is_(None),
    )  # fmt: skip
    return session.scalars(same.limit(1)).first()


def lift(session: Session, work: Work, *, restriction_id: int, reason: str) -> None:
    """Let the reader borrow again before the restriction has run out; why is written down."""
    row = session.scalars(
        select(Restriction).where(Restriction.id == restriction_id).with_for_update()
    ).one_or_none()
    if row is None:
        raise PatronNotFound(PatronCode.RESTRICTION_UNKNOWN, id=restriction_id)
    if row.lifted_at is not None:
        raise PatronError(PatronCode.RESTRICTION_LIFTED)
    _lift(session, work, row, clean_text(reason, field="reason", limit=300, required=True))


def lift_for_loan(session: Session, work: Work, *, loan_id: int, reason: str = "") -> tuple[int, ...]:
    """Lift what a late or lost copy had caused, now that it is back; returns the ids, for `unlift`."""
    rows = session.scalars(
        select(Restriction)
        .where(Restriction.loan_id == loan_id, Restriction.lifted_at.is_(None), Restriction.kind.in_(BY_LOAN))
        .order_by(Restriction.id)
        .with_for_update()
    ).all()
    for row in rows:
        _lift(session, work, row, clean_text(reason, field="reason", limit=300))
    return tuple(row.id for row in rows)


def _lift(session: Session, work: Work, row: Restriction, reason: str) -> None:
    row.lifted_at, row.lifted_by, row.lift_reason = work.now, work.actor_id, reason
    session.flush()
    audit(
        session, work, "patron_restriction_lifted", subject_type="patron", subject_id=row.patron_id,
        restriction=row.id,
    )  # fmt: skip


def unlift(session: Session, work: Work, *, restriction_ids: Collection[int]) -> None:
    """Bring lifted restrictions back, because the act that lifted them is undone (SB-08)."""
    if not restriction_ids:
        return
    rows = session.scalars(
        select(Restriction).where(Restriction.id.in_(restriction_ids)).order_by(Restriction.id)
    ).all()
    for row in rows:
        if row.lifted_at is None:
            continue
        row.lifted_at, row.lifted_by, row.lift_reason = None, None, ""
        audit(
            session, work, "patron_restricted_again", subject_type="patron", subject_id=row.patron_id,
            restriction=row.id,
        )  # fmt: skip
    session.flush()
