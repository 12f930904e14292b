"""Entries of registers: lists with what each counts, and one entry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, cast, extract, func, or_, select
from sqlalchemy.orm import Session

from ils.activity.models import Activity
from ils.registers.errors import RegisterCode, RegisterNotFound
from ils.registers.models import Evidence, OtherLibrary, RegisterEntry
from ils.registers.rules.counting import firsts
from ils.registers.rules.kinds import KINDS, PUBLISHED, Register, RegisterKind

SUBJECT = "register_entry"
LARGEST_ID = 2**31 - 1


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry as a page shows it; `counted` is what it adds to the plan now, `files` how many prove it."""

    id: int
    register: str
    type: str
    number: str
    day: date
    until: date | None
    title: str
    people: str
    place: str
    partner: str
    library_id: int | None
    country: str
    persons: int | None
    hours: int | None
    amount: int | None
    link: str
    note: str
    department: str
    sector: str
    about_type: str
    about_id: int | None
    created_at: datetime
    created_by: int | None
    changed_at: datetime | None
    changed_by: int | None
    withdrawn_at: datetime | None
    withdrawn_by: int | None
    withdraw_reason: str
    library: str
    files: int
    counted: int

    @property
    def stands(self) -> bool:
        """Whether it was not withdrawn."""
        return self.withdrawn_at is None

    @property
    def kind(self) -> RegisterKind:
        """The register's row."""
        return KINDS[self.register]

    @property
    def proven(self) -> bool:
        """Whether what it needs as evidence is there: a link where it must be on the web, else a link or a file."""
        if self.type in PUBLISHED or self.kind.proven_by_link:
            return bool(self.link)
        return bool(self.link or self.files)


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Which entries of a register are wanted; what is empty does not narrow."""

    register: str
    since: date
    until: date
    type: str = ""
    department: str = ""
    library_id: int | None = None
    text: str = ""
    withdrawn: bool = False
    unproven: bool = False


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Some entries, how many there are in all, and the sum of what all of them count."""

    rows: tuple[EntryView, ...]
    total: int
    counted: int


_OWN = tuple(name for name in EntryView.__slots__ if name not in {"library", "files", "counted"})
_LIBRARY = func.coalesce(OtherLibrary.name, "")
_FILES = (
    select(func.count())
    .where(
        Evidence.owner_type == SUBJECT, Evidence.owner_id == RegisterEntry.id, Evidence.removed_at.is_(None)
    )
    .correlate(RegisterEntry)
    .scalar_subquery()
)
_COUNTED = (
    select(cast(func.coalesce(func.sum(Activity.amount), 0), BigInteger))
    .where(Activity.subject_type == SUBJECT, Activity.subject_id == RegisterEntry.id)
    .correlate(RegisterEntry)
    .scalar_subquery()
)


def entries(session: Session, wanted: EntryFilter, *, limit: int | None = 50, offset: int = 0) -> EntryPage:
    """Return a page of entries, the newest day first; `limit` None gives all of them."""
    where = _where(wanted)
    base = select(func.count(), func.coalesce(func.sum(_COUNTED), 0)).select_from(RegisterEntry).where(*where)
    total, counted = session.execute(base).one()
    page = _selected().where(*where).order_by(RegisterEntry.day.desc(), RegisterEntry.id.desc())
    rows = session.execute(page.limit(limit).offset(offset) if limit is not None else page)
    return EntryPage(tuple(_view(row) for row in rows), int(total), int(counted))


def entry(session: Session, entry_id: int) -> EntryView:
    """Return one entry, a withdrawn one too; refuse an unknown id."""
    row = None
    if 0 < entry_id <= LARGEST_ID:
        row = session.execute(_selected().where(RegisterEntry.id == entry_id)).one_or_none()
    if row is None:
        raise RegisterNotFound(RegisterCode.ENTRY_UNKNOWN, entry=entry_id)
    return _view(row)


def _selected() -> Any:
    columns = [getattr(RegisterEntry, name) for name in _OWN]
    return (
        select(*columns, _LIBRARY, _FILES, _COUNTED)
        .select_from(RegisterEntry)
        .outerjoin(OtherLibrary, OtherLibrary.id == RegisterEntry.library_id)
    )


def _view(row: Any) -> EntryView:
    values: tuple[Any, ...] = tuple(row)
    return EntryView(*values)


def _where(wanted: EntryFilter) -> list[ColumnElement[bool]]:
    entry = RegisterEntry
    where: list[ColumnElement[bool]] = [
        entry.register == wanted.register,
        entry.day.between(wanted.since, wanted.until),
        entry.withdrawn_at.is_not(None) if wanted.withdrawn else entry.withdrawn_at.is_(None),
    ]
    if wanted.type:
        where.append(entry.type == wanted.type)
    if wanted.department:
        where.append(entry.department == wanted.department)
    if wanted.library_id:
        where.append(entry.library_id == wanted.library_id)
    if wanted.text:
        where.append(_has_text(wanted.text))
    if wanted.unproven:
        where.append(_unproven(wanted.register))
    return where


