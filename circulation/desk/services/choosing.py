"""The library's choices about its desks."""

from __future__ import annotations

from sqlalchemy.orm import Session

from circulation.desk.queries import IDLE_MINUTES, NOTICES
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.library.models import Setting


def choose(session: Session, work: Work, *, idle_minutes: int, notices: bool) -> None:
    """Keep after how many minutes a session ends by itself, and whether its notice is sent to the reader (SB-10)."""
    session.merge(Setting(name=IDLE_MINUTES, value=idle_minutes))
    session.merge(Setting(name=NOTICES, value=notices))
    audit(
        session,
        work,
        "desk_settings_changed",
        subject_type="setting",
        subject_id=None,
        minutes=idle_minutes,
        notices=notices,
    )
