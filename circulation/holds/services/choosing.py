"""What the library chooses about holds."""

from __future__ import annotations

from sqlalchemy.orm import Session

from circulation.holds.errors import HoldCode, HoldInputError
from circulation.holds.queries import LIMIT, SHELF_DAYS
from circulation.holds.rules import LONGEST_SHELF
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.library.models import Setting

MOST_HOLDS = 1000


def choose(session: Session, work: Work, *, shelf_days: int, limit: int) -> None:
    """Set for how many open days a copy waits on the shelf, and how many titles one reader may wait for (0: any)."""
    if not 0 <= shelf_days <= LONGEST_SHELF or not 0 <= limit <= MOST_HOLDS:
        raise HoldInputError(HoldCode.DAYS_INVALID, days=shelf_days, most=LONGEST_SHELF, limit=limit)
    session.merge(Setting(name=SHELF_DAYS, value=shelf_days))
    session.merge(Setting(name=LIMIT, value=limit))
    audit(
        session, work, "holds_chosen", subject_type="setting", subject_id=None, days=shelf_days, limit=limit
    )
