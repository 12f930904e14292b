"""Transfer acts being written: begun, changed, given up; a correction begun from an approved one."""

from __future__ import annotations

from typing import Unpack

from sqlalchemy import select
from sqlalchemy.orm import Session

from foreign_fund.custody.errors import CustodyCode, CustodyError, CustodyInputError, CustodyNotFoundError
from foreign_fund.custody.models import Custodian, CustodyAct, CustodyLine, CustodyState
from foreign_fund.custody.rules.ready import Head
from foreign_fund.custody.services.custodians import FIRST_DAY
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.errors import clean_text
from ils.library.places import department as department_of

SUBJECT = "custody_act"


def begin_act(session: Session, work: Work, **head: Unpack[Head]) -> int:
    """Begin an act; copies and papers may still be missing. Returns its id."""
    act = CustodyAct(state=CustodyState.DRAFT, created_at=work.now, created_by=work.actor_id)
    _say(session, act, head)
    session.add(act)
    session.flush()
    audit(session, work, "custody_act_begun", subject_type=SUBJECT, subject_id=act.id)
    return act.id


def change_act(session: Session, work: Work, *, act_id: int, **head: Unpack[Head]) -> None:
    """Change the head of a draft; a correction keeps who gives and who takes."""
    act = draft(session, act_id)
    if act.corrects_id is not None:
        head = {
            **head,
            "giver_id": act.giver_id,
            "taker_id": act.taker_id,
            "to_department": act.to_department,
        }
    _say(session, act, head)
    session.flush()
    audit(session, work, "custody_act_changed", subject_type=SUBJECT, subject_id=act_id)


def cancel_act(session: Session, work: Work, *, act_id: int) -> None:
    """Give a draft up; it keeps its copies and can never be approved."""
    act = draft(session, act_id)
    act.state = CustodyState.CANCELLED
    session.flush()
    audit(session, work, "custody_act_cancelled", subject_type=SUBJECT, subject_id=act_id)


def begin_correction(session: Session, work: Work, *, act_id: int) -> int:
    """Begin the act that gives everything of an approved act back to where it was; lines may be taken out of it."""
    first = locked(session, act_id)
    if first.state is not CustodyState.APPROVED:
        raise CustodyError(CustodyCode.NOT_APPROVED, act=act_id)
    act = CustodyAct(
        year=work.day.year, day=work.day, state=CustodyState.DRAFT, giver_id=first.taker_id, taker_id=first.giver_id,
        to_department=None, corrects_id=first.id, grounds=f"№ {first.number}/{first.year}", commission=first.commission,
        note="", created_at=work.now, created_by=work.actor_id,
    )  # fmt: skip
    session.add(act)
    session.flush()
    lines = session.scalars(select(CustodyLine).where(CustodyLine.act_id == act_id).order_by(CustodyLine.id))
    session.add_all(
        CustodyLine(act_id=act.id, item_id=line.item_id, to_department=line.from_department) for line in lines.all()
    )  # fmt: skip
    session.flush()
    audit(session, work, "custody_act_begun", subject_type=SUBJECT, subject_id=act.id, corrects=act_id)
    return act.id


def draft(session: Session, act_id: int) -> CustodyAct:
    """Return a draft and hold it until the commit; refuse an act that is approved or given up."""
    act = locked(session, act_id)
    if act.state is not CustodyState.DRAFT:
        raise CustodyError(CustodyCode.NOT_DRAFT, act=act_id)
    return act


def locked(session: Session, act_id: int) -> CustodyAct:
    """Return an act as it stands now and hold it until the commit; refuse an unknown id."""
    query = select(CustodyAct).where(CustodyAct.id == act_id).with_for_update()
    act = session.scalars(query, execution_options={"populate_existing": True}).one_or_none()
    if act is None:
        raise CustodyNotFoundError(CustodyCode.ACT_UNKNOWN, act=act_id)
    return act


def _say(session: Session, act: CustodyAct, head: Head) -> None:
    _refuse_still(act, head)
    for custodian_id in (head["giver_id"], head["taker_id"]):
        if custodian_id is not None and session.get(Custodian, custodian_id) is None:
            raise CustodyNotFoundError(CustodyCode.CUSTODIAN_UNKNOWN, custodian=custodian_id)
    if head["day"] < FIRST_DAY:
        raise CustodyInputError(CustodyCode.DAY_ODD, day=head["day"])
    act.day, act.year = head["day"], head["day"].year
    act.giver_id, act.taker_id = head["giver_id"], head["taker_id"]
    act.to_department = department_of(session, head["to_department"]).code if head["to_department"] else None
    act.grounds = clean_text(head["grounds"], field="grounds", limit=300)
    act.commission = clean_lines(head["commission"], field="commission")
    act.note = clean_lines(head["note"], field="note")


def _refuse_still(act: CustodyAct, head: Head) -> None:
    if not head["to_department"] and head["giver_id"] == head["taker_id"] and act.corrects_id is None:
        raise CustodyInputError(CustodyCode.MOVES_NOTHING)


def clean_lines(text: str, *, field: str, limit: int = 1000) -> str:
    """Return lines trimmed, empty ones left out; refuse what is longer than the limit in all."""
    lines = [clean_text(line, field=field, limit=limit) for line in (text or "").splitlines()]
    whole = "\n".join(line for line in lines if line)
    clean_text(whole.replace("\n", " "), field=field, limit=limit)
    return whole
