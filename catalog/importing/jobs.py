"""Long work on files, each step in a transaction of its own: desks come in between, a killed run goes on."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import BinaryIO, TypeVar

from sqlalchemy.orm import Session

from catalog.importing import services
from catalog.importing.queries import BatchView, batch
from catalog.marc import Profile
from ils.activity.work import Work
from ils.db import transaction

T = TypeVar("T")
Progress = Callable[[int, int, int], None]
"""Told after each step: bytes done, bytes in all, records done."""


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What came of a file; found = accepted + updated + skipped + quarantined once it is accepted."""

    file: str
    format: str
    profile: str
    charset: str
    found: int
    accepted: int
    updated: int
    repaired: int
    skipped: int
    quarantined: int
    items: int
    seconds: float
    batch: int


def import_file(
    session: Session,
    work: Work,
    path: Path,
    *,
    accept: bool = True,
    charset: str | None = None,
    profile: Profile | None = None,
    department: str = "",
    progress: Progress | None = None,
) -> ImportSummary:
    """Import a file of records; without `accept` it is staged for somebody to look at. A refusal changes nothing."""
    with path.open("rb") as stream:
        return import_stream(
            session, work, stream, file_name=path.name, accept=accept, charset=charset, profile=profile,
            department=department, progress=progress,
        )  # fmt: skip


def import_stream(
    session: Session,
    work: Work,
    stream: BinaryIO,
    *,
    file_name: str,
    accept: bool,
    charset: str | None = None,
    profile: Profile | None = None,
    department: str = "",
    progress: Progress | None = None,
) -> ImportSummary:
    """Import from an open seekable stream."""
    began = perf_counter()
    incoming = services.open_incoming(stream, file_name=file_name, charset=charset, profile=profile)
    with transaction(session):
        opened = services.open_batch(session, work, incoming=incoming, department=department)
    if not opened.read:
        _read(session, work, incoming, opened, accept=accept, progress=progress)
    if accept:
        accept_batch(session, work, opened.batch_id)
    return summary(batch(session, opened.batch_id), seconds=perf_counter() - began)


def _read(
    session: Session,
    work: Work,
    incoming: services.Incoming,
    opened: services.Opened,
    *,
    accept: bool,
    progress: Progress | None,
) -> None:
    seen = services.Seen()
    for chunk in resting(incoming.chunks(after=opened.staged)):
        with transaction(session):
            if accept:
                services.take_chunk(session, work, batch_id=opened.batch_id, chunk=chunk)
            else:
                services.stage_chunk(session, work, batch_id=opened.batch_id, chunk=chunk, seen=seen)
        if progress:
            last = chunk[-1]
            progress(last.offset + len(last.raw), incoming.size, last.position)
    with transaction(session):
        services.close_reading(session, batch_id=opened.batch_id)


def resting(chunks: Iterator[T]) -> Iterator[T]:
    """Let the collector of cycles look only between chunks: records have none, and it would look at all of them.

    A quarter of the time of an import goes into that otherwise.
    """
    worked = gc.isenabled()
    gc.disable()
    try:
        for chunk in chunks:
            yield chunk
            gc.collect(0)
    finally:
        if worked:
            gc.enable()


def accept_batch(
    session: Session, work: Work, batch_id: int, *, progress: Progress | None = None
) -> BatchView:
    """Accept what is staged and not yet decided, then close the import."""
    decided = True
    while decided:
        with transaction(session):
            decided = bool(services.accept_chunk(session, work, batch_id=batch_id))
        if progress:
            view = batch(session, batch_id)
            progress(view.decided, view.found, view.decided)
    with transaction(session):
        services.close_batch(session, work, batch_id=batch_id)
    return batch(session, batch_id)


def summary(view: BatchView, *, seconds: float) -> ImportSummary:
    """Return the summary of an import."""
    return ImportSummary(
        file=view.file_name, format=view.format, profile=view.profile, charset=view.charset, found=view.found,
        accepted=view.accepted, updated=view.updated, repaired=view.repaired, skipped=view.skipped,
        quarantined=view.quarantined, items=view.items, seconds=round(seconds, 3), batch=view.id,
    )  # fmt: skip
