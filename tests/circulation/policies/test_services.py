"""Changing the table of policies."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from circulation.patrons.models import Category
from circulation.policies.errors import PolicyCode, PolicyError, PolicyInputError, PolicyNotFound
from circulation.policies.models import LoanPolicy, RenewalFrom
from circulation.policies.queries import fitting_policies, load_policies, policy
from circulation.policies.rules import USES, Policy, most_specific
from circulation.policies.services import delete_policy, install_defaults, save_policy
from ils.accounts.models import AuditEntry
from ils.db import transaction
from ils.library.errors import PlaceError
from tests.conftest import NOON
from tests.world import work_at

WORK = work_at(NOON)
MAPS: dict[str, Any] = {
    "category": "", "item_type": "map", "department": "", "days": 3, "open_days": True, "renewals": 0,
    "limit_total": 1,
}  # fmt: skip


def general(session: Session) -> int:
    return next(each.id for each in load_policies(session) if each.is_general)


@pytest.mark.parametrize(
    ("category", "item_type", "use", "department", "days", "limit"),
    [
        ("student", "book", "home", "lending", 15, 5),
        ("student", "book", "home", "foreign", 10, 5),
        ("student", "book", "room", "reading_room", 0, 10),
        ("student", "textbook", "home", "lending", 180, 15),
        ("pupil", "book", "home", "children", 10, 3),
        ("pupil", "book", "room", "reading_room", 0, 5),
        ("docent", "book", "home", "lending", 30, 15),
        (
            "professor",
            "book",
            "room",
            "reading_room",
            0,
            20,
        ),  # whoever it is, the room's books stay in the room
        ("researcher", "book", "home", "foreign", 20, 15),
        ("student", "book", "overnight", "reading_room", 1, 3),
        ("organisation", "book", "organisation", "lending", 30, 50),
        ("staff", "book", "home", "lending", 30, 20),
    ],
)
def test_DD_01_a_new_library_has_sensible_rows(
    session: Session, category: str, item_type: str, use: str, department: str, days: int, limit: int
) -> None:
    row = most_specific(load_policies(session), category, item_type, use, department)
    assert row is not None
    assert (row.days, row.limit_total) == (days, limit)


def test_the_few_rows_that_fit_are_read_alike(session: Session) -> None:
    table = load_policies(session)
    for category in session.scalars(select(Category.code)):
        for use in USES:
            asked = {"category": category, "item_type": "book", "use": use, "department": "foreign"}
            few = fitting_policies(session, **asked)
            assert most_specific(few, **asked) == most_specific(table, **asked)
            assert len(few) <= 16


def test_the_table_is_filled_once(session: Session) -> None:
    with transaction(session):
        session.execute(delete(LoanPolicy).where(LoanPolicy.category == "pupil"))
        install_defaults(session)
    assert "pupil" not in {each.category for each in load_policies(session)}


def test_a_row_is_added_changed_and_audited(session: Session) -> None:
    with transaction(session):
        added = save_policy(session, WORK, **MAPS)
    with transaction(session):
        save_policy(session, WORK, policy_id=added.id, **(MAPS | {"days": 5}))
    assert policy(session, added.id).days == 5
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert entry.action == "policy_saved"
    assert (entry.details["before"]["days"], entry.details["after"]["days"]) == (3, 5)


def test_dd_01_a_row_with_the_same_cells_is_refused(session: Session) -> None:
    with transaction(session):
        save_policy(session, WORK, **MAPS)
    with pytest.raises(PolicyError) as refused, transaction(session):
        save_policy(session, WORK, **MAPS)
    assert refused.value.code is PolicyCode.TAKEN
    foreign = next(each for each in load_policies(session) if each.department == "foreign")
    with pytest.raises(PolicyError) as refused, transaction(session):
        save_policy(session, WORK, policy_id=foreign.id, **MAPS)
    assert refused.value.code is PolicyCode.TAKEN


def test_dd_01_the_database_is_the_last_guard(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction(session):
        save_policy(session, WORK, **MAPS)
    with pytest.raises(IntegrityError), transaction(session):
        session.execute(insert(LoanPolicy).values(MAPS | {"use": "", "renewal_from": RenewalFrom.TODAY}))
    # the other desk has not committed yet
    monkeypatch.setattr("circulation.policies.services.rows.check_change", lambda *_args: None)
    with pytest.raises(PolicyError) as refused, transaction(session):
        save_policy(session, WORK, **MAPS)
    assert refused.value.code is PolicyCode.TAKEN


def test_the_general_row_stays_general_and_stays(session: Session) -> None:
    with pytest.raises(PolicyError) as refused, transaction(session):
        delete_policy(session, WORK, policy_id=general(session))
    assert refused.value.code is PolicyCode.GENERAL_STAYS
    with pytest.raises(PolicyError) as refused, transaction(session):
        save_policy(session, WORK, policy_id=general(session), **MAPS)
    assert refused.value.code is PolicyCode.GENERAL_STAYS
    with transaction(session):
        save_policy(session, WORK, policy_id=general(session), **(MAPS | {"item_type": "", "days": 20}))
    assert policy(session, general(session)).days == 20


def test_any_other_row_can_go(session: Session) -> None:
    foreign = next(each.id for each in load_policies(session) if each.department == "foreign")
    with transaction(session):
        delete_policy(session, WORK, policy_id=foreign)
    assert session.scalars(select(func.count()).where(LoanPolicy.id == foreign)).one() == 0
    for act in (delete_policy, save_policy):
        with pytest.raises(PolicyNotFound), transaction(session):
            act(session, WORK, policy_id=foreign, **({} if act is delete_policy else MAPS))  # type: ignore[operator]
    with pytest.raises(PolicyNotFound):
        policy(session, foreign)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"days": -1}, PolicyCode.DAYS_INVALID),
        ({"days": 367}, PolicyCode.DAYS_INVALID),
        ({"limit_total": 10_000}, PolicyCode.LIMIT_INVALID),
        ({"renewals": 100}, PolicyCode.RENEWALS_INVALID),
        ({"category": "astronaut"}, PolicyCode.CATEGORY_UNKNOWN),
        ({"item_type": "papyrus"}, PolicyCode.ITEM_TYPE_UNKNOWN),
        ({"use": "moon"}, PolicyCode.USE_UNKNOWN),
        ({"renew_earliest": 367}, PolicyCode.EARLIEST_INVALID),
        ({"queue_longer": 3}, PolicyCode.QUEUE_HALF),
        ({"queue_longer": -1, "queue_days": 3}, PolicyCode.QUEUE_INVALID),
        ({"debt_limit": -1}, PolicyCode.DEBT_INVALID),
        ({"overdue_blocks": 0}, PolicyCode.OVERDUE_INVALID),
        ({"fine_per_day": -1}, PolicyCode.FINE_INVALID),
        ({"suspend_per_day": None}, PolicyCode.SUSPEND_INVALID),
        ({"renewal_from": "monday"}, PolicyCode.FROM_UNKNOWN),
        ({"fixed_due": date(1066, 1, 1)}, PolicyCode.FIXED_INVALID),
        ({"days": "3"}, PolicyCode.DAYS_INVALID),
    ],
)
def test_a_row_that_cannot_be_is_refused(session: Session, wrong: dict[str, Any], code: PolicyCode) -> None:
    with pytest.raises(PolicyInputError) as refused, transaction(session):
        save_policy(session, WORK, **(MAPS | wrong))
    assert refused.value.code is code


def test_a_row_for_no_known_department_is_refused(session: Session) -> None:
    with pytest.raises(PlaceError), transaction(session):
        save_policy(session, WORK, **(MAPS | {"department": "moon"}))


def test_every_column_of_a_row_is_kept(session: Session) -> None:
    whole = MAPS | {
        "use": "home", "renewal_from": "due", "renew_earliest": 3, "fixed_due": date(2026, 6, 30), "queue_longer": 2,
        "queue_days": 7, "debt_limit": 50_000, "overdue_blocks": 30, "fine_per_day": 500, "suspend_per_day": 2,
    }  # fmt: skip
    with transaction(session):
        added = save_policy(session, WORK, **whole)
    assert policy(session, added.id) == Policy(id=added.id, **whole)
