"""A table of readers before it is taken in: kept, its columns named, every line judged, single lines decided by hand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.patrons.errors import PatronCode, TableCode, TableError
from circulation.patrons.models import Category, PatronImport, PatronImportRow
from circulation.patrons.queries.importing import ImportView, category_names, import_view
from circulation.patrons.rules.headings import FIELDS
from circulation.patrons.rules.lines import ReadLine, read_line
from circulation.patrons.services.judging import Judged, judge
from circulation.patrons.services.reading import Table
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.config import LANGUAGES
from ils.errors import InputCode, InputError, LibraryError
from ils.text import fold

OPTIONS = ("register", "update")


def begin_import(session: Session, work: Work, *, table: Table, file_name: str, category: str = "") -> int:
    """Keep a table with what its columns are taken for, every line judged; returns its id."""
    row = PatronImport(
        file_name=file_name[:255], columns=table.columns, mapping=table.mapping,
        defaults={"category": category, "language": "uz", "register": True, "update": False, "categories": {}},
        state="preview", created_at=work.now, created_by=work.actor_id, accepted_at=None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    session.add_all(
        PatronImportRow(import_id=row.id, line=line, cells=cells, state="new", problem=None, patron_id=None)
        for line, cells in table.rows
    )
    session.flush()
    audit(
        session, work, "patron_import_read", subject_type="patron_import", subject_id=row.id,
        file=row.file_name, lines=len(table.rows),
    )  # fmt: skip
    judge_all(session, work, import_id=row.id)
    return row.id


def change_import(
    session: Session, work: Work, *, import_id: int, mapping: Mapping[str, str], defaults: Mapping[str, Any]
) -> None:
    """Say anew what the columns mean and what holds where a cell is empty; every open line is judged again."""
    row = _open(session, import_id)
    row.mapping = _sound_mapping(mapping, row.columns)
    row.defaults = {**row.defaults, **_sound_defaults(session, defaults)}
    session.flush()
    judge_all(session, work, import_id=import_id)


def _sound_mapping(mapping: Mapping[str, str], columns: Collection[str]) -> dict[str, str]:
    for field, heading in mapping.items():
        if field not in FIELDS or heading not in columns:
            raise TableError(TableCode.FIELD_UNKNOWN, heading=heading[:100])
    return dict(mapping)


def _sound_defaults(session: Session, defaults: Mapping[str, Any]) -> dict[str, Any]:
    codes = set(session.scalars(select(Category.code)))
    chosen = {text[:60]: code for text, code in defaults.get("categories", {}).items() if code}
    for code in (*chosen.values(), defaults.get("category", "")):
        if code and code not in codes:
            raise InputError(PatronCode.CATEGORY_UNKNOWN, value=str(code)[:40])
    if defaults.get("language", "uz") not in LANGUAGES:
        raise InputError(InputCode.UNKNOWN_CHOICE, field="language")
    known = {name: bool(defaults[name]) for name in OPTIONS if name in defaults}
    texts = {name: defaults[name] for name in ("category", "language") if name in defaults}
    return {**known, **texts, "categories": chosen}


def _open(session: Session, import_id: int) -> PatronImport:
    import_view(session, import_id)  # refuses an unknown one
    row = session.scalars(select(PatronImport).where(PatronImport.id == import_id).with_for_update()).one()
    if row.state != "preview":
        raise TableError(TableCode.CLOSED)
    return row


def judge_all(session: Session, work: Work, *, import_id: int) -> None:
    """Judge every line that has not become a reader and was not left out by a person."""
    view = import_view(session, import_id)
    rows = session.scalars(
        select(PatronImportRow)
        .where(
            PatronImportRow.import_id == import_id, PatronImportRow.state.in_(("new", "duplicate", "refused"))
        )
        .order_by(PatronImportRow.line)
    ).all()
    write_judged(rows, judge(session, work, rows, read_lines(session, view, rows)))
    session.flush()


def read_lines(
    session: Session, view: ImportView, rows: Iterable[PatronImportRow]
) -> dict[int, ReadLine | LibraryError]:
    """Return what each line says, by its row's id, or why it cannot be taken."""
    names = category_names(session) | own_categories(view)
    found: dict[int, ReadLine | LibraryError] = {}
    for row in rows:
        try:
            found[row.id] = read_line(row.cells, view.mapping, view.defaults, names)
        except LibraryError as refusal:
            found[row.id] = refusal
    return found


def own_categories(view: ImportView) -> dict[str, str]:
    """Return what the librarian has said of words in the column of categories: folded → code."""
    return {fold(text): code for text, code in view.defaults.get("categories", {}).items()}


def write_judged(rows: Iterable[PatronImportRow], judged: Mapping[int, Judged]) -> None:
    """Write what came of the judging into the rows."""
    for row in rows:
        told = judged[row.id]
        if (row.state, row.problem, row.patron_id) != (told.state, told.problem, told.patron_id):
            row.state, row.problem, row.patron_id = told.state, told.problem, told.patron_id


def decide(session: Session, work: Work, *, import_id: int, row_id: int, take: bool) -> None:
    """Take a line in although it is like a reader on record, or leave a line out."""
    _open(session, import_id)
    row = session.get(PatronImportRow, row_id)
    if row is None or row.import_id != import_id or row.state not in {"new", "duplicate", "skipped"}:
        raise TableError(TableCode.UNKNOWN)
    if take:
        row.state, row.problem, row.patron_id = "new", {"passed": True}, None
    else:
        row.state = "skipped"
    session.flush()


def drop_import(session: Session, work: Work, *, import_id: int) -> None:
    """Put a table aside: nothing more of it is taken in; who was added stays."""
    _open(session, import_id).state = "dropped"
    audit(session, work, "patron_import_dropped", subject_type="patron_import", subject_id=import_id)
