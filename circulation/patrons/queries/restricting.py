"""Reads of restrictions (CO-05, CO-06)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.patrons.models import Restriction, RestrictionKind
from circulation.patrons.queries.finding import open_on


@dataclass(frozen=True, slots=True)
class RestrictionFacts:
    """Why a reader may not borrow; `until` is the last day of it, None: until it is lifted."""

    id: int
    kind: RestrictionKind
    reason: str
    since: date
    until: date | None
    loan_id: int | None


@dataclass(frozen=True, slots=True)
class RestrictionRow:
    """A restriction with its whole story, for the reader's page."""

    id: int
    kind: RestrictionKind
    reason: str
    since: date
    until: date | None
    loan_id: int | None
    set_at: datetime
    set_by: int | None
    lifted_at: datetime | None
    lifted_by: int | None
    lift_reason: str

    def holds_on(self, day: date) -> bool:
        """Tell whether it keeps the reader from borrowing on that day."""
        return self.lifted_at is None and self.since <= day and (self.until is None or self.until >= day)


_FACTS = (
    Restriction.id, Restriction.kind, Restriction.reason, Restriction.since, Restriction.until, Restriction.loan_id,
)  # fmt: skip
_STORY = (
    Restriction.set_at, Restriction.set_by, Restriction.lifted_at, Restriction.lifted_by, Restriction.lift_reason,
)  # fmt: skip


def open_restrictions(session: Session, patron_id: int, day: date) -> tuple[RestrictionFacts, ...]:
    """Return what keeps a reader from borrowing on that day, the oldest first."""
    rows = session.execute(
        select(*_FACTS).where(Restriction.patron_id == patron_id, open_on(day)).order_by(Restriction.id)
    )
    return tuple(RestrictionFacts(*row) for row in rows)


def restrictions_of(session: Session, patron_id: int, *, limit: int = 50) -> tuple[RestrictionRow, ...]:
    """Return all restrictions a reader ever had, newest first."""
    rows = session.execute(
        select(*_FACTS, *_STORY)
        .where(Restriction.patron_id == patron_id)
        .order_by(Restriction.id.desc())
        .limit(limit)
    )
    return tuple(RestrictionRow(*row) for row in rows)
