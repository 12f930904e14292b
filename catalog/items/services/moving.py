"""Moving copies to another department for good: what a transfer act says."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import update
from sqlalchemy.orm import Session

from catalog.items.models import Item
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.db import among
from ils.library.places import department as department_of


def move_items(session: Session, work: Work, *, item_ids: Collection[int], department: str, act: str) -> None:
    """Let copies belong to a department from now on; the log keeps to which one they belonged at each act."""
    place = department_of(session, department)
    statement = update(Item).where(among(session, Item.id, sorted(item_ids))).values(department=place.code)
    session.execute(statement, execution_options={"synchronize_session": False})
    for item_id in sorted(item_ids):
        audit(
            session, work, "item_moved", subject_type="item", subject_id=item_id, department=place.code, act=act
        )  # fmt: skip
