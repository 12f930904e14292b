"""A house of events for tests: acts in their own transactions, and what `ils check` says of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.events import measures, services
from circulation.events.models import Event
from circulation.events.services import Attended
from circulation.visits import measures as visits
from circulation.visits.models import Visit
from ils.activity.measures import Problem, totals_are_sums
from ils.activity.work import Work
from ils.db import transaction
from tests.world import work_at

CHECKS = (*measures.CHECKS, *visits.CHECKS, totals_are_sums)


class House:
    """Nilufar enters events; `now` is the instant of every act."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session, self.now = session, now

    @property
    def work(self) -> Work:
        return work_at(self.now)

    def plan(self, day: date | None = None, *, repeat_until: date | None = None, **said: Any) -> int:
        passport: dict[str, Any] = {
            "type": "event", "title": "Navroʻz kechasi", "day": day or self.work.day, "sector": "youth",
            "department": "lending",
        }  # fmt: skip
        with transaction(self.session) as session:
            made = services.plan(session, self.work, repeat_until=repeat_until, **(passport | said))
            return made[0].id

    def hold(self, event_id: int, headcount: int = 0) -> None:
        with transaction(self.session) as session:
            services.hold(session, self.work, event_id=event_id, headcount=headcount)

    def held(self, day: date | None = None, headcount: int = 0, **said: Any) -> int:
        event_id = self.plan(day, **said)
        self.hold(event_id, headcount)
        return event_id

    def unhold(self, event_id: int) -> None:
        with transaction(self.session) as session:
            services.unhold(session, self.work, event_id=event_id, reason="Xato")

    def headcount(self, event_id: int, persons: int) -> None:
        with transaction(self.session) as session:
            services.set_headcount(session, self.work, event_id=event_id, headcount=persons)

    def change(self, event_id: int, **said: Any) -> None:
        row = self.event(event_id)
        names = ("type", "title", "day", "sector", "department", "club_id", "place")
        passport = {name: getattr(row, name) for name in names} | said
        with transaction(self.session) as session:
            services.change(session, self.work, event_id=event_id, **passport)

    def cancel(self, event_id: int) -> None:
        with transaction(self.session) as session:
            services.cancel(session, self.work, event_id=event_id, reason="Kasal boʻldi")

    def attend(self, event_id: int, card: str = "R-1") -> Attended:
        with transaction(self.session) as session:
            return services.attend(session, self.work, event_id=event_id, code=card)

    def club(self, name: str = "Kitobxon", **said: Any) -> int:
        with transaction(self.session) as session:
            columns: dict[str, Any] = {"department": "lending", "founded_on": date(2020, 9, 1)} | said
            return services.add_club(session, self.work, name=name, **columns).id

    def join(self, club_id: int, card: str = "R-1", on: date | None = None) -> int:
        with transaction(self.session) as session:
            member, _patron = services.join(session, self.work, club_id=club_id, code=card, on=on)
            return member.id

    def event(self, event_id: int) -> Event:
        self.session.rollback()
        return self.session.get_one(Event, event_id, populate_existing=True)

    def visits(self) -> list[tuple[int | None, str, date, int]]:
        """Every row of visits: reader, sector, day, persons."""
        self.session.rollback()
        rows = self.session.scalars(select(Visit).order_by(Visit.id))
        return [(row.patron_id, row.sector, row.day, row.persons) for row in rows]

    def problems(self) -> list[Problem]:
        self.session.rollback()
        return [problem for check in CHECKS for problem in check(self.session)]
