"""The reader's PIN: set at the desk, checked with patience that runs out (practice.md §8)."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.patrons.errors import PatronCode, PatronError
from circulation.patrons.models import Patron
from circulation.patrons.queries import PatronFacts, patron_facts
from circulation.patrons.rules import CARD, scanned_card
from circulation.patrons.rules.pins import PIN_DIGITS, clean_pin, is_simple
from circulation.patrons.services.base import locked_patron
from ils.accounts import passwords
from ils.accounts.audit import audit
from ils.activity.work import Work

TRIES_BEFORE_LOCK = 5
FIRST_LOCK = timedelta(minutes=10)
LONGEST_LOCK = timedelta(days=1)


def set_pin(session: Session, work: Work, *, patron_id: int, pin: str) -> None:
    """Give a reader a PIN of 4 to 8 digits; a lock is lifted."""
    patron = locked_patron(session, patron_id)
    # Not by `hash_password`, which refuses what is shorter than a password.
    _write(patron, passwords.hasher.hash(clean_pin(pin)))
    audit(session, work, "patron_pin_set", subject_type="patron", subject_id=patron_id)


def make_pin(session: Session, work: Work, *, patron_id: int) -> str:
    """Give a reader a PIN by lot and return it, to be told once."""
    pin = _drawn()
    while is_simple(pin):
        pin = _drawn()
    set_pin(session, work, patron_id=patron_id, pin=pin)
    return pin


def _drawn() -> str:
    return "".join(secrets.choice("0123456789") for _digit in range(PIN_DIGITS))


def clear_pin(session: Session, work: Work, *, patron_id: int) -> None:
    """Take the PIN away: the reader's own page is closed until there is another."""
    _write(locked_patron(session, patron_id), "")
    audit(session, work, "patron_pin_cleared", subject_type="patron", subject_id=patron_id)


def _write(patron: Patron, pin_hash: str) -> None:
    patron.pin_hash, patron.pin_failures, patron.pin_locked_until = pin_hash, 0, None


def check_pin(session: Session, now: datetime, *, card: str, pin: str) -> PatronFacts | None:
    """Return the reader whom card and PIN let in, or None after noting a failed try; refuse while it is locked.

    A failure is returned and not raised, because its trace must be committed. Every fifth one locks the card, for ten
    minutes first and twice as long each time, at most a day; a right PIN forgets them. Unknown cards take as long.
    """
    patron = _by_card(session, card)
    if patron and patron.pin_locked_until and patron.pin_locked_until > now:
        minutes = -(-int((patron.pin_locked_until - now).total_seconds()) // 60)
        raise PatronError(PatronCode.PIN_LOCKED, minutes=minutes)
    known = patron is not None and patron.pin_hash and patron.erased_at is None
    right = passwords.verify(patron.pin_hash if patron and known else None, pin)
    if patron is None or not known:
        return None
    if not right:
        _note_failure(patron, now)
        return None
    patron.pin_failures, patron.pin_locked_until = 0, None
    return patron_facts(session, patron.id)


def _by_card(session: Session, code: str) -> Patron | None:
    card = scanned_card(code)
    if not CARD.fullmatch(card):
        return None
    return session.scalars(select(Patron).where(Patron.card_number == card).with_for_update()).one_or_none()


def _note_failure(patron: Patron, now: datetime) -> None:
    patron.pin_failures += 1
    if patron.pin_failures % TRIES_BEFORE_LOCK == 0:
        times = patron.pin_failures // TRIES_BEFORE_LOCK - 1
        patron.pin_locked_until = now + min(FIRST_LOCK * 2 ** min(times, 10), LONGEST_LOCK)
