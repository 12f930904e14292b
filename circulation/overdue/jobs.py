"""The nightly job of overdue control; the same run is made by hand from the page and by `ils overdue run`."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from circulation.overdue import services
from circulation.overdue.queries import Ladder, judge, load_ladder, loans_of_night, readers_reached
from circulation.overdue.rules import PromiseOutcome
from circulation.overdue.services import Warned
from ils.activity.work import Work
from ils.db import transaction
from ils.errors import LibraryError
from ils.jobs.periodic import Periodic
from ils.jobs.running import JobFunction, Run
from ils.outbox.sending import read_house
from ils.outbox.sending.running import Sender

NIGHTLY = "overdue_nightly"
AT_HOUR = 5  # local; messages wait for the hours that the library has set for them

log = logging.getLogger("ils")


@dataclass(frozen=True, slots=True)
class RunCounts:
    """What one run came to: messages are readers, `levels` loans × levels noted, `charged` soʻm; `failed` readers."""

    messages: int = 0
    levels: int = 0
    restricted: int = 0
    charged: int = 0
    lost: int = 0
    lifted: int = 0
    withdrawn: int = 0
    promises_kept: int = 0
    promises_broken: int = 0
    failed: int = 0
    halted: bool = False

    def plain(self) -> dict[str, Any]:
        """Return the counts as JSON has them."""
        return asdict(self)


def run_night(
    session: Session,
    work: Work,
    *,
    tell: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] = bool,
) -> RunCounts:
    """Go up the ladder with every loan whose days have come.

    1. End the promises that today judges: kept, broken, or needless (OV-06).
    2. Lift the ladder's restrictions whose loan is late no more; take letters out of the tray and entries off the call
       list whose copies are back.
    3. Read the ladder, the calendar and the open loans, and find the readers who are to be written to (OV-01).
    4. For each of them, in a transaction of its own under the reader's lock: read and decide again, note the levels
       (OV-02), restrict, charge, give up for lost, and queue one message (OV-04).
    5. Keep what the run came to.

    A run that is killed goes on where it stopped: what is noted is done, what is not noted will be. It opens its own
    transactions; `stop` is asked before each reader.
    """
    counts = _settle(session, work)
    ladder = load_ladder(session, work.day)
    readers = readers_reached(judge(loans_of_night(session, ladder), ladder))
    session.rollback()
    for done, patron_id in enumerate(readers, start=1):
        if stop():
            counts = replace(counts, halted=True)
            break
        counts = _after(session, work, patron_id, ladder, counts)
        if tell:
            tell(done, len(readers))
    with transaction(session):
        services.note_run(session, work, counts=counts.plain())
    return counts


def _settle(session: Session, work: Work) -> RunCounts:
    with transaction(session):
        ended = services.settle_promises(session, work)
    with transaction(session):
        lifted = services.lift_groundless(session, work)
        withdrawn = services.withdraw_untrue(session, work)
    return RunCounts(
        lifted=lifted,
        withdrawn=withdrawn,
        promises_kept=ended.get(PromiseOutcome.KEPT, 0),
        promises_broken=ended.get(PromiseOutcome.BROKEN, 0),
    )


def _after(session: Session, work: Work, patron_id: int, ladder: Ladder, counts: RunCounts) -> RunCounts:
    """Write to one reader; a refusal that concerns only this one keeps nobody else waiting."""
    try:
        with transaction(session):
            warned = services.warn_reader(session, work, patron_id=patron_id, ladder=ladder)
    except IntegrityError:  # the unique level of a loan: another run has done it a moment ago (OV-02)
        return counts
    except LibraryError as refusal:
        log.warning("reader %s could not be written to: %s", patron_id, refusal)
        return replace(counts, failed=counts.failed + 1)
    return _added(counts, warned) if warned else counts


def _added(counts: RunCounts, warned: Warned) -> RunCounts:
    return replace(
        counts,
        messages=counts.messages + 1,
        levels=counts.levels + warned.levels,
        restricted=counts.restricted + warned.restricted,
        charged=counts.charged + warned.charged,
        lost=counts.lost + warned.lost,
    )


def put_into_tray(session: Session, message_ids: Iterable[int], *, now: Callable[[], datetime]) -> None:
    """Bring letters into the tray at once: they need no line, and whoever has written them wants to print them now.

    It opens its own transactions.
    """
    house = read_house(session, keep_hours=False)
    session.rollback()
    sender = Sender(session, {source.kind: source for source in OUTBOX}, now, house)
    for message_id in message_ids:
        sender.send(message_id)
    sender.close()


def overdue_nightly(run: Run) -> Mapping[str, Any] | None:
    """Run the ladder as a job, with progress; a stopped one goes on with the next run."""
    return run_night(run.session, run.work, tell=run.tell, stop=run.stop_asked).plain()


JOBS: Mapping[str, JobFunction] = {NIGHTLY: overdue_nightly}
PERIODIC = (Periodic(NIGHTLY, at_hour=AT_HOUR),)
OUTBOX = (services.SOURCE,)
