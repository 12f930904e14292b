"""Overdue control in the sample: since the winter the ladder runs every night, over channels that only remember."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from circulation.overdue.jobs import AT_HOUR, OUTBOX, run_night
from circulation.overdue.models import CallOutcome
from circulation.overdue.queries import OverdueRow, Wanted, find_late
from circulation.overdue.services import note_call
from ils.activity.kinds import Channel
from ils.activity.work import Work
from ils.clock import at_hour
from ils.db import transaction
from ils.errors import LibraryError
from ils.outbox.channels.base import Driver, Outgoing, Result, failed
from ils.outbox.errors import DeliveryCode
from ils.outbox.models import ChannelName
from ils.outbox.queries import to_print, waiting
from ils.outbox.sending import read_house
from ils.outbox.sending.choosing import House
from ils.outbox.sending.running import Sender
from ils.outbox.services import mark_printed
from ils.outbox.services.settings import ChannelFacts

SENDS, PRINTS, CALLS = 9.0, 10.0, 11.0  # hours of the day
CALLS_FROM = 10  # days late
HONEST = 0.75
WATCHED = 90  # nights: the library has begun with it in the winter, and a sample must be made quickly
SOURCES = {source.kind: source for source in OUTBOX}
# What readers say on the telephone, by weight.
ANSWERS = (
    (CallOutcome.PROMISED,) * 6
    + (CallOutcome.NO_ANSWER,) * 4
    + (CallOutcome.REFUSED, CallOutcome.WRONG_NUMBER, CallOutcome.OTHER)
)


@dataclass(slots=True)
class Silent:
    """A line of the sample: nobody is really written to; every ninth number is not in use."""

    learned: dict[str, str] = field(default_factory=dict)

    def send(self, outgoing: Outgoing) -> Result:
        """Take a message, or say that its number is not in use."""
        if sum(map(ord, outgoing.address)) % 9 == 0:
            return failed(DeliveryCode.ADDRESS_REFUSED, "sample")
        return Result(provider_id=f"sample-{outgoing.key}")

    def close(self) -> None:
        """There is nothing to hang up."""


@dataclass(slots=True)
class Watch:
    """Who looks after late copies in the sample; its own dice leave those of the desks alone."""

    staff: int
    random: Random = field(default_factory=lambda: Random(7))
    coming: Mapping[str, date] = field(default_factory=dict)

    def night(
        self, session: Session, day: date, *, coming: Mapping[str, date], until: datetime | None
    ) -> None:
        """Run the ladder of one night, and what the desk does about it on the day; today ends at `until`.

        `coming`: barcode → the day on which the sample's reader will bring the copy back.
        """
        self.coming = coming
        steps = (
            (AT_HOUR, self._run),
            (SENDS, self._send),
            (PRINTS, self._print),
            (CALLS, self._call),
        )
        for hour, step in steps:
            if until is None or at_hour(day, hour) < until:
                step(session, self._work(day, hour))

    def _work(self, day: date, hour: float) -> Work:
        return Work(now=at_hour(day, hour), actor_id=self.staff, department="lending", sector="lending")

    def _run(self, session: Session, work: Work) -> None:
        run_night(session, replace(work, actor_id=None, channel=Channel.AUTOMATIC))

    def _send(self, session: Session, work: Work) -> None:
        ids = waiting(session, now=work.now)
        if not ids:
            return
        sender = Sender(session, SOURCES, lambda: work.now, silent(read_house(session)))
        for message_id in ids:
            sender.send(message_id)
        sender.close()

    def _print(self, session: Session, work: Work) -> None:
        """Letters are printed on Mondays; those of the last days lie in the tray."""
        ids = [view.id for view in to_print(session)] if work.day.weekday() == 0 else []
        if ids:
            with transaction(session):
                mark_printed(session, work, message_ids=ids, sources=SOURCES)

    def _call(self, session: Session, work: Work) -> None:
        """Twice a week somebody calls the reader who is late longest and was not called lately."""
        if work.day.weekday() not in (1, 3):
            return
        late = find_late(
            session, day=work.day, wanted=Wanted(min_days=CALLS_FROM, state="free"), limit=20
        ).rows
        if late:
            self._note(session, work, self.random.choice(late))

    def _note(self, session: Session, work: Work, row: OverdueRow) -> None:
        outcome = self.random.choice(ANSWERS)
        until = self._promised(row, work.day)
        work = replace(work, channel=Channel.TELEPHONE)
        try:
            with transaction(session):
                note_call(
                    session,
                    work,
                    patron_id=row.patron_id,
                    loan_ids=[row.loan_id],
                    outcome=outcome,
                    until=until,
                )
        except LibraryError:  # such as a promise before the due date: then there was no call
            return

    def _promised(self, row: OverdueRow, day: date) -> date:
        """Most readers name a day on which they will really come, if they can tell; some name any day."""
        back = self.coming.get(row.barcode or "")
        if back and day < back <= day + timedelta(days=20) and self.random.random() < HONEST:
            return back
        return day + timedelta(days=self.random.randint(2, 9))


def silent(house: House) -> House:
    """Return the house with mail and SMS switched on, over lines that only remember."""
    line = Driver("sample", open=lambda _values, _secrets: Silent())
    facts = {
        **house.facts,
        ChannelName.SMS.value: ChannelFacts(ChannelName.SMS, True, line, {}),
        ChannelName.EMAIL.value: ChannelFacts(ChannelName.EMAIL, True, line, {}),
    }
    return replace(house, facts=facts, hours=None)
