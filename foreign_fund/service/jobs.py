"""The weekly or monthly bulletin: made and sent by a job that may be killed anywhere, and what its messages say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from foreign_fund.service.queries.bulletins import every, last_until, unsent
from foreign_fund.service.rules.periods import Period, next_period
from foreign_fund.service.services import answering, bulletins
from foreign_fund.service.services.bulletins import PORTION, make_issue, send_portion
from ils.activity.work import Work
from ils.clock import at_hour, local_day
from ils.db import transaction
from ils.jobs.periodic import Periodic
from ils.jobs.running import JobFunction, Run
from ils.outbox.sources import Source

JOB = "bulletin_send"
AT_HOUR = 5  # local: after what the night does to readers' data, before anybody comes


@dataclass(frozen=True, slots=True)
class Sent:
    """What a run did."""

    issues: int = 0
    readers: int = 0


def due_period(session: Session, day: date) -> Period | None:
    """Return the period whose issue is to be made on a day."""
    return next_period(day, every(session), last_until(session))


def make_and_send(
    session: Session, work: Work, *, stop: Callable[[], bool] = bool, portion: int = PORTION
) -> Sent:
    """Make the issue whose period is over, and send every issue that is not sent yet.

    1. The issue is made in a transaction of its own; made once, whoever looks.
    2. Readers are looked at in portions, a transaction each; a reader who has a copy is passed over.
    3. An issue is sent once nobody is left. A run that is killed goes on where it stopped.
    """
    made = 0
    period = due_period(session, work.day)
    if period is not None:
        with transaction(session):
            made = int(make_of(session, work, period) is not None)
    sent = 0
    for bulletin_id in unsent(session):
        sent += _send(session, work, bulletin_id, stop, portion)
    session.rollback()
    return Sent(made, sent)


def make_of(session: Session, work: Work, period: Period) -> int | None:
    """Make the issue of a period, of what was approved on its days."""
    begins, ends = at_hour(period.since, 0), at_hour(period.until + timedelta(days=1), 0)
    return make_issue(session, work, period=period, begins=begins, ends=ends)


def _send(session: Session, work: Work, bulletin_id: int, stop: Callable[[], bool], portion: int) -> int:
    after, sent = 0, 0
    while not stop():
        with transaction(session):
            part = send_portion(session, work, bulletin_id=bulletin_id, after=after, limit=portion)
        after, sent = part.last, sent + part.sent
        if part.done:
            break
    return sent


def is_due(session: Session, now: datetime) -> bool:
    """Tell whether there is anything to make or to send."""
    return due_period(session, local_day(now)) is not None or bool(unsent(session))


def nightly(run: Run) -> Mapping[str, Any]:
    """Make and send as a job; what it did stays with the job."""
    done = make_and_send(run.session, run.work, stop=run.stop_asked)
    return {"issues": done.issues, "readers": done.readers}


SAMPLE_ARRIVALS: dict[str, Any] = {
    "since": "2026-04-06",
    "until": "2026-04-12",
    "titles": [
        {
            "title": "Der kleine Prinz", "author": "Antoine de Saint-Exupéry", "year": "2019",
            "language": bulletins.language_names("ger"), "link": "",
        },
        {
            "title": "Focus 5", "author": "", "year": "2021", "language": bulletins.language_names("eng"),
            "link": "",
        },
    ],
    "rest": 3,
    "page": "https://katalog.example.uz/new-arrivals",
    "stop": "https://katalog.example.uz/new-arrivals/stop/1/0123",
}  # fmt: skip
SAMPLE_ANSWER: dict[str, Any] = {
    "template": "query_answer",
    "topic": "German grammar for beginners",
    "answer": [{"line": "Three books are on the shelf of the department."}],
    "titles": [{"title": "Focus 5. — 2021", "link": ""}],
}

JOBS: Mapping[str, JobFunction] = {JOB: nightly}
PERIODIC = (Periodic(JOB, at_hour=AT_HOUR, due=is_due),)
OUTBOX = (
    Source(bulletins.KIND, bulletins.refresh, SAMPLE_ARRIVALS),
    Source(answering.KIND, answering.refresh, SAMPLE_ANSWER),
)
