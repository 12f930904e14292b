"""The steps of long work on a file, each in a transaction of its own, whoever does them: a command or a job."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy.orm import Session

from catalog.importing import services
from catalog.importing.queries import batch
from ils.activity.work import Work
from ils.db import transaction
from ils.jobs.running import Run

T = TypeVar("T")
COLLECTED_AFTER = 8
"""Chunks between two looks for cycles, which statements and refusals make."""
Progress = Callable[[int, int, int], None]
"""Told after each step: how much is done, of how much as far as is known (else 0), records done."""
BESIDE_DESKS = 100
"""Records to a transaction of a job: a desk waits for one step at most."""


@dataclass(frozen=True, slots=True)
class Steps:
    """How the steps of long work are done: in which session, under what circumstances, telling whom, stopped by whom."""

    session: Session
    work: Callable[[], Work]
    tell: Callable[[int, int], None]
    stop: Callable[[], bool]
    size: Mapping[str, int] = field(default_factory=dict)  # of a step, where it is not the usual one


def by_command(session: Session, work: Work, progress: Progress | None = None) -> Steps:
    """Return the steps of a command: nobody stops it but whoever ends the program."""

    def tell(done: int, total: int) -> None:
        if progress:
            progress(done, total, done)

    return Steps(session, lambda: work, tell, lambda: False)


def by_job(run: Run) -> Steps:
    """Return the steps of a job."""
    return Steps(run.session, lambda: run.work, run.tell, run.stop_asked, {"limit": BESIDE_DESKS})


def read_in(steps: Steps, incoming: services.Incoming, batch_id: int, *, after: int, accept: bool) -> bool:
    """Stage what is left of a file, or take it in at once; False where it was stopped before the end."""
    session = steps.session
    seen = services.reseen(session, batch_id=batch_id) if after and not accept else services.Seen()
    with incoming.ahead(after=after) as chunks:
        for chunk in resting(chunks):
            with transaction(session):
                if accept:
                    services.take_chunk(session, steps.work(), batch_id=batch_id, chunk=chunk)
                else:
                    services.stage_chunk(session, steps.work(), batch_id=batch_id, chunk=chunk, seen=seen)
            last = chunk[-1]
            steps.tell(last.position, _expected(last.position, last.offset + last.size, incoming.size))
            if steps.stop():
                return False
    with transaction(session):
        services.close_reading(session, batch_id=batch_id)
    return True


def _expected(records: int, read: int, size: int) -> int:
    """Return how many records the file seems to hold; 0 where its size says nothing, as of a packed one."""
    return records * size // read if 0 < read <= size else 0


def resting(chunks: Iterator[list[T]]) -> Iterator[list[T]]:
    """Let the collector of cycles look only now and then: records have none, and it would look at all of them.

    A quarter of the time of an import goes into that otherwise.
    """
    worked = gc.isenabled()
    gc.disable()
    try:
        for number, chunk in enumerate(chunks):
            yield chunk
            if number % COLLECTED_AFTER == 0:
                chunk.clear()  # or it would be looked through with all that is young
                gc.collect(0)
    finally:
        if worked:
            gc.enable()


def accept_all(steps: Steps, batch_id: int) -> bool:
    """Take what is staged into the catalogue, and close the import; False where it was stopped before the end."""
    session, decided = steps.session, True
    while decided:
        if steps.stop():
            return False
        with transaction(session):
            decided = bool(services.accept_chunk(session, steps.work(), batch_id=batch_id, **steps.size))
        view = batch(session, batch_id)
        steps.tell(view.decided, view.found)
    with transaction(session):
        services.close_batch(session, steps.work(), batch_id=batch_id)
    return True


def try_all(steps: Steps, batch_id: int) -> bool:
    """Work out what accepting would do, from the first row anew; False where it was stopped before the end."""
    session, done, judged = steps.session, 0, 1
    trial = services.begin_trial(session, batch_id=batch_id)
    while judged:
        if steps.stop():
            return False
        with transaction(session):
            judged = services.trial_chunk(session, steps.work(), batch_id=batch_id, trial=trial, **steps.size)
        done += judged
        steps.tell(done, batch(session, batch_id).found)
    with transaction(session):
        services.close_trial(session, steps.work(), batch_id=batch_id, trial=trial)
    return True


def undo_all(steps: Steps, batch_id: int) -> bool:
    """Take back what is not yet taken back or refused, and close; False where it was stopped before the end."""
    session, done, tried = steps.session, 0, 1
    while tried:
        if steps.stop():
            return False
        with transaction(session):
            tried = services.undo_chunk(session, steps.work(), batch_id=batch_id, **steps.size)
        done += tried
        steps.tell(done, max(done, batch(session, batch_id).to_undo))
    with transaction(session):
        services.close_undo(session, steps.work(), batch_id=batch_id)
    return True
