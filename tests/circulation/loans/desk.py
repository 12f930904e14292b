"""A desk for tests: readers and copies in one line, acts in their own transactions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState
from catalog.items.services import add_item
from catalog.records.models import Origin, Record
from circulation.loans.errors import LoanRefused
from circulation.loans.models import Loan
from circulation.loans.rules import Acknowledgement, Assessment, acknowledge
from circulation.loans.services import Lent, Renewed, Returned, assess_loan, check_in, check_out, renew
from circulation.patrons.models import Patron
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
        language: str = "uzb", state: ItemState = ItemState.AVAILABLE,
    ) -> int:  # fmt: skip
        with transaction(self.session) as session:
            record_id = add_plain_record(session, self.now, title=title, language=language)
            item = add_item(
                session, self.work, record_id=record_id, department=department, inventory_number=code
            )
            if state is not ItemState.AVAILABLE:
                session.execute(update(Item).where(Item.id == item.id).values(state=state))
            return item.id

    def ask(self, card: str = "R-1", code: str = "INV-1") -> Assessment:
        self.session.rollback()
        return assess_loan(self.session, self.work, card=card, code=code)

    def yes(self, card: str = "R-1", code: str = "INV-1") -> Acknowledgement:
        return acknowledge(self.ask(card, code), at=self.now)

    def lend(self, card: str = "R-1", code: str = "INV-1", yes: Acknowledgement | None = None) -> Lent:
        with transaction(self.session) as session:
            return check_out(session, self.work, card=card, code=code, acknowledged=yes)

    def give_back(self, code: str = "INV-1") -> Returned:
        with transaction(self.session) as session:
            return check_in(session, self.work, code=code)

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
