"""Departments with shelves for tests: readers, titles and copies in one line, acts in their own transactions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from catalog.items.measures import CHECKS as ITEM_CHECKS
from catalog.items.models import Item, ItemState, Use
from catalog.items.queries import item_facts
from catalog.items.services import add_item, set_state
from circulation.holds import services
from circulation.holds.measures import CHECKS
from circulation.holds.models import Hold, HoldState
from circulation.holds.queries import HoldCase, hold_case
from circulation.holds.services import Caught
from circulation.patrons.models import Patron
from ils.activity.kinds import Channel
from ils.activity.measures import totals_are_sums
from ils.activity.services import record, reverse_many
from ils.activity.work import Work
from ils.db import transaction
from tests.catalog.records.builders import add, marc21
from tests.world import add_reader

NAMES = ("Anvar", "Nodira", "Bobur", "Dilnoza", "Elyor", "Feruza", "Gʻayrat", "Hulkar")
SECTORS = {"lending": "lending", "foreign": "other", "children": "youth", "reading_room": "reading"}


class Shelves:
    """The library as these tests need it; `now` is the instant of every act until it is moved."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session, self.now = session, now
        self.department = "lending"
        self.channel = Channel.DESK

    @property
    def work(self) -> Work:
        return self.work_in(self.department)

    def work_in(self, department: str) -> Work:
        return Work(
            now=self.now, department=department, sector=SECTORS.get(department, ""), channel=self.channel
        )

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)

    def readers(self, count: int) -> list[Patron]:
        return [
            add_reader(
                self.session, self.now, card=f"R-{number}", given_name=NAMES[(number - 1) % len(NAMES)]
            )
            for number in range(1, count + 1)
        ]

    def title(self, title: str = "Oʻtkan kunlar") -> int:
        with transaction(self.session) as session:
            return add(session, marc21(title, "Qodiriy, Abdulla"))

    def copy(
        self, record_id: int, code: str = "INV-1", *, department: str = "lending",
        state: ItemState = ItemState.ON_LOAN, use: Use | None = None,
    ) -> int:  # fmt: skip
        with transaction(self.session) as session:
            item = add_item(
                session, self.work, record_id=record_id, department=department, inventory_number=code
            )
            session.execute(update(Item).where(Item.id == item.id).values(state=state, use=use))
            return item.id

    def place(self, patron: Patron | int, record_id: int, **asked: Any) -> int:
        given: dict[str, Any] = {"department": "lending", "at_home": False} | asked
        patron_id = patron if isinstance(patron, int) else patron.id
        with transaction(self.session) as session:
            return services.place_hold(session, self.work, patron_id=patron_id, record_id=record_id, **given)

    def give_back(self, item_id: int, *, department: str = "") -> Caught | None:
        """Return a copy as the desk does: caught, sent home, or on the shelf."""
        work = self.work_in(department or self.department)
        with transaction(self.session) as session:
            return take_back(session, work, item_id)

    def take(self, patron: Patron, item_id: int, loan_id: int = 1) -> dict[str, Any] | None:
        """Lend a copy as the desk does, as far as holds are concerned."""
        with transaction(self.session) as session:
            item = item_facts(session, item_id, lock=True)
            set_state(session, item_id, was=item.state, becomes=ItemState.ON_LOAN, now=self.now)
            return services.fulfil(
                session,
                self.work,
                patron_id=patron.id,
                record_id=item.record_id,
                item_id=item_id,
                loan_id=loan_id,
            )

    def release(self, image: dict[str, Any]) -> None:
        with transaction(self.session) as session:
            rows = services.release(session, self.work, image)
            reverse_many(session, self.work, activities=rows, reason="xato")

    def case(self, patron: Patron | None, item_id: int) -> HoldCase:
        self.session.rollback()
        item = item_facts(self.session, item_id)
        return hold_case(
            self.session, record_id=item.record_id, patron_id=patron.id if patron else 0, item_id=item_id,
            day=self.work.day,
        )  # fmt: skip

    def hold(self, hold_id: int) -> Hold:
        self.session.rollback()
        return self.session.get_one(Hold, hold_id, populate_existing=True)

    def state(self, item_id: int) -> ItemState:
        self.session.rollback()
        return self.session.scalars(select(Item.state).where(Item.id == item_id)).one()

    def waiting(self, record_id: int) -> list[int]:
        """Return the ids of those who wait, in the order of the queue."""
        self.session.rollback()
        query = select(Hold.id).where(Hold.record_id == record_id, Hold.state == HoldState.WAITING)
        return list(self.session.scalars(query.order_by(Hold.rank, Hold.id)))

    def close(self, *days: date) -> None:
        from ils.library.calendar import set_special_days

        with transaction(self.session) as session:
            for day in days:
                set_special_days(session, first=day, last=day, is_open=False, reason="Sanitariya kuni")

    def assert_sound(self, besides: Sequence[Any] = ()) -> None:
        self.session.rollback()
        checks = (*CHECKS, *ITEM_CHECKS, *besides, totals_are_sums)
        assert [problem for check in checks for problem in check(self.session)] == []


def take_back(session: Session, work: Work, item_id: int) -> Caught | None:
    """Return a copy in the caller's transaction."""
    item = item_facts(session, item_id, lock=True)
    caught = services.catch_returned(session, work, item=item)
    if caught is not None:
        record(session, work, *caught.done)
    elif item.department != work.department:
        services.send_on(session, work, item=item, to=item.department)
    else:
        set_state(session, item_id, was=item.state, becomes=ItemState.AVAILABLE, now=work.now)
    return caught
