"""Long work by command, which waits for its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, BinaryIO

from sqlalchemy.orm import Session

from catalog.importing import services
from catalog.importing.jobs.steps import Progress, accept_all, by_command, read_in, try_all, undo_all
from catalog.importing.queries import BatchView, batch
from catalog.marc import Profile
from ils.activity.work import Work
from ils.db import transaction


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What came of a file; found = accepted + updated + skipped + quarantined once it is accepted."""

    file: str
    format: str
    profile: str
    charset: str
    source: str
    found: int
    accepted: int
    updated: int
    repaired: int
    skipped: int
    quarantined: int
    items: int
    undone: int
    undo_refused: int
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
    source: str = "any",
    undo_double: bool = False,
    progress: Progress | None = None,
) -> ImportSummary:
    """Import a file of records; without `accept` it is staged for somebody to look at. A refusal changes nothing."""
    with path.open("rb") as stream:
        return import_stream(
            session, work, stream, path=path, file_name=path.name, accept=accept, charset=charset, profile=profile,
            department=department, source=source, undo_double=undo_double, progress=progress,
        )  # fmt: skip


def import_stream(
    session: Session,
    work: Work,
    stream: BinaryIO,
    *,
    path: Path | None = None,
    file_name: str,
    accept: bool,
    charset: str | None = None,
    profile: Profile | None = None,
    department: str = "",
    source: str = "any",
    undo_double: bool = False,
    progress: Progress | None = None,
) -> ImportSummary:
    """Import from an open seekable stream."""
    began, steps = perf_counter(), by_command(session, work, progress)
    reading = services.reading_of(session, source, charset=charset, profile=profile)
    incoming = services.open_incoming(
        stream, path=path, file_name=file_name, undo_double=undo_double, **reading.options()
    )
    with transaction(session):
        opened = services.open_batch(session, work, incoming=incoming, department=department, source=source)
    if not opened.read:
        read_in(steps, incoming, opened.batch_id, after=opened.staged, accept=accept)
    if accept:
        accept_batch(session, work, opened.batch_id)
    return summary(batch(session, opened.batch_id), seconds=perf_counter() - began)


def accept_batch(
    session: Session, work: Work, batch_id: int, *, progress: Progress | None = None
) -> BatchView:
    """Accept what is staged and not yet decided, then close the import."""
    accept_all(by_command(session, work, progress), batch_id)
    return batch(session, batch_id)


def trial_batch(
    session: Session, work: Work, batch_id: int, *, progress: Progress | None = None
) -> Mapping[str, Any]:
    """Say what accepting would do; the catalogue stays as it is."""
    try_all(by_command(session, work, progress), batch_id)
    return batch(session, batch_id).trial or {}


def undo_batch(session: Session, work: Work, batch_id: int, *, progress: Progress | None = None) -> BatchView:
    """Take a whole import back; records that somebody changed or lent since stay, each with the reason."""
    with transaction(session):
        services.begin_undo(session, work, batch_id=batch_id)
    undo_all(by_command(session, work, progress), batch_id)
    return batch(session, batch_id)


def summary(view: BatchView, *, seconds: float) -> ImportSummary:
    """Return the summary of an import."""
    return ImportSummary(
        file=view.file_name, format=view.format, profile=view.profile, charset=view.charset,
        source=view.source or "", found=view.found, accepted=view.accepted, updated=view.updated,
        repaired=view.repaired, skipped=view.skipped, quarantined=view.quarantined, items=view.items,
        undone=view.undone, undo_refused=view.undo_refused, seconds=round(seconds, 3), batch=view.id,
    )  # fmt: skip
