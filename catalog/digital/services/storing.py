"""Files on their way into the store: written beside it, hashed and looked at, then moved in one step."""

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

import pypdfium2
from sqlalchemy.orm import Session

from catalog.digital.errors import DigitalCode, DigitalInputError
from catalog.digital.queries import is_kept
from catalog.digital.rules import (
    EPUB,
    HEAD_BYTES,
    IMAGES,
    PDF,
    looks_like,
    media_of,
    plain_name,
    stored_path,
)
from ils.db import queue_here

STORE = "files"
INCOMING = "incoming"
REPLACED = "replaced"
QUEUE = "digital_files"
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Received:
    """A file that was received and judged but is not kept yet; `pages` where the content tells them."""

    folder: Path
    path: Path
    sha256: str
    size: int
    file_name: str
    media_type: str
    pages: int | None

    def keep(self, session: Session) -> None:
        """Move the file into the store, inside the transaction that writes its row; the same content is kept once."""
        queue_here(session, QUEUE)
        target = self.folder / stored_path(self.sha256)
        if target.is_file() and target.stat().st_size == self.size:
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(self.path, target)
        _write_through(target.parent)


@contextmanager
def received(stream: IO[bytes], *, file_name: str, folder: Path, limit: int) -> Iterator[Received]:
    """Receive a file of at most `limit` bytes below the data `folder`; what nobody keeps is gone at the end.

    Refuses by code: empty, too large, not a kind that is taken, damaged.
    """
    room = folder / STORE / INCOMING
    room.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=room)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as target:
            sha256, size = _copy(stream, target, limit)
        media_type = _judged(path)
        named = plain_name(file_name, media_type)
        yield Received(folder, path, sha256, size, named, media_type, _pages(path, media_type))
    finally:
        with suppress(FileNotFoundError):
            path.unlink()


def _copy(stream: IO[bytes], target: IO[bytes], limit: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while block := stream.read(_BLOCK):
        size += len(block)
        if size > limit:
            raise DigitalInputError(DigitalCode.TOO_LARGE, limit=limit // 1_000_000)
        digest.update(block)
        target.write(block)
    if not size:
        raise DigitalInputError(DigitalCode.EMPTY_FILE)
    target.flush()
    os.fsync(target.fileno())
    return digest.hexdigest(), size


def _judged(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    media_type = media_of(head)
    if media_type is None:
        raise DigitalInputError(DigitalCode.KIND_REFUSED, looks_like=looks_like(head))
    return media_type


def _pages(path: Path, media_type: str) -> int | None:
    """Count the pages where the content tells them; refuse what cannot be opened at all."""
    if media_type == PDF:
        return _pages_of_pdf(path)
    if media_type == EPUB and not _is_whole_epub(path):
        raise DigitalInputError(DigitalCode.DAMAGED)
    return 1 if media_type in IMAGES else None


def _pages_of_pdf(path: Path) -> int | None:
    try:
        with pypdfium2.PdfDocument(path) as document:
            return len(document) or None
    except pypdfium2.PdfiumError as problem:
        if "password" in str(problem).lower():
            return None  # whole, but only for those who have the word
        raise DigitalInputError(DigitalCode.DAMAGED) from problem


def _is_whole_epub(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return "META-INF/container.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError):
        return False


def put_aside(session: Session, *, sha256: str, folder: Path) -> bool:
    """Move content that no object has any more out of the store, to files/replaced; tell whether it was moved.

    Call it in a transaction of its own after the one that let the content go.
    """
    queue_here(session, QUEUE)
    if is_kept(session, sha256):
        return False
    old = folder / STORE / REPLACED
    old.mkdir(parents=True, exist_ok=True)
    with suppress(FileNotFoundError):
        os.replace(folder / stored_path(sha256), old / sha256)
        return True
    return False


def _write_through(folder: Path) -> None:
    """Make the new name survive a power cut, where the system can be asked for it."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
