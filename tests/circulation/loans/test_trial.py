"""The trial page, and a changed table tried on last month's loans."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.models import Use
from circulation.loans.models import Loan
from circulation.loans.rules import Outcome
from circulation.loans.services import try_lending, try_table
from circulation.policies.models import DeskSeverity
from circulation.policies.queries import load_policies, load_table
from circulation.policies.rules import Limit, Table, Trial, Verdict
from circulation.policies.services import (
    save_policy,
    table_with_limit,
    table_with_policy,
    table_without_limit,
    table_without_policy,
)
from ils.accounts.permissions import Role
from ils.db import transaction
from tests.circulation.loans.desk import Desk

GENERAL: dict[str, Any] = {
    "category": "", "item_type": "", "use": "", "department": "", "days": 15, "open_days": False, "renewals": 2,
    "limit_total": 5,
}  # fmt: skip


def general(session: Session) -> int:
    return next(each.id for each in load_policies(session) if each.is_general)


def tried(desk: Desk, **change: Any) -> Trial:
    """Try the general row with a change on the loans of the last month."""
    desk.session.rollback()
    changed = table_with_policy(desk.session, policy_id=general(desk.session), **(GENERAL | change))
    return try_table(desk.session, changed, day=desk.work.day)


@pytest.fixture
def month(desk: Desk) -> Desk:
    """Anvar borrowed three books one after the other, and has brought the first back."""
    desk.reader()
    for number in range(3):
        desk.copy(f"INV-{number}")
        desk.lend(code=f"INV-{number}")
        desk.later(days=1)
    desk.give_back("INV-0")
    desk.later(days=2)
    return desk


class TestATable:
    def test_the_table_that_holds_changes_nothing(self, month: Desk) -> None:
        found = tried(month)
        assert (found.loans, found.other_row, found.changed) == (3, 0, ())
        assert (found.since, found.until) == (month.work.day - timedelta(days=30), month.work.day)

    @pytest.mark.parametrize(("days", "verdict"), [(10, Verdict.SHORTER), (40, Verdict.LONGER)])
    def test_shorter_and_longer(self, month: Desk, days: int, verdict: Verdict) -> None:
        found = tried(month, days=days)
        assert [each.verdict for each in found.changed] == [verdict] * 3
        first = found.changed[-1]
        assert (first.lent_on, first.due_before, first.code) == (
            date(2026, 4, 15),
            date(2026, 4, 30),
            "00000001",
        )

    def test_the_limit_is_reckoned_as_it_was_when_each_loan_was_made(self, month: Desk) -> None:
        found = tried(month, limit_total=2)
        assert [(each.verdict, each.reason, each.facts) for each in found.changed] == [
            (Verdict.REFUSED, "limit_total", {"count": 2, "limit": 2})
        ]
        (refused,) = found.changed
        assert (refused.due_before, refused.due_after) == (date(2026, 5, 2), None)

    def test_late_copies_that_would_have_stopped_it(self, desk: Desk) -> None:
        desk.reader()
        for number in range(2):
            desk.copy(f"INV-{number}")
        desk.lend(code="INV-0")
        desk.later(days=20)
        desk.lend(code="INV-1", yes=desk.yes(code="INV-1"))
        (found,) = tried(desk, overdue_blocks=5).changed
        assert (found.reason, found.facts) == ("has_overdue", {"days_late": 5, "limit": 5})

    def test_a_row_that_is_taken_away(self, month: Desk) -> None:
        with transaction(month.session) as session:
            row = save_policy(session, month.work, **(GENERAL | {"category": "student", "days": 30})).id
        found = try_table(
            month.session, table_without_policy(month.session, policy_id=row), day=month.work.day
        )
        assert (found.other_row, {each.verdict for each in found.changed}) == (3, {Verdict.SHORTER})
        assert {each.row_before for each in found.changed} == {row}

    def test_CO_17_limits_can_be_tried_too(self, month: Desk) -> None:
        wanted = Limit(0, "", "book", "", 1)
        found = try_table(month.session, table_with_limit(month.session, wanted), day=month.work.day)
        assert [each.reason for each in found.changed] == ["limit_type", "limit_type"]
        assert load_table(month.session).limits == ()  # nothing is saved
        with pytest.raises(Exception, match="loan_limit_unknown"):
            table_without_limit(month.session, limit_id=7)

    def test_what_does_not_stop_in_this_library_refuses_nothing(self, month: Desk) -> None:
        with transaction(month.session) as session:
            session.add(DeskSeverity(code="limit_total", severity="ask"))
        assert tried(month, limit_total=1).changed == ()

    def test_no_row_any_more(self, month: Desk) -> None:
        month.session.rollback()
        found = try_table(month.session, Table(()), day=month.work.day)
        assert {(each.verdict, each.reason) for each in found.changed} == {(Verdict.REFUSED, "no_policy")}

    def test_older_and_undone_loans_are_not_tried(self, month: Desk) -> None:
        with transaction(month.session) as session:
            first, second = session.scalars(select(Loan).order_by(Loan.id).limit(2))
            first.lent_on = date(2026, 3, 1)
            second.undone_at = second.closed_at = month.now
            second.closed_on = month.work.day
        assert tried(month, days=3).loans == 1


class TestAReaderAndACopy:
    def test_everything_is_said_and_nothing_is_done(self, month: Desk) -> None:
        month.session.rollback()
        found = try_lending(month.session, month.work, card="R-1", code="INV-0")
        assert found.assessment.outcome is Outcome.ALLOWED
        assert [row.is_general for row in found.rows] == [True]
        assert found.due is not None
        assert (found.due.on, found.case.held.count) == (date(2026, 5, 5), 2)
        assert not month.session.new
        assert not month.session.dirty

    def test_the_date_is_told_even_where_it_is_refused(self, month: Desk) -> None:
        month.rule(limit_total=1)
        found = try_lending(month.session, month.work, card="R-1", code="INV-0")
        assert (found.assessment.outcome, found.assessment.due_on) == (Outcome.BLOCKED, None)
        assert found.due is not None

    def test_a_renewal_shows_the_row_kept_with_the_loan(self, month: Desk) -> None:
        month.rule(days=3)
        found = try_lending(month.session, month.work, card="R-1", code="INV-1")
        assert found.kept is not None
        assert found.kept.days == 15

    @pytest.mark.parametrize(("card", "code"), [("R-9", "INV-0"), ("R-1", "INV-9"), ("", "")])
    def test_what_is_unknown_is_said(self, month: Desk, card: str, code: str) -> None:
        found = try_lending(month.session, month.work, card=card, code=code)
        assert (found.rows, found.due, found.assessment.outcome) == ((), None, Outcome.BLOCKED)

    def test_another_place_of_use(self, month: Desk) -> None:
        found = try_lending(month.session, month.work, card="R-1", code="INV-0", use=Use.OVERNIGHT)
        assert found.due is not None
        assert (found.rows[0].use, found.due.minute) == ("overnight", 540)


@pytest.fixture
def librarian(signed_in: Any, at_noon: Any) -> FlaskClient:
    """Nilufar, at the desk, reading English."""
    client: FlaskClient = signed_in(Role.DESK)
    return client


class TestThePage:
    def page(self, client: FlaskClient, asked: str = "", status: int = 200) -> str:
        answer = client.get(f"/loans/why{asked}")
        assert answer.status_code == status, answer.text
        return answer.text

    def test_without_both_there_is_only_the_form(self, librarian: FlaskClient) -> None:
        assert "Give both" not in self.page(librarian)
        assert "Give both" in self.page(librarian, "?card=R-1")

    def test_it_says_what_would_happen_and_why(self, librarian: FlaskClient, month: Desk) -> None:
        text = self.page(librarian, "?card=R-1&code=INV-0")
        assert "It would be lent" in text
        assert "CO-22" in text  # had it before
        assert "15.04.2026 + 15 days" in text
        assert "holds" in text
        assert "Checked besides" in text

    def test_a_block_names_the_row(self, librarian: FlaskClient, month: Desk) -> None:
        month.rule(limit_total=2)
        text = self.page(librarian, "?card=R-1&code=INV-0&use=home&due=2026-04-19")
        assert "It would not be lent" in text
        assert "CO-16" in text
        assert f"the row № {general(month.session)}" in text
        assert "is a closed day" in text
        assert "set by hand" in text

    def test_a_renewal(self, librarian: FlaskClient, month: Desk) -> None:
        text = self.page(librarian, "?card=R-1&code=INV-2")
        assert "It would not be renewed" in text
        assert "RN-07" in text
        assert "kept with the loan" in text

    def test_the_director_reaches_the_row(self, signed_in: Any, at_noon: Any, month: Desk) -> None:
        text = self.page(signed_in(Role.DIRECTOR), "?card=R-1&code=INV-0")
        assert f'href="/policies/{general(month.session)}"' in text

    @pytest.mark.parametrize("asked", ["?card=R-9&code=INV-9", "?card=R-1&code=INV-9"])
    def test_unknown_numbers(self, librarian: FlaskClient, month: Desk, asked: str) -> None:
        assert "It would not be lent" in self.page(librarian, asked)

    @pytest.mark.parametrize("asked", ["?card=R-1&code=INV-0&use=moon", "?card=R-1&code=INV-0&due=soon"])
    def test_odd_addresses_are_refused_in_words(
        self, librarian: FlaskClient, month: Desk, asked: str
    ) -> None:
        self.page(librarian, asked, status=400)

    def test_only_who_works_at_the_desk_sees_it(self, client: FlaskClient, signed_in: Any) -> None:
        assert client.get("/loans/why").status_code == 302
        assert signed_in(Role.CATALOGUER).get("/loans/why").status_code == 403

    @pytest.mark.parametrize("language", ["uz", "uz_Cyrl", "ru", "en"])
    def test_in_every_language(self, signed_in: Any, at_noon: Any, month: Desk, language: str) -> None:
        month.rule(limit_total=0, debt_limit=0, fixed_due=date(2026, 4, 25))
        text = self.page(signed_in(Role.DESK, language), "?card=R-1&code=INV-0&use=organisation")
        assert "%(" not in text
