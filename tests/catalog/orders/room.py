"""A room of orders for tests: acts in their own transactions, and what `ils check` says of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.digital.services import add_link
from catalog.orders import measures, services
from catalog.orders.models import RemoteDocument, ScanWork
from catalog.orders.rules import Form, Reason, Recipient, RequestFacts, ScanFacts, Wish
from ils import clock
from ils.activity.measures import Problem, months_are_sums, totals_are_sums
from ils.activity.work import Work
from ils.db import transaction
from ils.workplan.queries import plan_figure, plan_figures
from ils.workplan.services import load_year
from tests.catalog.records.builders import add, marc21
from tests.world import add_scan_order, work_at

CHECKS = (*measures.CHECKS, totals_are_sums, months_are_sums)


class Room:
    """Nilufar scans and sends; `now` is the instant of every act, the plan of two years is loaded."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session, self.now = session, now
        with transaction(session):
            for year in (2025, 2026):
                load_year(session, self.work, year=year)

    @property
    def work(self) -> Work:
        return work_at(self.now)

    @property
    def today(self) -> date:
        return clock.local_day(self.now)

    def fact(self, number: str, year: int = 2026) -> int:
        self.session.rollback()
        return int(plan_figure(self.session, year=year, number=number).fact or 0)

    def facts(self, numbers: Iterable[str], year: int) -> dict[str, int]:
        """Those of the lines that are not nothing."""
        self.session.rollback()
        found = plan_figures(self.session, year=year)
        return {each.number: int(each.fact) for each in found if each.number in set(numbers) and each.fact}

    def problems(self) -> list[Problem]:
        self.session.rollback()
        return [problem for check in CHECKS for problem in check(self.session)]

    def do(self, act: Callable[..., Any], **told: Any) -> Any:
        with transaction(self.session) as session:
            made = act(session, self.work, **told)
            session.flush()
            return getattr(made, "id", None)

    def book(self, title: str = "Oʻtkan kunlar") -> int:
        with transaction(self.session) as session:
            return add(session, marc21(title, "Qodiriy, Abdulla"))

    def text(self, record_id: int, name: str = "matn") -> int:
        with transaction(self.session) as session:
            return add_link(session, self.work, record_id=record_id, url=f"https://akm.uz/{name}")

    def order(self, reason: str = "order", day: date | None = None, **told: Any) -> int:
        return add_scan_order(self.session, self.now, reason=reason, ordered_on=day, **told).id

    def change(self, order_id: int, reason: str = "order", day: date | None = None, **told: Any) -> None:
        facts: dict[str, Any] = {
            "title": "Ona tili",
            "requester": "Anvar",
            "pages": 100,
            "department": "lending",
        }
        said = ScanFacts(reason=Reason(reason), ordered_on=day or self.today, **(facts | told))
        self.do(services.change_order, order_id=order_id, facts=said)

    def scan(self, order_id: int, images: int = 10, **told: Any) -> int:
        return int(self.do(services.add_pages, order_id=order_id, images=images, **told))

    def back(self, work_id: int) -> None:
        self.do(services.take_back_pages, work_id=work_id)

    def rows(self, order_id: int) -> list[tuple[int, bool]]:
        rows = select(ScanWork.pages, ScanWork.again).where(ScanWork.order_id == order_id)
        return [tuple(row) for row in self.session.execute(rows.order_by(ScanWork.id))]  # type: ignore[misc]

    def request(
        self, kind: str = "local", *titles: str, day: date | None = None, **told: Any
    ) -> tuple[int, list[int]]:
        country = "KZ" if kind == "foreign" else ""
        facts = RequestFacts(
            Recipient(kind), told.pop("recipient", "Dilnoza"), told.pop("department", "lending"),
            day or self.today, country=told.pop("country", country), **told,
        )  # fmt: skip
        wishes = [Wish(title) for title in titles or ("Maqola",)]
        number = int(self.do(services.open_request, facts=facts, wishes=wishes))
        ids = select(RemoteDocument.id).where(RemoteDocument.request_id == number)
        return number, list(self.session.scalars(ids.order_by(RemoteDocument.id)))

    def deliver(self, document_id: int, form: Form = Form.EMAIL, **told: Any) -> None:
        self.do(services.deliver, document_id=document_id, form=form, **told)

    def undeliver(self, document_id: int) -> None:
        self.do(services.take_delivery_back, document_id=document_id)

    def code(
        self, url: str = "https://akm.uz/k/1", board: str = "Mehmonxona", title: str = "Ertaklar", **told: Any
    ) -> int:
        return int(self.do(services.place, url=url, board=board, title=title, **told))

    def withdraw(self, code_id: int) -> None:
        self.do(services.withdraw_code, code_id=code_id, reason="Xato")
