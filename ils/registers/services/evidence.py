"""Evidence: files kept by their content below the data folder, whoever they belong to."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sqlalchemy.orm import Session

from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.db import queue_here
from ils.registers.errors import EvidenceCode, RegisterError, RegisterInputError
from ils.registers.models import Evidence
from ils.registers.queries.evidence import evidence_of, evidence_view, has_content
from ils.registers.rules.files import HEAD_BYTES, ZIP, media_of, plain_name, stored_path

__all__ = ["attach", "evidence_of", "remove"]

LIMIT = 50_000_000
"""The largest file in bytes, where the library's own limit of uploads is not smaller."""
STORE, INCOMING = "evidence", "incoming"
QUEUE = "evidence_files"
_BLOCK = 1 << 20
_MOST_PARTS = 5_000


@dataclass(frozen=True, slots=True)
class _Received:
    path: Path
    sha256: str
    size: int
    media_type: str


def attach(
    session: Session,
    work: Work,
    *,
    owner_type: str,
    owner_id: int,
    stream: IO[bytes],
    file_name: str,
    home: Path,
    limit: int = LIMIT,
) -> Evidence:
    """Keep a file of at most `limit` bytes as evidence of a thing, below the data folder `home`.

    Refuses by code: empty, too large, not a paper, picture or office file, there already.
    """
    with _received(stream, home, min(limit, LIMIT)) as file:
        queue_here(session, QUEUE)
        if has_content(session, owner_type, owner_id, file.sha256):
            raise RegisterError(EvidenceCode.ALREADY_THERE, file=file_name[:100])
        _keep(file, home)
        kept = Evidence(
            owner_type=owner_type, owner_id=owner_id, file_name=plain_name(file_name, file.media_type),
            media_type=file.media_type, size=file.size, sha256=file.sha256, added_at=work.now,
            added_by=work.actor_id,
        )  # fmt: skip
    session.add(kept)
    session.flush()
    audit(
        session, work, "evidence_attached", subject_type=owner_type, subject_id=owner_id, file=kept.file_name,
        size=kept.size,
    )  # fmt: skip
    return kept


def remove(session: Session, work: Work, *, evidence_id: int) -> None:
    """Take a file off its thing; the content stays in the store, for a report may have quoted it."""
    view = evidence_view(session, evidence_id)
    row = session.get_one(Evidence, evidence_id)
    if row.removed_at is not None:
        return
    row.removed_at, row.removed_by = work.now, work.actor_id
    audit(
        session, work, "evidence_removed", subject_type=view.owner_type, subject_id=view.owner_id,
        file=view.file_name,
    )  # fmt: skip


@contextmanager
def _received(stream: IO[bytes], home: Path, limit: int) -> Iterator[_Received]:
    """Write the stream beside the store, hash it and judge it; what nobody keeps is gone at the end."""
    room = home / STORE / INCOMING
    room.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=room)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as target:
            sha256, size = _copy(stream, target, limit)
        yield _Received(path, sha256, size, _judged(path))
    finally:
        with suppress(FileNotFoundError):
            path.unlink()


def _copy(stream: IO[bytes], target: IO[bytes], limit: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while block := stream.read(_BLOCK):
        size += len(block)
        if size > limit:
            raise RegisterInputError(EvidenceCode.TOO_LARGE, limit=limit // 1_000_000)
        digest.update(block)
        target.write(block)
    if not size:
        raise RegisterInputError(EvidenceCode.EMPTY)
    target.flush()
    os.fsync(target.fileno())
    return digest.hexdigest(), size


def _judged(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    parts, mimetype = _inside(path) if head.startswith(ZIP) else ((), "")
    media_type = media_of(head, parts=parts, mimetype=mimetype)
    if media_type is None:
        raise RegisterInputError(EvidenceCode.KIND_REFUSED)
    return media_type


def _inside(path: Path) -> tuple[tuple[str, ...], str]:
    """Return the names of the parts of a zip, and what its part `mimetype` says; nothing of a damaged one."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = tuple(archive.namelist()[:_MOST_PARTS])
            small = "mimetype" in names and archive.getinfo("mimetype").file_size < 200
            return names, archive.read("mimetype").decode("ascii", "replace").strip() if small else ""
    except (zipfile.BadZipFile, OSError, RuntimeError):
        return (), ""


def _keep(file: _Received, home: Path) -> None:
    """Move the file into the store in one step; the same content is kept once."""
    target = home / stored_path(file.sha256)
    if target.is_file() and target.stat().st_size == file.size:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    os.replace(file.path, target)
