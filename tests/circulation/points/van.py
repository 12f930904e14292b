"""A mobile library for tests: a desk with copies and readers, a point, trips; what `ils check` says of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from circulation.loans.rules import from_text
from circulation.points import measures, services
from circulation.points.models import Trip
from circulation.points.services import Exchanged
from ils.activity.measures import Problem
from ils.db import transaction
from tests.circulation.loans.desk import Desk


class Van(Desk):
    """Nilufar types trips in; `now` is the instant of every act."""

    def __init__(self, session: Session, now: datetime) -> None:
        super().__init__(session, now)
        self.point = self.add_point()

    def add_point(self, name: str = "12-maktab", **said: Any) -> int:
        columns = {"department": "lending", "sector": "other", "opened_on": date(2020, 1, 1)} | said
        with transaction(self.session) as session:
            return services.add_point(session, self.work, name=name, **columns).id

    def trip(self, day: date | None = None, point: int | None = None) -> int:
        with transaction(self.session) as session:
            return services.open_trip(session, self.work, point_id=point or self.point, day=day).id

    def close(self, trip: int, visitors: int = 0, issued: int = 0) -> None:
        with transaction(self.session) as session:
            services.close_trip(session, self.work, trip_id=trip, visitors=visitors, issued=issued)

    def reopen(self, trip: int) -> None:
        with transaction(self.session) as session:
            services.reopen_trip(session, self.work, trip_id=trip, reason="Xato")

    def withdraw(self, trip: int) -> None:
        with transaction(self.session) as session:
            services.withdraw_trip(session, self.work, trip_id=trip, reason="Xato")

    def greet(self, trip: int, card: str = "R-1") -> bool:
        with transaction(self.session) as session:
            return services.greet(session, self.work, trip_id=trip, card=card).visit_counted

    def lend_on(self, trip: int, code: str = "INV-1", card: str = "R-1", yes: str | None = None) -> Exchanged:
        with transaction(self.session) as session:
            return services.lend(
                session, self.work, trip_id=trip, card=card, code=code, acknowledged=from_text(yes)
            )

    def renew_on(self, trip: int, code: str = "INV-1", card: str = "") -> Exchanged:
        with transaction(self.session) as session:
            return services.renew_copy(session, self.work, trip_id=trip, code=code, card=card)

    def back_on(self, trip: int, code: str = "INV-1", parts: str | None = None) -> Exchanged:
        with transaction(self.session) as session:
            return services.take_back(session, self.work, trip_id=trip, code=code, parts=parts)

    def undo_on(self, trip: int, row: int) -> None:
        with transaction(self.session) as session:
            services.undo(session, self.work, trip_id=trip, row_id=row)

    def row(self, trip: int) -> Trip:
        self.session.rollback()
        return self.session.get_one(Trip, trip, populate_existing=True)

    def problems(self) -> list[Problem]:
        found = super().problems()
        return [*found, *(problem for check in measures.CHECKS for problem in check(self.session))]
