"""History lets go of its reader after a time: the loan, the hold, the visit stay; whose it was is known no more."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy import delete as delete_from
from sqlalchemy.orm import Session

from catalog.items.models import Item
from circulation.account.errors import CareCode, OwnInputError
from circulation.account.queries.history import MONTHS, old_holds, old_loans, old_visits
from circulation.account.queries.keepers import keepers
from circulation.desk.services.scans import forget_scans
from circulation.events.models import Attendance, ClubMember
from circulation.events.queries.forgetting import old_attendances, old_memberships
from circulation.events.services.forgetting import forget_attendances, forget_memberships
from circulation.holds.models import Hold
from circulation.loans.models import Loan, LoanAct
from circulation.loans.rules.returning import without_name
from circulation.overdue.models import CallLoan, OverdueNotice, Promise
from circulation.patrons.models import Restriction
from circulation.visits.models import Visit
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.library.models import Setting
from ils.outbox.services.handling import forget_old, forget_subjects

PORTION = 500  # rows of each kind in one transaction: beside desks that write
LONGEST = 600  # months


@dataclass(frozen=True, slots=True)
class LetGo:
    """How many rows let go of their reader."""

    loans: int = 0
    holds: int = 0
    visits: int = 0
    attendances: int = 0
    memberships: int = 0
    messages: int = 0
    others: int = 0  # what floors above keep

    def __add__(self, other: LetGo) -> LetGo:
        mine, more = asdict(self), asdict(other)
        return LetGo(**{kind: mine[kind] + more[kind] for kind in mine})

    def __bool__(self) -> bool:
        return any(asdict(self).values())


def set_months(session: Session, work: Work, *, months: int | None) -> None:
    """Choose for how many months closed loans keep their reader; 0: for ever."""
    if months is None or not 0 <= months <= LONGEST:
        raise OwnInputError(CareCode.MONTHS_INVALID, most=LONGEST)
    session.merge(Setting(name=MONTHS, value=months))
    audit(session, work, "history_months_set", subject_type="setting", subject_id=None, months=months)


def forget_portion(session: Session, work: Work, *, before: date, limit: int = PORTION) -> LetGo:
    """Let at most `limit` rows of each kind, older than a day, go of their reader; nothing left: all zero.

    Part of a run: whoever is killed between two portions goes on with the next one.
    """
    loans = _some(session, old_loans(work.day, before=before).order_by(Loan.id), limit)
    holds = _some(session, old_holds(before=before).order_by(Hold.id), limit)
    visits = _some(session, old_visits(before=before).order_by(Visit.id), limit)
    came = _some(session, old_attendances(before=before).order_by(Attendance.id), limit)
    members = _some(session, old_memberships(before=before).order_by(ClubMember.id), limit)
    forget_loans(session, loans, day=work.day)
    forget_holds(session, holds)
    forget_visits(session, visits)
    forget_attendances(session, came)
    forget_memberships(session, members)
    messages = forget_old(session, recipient_type="patron", before=before, limit=limit)
    forget_scans(session, before=work.now - (work.day - before))
    others = sum(keeper.forget(session, before, limit) for keeper in keepers())
    done = LetGo(len(loans), len(holds), len(visits), len(came), len(members), messages, others)
    if done:
        audit(
            session, work, "history_forgotten", subject_type="setting", subject_id=None,
            before=before.isoformat(), **asdict(done),
        )  # fmt: skip
    return done


def _some(session: Session, ids: Any, limit: int) -> list[int]:
    return list(session.scalars(ids.limit(limit)))


def forget_loans(session: Session, ids: Collection[int], *, day: date) -> None:
    """Let closed loans go of their reader, with every thread that leads from them to one.

    Promises, calls, messages, restrictions that are over, and notes typed with a claim. Due dates, renewals and levels
    of overdue control stay: they say nothing of a person.
    """
    if not ids:
        return
    over = or_(
        Restriction.lifted_at.is_not(None), and_(Restriction.until.is_not(None), Restriction.until < day)
    )
    _write(session, update(Restriction).where(Restriction.loan_id.in_(ids), over).values(loan_id=None))
    _write(session, update(Promise).where(Promise.loan_id.in_(ids)).values(patron_id=None, note=""))
    _write(session, delete_from(CallLoan).where(CallLoan.loan_id.in_(ids)))
    _write(session, update(OverdueNotice).where(OverdueNotice.loan_id.in_(ids)).values(message_id=None))
    forget_subjects(session, subject_type="loan", ids=ids)
    forget_claims(session, ids)
    forget_parts(session, ids)
    _write(session, update(Loan).where(Loan.id.in_(ids)).values(patron_id=None))


def forget_claims(session: Session, loan_ids: Collection[int]) -> None:
    """Take what was typed with a claim out of the before-images of these loans."""
    claims = select(LoanAct.id).where(LoanAct.loan_id.in_(loan_ids), LoanAct.kind == "claim")
    _write(session, update(LoanAct).where(LoanAct.id.in_(claims)).values(before={"note": ""}))


def forget_parts(session: Session, loan_ids: Collection[int]) -> None:
    """Take the reader out of what stands on a copy that came back without a part (CI-10), and out of its images."""
    mine = (
        select(LoanAct, Loan.item_id).join(Loan, Loan.id == LoanAct.loan_id).where(LoanAct.kind == "return")
    )
    for act, item_id in session.execute(mine.where(LoanAct.loan_id.in_(loan_ids))).all():
        was, became = act.before.get("incomplete", ("", ""))
        note = became.removesuffix(f"; {was}") if was else became
        if note != was and without_name(note) != note:
            _rewrite(session, item_id, note, without_name(note))
    session.flush()


def _rewrite(session: Session, item_id: int, note: str, plain: str) -> None:
    """Replace a note wherever the copy or an act on it has it."""
    item = session.get_one(Item, item_id)
    item.incomplete = item.incomplete.replace(note, plain)
    acts = select(LoanAct).join(Loan, Loan.id == LoanAct.loan_id).where(Loan.item_id == item_id)
    for act in session.scalars(acts.where(LoanAct.kind == "return")):
        texts = [text.replace(note, plain) for text in act.before.get("incomplete", ())]
        if texts:
            act.before = act.before | {"incomplete": texts}


def forget_holds(session: Session, ids: Collection[int]) -> None:
    """Let ended holds go of their reader."""
    if not ids:
        return
    forget_subjects(session, subject_type="hold", ids=ids)
    _write(session, update(Hold).where(Hold.id.in_(ids)).values(patron_id=None, note=""))


def forget_visits(session: Session, ids: Collection[int]) -> None:
    """Let visits go of their reader: persons, sector, day and way of counting stay (VS-01: no reader, nothing twice)."""
    if ids:
        _write(session, update(Visit).where(Visit.id.in_(ids)).values(patron_id=None))


def _write(session: Session, statement: Any) -> None:
    """Carry out a statement and drop what the session has read of these rows before."""
    session.execute(statement, execution_options={"synchronize_session": False})
    session.expire_all()
