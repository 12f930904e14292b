"""What the library has chosen about its desks."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from circulation.desk.rules import IDLE
from ils.library.models import Setting

IDLE_MINUTES, NOTICES = "desk_idle_minutes", "desk_notices"
_SETTING = select(Setting.value).where(Setting.name == bindparam("name"))


def idle_time(session: Session) -> timedelta:
    """Return after how long a desk left alone ends the reader's session (SB-10)."""
    minutes = session.scalars(_SETTING, {"name": IDLE_MINUTES}).one_or_none()
    return IDLE if minutes is None else timedelta(minutes=int(minutes))


def notices_wanted(session: Session) -> bool:
    """Tell whether readers get a message of what they took and brought (SB-10)."""
    wanted = session.scalars(_SETTING, {"name": NOTICES}).one_or_none()
    return True if wanted is None else bool(wanted)
