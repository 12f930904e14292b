"""Opening and changing accounts, and the audit trail that tells of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ils.accounts.audit import audit
from ils.accounts.errors import AccountCode, AccountError
from ils.accounts.models import AuditEntry, Staff
from ils.accounts.passwords import verify
from ils.accounts.permissions import Role
from ils.accounts.queries import all_staff, audit_page, count_staff, staff_names
from ils.accounts.services import add_staff, change_staff, choose_language, set_password
from ils.db import transaction
from ils.errors import InputCode, LibraryError
from tests.conftest import NOON
from tests.world import PASSWORD, add_nilufar, work_at


def change(session: Session, staff: Staff, **changes: object) -> Staff:
    given = {"name": staff.name, "role": staff.role, "department": staff.department, "active": staff.active}
    with transaction(session):
        return change_staff(session, work_at(NOON), staff_id=staff.id, **(given | changes))  # type: ignore[arg-type]


def test_an_account_is_opened_and_noted(session: Session) -> None:
    staff = add_nilufar(session, NOON, login=" Nilufar.K-2 ")
    assert (staff.login, staff.name, staff.role, staff.active) == (
        "nilufar.k-2",
        "Nilufar Karimova",
        Role.DESK,
        True,
    )
    assert verify(staff.password_hash, PASSWORD)
    assert PASSWORD not in staff.password_hash
    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.subject_id, entry.details) == (
        "staff_added",
        staff.id,
        {"login": "nilufar.k-2", "role": "desk"},
    )


@pytest.mark.parametrize(
    "login", ["", "n", "1nilufar", "nilufar karimova", "нилуфар", "n" * 41, "<b>", "n'--", "a\x00b"]
)
def test_a_login_that_cannot_be_typed_everywhere_is_refused(session: Session, login: str) -> None:
    with pytest.raises(AccountError) as caught:
        add_nilufar(session, NOON, login=login)
    assert caught.value.code is AccountCode.LOGIN_INVALID
    assert count_staff(session) == 0


def test_a_login_is_given_once(session: Session) -> None:
    add_nilufar(session, NOON)
    with pytest.raises(AccountError) as caught:
        add_nilufar(session, NOON, login="NILUFAR")
    assert caught.value.code is AccountCode.LOGIN_TAKEN
    other = add_nilufar(session, NOON, login="bobur")
    with pytest.raises(IntegrityError), transaction(session):
        session.execute(update(Staff).where(Staff.id == other.id).values(login="nilufar"))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"password": "short"}, AccountCode.PASSWORD_SHORT),
        ({"name": "  "}, InputCode.EMPTY),
        ({"name": "x" * 201}, InputCode.TOO_LONG),
        ({"name": "a\x00b"}, InputCode.CONTROL_CHARACTERS),
    ],
)
def test_a_bad_account_is_refused_and_nothing_is_left(
    session: Session, given: dict[str, str], code: str
) -> None:
    with pytest.raises(LibraryError) as caught, transaction(session):
        add_staff(
            session,
            work_at(NOON),
            role=Role.DESK,
            **({"login": "nilufar", "name": "N", "password": PASSWORD} | given),
        )
    assert caught.value.code == code
    assert count_staff(session) == 0
    assert audit_page(session) == ()


def test_an_account_is_changed_and_noted(session: Session) -> None:
    staff = change(
        session, add_nilufar(session, NOON), name="Nilufar Aliyeva", role=Role.FOREIGN, department="foreign"
    )
    assert (staff.name, staff.role, staff.department) == ("Nilufar Aliyeva", Role.FOREIGN, "foreign")
    assert audit_page(session)[0].details == {
        "role": "foreign_department",
        "department": "foreign",
        "active": True,
    }


def test_the_last_administrator_is_never_shut_out(session: Session) -> None:
    last = add_nilufar(session, NOON, role=Role.ADMINISTRATOR)
    closed = add_nilufar(session, NOON, role=Role.ADMINISTRATOR, login="closed")
    change(session, closed, active=False)
    for changes in ({"role": Role.DIRECTOR}, {"active": False}):
        with pytest.raises(AccountError) as caught:
            change(session, last, **changes)
        assert caught.value.code is AccountCode.LAST_ADMINISTRATOR
    change(session, last, name="May still be renamed")
    change(session, closed, active=True)
    change(session, last, role=Role.DIRECTOR)
    assert last.role is Role.DIRECTOR


def test_an_administrator_without_access_may_change_role(session: Session) -> None:
    add_nilufar(session, NOON, role=Role.ADMINISTRATOR)
    closed = add_nilufar(session, NOON, role=Role.ADMINISTRATOR, login="closed")
    change(session, closed, active=False)
    assert change(session, closed, role=Role.DESK).role is Role.DESK


def test_a_new_password_ends_open_sessions(session: Session) -> None:
    staff = add_nilufar(session, NOON)
    stamp = staff.session_stamp
    with transaction(session):
        set_password(session, work_at(NOON), staff_id=staff.id, password="yangi-kitob")
    assert staff.session_stamp != stamp
    assert verify(staff.password_hash, "yangi-kitob")
    assert audit_page(session)[0].action == "password_set"
    assert "yangi" not in str(audit_page(session))


def test_ending_access_ends_open_sessions_and_a_change_of_name_does_not(session: Session) -> None:
    staff = add_nilufar(session, NOON)
    stamp = staff.session_stamp
    assert change(session, staff, name="N").session_stamp == stamp
    assert change(session, staff, active=False).session_stamp != stamp


def test_an_unknown_account_is_refused(session: Session) -> None:
    for act in (
        lambda: set_password(session, work_at(NOON), staff_id=99, password=PASSWORD),
        lambda: choose_language(session, staff_id=99, language="ru"),
        lambda: change_staff(
            session, work_at(NOON), staff_id=99, name="N", role=Role.DESK, department="", active=True
        ),
    ):
        with pytest.raises(AccountError) as caught:
            act()
        assert caught.value.code is AccountCode.STAFF_UNKNOWN


def test_the_language_is_remembered(session: Session) -> None:
    staff = add_nilufar(session, NOON)
    with transaction(session):
        choose_language(session, staff_id=staff.id, language="ru")
    assert staff.language == "ru"


def test_lists_of_staff(session: Session) -> None:
    closed = add_nilufar(session, NOON, login="aaa")
    other = add_nilufar(session, NOON, login="bbb")
    change(session, closed, name="Aziza", active=False)
    change(session, other, name="Botir")
    assert [(row.name, row.active) for row in all_staff(session)] == [("Botir", True), ("Aziza", False)]
    assert staff_names(session, [closed.id, None, 99]) == {closed.id: "Aziza"}
    assert staff_names(session, []) == {}


def test_the_trail_is_read_newest_first_page_by_page(session: Session) -> None:
    staff = add_nilufar(session, NOON)
    with transaction(session):
        for hours in (1, 2, 3):
            work = work_at(NOON + timedelta(hours=hours), actor_id=staff.id)
            audit(
                session,
                work,
                "seen",
                subject_type="loan",
                subject_id=hours,
                address="a" * 99,
                title="«Oʻtkan kunlar»",
            )
    page = audit_page(session, limit=2)
    assert [row.subject_id for row in page] == [3, 2]
    assert page[0].staff_name == "Nilufar Karimova"
    assert page[0].details == {"title": "«Oʻtkan kunlar»"}
    assert len(page[0].address) == 60
    assert [row.action for row in audit_page(session, before=page[-1].id)] == ["seen", "staff_added"]
    assert audit_page(session)[-1].staff_name is None
