"""Renewing (desk.md §3) on a database."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from circulation.loans.errors import LoanCode, LoanNotFound
from circulation.loans.measures import CHECKS
from circulation.loans.models import Renewal
from circulation.loans.rules import Outcome, acknowledge
from ils.activity.kinds import Kind
from ils.activity.models import Activity
from tests.circulation.loans.desk import Desk


@pytest.fixture
def lent(desk: Desk) -> Desk:
    """Anvar has had «Oʻtkan kunlar» for five days, until 30 April."""
    desk.reader()
    desk.copy()
    desk.lend()
    desk.later(days=5)
    return desk


def acts(desk: Desk, kind: Kind) -> int:
    desk.session.rollback()
    return desk.session.scalars(select(func.count()).where(Activity.kind == kind)).one()


def test_RN_08_a_loan_counts_from_today(lent: Desk) -> None:
    renewed = lent.renew(code="INV-1")
    assert (renewed.old_due_on, renewed.due_on, renewed.renewals) == (date(2026, 4, 30), date(2026, 5, 5), 1)
    assert lent.loan(renewed.loan_id).due_on == date(2026, 5, 5)
    row = lent.session.scalars(select(Renewal)).one()
    assert (row.old_due_on, row.new_due_on, row.channel) == (date(2026, 4, 30), date(2026, 5, 5), "desk")
    act = lent.session.scalars(select(Activity).where(Activity.kind == Kind.LOAN_RENEW)).one()
    assert (act.channel, act.subject_id) == ("desk", renewed.loan_id)
    assert [problem for check in CHECKS for problem in check(lent.session)] == []


def test_with_the_card_the_reader_is_here_and_without_it_is_not(lent: Desk) -> None:
    assert not lent.renew(code="INV-1").visit_counted
    lent.later(days=1)
    assert lent.renew(code="INV-1", card="R-1").visit_counted
    assert acts(lent, Kind.VISIT) == 2


def test_RN_01_nothing_to_renew(lent: Desk) -> None:
    lent.copy("INV-2")
    assert lent.refusal(lent.renew, code="INV-2").has(LoanCode.NOT_ON_LOAN)


def test_RN_01_a_loan_that_is_closed_stays_closed(lent: Desk) -> None:
    loan_id = lent.give_back().loan_id
    lent.lend()
    assert lent.refusal(lent.renew, loan_id=loan_id).has(LoanCode.NOT_ON_LOAN)


def test_RN_01_not_this_readers(lent: Desk) -> None:
    lent.reader("R-2", given_name="Nodira")
    (reason,) = lent.refusal(lent.renew, code="INV-1", card="R-2").reasons
    assert (reason.rule, reason.code) == ("RN-01", LoanCode.NOT_THIS_READERS)


@pytest.mark.parametrize(
    ("asked", "code"),
    [({"code": "INV-9"}, "copy_unknown"), ({"code": ""}, "copy_unknown"),
     ({"code": "INV-1", "card": "R-9"}, "reader_unknown"), ({"code": "INV-1", "card": ""}, "reader_unknown")],
)  # fmt: skip
def test_unknown_numbers(lent: Desk, asked: dict[str, str], code: str) -> None:
    assert [each.code for each in lent.refusal(lent.renew, **asked).reasons] == [code]


def test_an_unknown_loan(lent: Desk) -> None:
    with pytest.raises(LoanNotFound):
        lent.renew(loan_id=999)


def test_RN_03_the_limit_of_renewals(lent: Desk) -> None:
    for _each in range(2):
        lent.renew(code="INV-1")
        lent.later(days=1)
    (reason,) = lent.refusal(lent.renew, code="INV-1").reasons
    assert (reason.rule, reason.facts["count"], reason.facts["limit"]) == ("RN-03", 2, 2)
    assert acts(lent, Kind.LOAN_RENEW) == 2


def test_RN_05_a_late_copy_is_asked_about(lent: Desk) -> None:
    lent.later(days=12)
    assessment = lent.refusal(lent.renew, code="INV-1")
    assert (assessment.outcome, assessment.reasons[0].rule) == (Outcome.ASK, "RN-05")
    assert lent.renew(code="INV-1", acknowledged=acknowledge(assessment, at=lent.now)).renewals == 1


def test_RN_07_a_date_that_would_not_be_later(lent: Desk) -> None:
    lent.renew(code="INV-1")
    assert lent.refusal(lent.renew, code="INV-1").has(LoanCode.RENEWAL_NOT_LATER)


def test_CO_04_a_renewal_in_person_registers_for_the_year(lent: Desk) -> None:
    lent.now = datetime(2027, 1, 5, 7, tzinfo=UTC)
    assessment = lent.refusal(lent.renew, code="INV-1", card="R-1")
    assert [each.rule for each in assessment.reasons] == ["CO-04", "RN-05"]
    renewed = lent.renew(code="INV-1", card="R-1", acknowledged=acknowledge(assessment, at=lent.now))
    assert renewed.running_number == 1


def test_an_update_is_not_lost(lent: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another desk renewed between reading and writing: compare-and-set finds another number of renewals."""
    from dataclasses import replace

    from circulation.loans.errors import LoanError
    from circulation.loans.services import seen

    real = seen.open_loan_of
    monkeypatch.setattr(seen, "open_loan_of", lambda s, i: replace(real(s, i), renewals=1))
    with pytest.raises(LoanError) as refused:
        lent.renew(code="INV-1")
    assert refused.value.code is LoanCode.CHANGED_MEANWHILE
    assert acts(lent, Kind.LOAN_RENEW) == 0
