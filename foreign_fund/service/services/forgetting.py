"""The service lets go of readers: topics, titles and numbers stay; who it was is known no more."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from circulation.account.queries.keepers import Keeper
from circulation.account.rules import GONE
from foreign_fund.service.models import BulletinCopy, InterestProfile, ReaderQuery, Selection
from foreign_fund.service.queries.care import KINDS, TABLES, old_copies, old_queries, old_selections
from foreign_fund.service.services.answering import SUBJECT
from ils.activity.work import Work
from ils.outbox.models import Message
from ils.outbox.services.handling import forget_old, forget_recipient

_NOBODY: dict[str, Any] = {"patron_id": None, "asker": "", "contact": ""}


def erase(session: Session, work: Work, patron_id: int) -> None:
    """Take a reader out at once: own words and the profile go; rows stay for the figures, one that waits goes on waiting.

    What somebody of this name left without a card has been emptied before; messages about that are emptied here.
    """
    mine = ReaderQuery.patron_id == patron_id
    _write(session, update(ReaderQuery).where(mine).values(topic=GONE, wanted="", answer="", **_NOBODY))
    _write(session, update(Selection).where(Selection.patron_id == patron_id).values(patron_id=None, note=""))
    _write(session, delete(InterestProfile).where(InterestProfile.patron_id == patron_id))
    copies = BulletinCopy.patron_id == patron_id
    _write(session, update(BulletinCopy).where(copies).values(patron_id=None))
    written = select(Message.recipient_id).where(Message.recipient_type == SUBJECT, Message.body != "")
    emptied = select(ReaderQuery.id).where(ReaderQuery.asker == GONE, ReaderQuery.id.in_(written))
    for number in list(session.scalars(emptied)):
        forget_recipient(session, work, recipient_type=SUBJECT, recipient_id=number)


def forget(session: Session, before: date, limit: int) -> int:
    """Let at most `limit` rows of each kind, older than a day, go of their reader; returns how many it was."""
    asked = list(session.scalars(old_queries(before).limit(limit)))
    chosen = list(session.scalars(old_selections(before).limit(limit)))
    copies = list(session.scalars(old_copies(before).limit(limit)))
    _write(session, update(ReaderQuery).where(ReaderQuery.id.in_(asked)).values(_NOBODY))
    _write(session, update(Selection).where(Selection.id.in_(chosen)).values(patron_id=None, teacher=""))
    _write(session, update(BulletinCopy).where(BulletinCopy.id.in_(copies)).values(patron_id=None))
    messages = forget_old(session, recipient_type=SUBJECT, before=before, limit=limit)
    return len(asked) + len(chosen) + len(copies) + messages


def _write(session: Session, statement: Any) -> None:
    session.execute(statement, execution_options={"synchronize_session": False})
    session.expire_all()


KEEPER = Keeper(
    tables=TABLES,
    kinds=KINDS,
    erase=erase,
    forget=forget,
    asked=(
        (ReaderQuery, "asker", "contact", ("wanted", "answer")),
        (Selection, "teacher", "", ("note",)),
    ),
    notes=((ReaderQuery, ("topic", "wanted", "answer")), (Selection, ("note",))),
)
"""For the roof, which hands it to the care of readers' data."""
