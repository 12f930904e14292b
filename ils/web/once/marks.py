"""The marks of forms that were sent: taken by an act, told where it led, let go, forgotten. No Flask here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from ils.db import is_postgresql, upsert
from ils.web.once.models import SentForm


class AlreadySent(Exception):
    """The same form was sent before, and is done. No refusal: views show those on the page, this one leads away."""


def mark_of(key: str, owner: str, page: str, fields: Iterable[tuple[str, str]]) -> str:
    """Return the mark of a sending. Another account, another page, other words in the form: another sending."""
    told = json.dumps([key, owner, page, sorted(fields)], ensure_ascii=False)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def take(session: Session, mark: str, *, now: datetime) -> None:
    """Write the mark with the act that follows in this transaction; of two at once the second waits for the first.

    Raises AlreadySent where the mark is taken: the act must not be done again.
    """
    statement = upsert(SentForm, postgresql=is_postgresql(session)).values(mark=mark, at=now, led_to="")
    once = statement.on_conflict_do_nothing(index_elements=("mark",)).returning(SentForm.mark)
    if session.execute(once).scalar_one_or_none() is None:
        raise AlreadySent


def led_to(session: Session, mark: str) -> str | None:
    """Return where the sending led: empty while it is not answered yet, None if there was none."""
    return session.scalars(select(SentForm.led_to).where(SentForm.mark == mark)).one_or_none()


def answer(session: Session, mark: str, address: str) -> None:
    """Write where the sending led."""
    session.execute(update(SentForm).where(SentForm.mark == mark).values(led_to=address))


def let_go(session: Session, mark: str) -> None:
    """Forget a sending, so that the same form may be sent again."""
    session.execute(delete(SentForm).where(SentForm.mark == mark))


def forget(session: Session, *, before: datetime) -> int:
    """Forget what was sent before an instant; returns how many."""
    gone = delete(SentForm).where(SentForm.at < before).returning(SentForm.mark)
    return len(session.scalars(gone, execution_options={"synchronize_session": False}).all())


def is_any(session: Session, *, before: datetime) -> bool:
    """Tell whether anything was sent before an instant."""
    return session.scalars(select(SentForm.mark).where(SentForm.at < before).limit(1)).first() is not None
