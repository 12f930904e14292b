"""What the library has chosen about holds."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ils.library.models import Setting

SHELF_DAYS, LIMIT = "hold_shelf_days", "hold_limit"
USUAL: dict[str, int] = {SHELF_DAYS: 3, LIMIT: 10}

_VALUE = select(Setting.value).where(Setting.name == bindparam("name"))


def shelf_days(session: Session) -> int:
    """Return for how many open days a copy waits on the hold shelf."""
    return _chosen(session, SHELF_DAYS)


def hold_limit(session: Session) -> int:
    """Return how many titles one reader may wait for at once; 0: as many as they like."""
    return _chosen(session, LIMIT)


def _chosen(session: Session, name: str) -> int:
    value = session.scalars(_VALUE, {"name": name}).one_or_none()
    return USUAL[name] if value is None else int(value)
