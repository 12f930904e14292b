"""Every act on a loan leaves a row with its before-image, so that the last operation can be undone whole (SB-08)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from circulation.loans.models import LoanAct
from ils.activity.work import Work


def note_act(session: Session, work: Work, *, kind: str, loan_id: int, before: Mapping[str, Any]) -> int:
    """Keep what was before an act ("lend", "renew", "return", "lose" or "claim") and return the act's id.

    `before` must be plain JSON values. Call it before `record`, which is last in an act.
    """
    act = LoanAct(
        kind=kind, loan_id=loan_id, at=work.now, staff_id=work.actor_id, channel=str(work.channel), before=dict(before)
    )  # fmt: skip
    session.add(act)
    session.flush()
    return act.id
