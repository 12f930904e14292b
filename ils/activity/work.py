"""The circumstances of an act: when, who, where and through what channel."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from ils.activity.kinds import Channel
from ils.clock import at_hour, local_day


@dataclass(frozen=True, slots=True)
class Work:
    """Given to every service: `now` is aware UTC; `department` and `sector` are codes of `ils.library`."""

    now: datetime
    actor_id: int | None = None
    department: str = ""
    sector: str = ""
    channel: Channel = Channel.DESK

    @property
    def day(self) -> date:
        """The calendar day of the act in the library's time zone."""
        return local_day(self.now)


def day_of(at: datetime) -> date:
    """Return the library's calendar day of an instant."""
    return local_day(at)


def begins(day: date) -> datetime:
    """Return the instant at which a day of the library begins."""
    return at_hour(day, 0)


@dataclass(frozen=True, slots=True)
class PatronSnapshot:
    """What statistics need of a reader, copied at the moment of the act."""

    category: str = ""
    age_group: str = ""
    sex: str = ""
    citizenship: str = ""


@dataclass(frozen=True, slots=True)
class ItemSnapshot:
    """What statistics need of a copy and its record, copied at the moment of the act."""

    language: str = ""
    branch: str = ""
    document_type: str = ""
    fund: str = ""


NO_PATRON = PatronSnapshot()
NO_ITEM = ItemSnapshot()


@dataclass(frozen=True, slots=True)
class Done:
    """One thing done: what `services.record` turns into a row of the log."""

    kind: str
    subject_type: str
    subject_id: int
    amount: int = 1
    patron: PatronSnapshot = field(default=NO_PATRON)
    item: ItemSnapshot = field(default=NO_ITEM)
    source: str = ""
    batch: str = ""
    note: str = ""
    undo_of: int | None = None
    day: date | None = None  # a back-dated act counts on its own day
