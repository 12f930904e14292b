"""Changing the table of policies."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from circulation.patrons.models import Category
from circulation.policies import services
from circulation.policies.errors import PolicyCode, PolicyError, PolicyInputError, PolicyNotFound
from circulation.policies.models import LoanPolicy
from circulation.policies.queries import load_policies, policy
from circulation.policies.rules import most_specific
from circulation.policies.services import delete_policy, install_defaults, save_policy
from ils.accounts.models import AuditEntry
from ils.db import transaction
from ils.library.errors import PlaceError
from tests.conftest import NOON
from tests.world import work_at

WORK = work_at(NOON)
MAPS: dict[str, Any] = {
    "category": "", "document_type": "map", "department": "", "days": 3, "open_days": True, "renewals": 0,
    "limit_total": 1,
}  # fmt: skip


def general(session: Session) -> int:
    return next(each.id for each in load_policies(session) if each.is_general)


@pytest.mark.parametrize(
    ("category", "department", "days", "limit"),
    [
        ("student", "lending", 15, 5),
        ("student", "foreign", 10, 5),
        ("student", "reading_room", 0, 5),
        ("pupil", "children", 10, 3),
        ("pupil", "reading_room", 0, 5),
        ("docent", "lending", 30, 15),
        ("professor", "reading_room", 0, 15),  # whoever it is, the room's books stay in the room
        ("researcher", "foreign", 20, 15),
    ],
)
def test_dd_01_a_new_library_has_sensible_rows(
    session: Session, category: str, department: str, days: int, limit: int
) -> None:
    row = most_specific(load_policies(session), category, "book", department)
    assert row is not None
    assert (row.days, row.limit_total) == (days, limit)


def test_a_new_library_lends_nothing_home_from_the_reading_room(session: Session) -> None:
    rows = load_policies(session)
    for category in session.scalars(select(Category.code)):
        held = most_specific(rows, category, "book", "reading_room")
        assert held is not None
        assert held.days == 0


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
        session.execute(insert(LoanPolicy).values(MAPS))
    monkeypatch.setattr(services, "_refuse_twin", lambda *_args: None)  # the other desk has not committed yet
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
        save_policy(session, WORK, policy_id=general(session), **(MAPS | {"document_type": "", "days": 20}))
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
        ({"document_type": "papyrus"}, PolicyCode.DOCUMENT_TYPE_UNKNOWN),
    ],
)
def test_a_row_that_cannot_be_is_refused(session: Session, wrong: dict[str, Any], code: PolicyCode) -> None:
    with pytest.raises(PolicyInputError) as refused, transaction(session):
        save_policy(session, WORK, **(MAPS | wrong))
    assert refused.value.code is code


def test_a_row_for_no_known_department_is_refused(session: Session) -> None:
    with pytest.raises(PlaceError), transaction(session):
        save_policy(session, WORK, **(MAPS | {"department": "moon"}))
