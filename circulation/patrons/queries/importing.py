"""Reads of tables of readers on their way in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from circulation.patrons.errors import PatronNotFound, TableCode
from circulation.patrons.models import Category, Patron, PatronImport, PatronImportRow
from circulation.patrons.queries.alike import SOMEBODY, somebody_of
from circulation.patrons.rules.alike import Somebody
from ils.text import fold


@dataclass(frozen=True, slots=True)
class ImportView:
    """One table of readers: what its columns are taken for, what holds where a cell is empty, how far it is."""

    id: int
    file_name: str
    columns: list[str]
    mapping: dict[str, str]
    defaults: dict[str, Any]
    state: str
    created_at: datetime
    created_by: int | None
    accepted_at: datetime | None

    @property
    def open(self) -> bool:
        """Whether it can still be changed and taken in."""
        return self.state == "preview"


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One line of a table of readers."""

    id: int
    line: int
    cells: dict[str, str]
    state: str
    problem: dict[str, Any] | None
    patron_id: int | None


_VIEW = (
    PatronImport.id, PatronImport.file_name, PatronImport.columns, PatronImport.mapping, PatronImport.defaults,
    PatronImport.state, PatronImport.created_at, PatronImport.created_by, PatronImport.accepted_at,
)  # fmt: skip
_ROW = (
    PatronImportRow.id, PatronImportRow.line, PatronImportRow.cells, PatronImportRow.state, PatronImportRow.problem,
    PatronImportRow.patron_id,
)  # fmt: skip


def import_view(session: Session, import_id: int) -> ImportView:
    """Return one table of readers; refuse an unknown one."""
    row = session.execute(select(*_VIEW).where(PatronImport.id == import_id)).one_or_none()
    if row is None:
        raise PatronNotFound(TableCode.UNKNOWN, id=import_id)
    return ImportView(*row)


def imports(session: Session, *, limit: int = 30) -> tuple[ImportView, ...]:
    """Return the newest tables of readers."""
    rows = session.execute(select(*_VIEW).order_by(PatronImport.id.desc()).limit(limit))
    return tuple(ImportView(*row) for row in rows)


def import_rows(
    session: Session,
    import_id: int,
    *,
    state: str = "",
    after: int = 0,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[ImportRow, ...]:
    """Return lines of a table in their order: of one state or all, behind a line."""
    query = select(*_ROW).where(PatronImportRow.import_id == import_id, PatronImportRow.line > after)
    if state:
        query = query.where(PatronImportRow.state == state)
    rows = session.execute(query.order_by(PatronImportRow.line).limit(limit).offset(offset))
    return tuple(ImportRow(*row) for row in rows)


def row_counts(session: Session, import_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """Return how many lines of each state the tables have."""
    counted: dict[int, dict[str, int]] = {each: {} for each in import_ids}
    rows = session.execute(
        select(PatronImportRow.import_id, PatronImportRow.state, func.count())
        .where(PatronImportRow.import_id.in_(import_ids))
        .group_by(PatronImportRow.import_id, PatronImportRow.state)
    )
    for import_id, state, count in rows:
        counted[import_id][state] = count
    return counted


def category_names(session: Session) -> dict[str, str]:
    """Return the folded names of the categories, in all languages, and their codes."""
    names: dict[str, str] = {}
    rows = session.execute(select(Category).order_by(Category.position.desc())).scalars()
    for row in rows:  # of two that fold alike the first of the library's order wins
        for name in (row.code, row.name_en, row.name_ru, row.name_uz):
            names[fold(name)] = row.code
    return names


@dataclass(frozen=True, slots=True)
class OnRecord:
    """The readers on record with whom a portion of lines may collide, by card and by likeness."""

    by_card: dict[str, Somebody]
    by_birth: dict[date, list[Somebody]]
    by_name: dict[str, list[Somebody]]

    def near(self, folded: str, birth_date: date | None) -> list[Somebody]:
        """Return those of the same date of birth, or of the same name."""
        born = self.by_birth.get(birth_date, []) if birth_date else []
        return [*born, *self.by_name.get(folded, [])]


def on_record(
    session: Session, *, cards: Iterable[str], births: Iterable[date], names: Iterable[str]
) -> OnRecord:
    """Return the readers on record who have one of these cards, dates of birth or folded names: three queries."""
    found = OnRecord({}, {}, {})
    for each in _some(session, Patron.card_number.in_(set(cards))):
        found.by_card[each.card] = each
    for each in _some(session, Patron.birth_date.in_(set(births))):
        if each.birth_date is not None:
            found.by_birth.setdefault(each.birth_date, []).append(each)
    for each in _some(session, Patron.name_folded.in_(set(names))):
        found.by_name.setdefault(each.name, []).append(each)
    return found


def _some(session: Session, where: Any) -> list[Somebody]:
    return [somebody_of(row) for row in session.execute(select(*SOMEBODY).where(where).order_by(Patron.id))]
