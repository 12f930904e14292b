"""The ladder as the library has set it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from circulation.overdue.errors import OverdueCode, OverdueNotFound
from circulation.overdue.models import OverdueLevel, OverdueNotice
from circulation.overdue.rules import Level

_COLUMNS = tuple(getattr(OverdueLevel, name) for name in Level.__slots__)


def _level(row: Any) -> Level:
    return Level(**{**row._mapping, "channels": tuple(row.channels)})


def load_levels(session: Session) -> tuple[Level, ...]:
    """Return every level, also the ones that rest, the mildest first."""
    order = (OverdueLevel.days, OverdueLevel.open_days, OverdueLevel.id)
    return tuple(_level(row) for row in session.execute(select(*_COLUMNS).order_by(*order)))


def load_level(session: Session, level_id: int) -> Level:
    """Return one level; refuse an unknown one."""
    row = session.execute(select(*_COLUMNS).where(OverdueLevel.id == level_id)).one_or_none()
    if row is None:
        raise OverdueNotFound(OverdueCode.LEVEL_UNKNOWN, level=level_id)
    return _level(row)


def uses_of_levels(session: Session) -> dict[int, int]:
    """Return how often each level was reached by a loan."""
    rows = session.execute(select(OverdueNotice.level_id, func.count()).group_by(OverdueNotice.level_id))
    return {row[0]: row[1] for row in rows}