def _has_text(text: str) -> ColumnElement[bool]:
    """Find the words typed anywhere; case by case as the engine folds it, for registers are short."""
    columns = (
        RegisterEntry.title, RegisterEntry.people, RegisterEntry.partner, RegisterEntry.number, RegisterEntry.place,
    )  # fmt: skip
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return or_(*(column.ilike(f"%{escaped}%", escape="\\") for column in columns))


def _unproven(register: str) -> ColumnElement[bool]:
    bare = and_(RegisterEntry.link == "", _FILES == 0)
    if KINDS[register].proven_by_link:
        return RegisterEntry.link == ""
    if register == Register.DOCUMENTS:
        return or_(bare, and_(RegisterEntry.link == "", RegisterEntry.type.in_(sorted(PUBLISHED))))
    return bare


def counted_by_register(session: Session, *, since: date, until: date) -> dict[str, int]:
    """Return what the standing entries of each register count between both days inclusive."""
    rows = session.execute(
        select(RegisterEntry.register, func.coalesce(func.sum(_COUNTED), 0))
        .where(RegisterEntry.day.between(since, until), RegisterEntry.withdrawn_at.is_(None))
        .group_by(RegisterEntry.register)
    )
    return {register: int(counted) for register, counted in rows}


def unproven_by_register(session: Session, *, since: date, until: date) -> dict[str, int]:
    """Return how many standing entries of each register lack their evidence."""
    found: dict[str, int] = {}
    for register in KINDS:
        wanted = _where(EntryFilter(register, since, until, unproven=True))
        found[register] = session.scalars(
            select(func.count()).select_from(RegisterEntry).where(*wanted)
        ).one()
    return found


def siblings(session: Session, of: RegisterEntry | EntryView) -> tuple[RegisterEntry, ...]:
    """Return the standing entries of a register that may share a slot with this one: those of its year."""
    years = {of.day.year, (of.until or of.day).year}
    near = or_(extract("year", RegisterEntry.day).in_(years), extract("year", RegisterEntry.until).in_(years))
    alike = [RegisterEntry.register == of.register, RegisterEntry.withdrawn_at.is_(None), near]
    if of.register == Register.METHOD_HELP:
        alike.append(RegisterEntry.day == of.day)
    if of.register == Register.POSTS:  # an address counts once, whatever the year
        bare = of.link.removesuffix("/")
        alike = [*alike[:2], RegisterEntry.link.in_({bare, f"{bare}/"})]
    if of.register == Register.DOCUMENTS:
        alike.append(RegisterEntry.type == of.type)
    return tuple(session.scalars(select(RegisterEntry).where(*alike).order_by(RegisterEntry.id)))


def counts_instead(session: Session, shown: EntryView) -> EntryView | None:
    """Return the entry that counts in the place of this one; None where this one counts itself."""
    if not shown.stands:
        return None
    first = firsts(siblings(session, shown)).get(shown.id, shown.id)
    return None if first == shown.id else entry(session, first)


def lines_about(session: Session, ids: Iterable[int]) -> dict[int, tuple[str, int]]:
    """Return one line and the page of each entry, for the rows behind a figure."""
    rows = session.execute(
        select(RegisterEntry.id, RegisterEntry.title, RegisterEntry.number, _LIBRARY)
        .outerjoin(OtherLibrary, OtherLibrary.id == RegisterEntry.library_id)
        .where(RegisterEntry.id.in_(set(ids)))
    )
    return {
        key: (" · ".join(part for part in (library, title, number and f"№ {number}") if part), key)
        for key, title, number, library in rows
    }


def confirmed(session: Session, register: str, about_type: str, ids: Sequence[int]) -> frozenset[int]:
    """Return those of the things that a standing entry was made of already."""
    rows = select(RegisterEntry.about_id).where(
        RegisterEntry.register == register,
        RegisterEntry.about_type == about_type,
        RegisterEntry.about_id.in_(ids),
        RegisterEntry.withdrawn_at.is_(None),
    )
    return frozenset(each for each in session.scalars(rows) if each is not None)


def document_of(session: Session, *, type: str, since: date, until: date) -> int | None:
    """Return the standing document of a type that is about a day of this span (its end, else its day)."""
    about = func.coalesce(RegisterEntry.until, RegisterEntry.day)
    rows = select(RegisterEntry.id).where(
        RegisterEntry.register == Register.DOCUMENTS.value,
        RegisterEntry.type == type,
        RegisterEntry.withdrawn_at.is_(None),
        about.between(since, until),
    )
    return session.scalars(rows.order_by(RegisterEntry.id).limit(1)).one_or_none()
