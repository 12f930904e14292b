"""The last operation taken back by one key (SB-08)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy.orm import Session

from circulation.desk.errors import DeskCode, DeskError
from circulation.desk.rules import Act, Desk, Outcome, Row, Said, Told
from circulation.desk.services.saying import attempt, row_of, stopped
from circulation.loans.queries import ActView, last_act, last_use
from circulation.loans.services import Undone, undo_act, undo_use
from ils.activity.work import Work
from ils.errors import LibraryError

LOOK_BACK = timedelta(hours=12)
RULE = "SB-08"
WORDS = {
    "lend": DeskCode.UNDONE_LOAN,
    "renew": DeskCode.UNDONE_RENEWAL,
    "return": DeskCode.UNDONE_RETURN,
    "claim": DeskCode.UNDONE_CLAIM,
}


def undo_last(session: Session, work: Work, desk: Desk) -> Said:
    """Take the last operation of this person back and tell which it was; once more takes back the one before."""
    since = work.now - LOOK_BACK
    act, use = last_act(session, work.actor_id, since=since), last_use(session, work.actor_id, since=since)
    if use and (act is None or use.at > act.at):
        item = undo_use(session, work, activity_id=use.activity_id, reason=RULE)
        return Said(desk, rows=(replace(row_of(item, Outcome.UNDONE), told=(Told(DeskCode.UNDONE_USE),)),))
    if act is None:
        raise DeskError(DeskCode.NOTHING_TO_UNDO)
    undone = attempt(session, lambda: undo_act(session, work, act_id=act.id))
    if isinstance(undone, LibraryError):
        row = Row(
            Outcome.REFUSED,
            act.code,
            act.title,
            patron_id=act.patron_id,
            reader=act.patron,
            loan_id=act.loan_id,
        )
        return stopped(desk, work, row, undone, Act.UNDO)
    return Said(desk, rows=(_undone_row(undone),))


def _undone_row(undone: Undone) -> Row:
    acts = [each for each in (undone.act, undone.inner) if each]
    return replace(
        row_of(undone.item, Outcome.UNDONE),
        patron_id=undone.act.patron_id,
        reader=undone.act.patron,
        loan_id=undone.act.loan_id,
        told=tuple(_told(each) for each in acts),
    )


def _told(act: ActView) -> Told:
    return Told(WORDS[act.kind], {"reader": act.patron, "at": act.at, "kind": act.kind})
