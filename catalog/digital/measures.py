"""Proof that objects, log and the files on disk agree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from catalog.digital.models import DigitalObject, ObjectForm, Rights
from catalog.digital.rules import Counted, stored_path
from ils.activity.kinds import Kind
from ils.activity.measures import Check, Problem, equals_log
from ils.activity.models import Activity
from ils.activity.work import Work

MOST_SHOWN = 100


def objects_are_logged(session: Session) -> Iterator[Problem]:
    """Find a number of objects that differs from what the log counts.

    What was removed or closed to readers in a later year stays counted in its own (plan lines 13 and 34).
    """
    columns = (
        DigitalObject.id, DigitalObject.form, DigitalObject.full_text, DigitalObject.rights, DigitalObject.removed_at,
    )  # fmt: skip
    rows = session.execute(select(*columns)).all()
    here = {row.id for row in rows if row.removed_at is None}
    open_to_all = {
        row.id
        for row in rows
        if Counted(row.form is ObjectForm.FILE, row.full_text, row.rights is Rights.OPEN).published
    }
    removed = {row.id: Work(now=row.removed_at).day.year for row in rows if row.removed_at is not None}
    kinds = (
        ("digital_object", Kind.DIGITAL_LINK, here),
        ("digital_published", Kind.DIGITAL_PUBLISH, here & open_to_all),
    )
    for what, kind, counting in kinds:
        year_of = _years(session, kind)
        later = {
            each
            for each, year in year_of.items()
            if each not in counting and removed.get(each, year + 1) > year
        }
        yield from equals_log(session, what=what, rows=len(counting | later), kinds=(kind,))


def _years(session: Session, kind: Kind) -> dict[int, int]:
    """Return the objects that an act of this kind counts now, with the year in which it does."""
    twin = aliased(Activity)
    undone = select(twin.id).where(twin.undo_of == Activity.id).exists()
    rows = session.execute(
        select(Activity.subject_id, Activity.day).where(
            Activity.kind == kind, Activity.undo_of.is_(None), ~undone
        )
    )
    return {object_id: day.year for object_id, day in rows}


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
