"""Events and clubs let go of their readers: how many came and were members stays, who it was is known no more."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from circulation.events.models import Attendance, ClubMember
from ils.activity.work import Work


def forget_attendances(session: Session, ids: Collection[int]) -> None:
    """Let attendances go of their reader; the visits they made let go by themselves, on the same day."""
    if ids:
        _write(session, update(Attendance).where(Attendance.id.in_(ids)).values(patron_id=None))


def forget_memberships(session: Session, ids: Collection[int]) -> None:
    """Let memberships that ended go of their reader."""
    if ids:
        _write(session, update(ClubMember).where(ClubMember.id.in_(ids)).values(patron_id=None))


def end_memberships(session: Session, work: Work, *, patron_id: int) -> None:
    """End whatever memberships a reader has today: somebody unknown is nowhere a member."""
    standing = (ClubMember.patron_id == patron_id, ClubMember.left_on.is_(None))
    _write(session, update(ClubMember).where(*standing).values(left_on=work.day))


def _write(session: Session, statement: Any) -> None:
    session.execute(statement, execution_options={"synchronize_session": False})
    session.expire_all()
