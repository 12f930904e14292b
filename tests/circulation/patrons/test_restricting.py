"""Restrictions: set with a reason, lifted with a reason, by loan and back (CO-05, CO-06, CI-04)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from circulation.patrons.errors import PatronCode, PatronError
from circulation.patrons.models import Restriction, RestrictionKind
from circulation.patrons.queries import open_restrictions, restrictions_of
from circulation.patrons.queries.finding import Wanted, list_patrons
from circulation.patrons.services import lift, lift_for_loan, restrict, unlift
from ils.accounts.models import AuditEntry
from ils.db import transaction
from tests.conftest import NOON
from tests.world import add_reader, work_at

WORK = work_at(NOON, actor_id=None)
DAY = WORK.day


def audited(session: Session) -> list[str]:
    return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))[2:]


def test_co_06_a_restriction_holds_until_it_is_lifted(session: Session) -> None:
    anvar = add_reader(session, NOON)
    with transaction(session):
        made = restrict(session, WORK, patron_id=anvar.id, kind="manual", reason=" Kitob yirtilgan ")
    (row,) = open_restrictions(session, anvar.id, DAY + timedelta(days=1000))
    assert (row.id, row.kind, row.reason) == (made, RestrictionKind.MANUAL, "Kitob yirtilgan")
    assert (row.since, row.until, row.loan_id) == (DAY, None, None)
    with transaction(session):
        lift(session, WORK, restriction_id=made, reason="Tuzatildi")
    assert open_restrictions(session, anvar.id, DAY) == ()
    assert restrictions_of(session, anvar.id)[0].lift_reason == "Tuzatildi"
    assert audited(session) == ["patron_restricted", "patron_restriction_lifted"]


def test_co_05_a_suspension_ends_by_itself_on_the_day_after_its_last(session: Session) -> None:
    anvar = add_reader(session, NOON)
    last = DAY + timedelta(days=14)
    with transaction(session):
        restrict(
            session, WORK, patron_id=anvar.id, kind=RestrictionKind.SUSPENSION, reason="Kechikkan", until=last
        )
    assert open_restrictions(session, anvar.id, last)
    assert not open_restrictions(session, anvar.id, last + timedelta(days=1))
    assert not open_restrictions(session, anvar.id, DAY - timedelta(days=1))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"kind": "suspension"}, PatronCode.SUSPENSION_ENDLESS),
        ({"kind": "manual", "until": date(2026, 4, 14)}, PatronCode.UNTIL_PAST),
    ],
)
def test_what_cannot_end_so_is_refused(session: Session, given: dict[str, object], code: PatronCode) -> None:
    anvar = add_reader(session, NOON)
    with pytest.raises(PatronError) as refused, transaction(session):
        restrict(session, WORK, patron_id=anvar.id, reason="x", **given)  # type: ignore[arg-type]
    assert refused.value.code is code


def test_the_database_keeps_a_suspension_from_being_endless(session: Session) -> None:
    anvar = add_reader(session, NOON)
    row = Restriction(
        patron_id=anvar.id, kind=RestrictionKind.SUSPENSION, reason="x", since=DAY, until=None, loan_id=None,
        set_at=NOON, set_by=None, lifted_at=None, lifted_by=None,
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction(session):
        session.add(row)


def test_one_loan_restricts_once_a_kind_and_two_loans_twice(session: Session) -> None:
    anvar = add_reader(session, NOON)
    with transaction(session):
        first = restrict(session, WORK, patron_id=anvar.id, kind="overdue", reason="7 kun", loan_id=7)
        again = restrict(session, WORK, patron_id=anvar.id, kind="overdue", reason="8 kun", loan_id=7)
        other = restrict(session, WORK, patron_id=anvar.id, kind="overdue", reason="7 kun", loan_id=8)
        lost = restrict(session, WORK, patron_id=anvar.id, kind="loss", reason="yoʻqolgan", loan_id=7)
    assert first == again
    assert len({first, other, lost}) == 3


def test_ci_04_what_a_copy_caused_goes_with_it_and_comes_back_with_an_undo(session: Session) -> None:
    anvar = add_reader(session, NOON)
    with transaction(session):
        late = restrict(session, WORK, patron_id=anvar.id, kind="overdue", reason="kechikkan", loan_id=7)
        lost = restrict(session, WORK, patron_id=anvar.id, kind="loss", reason="yoʻqolgan", loan_id=7)
        time = restrict(
            session, WORK, patron_id=anvar.id, kind="suspension", reason="jazo", loan_id=7, until=DAY
        )
        other = restrict(session, WORK, patron_id=anvar.id, kind="overdue", reason="boshqa", loan_id=8)
        hand = restrict(session, WORK, patron_id=anvar.id, kind="manual", reason="qoʻlda")
    with transaction(session):
        lifted = lift_for_loan(session, WORK, loan_id=7)
    assert lifted == (late, lost)
    assert [row.id for row in open_restrictions(session, anvar.id, DAY)] == [time, other, hand]
    with transaction(session):
        assert lift_for_loan(session, WORK, loan_id=7) == ()
        unlift(session, WORK, restriction_ids=lifted)
        unlift(session, WORK, restriction_ids=lifted)  # twice changes nothing
        unlift(session, WORK, restriction_ids=())
    assert [row.id for row in open_restrictions(session, anvar.id, DAY)] == [late, lost, time, other, hand]
    assert audited(session).count("patron_restricted_again") == 2


def test_nothing_is_lifted_twice_nor_without_a_reason(session: Session) -> None:
    anvar = add_reader(session, NOON)
    with transaction(session):
        made = restrict(session, WORK, patron_id=anvar.id, kind="manual", reason="x")
    with pytest.raises(Exception, match="empty_value"), transaction(session):
        lift(session, WORK, restriction_id=made, reason=" ")
    with transaction(session):
        lift(session, WORK, restriction_id=made, reason="bas")
    with pytest.raises(PatronError) as refused, transaction(session):
        lift(session, WORK, restriction_id=made, reason="bas")
    assert refused.value.code is PatronCode.RESTRICTION_LIFTED
    with pytest.raises(PatronError) as refused, transaction(session):
        lift(session, WORK, restriction_id=404, reason="bas")
    assert refused.value.code is PatronCode.RESTRICTION_UNKNOWN
    with pytest.raises(PatronError), transaction(session):
        restrict(session, WORK, patron_id=404, kind="manual", reason="x")


def test_the_list_shows_who_may_not_borrow_today(session: Session) -> None:
    anvar = add_reader(session, NOON, card="R-1")
    add_reader(session, NOON, card="R-2", given_name="Bobur")
    with transaction(session):
        restrict(session, WORK, patron_id=anvar.id, kind="suspension", reason="x", until=DAY)
    assert [row.id for row in list_patrons(session, Wanted(restricted_on=DAY)).rows] == [anvar.id]
    assert list_patrons(session, Wanted(restricted_on=DAY + timedelta(days=1))).total == 0
