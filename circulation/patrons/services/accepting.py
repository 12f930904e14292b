"""Taking a table of readers in, a portion at a time. A killed run goes on where it stopped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from circulation.patrons.errors import TableCode
from circulation.patrons.models import PatronImport, PatronImportRow
from circulation.patrons.queries.importing import ImportView, import_view
from circulation.patrons.rules.headings import UPDATED_FIELDS
from circulation.patrons.rules.lines import ReadLine
from circulation.patrons.services.importing import read_lines, write_judged
from circulation.patrons.services.judging import judge, problem_of
from circulation.patrons.services.keeping import add_patron, change_patron
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.errors import LibraryError

JOB = "patrons:import"
PORTION = 50  # lines a transaction: a desk waits no longer than that


@dataclass(slots=True)
class Portion:
    """What one transaction did, and whether anything is left."""

    added: int = 0
    updated: int = 0
    skipped: int = 0
    last: bool = False


def accept_portion(session: Session, work: Work, *, import_id: int, size: int = PORTION) -> Portion:
    """Take the next lines in, or bring known readers up to date; the last portion closes the table.

    Lines are judged again: somebody may have registered a reader meanwhile. Run each portion in a transaction of its own.
    """
    view = import_view(session, import_id)
    done = Portion()
    if not view.open:
        done.last = True
        return done
    rows = _next(session, view, size)
    if not rows:
        _close(session, work, view)
        done.last = True
        return done
    lines = read_lines(session, view, rows)
    write_judged(rows, judge(session, work, rows, lines))
    for row in rows:
        _take(session, work, view, row, lines[row.id], done)
    session.flush()
    return done


def _next(session: Session, view: ImportView, size: int) -> list[PatronImportRow]:
    states = ("new", "duplicate") if view.defaults.get("update") else ("new",)
    rows = select(PatronImportRow).where(
        PatronImportRow.import_id == view.id, PatronImportRow.state.in_(states)
    )
    return list(session.scalars(rows.order_by(PatronImportRow.line).limit(size)))


def _take(
    session: Session,
    work: Work,
    view: ImportView,
    row: PatronImportRow,
    line: ReadLine | LibraryError,
    done: Portion,
) -> None:
    if isinstance(line, ReadLine) and row.state == "new":
        _add(session, work, view, row, line, done)
    elif isinstance(line, ReadLine) and row.patron_id is not None and view.defaults.get("update"):
        _update(session, work, view, row, line)
        done.updated += 1
    else:
        row.state = "skipped" if row.state == "duplicate" else row.state
        done.skipped += 1


def _add(
    session: Session, work: Work, view: ImportView, row: PatronImportRow, line: ReadLine, done: Portion
) -> None:
    """Add the reader of a line; what is refused now is noted in the line, and the others go on."""
    try:
        with session.begin_nested():
            patron = add_patron(
                session, work, card_number=line.card or None, register=bool(view.defaults.get("register")),
                **line.details,
            )  # fmt: skip
    except LibraryError as refusal:
        row.state, row.problem = "refused", problem_of(refusal)
        done.skipped += 1
        return
    row.state, row.patron_id = "added", patron.id
    done.added += 1


def _update(session: Session, work: Work, view: ImportView, row: PatronImportRow, line: ReadLine) -> None:
    """Bring a reader on record up to date: only columns of the table, and only cells that hold something."""
    told: Mapping[str, Any] = line.details
    new = {name: told[name] for name in UPDATED_FIELDS if name in view.mapping and told.get(name)}
    try:
        with session.begin_nested():
            patron = change_patron(session, work, patron_id=row.patron_id or 0, **new)
    except LibraryError as refusal:
        row.state, row.problem = "refused", problem_of(refusal)
        return
    facts = {"reader": f"{patron.surname} {patron.given_name}".strip(), "card": patron.card_number}
    row.state, row.problem = "skipped", {"code": str(TableCode.UPDATED), "facts": facts}


def _close(session: Session, work: Work, view: ImportView) -> None:
    session.execute(
        update(PatronImportRow)
        .where(PatronImportRow.import_id == view.id, PatronImportRow.state == "duplicate")
        .values(state="skipped")
    )
    row = session.scalars(select(PatronImport).where(PatronImport.id == view.id)).one()
    row.state, row.accepted_at = "accepted", work.now
    audit(
        session, work, "patron_import_accepted", subject_type="patron_import", subject_id=view.id,
        added=_count(session, view.id),
    )  # fmt: skip


def _count(session: Session, import_id: int) -> int:
    added = select(func.count()).where(
        PatronImportRow.import_id == import_id, PatronImportRow.state == "added"
    )
    return session.scalars(added).one()
