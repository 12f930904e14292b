"""PIN and Telegram: what lets a reader in, and how long patience lasts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from circulation.patrons.errors import PatronCode, PatronError
from circulation.patrons.models import Patron, TelegramLink
from circulation.patrons.queries import patron_facts
from circulation.patrons.services import (
    check_pin,
    clear_pin,
    link_telegram,
    make_pin,
    new_telegram_link,
    set_pin,
    unlink_telegram,
)
from ils.accounts.models import AuditEntry
from ils.db import transaction
from tests.conftest import NOON
from tests.world import add_reader, work_at

WORK = work_at(NOON)
PIN = "830517"


@pytest.fixture
def anvar(session: Session) -> Patron:
    """Anvar has a PIN."""
    reader = add_reader(session, NOON, card="R-1")
    with transaction(session):
        set_pin(session, WORK, patron_id=reader.id, pin=PIN)
    return reader


def tried(session: Session, pin: str, *, after: float = 0, card: str = "R-1") -> bool:
    with transaction(session):
        return check_pin(session, NOON + timedelta(minutes=after), card=card, pin=pin) is not None


def test_card_and_pin_let_in(session: Session, anvar: Patron) -> None:
    assert tried(session, PIN)
    assert tried(session, PIN, card=" r-1 ")
    assert patron_facts(session, anvar.id).has_pin
    assert PIN not in anvar.pin_hash


@pytest.mark.parametrize(
    ("card", "pin"), [("R-1", "999111"), ("R-2", PIN), ("", PIN), ("R-1", ""), ("%", "x" * 500)]
)
def test_anything_else_does_not(session: Session, anvar: Patron, card: str, pin: str) -> None:
    assert not tried(session, pin, card=card)


def test_who_has_no_pin_is_not_let_in_by_an_empty_one(session: Session, anvar: Patron) -> None:
    add_reader(session, NOON, card="R-2")
    assert not tried(session, "", card="R-2")
    with transaction(session):
        clear_pin(session, WORK, patron_id=anvar.id)
    assert not tried(session, PIN)


def test_five_wrong_tries_lock_for_ten_minutes_and_then_longer(session: Session, anvar: Patron) -> None:
    for _try in range(5):
        assert not tried(session, "999111")
    with pytest.raises(PatronError) as locked:
        tried(session, PIN, after=9.5)  # even the right one
    assert locked.value.code is PatronCode.PIN_LOCKED
    assert locked.value.facts == {"minutes": 1}
    for _try in range(5):
        assert not tried(session, "999111", after=11)
    with pytest.raises(PatronError) as locked:
        tried(session, PIN, after=30)
    assert locked.value.facts == {"minutes": 1}
    assert tried(session, PIN, after=32)
    for _try in range(5):
        assert not tried(session, "999111", after=33)
    assert tried(session, PIN, after=44)  # a right one has made all forgotten


def test_a_lock_never_lasts_longer_than_a_day(session: Session, anvar: Patron) -> None:
    with transaction(session):
        session.execute(update(Patron).values(pin_failures=5 * 50 - 1))
    assert not tried(session, "999111")
    with pytest.raises(PatronError):
        tried(session, PIN, after=60 * 24 - 1)
    assert tried(session, PIN, after=60 * 24)


def test_a_new_pin_opens_a_lock(session: Session, anvar: Patron) -> None:
    for _try in range(5):
        tried(session, "999111")
    with transaction(session):
        made = make_pin(session, WORK, patron_id=anvar.id)
    assert len(made) == 6
    assert tried(session, made)
    assert not tried(session, PIN)


def test_whose_data_are_erased_is_not_let_in(session: Session, anvar: Patron) -> None:
    with transaction(session):
        session.execute(update(Patron).values(erased_at=NOON))
    assert not tried(session, PIN)


def test_the_trail_knows_that_but_not_which(session: Session, anvar: Patron) -> None:
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "patron_pin_set")).one()
    assert entry.details == {}


def link(session: Session, patron_id: int) -> str:
    with transaction(session):
        return new_telegram_link(session, WORK, patron_id=patron_id)


def test_a_token_ties_a_telegram_once(session: Session, anvar: Patron) -> None:
    token = link(session, anvar.id)
    assert token.isalnum()
    assert (
        session.scalars(select(TelegramLink.token)).one() != token
    )  # the table cannot be used by who reads it
    with transaction(session):
        assert link_telegram(session, NOON, token=token, telegram_id=10**11).id == anvar.id
    assert patron_facts(session, anvar.id).telegram_id == 10**11
    with pytest.raises(PatronError) as refused, transaction(session):
        link_telegram(session, NOON, token=token, telegram_id=5)
    assert refused.value.code is PatronCode.TELEGRAM_TOKEN


def test_a_token_gets_old_and_a_newer_one_ends_it(session: Session, anvar: Patron) -> None:
    first = link(session, anvar.id)
    second = link(session, anvar.id)
    for token, later in ((first, 0), (second, 48), ("x" * 5000, 0), ("", 0)):
        with pytest.raises(PatronError) as refused, transaction(session):
            link_telegram(session, NOON + timedelta(hours=later), token=token, telegram_id=5)
        assert refused.value.code is PatronCode.TELEGRAM_TOKEN


def test_one_telegram_is_one_reader_s(session: Session, anvar: Patron) -> None:
    bobur = add_reader(session, NOON, card="R-2", given_name="Bobur")
    with transaction(session):
        link_telegram(
            session, NOON, token=new_telegram_link(session, WORK, patron_id=anvar.id), telegram_id=5
        )
    token = link(session, bobur.id)
    with pytest.raises(PatronError) as refused, transaction(session):
        link_telegram(session, NOON, token=token, telegram_id=5)
    assert refused.value.code is PatronCode.TELEGRAM_TAKEN
    with transaction(session):
        unlink_telegram(session, WORK, patron_id=anvar.id)
        link_telegram(session, NOON, token=token, telegram_id=5)
    assert patron_facts(session, bobur.id).telegram_id == 5
    with pytest.raises(PatronError) as refused, transaction(session):
        unlink_telegram(session, WORK, patron_id=anvar.id)
    assert refused.value.code is PatronCode.TELEGRAM_NOT_LINKED
