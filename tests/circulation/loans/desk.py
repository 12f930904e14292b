"""A desk for tests: readers and copies in one line, acts in their own transactions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState
from catalog.items.queries import find_item
from catalog.items.services import add_item
from catalog.records.models import Origin, Record
from circulation.charges import measures as charges
from circulation.charges.queries import owed
from circulation.holds import measures as holds
from circulation.holds.services import place_hold
from circulation.loans import measures as loans
from circulation.loans.errors import LoanRefused
from circulation.loans.models import Loan
from circulation.loans.queries import last_act, last_use
from circulation.loans.queries.losses import LossRow
from circulation.loans.rules import Acknowledgement, Assessment, acknowledge
from circulation.loans.services import (
    Lent,
    Renewed,
    Returned,
    Undone,
    assess_loan,
    check_in,
    check_out,
    declare_lost,
    renew,
    undo_act,
    undo_use,
)
from circulation.patrons import measures as patrons
from circulation.patrons.models import Patron
from circulation.policies.models import LoanPolicy
from circulation.visits import measures as visits
from ils.activity.measures import Problem, totals_are_sums
from ils.activity.work import Work
from ils.db import transaction
from tests.world import add_reader, work_at


def add_plain_record(session: Session, now: datetime, *, title: str, language: str = "uzb") -> int:
    """Insert a record with nothing but what circulation shows of it."""
    record = Record(
        profile="marc21", origin=Origin.ORIGINAL, marc=b"", version=1, created_at=now, created_by=None,
        updated_at=now, control_number="", control_source="", document_type="book", title=title,
        title_sort=title, responsibility="Abdulla Qodiriy", author="Qodiriy, Abdulla", author_sort="qodiriy",
        year=1926, language=language, languages=language, country="uz", publisher="", place="", extent="",
        series="", isbn="", class_mark="", knowledge_branch="",
    )  # fmt: skip
    session.add(record)
    session.flush()
    return record.id


CHECKS = (
    *patrons.CHECKS, *charges.CHECKS, *visits.CHECKS, *holds.CHECKS, *loans.CHECKS, totals_are_sums,
)  # fmt: skip


class Desk:
    """Nilufar's desk in the lending department; `now` is the instant of every act until it is moved."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session, self.now = session, now
        self.department, self.sector = "lending", "lending"

    @property
    def work(self) -> Work:
        return work_at(self.now, department=self.department, sector=self.sector)

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)

    def reader(self, card: str = "R-1", **details: Any) -> Patron:
        return add_reader(self.session, self.now, card=card, **details)

    def copy(
        self, code: str = "INV-1", *, department: str = "lending", title: str = "Oʻtkan kunlar",
        language: str = "uzb", state: ItemState = ItemState.AVAILABLE, **columns: Any,
    ) -> int:  # fmt: skip
        with transaction(self.session) as session:
            record_id = add_plain_record(session, self.now, title=title, language=language)
            item = add_item(
                session, self.work, record_id=record_id, department=department, inventory_number=code
            )
            if state is not ItemState.AVAILABLE:
                columns["state"] = state
            if columns:
                session.execute(update(Item).where(Item.id == item.id).values(**columns))
            return item.id

    def ask(self, card: str = "R-1", code: str = "INV-1") -> Assessment:
        self.session.rollback()
        return assess_loan(self.session, self.work, card=card, code=code)

    def yes(self, card: str = "R-1", code: str = "INV-1") -> Acknowledgement:
        return acknowledge(self.ask(card, code), at=self.now)

    def lend(self, card: str = "R-1", code: str = "INV-1", yes: Acknowledgement | None = None) -> Lent:
        with transaction(self.session) as session:
            return check_out(session, self.work, card=card, code=code, acknowledged=yes)

    def give_back(self, code: str | None = "INV-1", **how: Any) -> Returned:
        with transaction(self.session) as session:
            return check_in(session, self.work, code=code, **how)

    def undo(self, act_id: int | None = None) -> Undone:
        """Take back an act, or the last one of this desk."""
        self.session.rollback()
        last = last_act(self.session, self.work.actor_id, since=self.now - timedelta(days=1))
        with transaction(self.session) as session:
            return undo_act(session, self.work, act_id=act_id or (last.id if last else 0))

    def undo_use(self) -> None:
        """Take back the last use in the room."""
        self.session.rollback()
        last = last_use(self.session, self.work.actor_id, since=self.now - timedelta(days=1))
        assert last
        with transaction(self.session) as session:
            undo_use(session, self.work, activity_id=last.activity_id, reason="SB-08")

    def lose(self, loan_id: int, **how: Any) -> LossRow:
        with transaction(self.session) as session:
            return declare_lost(session, self.work, loan_id=loan_id, **how)

    def hold(self, patron_id: int, code: str = "INV-1", department: str = "lending") -> int:
        """Let a reader wait for the title of a copy."""
        with transaction(self.session) as session:
            item = find_item(session, code)
            assert item is not None
            return place_hold(
                session, self.work, patron_id=patron_id, record_id=item.record_id, department=department,
                at_home=False,
            )  # fmt: skip

    def rule(self, **columns: Any) -> None:
        """Change every row of policy for the loans to come."""
        with transaction(self.session) as session:
            session.execute(update(LoanPolicy).values(**columns))

    def owed(self, patron_id: int) -> int:
        self.session.rollback()
        return owed(self.session, patron_id)

    def problems(self) -> list[Problem]:
        """What `ils check` would say of circulation; the plain records of these tests are in no log."""
        self.session.rollback()
        return [problem for check in CHECKS for problem in check(self.session)]

    def renew(self, **asked: Any) -> Renewed:
        with transaction(self.session) as session:
            return renew(session, self.work, **asked)

    def refusal(self, act: Any, *given: Any, **named: Any) -> Assessment:
        """Run an act that must be refused and return why."""
        try:
            act(*given, **named)
        except LoanRefused as refused:
            return refused.assessment
        raise AssertionError("the act was not refused")

    def loan(self, loan_id: int) -> Loan:
        self.session.rollback()
        return self.session.scalars(
            select(Loan).where(Loan.id == loan_id).execution_options(populate_existing=True)
        ).one()

    def state(self, item_id: int) -> ItemState:
        self.session.rollback()
        return self.session.scalars(select(Item.state).where(Item.id == item_id)).one()
