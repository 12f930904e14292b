"""Signing in: right, wrong, locked and let in again; every try leaves its trace."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.accounts import passwords
from ils.accounts.errors import AccountCode, AccountError
from ils.accounts.models import AuditEntry, Staff
from ils.accounts.permissions import Role
from ils.accounts.services import LOCK, TRIES_BEFORE_LOCK, change_staff, set_password, sign_in
from ils.db import transaction
from tests.conftest import NOON
from tests.world import PASSWORD, add_nilufar, work_at


@pytest.fixture
def nilufar(session: Session) -> Staff:
    """Nilufar, who works at the desk."""
    return add_nilufar(session, NOON)


def attempt(
    session: Session, *, login: str = "nilufar", password: str = PASSWORD, now: datetime = NOON
) -> Staff | None:
    with transaction(session):
        return sign_in(session, work_at(now), login=login, password=password, address="10.0.0.7")


def fail(session: Session, times: int, now: datetime = NOON) -> None:
    for _ in range(times):
        assert attempt(session, password="wrong", now=now) is None


def trace(session: Session) -> list[tuple[str, int | None]]:
    rows = session.scalars(
        select(AuditEntry).where(AuditEntry.action.like("sign_in%")).order_by(AuditEntry.id)
    )
    return [(row.action, row.subject_id) for row in rows]


def test_the_right_password_lets_in_and_is_noted(session: Session, nilufar: Staff) -> None:
    assert attempt(session) is nilufar
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "sign_in")).one()
    assert (entry.staff_id, entry.subject_id, entry.address, entry.at) == (
        nilufar.id,
        nilufar.id,
        "10.0.0.7",
        NOON,
    )


@pytest.mark.parametrize("login", ["NILUFAR", "Nilufar", " nilufar "])
def test_the_login_may_be_typed_in_any_case_and_with_spaces(
    session: Session, nilufar: Staff, login: str
) -> None:
    assert attempt(session, login=login) is nilufar


@pytest.mark.parametrize("password", ["wrong", "", PASSWORD.upper(), "x" * 100_000, "a\x00b", "' OR 1=1 --"])
def test_a_wrong_password_does_not(session: Session, nilufar: Staff, password: str) -> None:
    assert attempt(session, password=password) is None
    assert trace(session) == [("sign_in_failed", nilufar.id)]
    assert nilufar.failed_sign_ins == 1


@pytest.mark.parametrize("login", ["nobody", "", "n" * 5000, "nil\x00ufar", "' OR 1=1 --", "<b>nilufar</b>"])
def test_an_unknown_login_goes_the_same_road(
    session: Session, nilufar: Staff, login: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str | None] = []
    monkeypatch.setattr(passwords, "verify", lambda stored, _password: bool(asked.append(stored)))
    assert attempt(session, login=login) is None
    assert asked == [None]  # a hash is reckoned even for nobody, so that the answer takes as long
    assert trace(session) == [("sign_in_failed", None)]
    assert nilufar.failed_sign_ins == 0


def test_five_wrong_passwords_lock_the_account_for_ten_minutes(session: Session, nilufar: Staff) -> None:
    fail(session, TRIES_BEFORE_LOCK)
    for later, minutes in (
        (timedelta(0), 10),
        (timedelta(minutes=9, seconds=1), 1),
        (LOCK - timedelta(seconds=1), 1),
    ):
        with pytest.raises(AccountError) as caught:
            attempt(session, now=NOON + later)
        assert caught.value.code is AccountCode.SIGN_IN_LOCKED
        assert caught.value.facts == {"minutes": minutes}
    assert attempt(session, now=NOON + LOCK) is nilufar
    assert nilufar.locked_until is None


def test_four_wrong_passwords_do_not_and_a_right_one_forgets_them(session: Session, nilufar: Staff) -> None:
    fail(session, TRIES_BEFORE_LOCK - 1)
    assert attempt(session) is nilufar
    fail(session, TRIES_BEFORE_LOCK - 1)
    assert attempt(session) is nilufar


def test_after_the_lock_counting_begins_anew(session: Session, nilufar: Staff) -> None:
    fail(session, TRIES_BEFORE_LOCK)
    fail(session, TRIES_BEFORE_LOCK - 1, NOON + LOCK)
    assert attempt(session, now=NOON + LOCK) is nilufar


def test_one_locked_account_locks_no_other(session: Session, nilufar: Staff) -> None:
    bobur = add_nilufar(session, NOON, login="bobur")
    fail(session, TRIES_BEFORE_LOCK)
    assert attempt(session, login="bobur") is bobur


def test_whose_access_has_ended_stays_out_with_the_right_password(session: Session, nilufar: Staff) -> None:
    with transaction(session):
        change_staff(
            session, work_at(NOON), staff_id=nilufar.id, name="N", role=Role.DESK, department="", active=False
        )
    assert attempt(session) is None
    assert trace(session) == [("sign_in_failed", nilufar.id)]


def test_a_new_password_lifts_a_lock(session: Session, nilufar: Staff) -> None:
    fail(session, TRIES_BEFORE_LOCK)
    with transaction(session):
        set_password(session, work_at(NOON), staff_id=nilufar.id, password="yangi-kitob")
    assert attempt(session, password="yangi-kitob") is nilufar
