"""A till with a price list, for tests of paid services."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from circulation.paid import services
from circulation.paid.measures import CHECKS
from circulation.paid.queries import ReceiptView
from circulation.paid.rules import Wanted
from ils.activity.measures import months_are_sums, totals_are_sums
from ils.activity.work import Work
from ils.db import transaction
from tests.circulation.lines import fact

FIRST = date(2025, 1, 1)
NAMES = {"uz": "Nusxa olish", "ru": "Копирование"}


@dataclass
class Till:
    """Acts in transactions of their own."""

    session: Session
    work: Work

    def at(self, **more: Any) -> Till:
        """The same till under other circumstances."""
        return Till(self.session, replace(self.work, **more))

    def price(self, code: str = "copying", price: int = 500, since: date = FIRST, **more: Any) -> int:
        with transaction(self.session):
            told: dict[str, Any] = {"names": NAMES, "units": {"uz": "bet"}} | more
            return services.set_price(self.session, self.work, code=code, price=price, since=since, **told).id

    def end(self, until: date, code: str = "copying") -> None:
        with transaction(self.session):
            services.end_price(self.session, self.work, code=code, until=until)

    def take(self, *wanted: tuple[str, int], method: str = "cash", **more: Any) -> ReceiptView:
        asked = [Wanted(*each) for each in wanted or (("copying", 2),)]
        with transaction(self.session):
            return services.take(self.session, self.work, wanted=asked, method=method, **more)

    def refund(self, receipt: int, day: date | None = None) -> ReceiptView:
        with transaction(self.session):
            return services.refund(self.session, self.work, receipt_id=receipt, reason="xira nusxa", day=day)

    def lines(self, year: int = 2026) -> tuple[int, int]:
        """Lines 42 and 42.1 of the plan."""
        return fact(self.session, "42", year), fact(self.session, "42.1", year)

    def problems(self) -> list[Any]:
        """What `ils check` finds."""
        self.session.rollback()
        checks = (*CHECKS, totals_are_sums, months_are_sums)
        return [problem for check in checks for problem in check(self.session)]
