"""Acts on cards: given, lost, replaced (RG-02)."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from catalog.items.models import Item
from circulation.patrons.errors import PatronCode, PatronError
from circulation.patrons.models import Patron
from circulation.patrons.rules import clean_card, generated_card
from circulation.patrons.services.base import locked_patron
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.db import queue_here

_CARDS_AT_ONCE = 50


def report_card_lost(session: Session, work: Work, *, patron_id: int) -> None:
    """Note that a card is lost: from now on it is refused at every desk (CO-03)."""
    patron = locked_patron(session, patron_id)
    if patron.card_lost_on is not None:
        raise PatronError(PatronCode.CARD_ALREADY_LOST, card=patron.card_number, day=patron.card_lost_on)
    patron.card_lost_on = work.day
    audit(
        session,
        work,
        "patron_card_lost",
        subject_type="patron",
        subject_id=patron_id,
        card=patron.card_number,
    )


def replace_card(session: Session, work: Work, *, patron_id: int, card_number: str | None = None) -> Patron:
    """Give a reader another card: the permanent number printed anew, or a card that bears its own number.

    The reader, the registrations and the loans stay the same: no new reader is counted (RG-02).
    """
    patron = locked_patron(session, patron_id)
    old, new = patron.card_number, clean_card(card_number) if card_number else patron.card_number
    if new == old and patron.card_lost_on is None:
        raise PatronError(PatronCode.CARD_NOT_LOST, card=old)
    if new != old:
        patron.card_number = free_card(session, new)
    patron.card_lost_on = None
    flush_card(session, new)
    audit(
        session, work, "patron_card_replaced", subject_type="patron", subject_id=patron_id, old=old, new=new
    )
    return patron


def free_card(session: Session, card_number: str) -> str:
    """Return a card number as it is kept; refuse one that a reader has."""
    card = clean_card(card_number)
    if session.scalars(select(Patron.id).where(Patron.card_number == card)).first():
        raise PatronError(PatronCode.CARD_TAKEN, card=card)
    return card


def next_card(session: Session) -> str:
    """Return the first free card number after the newest reader's; two desks make theirs in turn."""
    queue_here(session, "card-number")
    number = session.scalars(select(func.coalesce(func.max(Patron.id), 0))).one() + 1
    while True:
        cards = [generated_card(each) for each in range(number, number + _CARDS_AT_ONCE)]
        taken = set(session.scalars(select(Patron.card_number).where(Patron.card_number.in_(cards))))
        taken.update(
            each for each in session.scalars(select(Item.barcode).where(Item.barcode.in_(cards))) if each
        )
        for card in cards:
            if card not in taken:
                return card
        number += _CARDS_AT_ONCE


def flush_card(session: Session, card: str) -> None:
    """Write a reader whose card is new; another desk may have given the number out a moment ago."""
    try:
        session.flush()
    except IntegrityError as problem:
        raise PatronError(PatronCode.CARD_TAKEN, card=card) from problem
