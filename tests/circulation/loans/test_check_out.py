"""Lending (desk.md §1) on a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from catalog.items.models import ItemState
from catalog.items.services import place, set_state, withdraw
from circulation.loans.errors import LoanCode, LoanError, LoanRefused
from circulation.loans.measures import CHECKS
from circulation.loans.models import Loan
from circulation.loans.queries import held_by, open_loan_of
from circulation.loans.rules import Outcome, acknowledge, steps_from_data
from circulation.loans.services import check_out, seen
from circulation.patrons.models import Registration
from circulation.patrons.services import report_card_lost
from circulation.policies.models import LoanPolicy
from ils.accounts.models import AuditEntry
from ils.activity.kinds import Kind
from ils.activity.models import Activity
from ils.db import transaction
from tests.circulation.loans.desk import Desk

DUE = date(2026, 4, 30)


def acts(desk: Desk, kind: Kind) -> int:
    desk.session.rollback()
    total = select(func.coalesce(func.sum(Activity.amount), 0)).where(Activity.kind == kind)
    return desk.session.scalars(total).one()


def assert_sound(desk: Desk) -> None:
    desk.session.rollback()
    assert [problem for check in CHECKS for problem in check(desk.session)] == []


def test_a_copy_goes_out(desk: Desk) -> None:
    desk.reader()
    item_id = desk.copy()
    lent = desk.lend()
    assert (lent.outcome, lent.due_on, lent.visit_counted, lent.running_number) == ("lent", DUE, True, None)
    assert desk.state(item_id) is ItemState.ON_LOAN
    loan = desk.loan(lent.loan_id)
    assert (loan.lent_on, loan.due_on, loan.department) == (date(2026, 4, 15), DUE, "lending")
    assert loan.policy["days"] == 15
    assert steps_from_data(loan.due_steps) == lent.due_steps
    assert (acts(desk, Kind.LOAN_OPEN), acts(desk, Kind.VISIT)) == (1, 1)
    assert_sound(desk)


def test_the_trail_says_who_got_what(desk: Desk) -> None:
    desk.reader()
    item_id = desk.copy()
    lent = desk.lend()
    entry = desk.session.scalars(select(AuditEntry).where(AuditEntry.action == "loan_opened")).one()
    assert entry.subject_id == lent.loan_id
    assert entry.details == {"item": item_id, "due": "2026-04-30", "acknowledged": []}


def test_the_log_keeps_what_statistics_need(desk: Desk) -> None:
    desk.reader(sex="m", birth_date=date(2004, 5, 1))
    desk.copy(department="foreign", language="ger")
    desk.lend()
    act = desk.session.scalars(select(Activity).where(Activity.kind == Kind.LOAN_OPEN)).one()
    assert (act.patron_category, act.patron_sex, act.patron_age) == ("student", "m", "18-24")
    assert (act.item_language, act.item_type, act.item_fund, act.subject_type) == (
        "ger",
        "book",
        "foreign",
        "loan",
    )


def test_a_visit_is_counted_once_a_day_and_sector(desk: Desk) -> None:
    desk.reader()
    for code in ("INV-1", "INV-2"):
        desk.copy(code)
    assert (desk.lend(code="INV-1").visit_counted, desk.lend(code="INV-2").visit_counted) == (True, False)
    assert acts(desk, Kind.VISIT) == 1


def test_a_preview_changes_nothing(desk: Desk) -> None:
    desk.reader()
    item_id = desk.copy()
    assert (desk.ask().outcome, desk.ask().due_on) == (Outcome.ALLOWED, DUE)
    assert desk.state(item_id) is ItemState.AVAILABLE
    assert acts(desk, Kind.LOAN_OPEN) == 0


class TestRefused:
    """Nothing changes, and the reason is named."""

    @pytest.mark.parametrize(
        "scan",
        ["INV-9", "", "x" * 10_000, "a\x00b", "'; DROP TABLE loan; --", "<script>"],
        ids=["another number", "nothing", "a page of text", "a zero byte", "SQL", "HTML"],
    )
    def test_CO_01_a_copy_nobody_has(self, desk: Desk, scan: str) -> None:
        desk.reader()
        desk.copy()
        assessment = desk.refusal(desk.lend, "R-1", scan)
        (reason,) = assessment.reasons
        assert (reason.rule, reason.code) == ("CO-01", LoanCode.COPY_UNKNOWN)
        assert len(str(reason.facts["scanned"])) <= 61
        assert_sound(desk)

    def test_CO_01_names_the_nearest_number(self, desk: Desk) -> None:
        desk.reader()
        desk.copy("INV-045")
        (reason,) = desk.refusal(desk.lend, "R-1", "INV-046").reasons
        assert reason.facts["nearest"] == "INV-045"

    @pytest.mark.parametrize("scan", ["R-9", "", "a\x00b", "x" * 10_000])
    def test_CO_02_a_card_nobody_has(self, desk: Desk, scan: str) -> None:
        desk.copy()
        (reason,) = desk.refusal(desk.lend, scan, "INV-1").reasons
        assert (reason.rule, reason.code) == ("CO-02", LoanCode.READER_UNKNOWN)

    def test_CO_03_a_lost_card(self, desk: Desk) -> None:
        reader = desk.reader()
        desk.copy()
        with transaction(desk.session) as session:
            report_card_lost(session, desk.work, patron_id=reader.id)
        (reason,) = desk.refusal(desk.lend).reasons
        assert (reason.code, reason.facts["since"]) == (LoanCode.CARD_LOST, date(2026, 4, 15))

    def test_CO_09_a_copy_written_off(self, desk: Desk) -> None:
        desk.reader()
        item_id = desk.copy()
        with transaction(desk.session) as session:
            withdraw(session, desk.work, item_id=item_id, act="12", day=desk.work.day)
        (reason,) = desk.refusal(desk.lend).reasons
        assert (reason.code, reason.facts["act"]) == (LoanCode.COPY_WITHDRAWN, "12")

    def test_CO_16_the_limit_and_the_row_that_set_it(self, desk: Desk) -> None:
        desk.reader(category="pupil")
        for number in range(4):
            desk.copy(f"INV-{number}")
        for number in range(3):
            desk.lend(code=f"INV-{number}")
        (reason,) = desk.refusal(desk.lend, code="INV-3").reasons
        row = desk.session.get(LoanPolicy, reason.policy_id)
        assert (reason.facts["count"], reason.facts["limit"]) == (3, 3)
        assert row is not None
        assert (row.category, row.limit_total) == ("pupil", 3)
        assert acts(desk, Kind.LOAN_OPEN) == 3

    def test_CO_26_no_row_fits(self, desk: Desk) -> None:
        desk.reader()
        desk.copy()
        with transaction(desk.session) as session:
            session.execute(LoanPolicy.__table__.delete())
        (reason,) = desk.refusal(desk.lend).reasons
        assert reason.code is LoanCode.NO_POLICY

    def test_CO_12_an_exhibition_that_does_not_lend(self, desk: Desk) -> None:
        desk.reader()
        hang(desk, desk.copy(), lendable=False)
        (reason,) = desk.refusal(desk.lend).reasons
        assert (reason.severity, reason.facts["section"]) == ("block", "Poetry")


def hang(desk: Desk, item_id: int, *, lendable: bool = True) -> int:
    with transaction(desk.session) as session:
        return place(
            session, item_id=item_id, kind="exhibition", ref_id=1, label="German books", section="Poetry",
            lendable=lendable, since=desk.work.day, until=date(2026, 5, 20),
        ).id  # fmt: skip


class TestAsked:
    """An ask stops the act until it is acknowledged, and then the act does what the question said."""

    def test_CO_04_registers_for_the_new_year(self, desk: Desk) -> None:
        reader = desk.reader()
        desk.copy()
        desk.now = datetime(2027, 1, 5, 7, tzinfo=UTC)
        assessment = desk.refusal(desk.lend)
        assert (assessment.outcome, assessment.reasons[0].code) == (Outcome.ASK, LoanCode.REGISTRATION_DUE)
        lent = desk.lend(yes=desk.yes())
        assert lent.running_number == 1
        years = desk.session.scalars(select(Registration.year).where(Registration.patron_id == reader.id))
        assert sorted(years) == [2026, 2027]
        assert acts(desk, Kind.PATRON_REREGISTER) == 1

    def test_CO_08_overdue_copies(self, desk: Desk) -> None:
        desk.reader()
        for code in ("INV-1", "INV-2"):
            desk.copy(code)
        desk.lend(code="INV-1")
        desk.later(days=20)
        (reason,) = desk.refusal(desk.lend, code="INV-2").reasons
        assert dict(reason.facts) == {"copies": 1, "days_late": 5, "each": "00000001 (5)"}
        assert desk.lend(code="INV-2", yes=desk.yes(code="INV-2")).outcome == "lent"

    @pytest.mark.parametrize(
        "state", [ItemState.MISSING, ItemState.LOST, ItemState.PROCESSING, ItemState.IN_REPAIR]
    )
    def test_CO_10_and_CO_13_a_copy_that_should_not_be_here(self, desk: Desk, state: ItemState) -> None:
        desk.reader()
        item_id = desk.copy(state=state)
        assert desk.refusal(desk.lend).outcome is Outcome.ASK
        desk.lend(yes=desk.yes())
        assert desk.state(item_id) is ItemState.ON_LOAN
        assert_sound(desk)

    def test_CO_12_lends_from_the_exhibition_and_remembers_it(self, desk: Desk) -> None:
        desk.reader()
        placement_id = hang(desk, desk.copy())
        assert desk.refusal(desk.lend).outcome is Outcome.ASK
        assert desk.loan(desk.lend(yes=desk.yes()).loan_id).placement_id == placement_id

    def test_CO_14_renews(self, desk: Desk) -> None:
        desk.reader()
        desk.copy()
        first = desk.lend()
        desk.later(days=5)
        assert [each.code for each in desk.refusal(desk.lend).reasons] == [LoanCode.ALREADY_YOURS]
        again = desk.lend(yes=desk.yes())
        assert (again.outcome, again.loan_id, again.due_on) == ("renewed", first.loan_id, date(2026, 5, 5))
        assert (acts(desk, Kind.LOAN_OPEN), acts(desk, Kind.LOAN_RENEW)) == (1, 1)
        assert_sound(desk)

    def test_CO_14_needs_no_free_place_in_the_limit(self, desk: Desk) -> None:
        desk.reader(category="pupil")
        for number in range(3):
            desk.copy(f"INV-{number}")
            desk.lend(code=f"INV-{number}")
        desk.later(days=1)
        assert desk.lend(code="INV-0", yes=desk.yes(code="INV-0")).outcome == "renewed"

    def test_CO_15_takes_it_back_first(self, desk: Desk) -> None:
        desk.reader("R-1")
        desk.reader("R-2", given_name="Nodira", surname="Saidova")
        item_id = desk.copy()
        first = desk.lend("R-1")
        desk.later(hours=1)
        (reason,) = desk.refusal(desk.lend, "R-2").reasons
        assert (reason.code, reason.facts["due"]) == (LoanCode.LENT_TO_OTHER, DUE)
        assert "Anvar" in str(reason.facts["reader"])
        second = desk.lend("R-2", yes=desk.yes("R-2"))
        assert "Anvar" in second.taken_back_from
        assert desk.loan(first.loan_id).closed_at == desk.now
        assert desk.state(item_id) is ItemState.ON_LOAN
        assert (acts(desk, Kind.LOAN_CLOSE), acts(desk, Kind.LOAN_OPEN)) == (1, 2)
        assert_sound(desk)


class TestAYes:
    """It holds for what was on the screen, for five minutes."""

    def test_to_another_reader_does_not_count(self, desk: Desk) -> None:
        desk.reader("R-1")
        desk.reader("R-2")
        desk.copy(state=ItemState.MISSING)
        assert desk.refusal(desk.lend, "R-2", yes=desk.yes("R-1")).outcome is Outcome.ASK

    def test_comes_back_when_a_value_changed(self, desk: Desk) -> None:
        for card in ("R-1", "R-2", "R-3"):
            desk.reader(card)
        desk.copy()
        desk.lend("R-2")
        yes = desk.yes("R-1")
        desk.give_back()
        desk.later(minutes=1)
        with transaction(desk.session) as session:  # due on another day than what the librarian saw
            check_out(session, desk.work, card="R-3", code="INV-1")
            session.scalars(select(Loan).where(Loan.closed_at.is_(None))).one().due_on = date(2026, 5, 2)
        assert desk.refusal(desk.lend, "R-1", yes=yes).has(LoanCode.LENT_TO_OTHER)

    def test_comes_back_when_a_new_question_arose(self, desk: Desk) -> None:
        desk.reader()
        item_id = desk.copy(state=ItemState.MISSING)
        yes = desk.yes()
        hang(desk, item_id)
        assessment = desk.refusal(desk.lend, yes=yes)
        assert {each.code for each in assessment.reasons} == {LoanCode.COPY_MISSING, LoanCode.ON_EXHIBITION}

    def test_lives_five_minutes(self, desk: Desk) -> None:
        desk.reader()
        desk.copy(state=ItemState.MISSING)
        yes = desk.yes()
        stale = replace(yes, given_at=yes.given_at - timedelta(minutes=6))
        assert desk.refusal(desk.lend, yes=stale).outcome is Outcome.ASK
        assert desk.lend(yes=yes).outcome == "lent"

    def test_never_passes_a_block(self, desk: Desk) -> None:
        desk.reader()
        desk.copy(state=ItemState.MISSING)
        yes = desk.yes()
        with transaction(desk.session) as session:
            session.execute(LoanPolicy.__table__.delete())
        assert desk.refusal(desk.lend, yes=yes).outcome is Outcome.BLOCKED


class TestTheLastGuard:
    """What the locks already prevent, the database refuses too, and it is told in words."""

    def test_two_open_loans_of_a_copy_cannot_be(self, desk: Desk) -> None:
        desk.reader()
        desk.copy()
        loan = desk.loan(desk.lend().loan_id)
        twin = {
            column.key: getattr(loan, column.key) for column in Loan.__table__.columns if column.key != "id"
        }
        with pytest.raises(IntegrityError), transaction(desk.session) as session:
            session.add(Loan(**twin))

    def test_a_race_lost_to_the_index_is_a_refusal(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        desk.reader("R-1")
        desk.reader("R-2")
        item_id = desk.copy()
        desk.lend("R-1")
        with transaction(desk.session) as session:  # as if the desk had read everything a moment too early
            set_state(session, item_id, was=ItemState.ON_LOAN, becomes=ItemState.AVAILABLE, now=desk.now)
        answers = iter([None])
        monkeypatch.setattr(seen, "open_loan_of", lambda s, i: next(answers, open_loan_of(s, i)))
        assert desk.refusal(desk.lend, "R-2").has(LoanCode.LENT_TO_OTHER)
        assert acts(desk, Kind.LOAN_OPEN) == 1

    def test_a_race_lost_to_the_state_is_a_refusal(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        desk.reader()
        desk.copy()
        monkeypatch.setattr("circulation.loans.services.lending.set_state", lambda *a, **k: False)
        with pytest.raises(LoanError) as refused:
            desk.lend()
        assert refused.value.code is LoanCode.CHANGED_MEANWHILE
        assert acts(desk, Kind.LOAN_OPEN) == 0


def test_a_refusal_carries_the_codes_of_its_reasons(desk: Desk) -> None:
    desk.copy()
    with pytest.raises(LoanRefused) as refused:
        desk.lend()
    assert (refused.value.code, refused.value.facts["reasons"]) == (LoanCode.REFUSED, ["reader_unknown"])


def test_the_reader_s_burden_is_counted(desk: Desk) -> None:
    reader = desk.reader()
    for code in ("INV-1", "INV-2"):
        desk.copy(code)
        desk.lend(code=code)
    desk.session.rollback()
    held = held_by(desk.session, reader.id, DUE + timedelta(days=1))
    assert (held.count, held.late, held.oldest_due) == (2, 2, DUE)


def test_a_later_change_of_policy_never_touches_an_open_loan(desk: Desk) -> None:
    desk.reader()
    desk.copy()
    lent = desk.lend()
    with transaction(desk.session) as session:
        for row in session.scalars(select(LoanPolicy)):
            row.days, row.renewals = 3, 0
    desk.later(days=5)
    assert desk.loan(lent.loan_id).due_on == DUE
    assert desk.lend(yes=acknowledge(desk.ask(), at=desk.now)).due_on == date(2026, 5, 5)
