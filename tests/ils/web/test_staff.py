"""Screens of staff accounts and of the audit trail."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.accounts.audit import audit
from ils.accounts.models import Staff
from ils.accounts.passwords import verify
from ils.accounts.permissions import Role
from ils.accounts.queries import count_staff
from ils.db import transaction
from tests.conftest import NOON, SignIn
from tests.world import PASSWORD, add_nilufar, work_at

ACCOUNT = {
    "login": "bobur", "name": "Bobur Rahimov", "role": "cataloguer", "department": "lending", "language": "ru",
    "password": PASSWORD,
}  # fmt: skip
CHANGE = {"name": "Nilufar Aliyeva", "role": "foreign_department", "department": "foreign", "active": "y"}
HOSTILE = "<script>alert(1)</script>'; DROP TABLE staff; --"


@pytest.fixture
def administrator(signed_in: SignIn) -> FlaskClient:
    return signed_in(Role.ADMINISTRATOR)


def row(session: Session, login: str) -> Staff:
    session.rollback()
    return session.scalars(select(Staff).where(Staff.login == login)).one()


def test_an_account_is_opened(administrator: FlaskClient, session: Session) -> None:
    assert 'name="login"' in administrator.get("/staff/new").text
    answer = administrator.post("/staff/new", data=ACCOUNT, follow_redirects=True)
    assert "Account opened: bobur" in answer.text
    assert "Bobur Rahimov" in answer.text
    staff = row(session, "bobur")
    assert (staff.role, staff.department, staff.language) == (Role.CATALOGUER, "lending", "ru")


@pytest.mark.parametrize(
    ("given", "status", "words"),
    [
        ({"login": "administrator"}, 422, "already in use"),
        ({"login": "Бобур"}, 422, "cannot be used"),
        ({"name": ""}, 422, "Fill in"),
        ({"password": "short"}, 422, "8 to 200"),
        ({"role": "king"}, 422, "mend"),
        ({"department": "attic"}, 422, "mend"),
        ({"language": "de"}, 422, "mend"),
    ],
)
def test_a_bad_account_is_explained_and_changes_nothing(
    administrator: FlaskClient, session: Session, given: dict[str, str], status: int, words: str
) -> None:
    answer = administrator.post("/staff/new", data=ACCOUNT | given)
    assert answer.status_code == status
    assert words in answer.text
    session.rollback()
    assert count_staff(session) == 1


def test_an_account_is_changed_and_gets_a_new_password(administrator: FlaskClient, session: Session) -> None:
    staff = add_nilufar(session, NOON)
    page = administrator.get(f"/staff/{staff.id}").text
    assert "Nilufar Karimova" in page
    assert 'selected value="desk"' in page
    answer = administrator.post(
        f"/staff/{staff.id}", data=CHANGE | {"password": "yangi-kitob"}, follow_redirects=True
    )
    assert "Account saved: nilufar" in answer.text
    staff = row(session, "nilufar")
    assert (staff.name, staff.role, staff.department, staff.active) == (
        "Nilufar Aliyeva",
        Role.FOREIGN,
        "foreign",
        True,
    )
    assert verify(staff.password_hash, "yangi-kitob")


def test_an_empty_password_keeps_the_old_one(administrator: FlaskClient, session: Session) -> None:
    staff = add_nilufar(session, NOON)
    assert administrator.post(f"/staff/{staff.id}", data=CHANGE | {"password": ""}).status_code == 302
    assert verify(row(session, "nilufar").password_hash, PASSWORD)


def test_a_bad_password_changes_nothing_at_all(administrator: FlaskClient, session: Session) -> None:
    staff = add_nilufar(session, NOON)
    answer = administrator.post(f"/staff/{staff.id}", data=CHANGE | {"password": "short"})
    assert answer.status_code == 422
    assert "8 to 200" in answer.text
    assert row(session, "nilufar").name == "Nilufar Karimova"


def test_the_box_left_empty_ends_the_access(administrator: FlaskClient, session: Session) -> None:
    staff = add_nilufar(session, NOON)
    given = {name: value for name, value in CHANGE.items() if name != "active"}
    page = administrator.post(f"/staff/{staff.id}", data=given, follow_redirects=True).text
    assert row(session, "nilufar").active is False
    assert "closed" in page


def test_the_last_administrator_cannot_shut_himself_out(administrator: FlaskClient, session: Session) -> None:
    me = row(session, "administrator")
    answer = administrator.post(f"/staff/{me.id}", data=CHANGE)
    assert answer.status_code == 422
    assert "last administrator" in answer.text
    assert row(session, "administrator").role is Role.ADMINISTRATOR


@pytest.mark.parametrize("number", ["999", "9" * 30])
def test_an_unknown_account_is_told_in_words(administrator: FlaskClient, number: str) -> None:
    answer = administrator.get(f"/staff/{number}")
    assert answer.status_code == 404
    assert "There is no such page" in answer.text


def test_sql_and_html_in_a_name_are_only_text(administrator: FlaskClient, session: Session) -> None:
    page = administrator.post("/staff/new", data=ACCOUNT | {"name": HOSTILE}, follow_redirects=True).text
    assert row(session, "bobur").name == HOSTILE
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    for path in (f"/staff/{row(session, 'bobur').id}", "/staff/audit"):
        assert "<script>alert" not in administrator.get(path).text


def test_the_audit_trail_tells_who_did_what(administrator: FlaskClient, session: Session) -> None:
    administrator.post("/staff/new", data=ACCOUNT)
    page = administrator.get("/staff/audit").text
    assert "Account opened" in page
    assert "Nilufar Karimova" in page
    assert "bobur" in page
    assert PASSWORD not in page


def test_the_trail_goes_on_on_the_next_page(administrator: FlaskClient, session: Session) -> None:
    with transaction(session):
        for number in range(105):
            audit(
                session,
                work_at(NOON),
                "sign_in_failed",
                subject_type="staff",
                subject_id=None,
                login=f"<i>n{number}",
            )
    first = administrator.get("/staff/audit").text
    assert "n104" in first
    assert "n4<" not in first
    assert "&lt;i&gt;n104" in first
    older = first.split('href="/staff/audit?before=')[1].split('"')[0]
    assert "n0<" in administrator.get(f"/staff/audit?before={older}").text


@pytest.mark.parametrize("before", ["", "x", "-1", "9" * 400, "1;DROP TABLE audit"])
def test_a_wild_position_shows_a_page_all_the_same(administrator: FlaskClient, before: str) -> None:
    assert administrator.get("/staff/audit", query_string={"before": before}).status_code == 200
