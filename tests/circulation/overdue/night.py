"""Nights for tests: the ladder is run, messages go out over channels that only remember."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.overdue import services
from circulation.overdue.jobs import RunCounts, run_night
from circulation.overdue.models import OverdueLevel, OverdueNotice, Promise
from circulation.overdue.queries import Event, EventKind, timeline
from circulation.overdue.services import SOURCE, NightPlan, plan_night
from ils import clock
from ils.db import transaction
from ils.outbox.channels.base import Driver, Outgoing, Result, failed
from ils.outbox.errors import DeliveryCode
from ils.outbox.models import ChannelName, MessageState
from ils.outbox.queries import MessageView, Wanted, messages, waiting
from ils.outbox.sending import read_house
from ils.outbox.sending.running import Sender
from ils.outbox.services import mark_printed
from ils.outbox.services.settings import ChannelFacts
from tests.circulation.loans.desk import Desk
from tests.world import work_at


@dataclass
class Recorder:
    """A line that sends nothing and remembers everything; `fails` is the error it answers with."""

    sent: list[Outgoing]
    fails: DeliveryCode | None = None
    learned: dict[str, str] = field(default_factory=dict)

    def send(self, outgoing: Outgoing) -> Result:
        if self.fails is not None:
            return failed(self.fails, "no such chat")
        self.sent.append(outgoing)
        return Result()

    def close(self) -> None:
        """Nothing to hang up."""


class Nights:
    """The nights of a library; electronic channels are those switched `on`, with errors where they fail."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.sent: list[Outgoing] = []
        self.on: dict[str, DeliveryCode | None] = {}

    @property
    def session(self) -> Session:
        return self.desk.session

    @property
    def day(self) -> date:
        return clock.local_day(self.desk.now)

    def later(self, days: int) -> None:
        self.desk.later(days=days)

    def to(self, day: date) -> None:
        """Go to noon of a day."""
        self.desk.now = clock.at_hour(day, 12)

    def run(self) -> RunCounts:
        """Run the ladder now."""
        self.session.rollback()
        return run_night(self.session, work_at(self.desk.now))

    def send(self) -> None:
        """Send what waits, letters and calls into their trays."""
        self.session.rollback()
        house = read_house(self.session)
        facts = {**house.facts, **{name: self._channel(name, code) for name, code in self.on.items()}}
        sender = Sender(
            self.session, {SOURCE.kind: SOURCE}, lambda: self.desk.now, replace(house, facts=facts)
        )
        for message_id in waiting(self.session, now=self.desk.now):
            sender.send(message_id)
        sender.close()

    def _channel(self, name: str, code: DeliveryCode | None) -> ChannelFacts:
        opened = Driver("record", open=lambda _values, _secrets: Recorder(self.sent, code))
        return ChannelFacts(ChannelName(name), True, opened, {})

    def pass_through(self, first: date, last: date) -> None:
        """Let every night from the first to the last come, each with its messages."""
        day = first
        while day <= last:
            self.to(day)
            self.run()
            self.send()
            day = date.fromordinal(day.toordinal() + 1)

    def print_letters(self) -> int:
        """Print every letter in the tray."""
        ids = [view.id for view in self.messages(MessageState.TO_PRINT)]
        with transaction(self.session) as session:
            return mark_printed(
                session, work_at(self.desk.now), message_ids=ids, sources={SOURCE.kind: SOURCE}
            )

    def messages(self, state: MessageState | None = None) -> list[MessageView]:
        """Return the messages, the oldest first."""
        self.session.rollback()
        return list(reversed(messages(self.session, Wanted(state=state, kind="overdue"), limit=1000)))

    def notices(self, loan_id: int | None = None) -> list[tuple[int, int, bool]]:
        """Return what was noted: (loan, days of the level, written about?)."""
        self.session.rollback()
        query = select(OverdueNotice.loan_id, OverdueLevel.days, OverdueNotice.message_id).join(
            OverdueLevel, OverdueLevel.id == OverdueNotice.level_id
        )
        if loan_id is not None:
            query = query.where(OverdueNotice.loan_id == loan_id)
        rows = self.session.execute(query.order_by(OverdueNotice.id))
        return [(row.loan_id, row.days, row.message_id is not None) for row in rows]

    def promise(self, loan_id: int, until: date) -> date:
        """Note a promise about a loan."""
        with transaction(self.session) as session:
            return services.promise(session, work_at(self.desk.now), loan_ids=[loan_id], until=until)

    def promises(self) -> list[str]:
        """Return how each promise ended, the oldest first."""
        self.session.rollback()
        return list(self.session.scalars(select(Promise.outcome).order_by(Promise.id)))

    def plan(self, day: date | None = None) -> NightPlan:
        """Return what a night would do."""
        self.session.rollback()
        return plan_night(self.session, day=day or self.day)

    def story(self, loan_id: int) -> list[EventKind]:
        """Return the kinds of what happened to a loan."""
        return [event.kind for event in self.events(loan_id)]

    def events(self, loan_id: int) -> tuple[Event, ...]:
        self.session.rollback()
        return timeline(self.session, loan_id)

    def level(self, days: int, *, new: bool = False, **changes: Any) -> int:
        """Change the level of these calendar days, or add one."""
        self.session.rollback()
        row = self.session.execute(
            select(OverdueLevel.id).where(OverdueLevel.days == days, OverdueLevel.open_days.is_(False))
        ).one_or_none()
        known: dict[str, Any] = {
            "name_uz": f"{days} kun", "name_ru": "", "name_en": f"{days} days", "days": days, "open_days": False,
            "channels": [], "template": "overdue", "restricts": False, "charge": 0, "marks_lost": False,
            "active": True,
        }  # fmt: skip
        with transaction(self.session) as session:
            return services.save_level(
                session,
                work_at(self.desk.now),
                level_id=row.id if row and not new else None,
                **{**known, **changes},
            )
