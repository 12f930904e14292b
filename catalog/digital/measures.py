"""Proof that objects, log and the files on disk agree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.digital.models import DigitalObject, ObjectForm, Rights
from catalog.digital.rules import stored_path
from ils.activity.kinds import Kind
from ils.activity.measures import Check, Problem, equals_log

MOST_SHOWN = 100


def objects_are_logged(session: Session) -> Iterator[Problem]:
    """Find a number of objects that differs from what the log counts."""
    there = select(func.count()).where(DigitalObject.removed_at.is_(None))
    published = there.where(
        DigitalObject.form == ObjectForm.FILE,
        DigitalObject.full_text.is_(True),
        DigitalObject.rights == Rights.OPEN,
    )
    yield from equals_log(
        session, what="digital_object", rows=session.scalars(there).one(), kinds=(Kind.DIGITAL_LINK,)
    )
    yield from equals_log(
        session,
        what="digital_published",
        rows=session.scalars(published).one(),
        kinds=(Kind.DIGITAL_PUBLISH,),
    )


def files_match(session: Session, folder: Path) -> Iterator[Problem]:
    """Find objects whose file is missing or of another size, and files that no object has.

    `folder` is the data folder; what replaced files have left in files/replaced is nobody's any more.
    """
    rows = session.execute(
        select(DigitalObject.id, DigitalObject.sha256, DigitalObject.size)
        .where(DigitalObject.form == ObjectForm.FILE)
        .order_by(DigitalObject.id)
    )
    known = set()
    for object_id, sha256, size in rows:
        known.add(sha256)
        path = folder / stored_path(sha256)
        if not path.is_file():
            yield Problem("digital_file_missing", {"object": object_id})
        elif path.stat().st_size != size:
            yield Problem(
                "digital_file_differs", {"object": object_id, "size": size, "found": path.stat().st_size}
            )
    yield from _unknown(folder, known)


def _unknown(folder: Path, known: set[str]) -> Iterator[Problem]:
    strangers = (
        path.name
        for room in sorted((folder / "files").glob("[0-9a-f][0-9a-f]"))
        for path in sorted(room.iterdir())
        if path.name not in known
    )
    for number, name in enumerate(strangers):
        if number >= MOST_SHOWN:
            return
        yield Problem("digital_file_unknown", {"file": name[:64]})


CHECKS: tuple[Check, ...] = (objects_are_logged,)
