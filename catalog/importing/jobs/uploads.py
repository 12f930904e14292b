"""Uploaded files: they lie in the data folder, each under the sum of its bytes, until they are accepted."""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.importing.errors import ImportCode, ImportRefused
from catalog.importing.models import ImportBatch

FOLDER = "incoming"
BLOCK = 1 << 18
FORGOTTEN = timedelta(days=1)
"""After so long a file that no import names was left behind by a process that was killed while it came in."""


def keep_upload(home: Path, stream: BinaryIO) -> str:
    """Write a stream into the data folder, a block at a time, and return its name below it."""
    folder = home / FOLDER
    folder.mkdir(exist_ok=True)
    digest, part = hashlib.sha256(), folder / f"{uuid.uuid4().hex}.part"
    try:
        with part.open("wb") as file:
            while block := stream.read(BLOCK):
                digest.update(block)
                file.write(block)
        part.replace(folder / digest.hexdigest())
    finally:
        part.unlink(missing_ok=True)  # of a write that was cut off
    return f"{FOLDER}/{digest.hexdigest()}"


def open_upload(home: Path, name: str) -> BinaryIO:
    """Open an uploaded file; refuse one that is no longer there."""
    path = home / (name or "?")
    if not path.is_file():
        raise ImportRefused(ImportCode.FILE_GONE)
    return path.open("rb")


def drop_upload(session: Session, home: Path, name: str) -> None:
    """Delete an uploaded file, unless an import still reads it; to be called after the commit that let it go."""
    used = session.scalars(select(ImportBatch.id).where(ImportBatch.stored_file == name).limit(1)).first()
    if name and used is None:
        (home / name).unlink(missing_ok=True)


def tidy_uploads(session: Session, home: Path, *, now: datetime) -> int:
    """Delete files that were left behind, and return how many."""
    used = set(session.scalars(select(ImportBatch.stored_file).where(ImportBatch.stored_file != "")))
    oldest = (now - FORGOTTEN).timestamp()
    folder = home / FOLDER
    left = [
        path
        for path in (folder.iterdir() if folder.is_dir() else ())
        if f"{FOLDER}/{path.name}" not in used and path.stat().st_mtime < oldest
    ]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)
