"""Tying a reader's Telegram to the card by a one-time token; a telephone number alone opens nothing (practice.md §8)."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.patrons.errors import PatronCode, PatronError
from circulation.patrons.models import Patron, TelegramLink
from circulation.patrons.queries import PatronFacts, patron_facts
from circulation.patrons.services.base import locked_patron
from ils.accounts.audit import audit
from ils.activity.kinds import Channel
from ils.activity.work import Work

LASTS = timedelta(hours=48)  # long enough for a slip of paper taken home


def _kept(token: str) -> str:
    """Return what stands in the table: whoever reads the table cannot use it."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def new_telegram_link(session: Session, work: Work, *, patron_id: int) -> str:
    """Return a token for the deep link to the bot: 32 letters and digits, valid 48 hours, used once.

    Earlier tokens of the reader that nobody used are worth nothing from now on.
    """
    locked_patron(session, patron_id)
    unused = select(TelegramLink).where(TelegramLink.patron_id == patron_id, TelegramLink.used_at.is_(None))
    for link in session.scalars(unused):
        link.used_at = work.now
    token = secrets.token_hex(16)
    session.add(
        TelegramLink(token=_kept(token), patron_id=patron_id, expires_at=work.now + LASTS, used_at=None)
    )
    session.flush()
    audit(session, work, "patron_telegram_offered", subject_type="patron", subject_id=patron_id)
    return token


def link_telegram(session: Session, now: datetime, *, token: str, telegram_id: int) -> PatronFacts:
    """Tie a chat to the reader of a token; refuse a token unknown, used or old, and a chat that another reader has."""
    link = session.scalars(
        select(TelegramLink).where(TelegramLink.token == _kept(token)).with_for_update()
    ).one_or_none()
    if link is None or link.used_at is not None or link.expires_at <= now:
        raise PatronError(PatronCode.TELEGRAM_TOKEN)
    other = session.scalars(select(Patron.id).where(Patron.telegram_id == telegram_id)).first()
    if other is not None and other != link.patron_id:
        raise PatronError(PatronCode.TELEGRAM_TAKEN)
    locked_patron(session, link.patron_id).telegram_id = telegram_id
    link.used_at = now
    session.flush()
    work = Work(now=now, channel=Channel.TELEGRAM)
    audit(session, work, "patron_telegram_linked", subject_type="patron", subject_id=link.patron_id)
    return patron_facts(session, link.patron_id)


def unlink_telegram(session: Session, work: Work, *, patron_id: int) -> None:
    """Forget the reader's chat."""
    patron = locked_patron(session, patron_id)
    if patron.telegram_id is None:
        raise PatronError(PatronCode.TELEGRAM_NOT_LINKED)
    patron.telegram_id = None
    audit(session, work, "patron_telegram_unlinked", subject_type="patron", subject_id=patron_id)
