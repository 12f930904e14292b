"""What a night does about one reader: notes the levels, restricts, charges, gives up for lost, writes one message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.charges.models import ChargeKind
from circulation.charges.queries import owed
from circulation.charges.services import charge
from circulation.loans.models import Loan
from circulation.loans.services import hold_reader
from circulation.loans.services.losing import declare_lost
from circulation.overdue.models import OverdueNotice, OverdueRun
from circulation.overdue.queries import Judged, Ladder, judge, loans_of_night
from circulation.overdue.rules import KIND, CopyTold, channels_of, message_facts, of_level
from circulation.patrons.models import Restriction, RestrictionKind
from circulation.patrons.queries import patron_facts, recipient_of
from circulation.patrons.services import lift_for_loan, restrict
from ils.activity.work import Work
from ils.db import queue_here
from ils.outbox.services import queue_message

QUEUE = "overdue"


@dataclass(frozen=True, slots=True)
class Warned:
    """What was done about one reader."""

    patron_id: int
    message_id: int
    levels: int  # levels noted, those included that were only passed
    restricted: int
    charged: int  # soʻm
    lost: int


def warn_reader(
    session: Session, work: Work, *, patron_id: int, ladder: Ladder, not_before: datetime | None = None
) -> Warned | None:
    """Write to a reader about every copy that has reached a level; None where there is nothing to do (any more).

    Everything is read again under the reader's lock, so that two runs at once do nothing twice (OV-02). A reader who was
    written to today already waits for tomorrow: what is not noted is not lost (OV-04).
    """
    queue_here(session, QUEUE)
    hold_reader(session, patron_id)
    judged = judge(loans_of_night(session, ladder, patron_id=patron_id), ladder)
    due = [each for each in judged if each.decision.written]
    if not due:
        return None
    message_id = _write(session, work, patron_id, judged, due, not_before)
    if message_id is None:
        return None
    for each in due:
        _note(session, work, each, message_id)
    return _carry_out(session, work, patron_id, message_id, due)


def _write(
    session: Session,
    work: Work,
    patron_id: int,
    judged: Sequence[Judged],
    due: Sequence[Judged],
    not_before: datetime | None,
) -> int | None:
    """Queue the one message of the day: the copies whose level has come, and the reader's other late ones."""
    copies = [*(of_level(each.loan.told, each.decision) for each in due), *_also_late(judged, work)]
    debt = owed(session, patron_id) + sum(each.decision.charge for each in due)
    return queue_message(
        session,
        work,
        kind=KIND,
        recipient=recipient_of(patron_facts(session, patron_id), work.day),
        facts=message_facts(copies, work.day, owed=debt),
        subjects=[("loan", copy.loan_id) for copy in copies],
        dedupe=f"{KIND}:{patron_id}:{work.day.isoformat()}",
        not_before=not_before,
        channels=channels_of(each.decision for each in due) or None,
    )


def _also_late(judged: Sequence[Judged], work: Work) -> list[CopyTold]:
    """Return the late copies that were written about before: listed, so that the reader sees all (OV-04)."""
    return [
        _listed(each.loan.told)
        for each in judged
        if each.decision.written is None and _nags(each, work) and each.loan.seen.due_on < work.day
    ]


def _nags(each: Judged, work: Work) -> bool:
    seen = each.loan.seen
    promised = seen.promised_until is not None and work.day <= seen.promised_until
    return not (seen.claimed or seen.lost or promised)


def _listed(copy: CopyTold) -> CopyTold:
    return CopyTold(copy.loan_id, copy.title, copy.author, copy.code, copy.due_on, due_now=False)


def _note(session: Session, work: Work, each: Judged, message_id: int) -> None:
    """Note every level reached, the sternest last; the unique key is the last guard against a second time."""
    decision, seen = each.decision, each.loan.seen
    for level in decision.levels:
        session.add(
            OverdueNotice(
                loan_id=seen.id, level_id=level.id, due_on=seen.due_on, day=work.day, at=work.now,
                message_id=message_id if level is decision.written else None,
                days_late=(work.day - seen.due_on).days,
            )
        )  # fmt: skip
        session.flush()


def _carry_out(
    session: Session, work: Work, patron_id: int, message_id: int, due: Sequence[Judged]
) -> Warned:
    """Do what the levels say; declaring a copy lost writes the log and so comes last."""
    for each in (one for one in due if one.decision.restricts):
        restrict(
            session, work, patron_id=patron_id, kind=RestrictionKind.OVERDUE, reason=_about(each.loan.told),
            loan_id=each.loan.seen.id,
        )  # fmt: skip
    for each in (one for one in due if one.decision.charge):
        charge(
            session, work, patron_id=patron_id, kind=ChargeKind.OVERDUE, amount=each.decision.charge,
            loan_id=each.loan.seen.id, note=_about(each.loan.told),
        )  # fmt: skip
    for each in (one for one in due if one.decision.marks_lost):
        declare_lost(session, work, loan_id=each.loan.seen.id, by_ladder=True)
    return Warned(
        patron_id=patron_id,
        message_id=message_id,
        levels=sum(len(each.decision.levels) for each in due),
        restricted=sum(each.decision.restricts for each in due),
        charged=sum(each.decision.charge for each in due),
        lost=sum(each.decision.marks_lost for each in due),
    )


def _about(copy: CopyTold) -> str:
    """Return the copy in a form that needs no language: title, number, due date."""
    return f"{copy.title[:200]} · {copy.code} · {copy.due_on:%d.%m.%Y}"


def lift_groundless(session: Session, work: Work) -> int:
    """Lift restrictions of the ladder whose loan is late no more: renewed, or given a later date by a closure."""
    groundless = (
        select(Restriction.loan_id)
        .join(Loan, Loan.id == Restriction.loan_id)
        .where(
            Restriction.kind == RestrictionKind.OVERDUE,
            Restriction.lifted_at.is_(None),
            Loan.closed_at.is_(None),
            Loan.due_on >= work.day,
        )
        .distinct()
    )
    loan_ids = [loan_id for loan_id in session.scalars(groundless) if loan_id is not None]
    return sum(len(lift_for_loan(session, work, loan_id=loan_id)) for loan_id in loan_ids)


def note_run(session: Session, work: Work, *, counts: dict[str, Any]) -> int:
    """Keep what a run came to."""
    row = OverdueRun(day=work.day, at=work.now, staff_id=work.actor_id, counts=counts)
    session.add(row)
    session.flush()
    return row.id
