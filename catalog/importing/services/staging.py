"""Taking a file in as staged rows. Each function is one transaction's worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, cast

from sqlalchemy import Table, func, insert, select
from sqlalchemy.orm import Session

from catalog.importing.errors import ImportCode, ImportNotFoundError
from catalog.importing.models import BatchState, ImportBatch, StagedRecord, StagedState
from catalog.importing.queries import known_signs
from catalog.importing.rules import Home, Match, Sign, recognise, summed_name
from catalog.importing.services.reading import Candidate, Incoming
from catalog.marc import to_bytes
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.library.places import department as department_of
from ils.library.places import departments

REMEMBERED = 400_000
"""Signs of one file kept for the preview, some 60 MB; in a larger file the rest is recognised when accepted."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Where to go on: the batch, how many of its records are staged, and whether the file is read to its end."""

    batch_id: int
    staged: int
    read: bool


@dataclass(slots=True)
class Seen:
    """What has been met in this file, or in a chunk of it: hash of a sign → where."""

    homes: dict[int, Home] = field(default_factory=dict)

    def add(self, candidate: Candidate) -> None:
        """Remember a record that will be new."""
        if len(self.homes) < REMEMBERED:
            home = Home(candidate.position, candidate.signs.source)
            for sign in candidate.signs.offered:
                self.homes.setdefault(hash(sign), home)


def open_batch(session: Session, work: Work, *, incoming: Incoming, department: str = "") -> Opened:
    """Begin an import, or go on with one of the same file that was not brought to its end."""
    place = department_of(session, department).code if department else departments(session)[0].code
    begun = _unfinished(session, incoming, place)
    if begun is not None:
        staged = session.scalars(
            select(func.count()).select_from(StagedRecord).where(StagedRecord.batch_id == begun.id)
        ).one()
        return Opened(begun.id, staged, begun.state is not BatchState.STAGING)
    batch = ImportBatch(
        file_name=incoming.file_name, sha256=incoming.sha256, size=incoming.size, format=incoming.format.value,
        profile="", charset="", asked=incoming.asked, department=place, state=BatchState.STAGING,
        found=0, accepted=0, updated=0, repaired=0, skipped=0, quarantined=0, items=0,
        created_at=work.now, created_by=work.actor_id, accepted_at=None,
    )  # fmt: skip
    session.add(batch)
    session.flush()
    audit(
        session, work, "file_staged", subject_type="batch", subject_id=batch.id, file=batch.file_name,
        sha256=batch.sha256,
    )  # fmt: skip
    return Opened(batch.id, 0, False)


def _unfinished(session: Session, incoming: Incoming, department: str) -> ImportBatch | None:
    return session.scalars(
        select(ImportBatch)
        .where(
            ImportBatch.sha256 == incoming.sha256,
            ImportBatch.asked == incoming.asked,
            ImportBatch.department == department,
            ImportBatch.state != BatchState.ACCEPTED,
        )
        .order_by(ImportBatch.id.desc())
        .limit(1)
    ).one_or_none()


def lock_batch(session: Session, batch_id: int) -> ImportBatch:
    """Return the import, held until the commit; refuse an unknown id."""
    batch = session.scalars(
        select(ImportBatch)
        .where(ImportBatch.id == batch_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if batch is None:
        raise ImportNotFoundError(ImportCode.BATCH_UNKNOWN, batch=batch_id)
    return batch


def stage_chunk(
    session: Session, work: Work, *, batch_id: int, chunk: Sequence[Candidate], seen: Seen
) -> None:
    """Write a chunk as staged rows, each with what it seems to be; nothing reaches the catalogue yet."""
    batch = lock_batch(session, batch_id)
    known = signs_known(session, chunk)
    rows = []
    for candidate in chunk:
        match = recognise(candidate.signs, known, seen.homes)
        if match is None:
            seen.add(candidate)
        rows.append(staged_row(batch_id, candidate, _state(candidate, match), match=match, keep=True))
    insert_rows(session, rows)
    count_staged(batch, chunk)


def signs_known(session: Session, chunk: Sequence[Candidate]) -> Mapping[Sign, Home]:
    """Ask the catalogue once for a whole chunk."""
    readable = [candidate for candidate in chunk if candidate.marc is not None]
    keys = (key for candidate in readable for key in candidate.keys)
    return known_signs(session, keys, {candidate.digest for candidate in readable})


def _state(candidate: Candidate, match: Match | None) -> StagedState:
    if candidate.marc is None:
        return StagedState.QUARANTINED
    return StagedState.NEW if match is None else StagedState.DUPLICATE


def staged_row(
    batch_id: int,
    candidate: Candidate,
    state: StagedState,
    *,
    match: Match | None,
    record_id: int | None = None,
    keep: bool = False,
) -> dict[str, Any]:
    """Return a staged row; `keep` the decoded form for a later acceptance."""
    return {
        "batch_id": batch_id,
        "position": candidate.position,
        "offset": candidate.offset,
        "raw": candidate.raw,
        "digest": candidate.digest,
        "marc": to_bytes(candidate.marc) if keep and candidate.marc is not None else None,
        "profile": candidate.profile.value,
        "charset": candidate.charset,
        "state": state,
        "title": candidate.title,
        "findings": candidate.findings,
        "repaired": candidate.repaired,
        "match": told_match(match),
        "record_id": record_id,
    }


def insert_rows(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Write staged rows; straight to the table, for nobody needs them as objects."""
    session.execute(insert(cast("Table", StagedRecord.__table__)), rows)


def told_match(match: Match | None) -> dict[str, Any] | None:
    """Return the match as a row keeps it."""
    return None if match is None else asdict(match)


def count_staged(batch: ImportBatch, chunk: Sequence[Candidate]) -> None:
    """Add a chunk just written to the counts of its import."""
    batch.found += len(chunk)
    batch.quarantined += sum(candidate.marc is None for candidate in chunk)
    readable = [candidate for candidate in chunk if candidate.marc is not None]
    batch.charset = summed_name(batch.charset, {candidate.charset for candidate in readable})
    batch.profile = summed_name(batch.profile, {candidate.profile.value for candidate in readable})


def close_reading(session: Session, *, batch_id: int) -> None:
    """Say that the file is read to its end."""
    batch = lock_batch(session, batch_id)
    if batch.state is BatchState.STAGING:
        batch.state = BatchState.STAGED
