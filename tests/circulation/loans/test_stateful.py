"""Any sequence of lending, returning and renewing agrees with a model that fits on one page."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select, update

from circulation.loans.errors import LoanRefused
from circulation.loans.measures import CHECKS
from circulation.loans.models import Loan
from circulation.loans.rules import Outcome, acknowledge
from circulation.policies.models import LoanPolicy
from ils.activity.measures import totals_are_sums
from ils.db import transaction
from ils.library.calendar import Calendar, load_calendar
from ils.web.session import db
from tests.circulation.loans.desk import Desk
from tests.conftest import NOON, POSTGRESQL, app_for

CARDS = ("R-1", "R-2", "R-3")
CODES = ("INV-1", "INV-2", "INV-3", "INV-4")
DAYS, LIMIT, RENEWALS = 15, 2, 2

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        bool(POSTGRESQL), reason="each example needs a database of its own; SQLite copies a file"
    ),
]


@dataclass
class ModelLoan:
    """What the model remembers of a loan."""

    card: str
    due: date
    renewals: int = 0


class Model:
    """Who has which copy until when; the calendar moves a due date on to an open day."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar, self.out = calendar, dict[str, ModelLoan]()
        self.done: Counter[str] = Counter()

    def due(self, day: date) -> date:
        return self.calendar.next_open(day + timedelta(days=DAYS))

    def held(self, card: str) -> list[ModelLoan]:
        return [loan for loan in self.out.values() if loan.card == card]

    def lend(self, card: str, code: str, day: date) -> str:
        loan = self.out.get(code)
        if loan and loan.card == card:
            return self.renew(code, day)
        if len(self.held(card)) >= LIMIT:
            return "blocked"
        if loan:
            self.give_back(code)
        self.out[code] = ModelLoan(card, self.due(day))
        self.done["lent"] += 1
        return "lent"

    def renew(self, code: str, day: date) -> str:
        loan = self.out.get(code)
        if loan is None or loan.renewals >= RENEWALS or self.due(day) <= loan.due:
            return "blocked"
        loan.due, loan.renewals = self.due(day), loan.renewals + 1
        self.done["renewed"] += 1
        return "renewed"

    def give_back(self, code: str) -> str:
        if self.out.pop(code, None) is None:
            return "not_on_loan"
        self.done["returned"] += 1
        return "returned"


class Lending(RuleBasedStateMachine):
    """Three readers, four copies, one desk; the librarian says yes to every question."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp())
        shutil.copy(self.template / "library.sqlite", self.home / "library.sqlite")
        self.app = app_for(self.home)
        self.context = self.app.app_context()
        self.context.push()
        self.desk = Desk(db.session(), NOON)
        with transaction(self.desk.session) as session:
            session.execute(update(LoanPolicy).values(limit_total=LIMIT, days=DAYS, renewals=RENEWALS))
        for card in CARDS:
            self.desk.reader(card)
        for code in CODES:
            self.desk.copy(code)
        self.model = Model(load_calendar(self.desk.session))

    def teardown(self) -> None:
        db.session.remove()
        db.engine.dispose()
        self.context.pop()
        shutil.rmtree(self.home)

    @rule(card=st.sampled_from(CARDS), code=st.sampled_from(CODES))
    def lend(self, card: str, code: str) -> None:
        yes = self.desk.yes(card, code)
        outcome = self.outcome(self.desk.lend, card, code, yes)
        assert outcome == self.model.lend(card, code, self.desk.work.day)

    @rule(code=st.sampled_from(CODES))
    def give_back(self, code: str) -> None:
        assert self.desk.give_back(code).outcome == self.model.give_back(code)

    @rule(code=st.sampled_from(CODES))
    def renew(self, code: str) -> None:
        try:
            self.desk.renew(code=code)
            outcome = "renewed"
        except LoanRefused as refused:
            yes = acknowledge(refused.assessment, at=self.desk.now)
            again = refused.assessment.outcome is Outcome.ASK
            outcome = "renewed" if again and self.desk.renew(code=code, acknowledged=yes) else "blocked"
        assert outcome == self.model.renew(code, self.desk.work.day)

    @rule(days=st.integers(1, 20))
    def days_pass(self, days: int) -> None:
        self.desk.later(days=days)
        self.desk.now = min(self.desk.now, NOON + timedelta(days=240))  # within the year of registration

    @invariant()
    def the_shelves_are_as_the_model_says(self) -> None:
        self.desk.session.rollback()
        rows = self.desk.session.execute(
            select(Loan.due_on, Loan.renewals)
            .where(Loan.closed_at.is_(None))
            .order_by(Loan.due_on, Loan.renewals)
        )
        expected = sorted((loan.due, loan.renewals) for loan in self.model.out.values())
        assert [tuple(row) for row in rows] == expected
        assert [each for check in (*CHECKS, totals_are_sums) for each in check(self.desk.session)] == []

    @staticmethod
    def outcome(act: Any, *given: Any) -> str:
        try:
            return str(act(*given).outcome)
        except LoanRefused as refused:
            return str(refused.assessment.outcome)


def test_any_sequence_of_acts_agrees_with_the_model(template: Path) -> None:
    Lending.template = template
    run_state_machine_as_test(
        Lending,
        settings=settings(
            max_examples=15, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
