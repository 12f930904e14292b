"""Exhibitions and the copies on them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState, Placement
from catalog.records.models import Record
from circulation.loans.models import Loan
from foreign_fund.exhibitions.errors import ExhibitionCode, ExhibitionNotFoundError
from foreign_fund.exhibitions.models import Exhibition, ExhibitionCase, ExhibitionItem, ExhibitionState

LAST = 1_000_000  # behind every case stands what has none
PLACED = "exhibition"  # the kind of placements that this subject writes


@dataclass(frozen=True, slots=True)
class ExhibitionRow:
    """An exhibition: `copies` are on it (at its close, once closed), `counted` were ever shown (line 26)."""

    id: int
    year: int
    number: int
    title: str
    department: str
    place: str
    opens_on: date
    closes_on: date
    setup_on: date | None
    takedown_on: date | None
    opened_on: date | None
    closed_on: date | None
    lendable: bool
    state: ExhibitionState
    form: str
    plan_line: str
    cycle: str
    occasion: str
    occasion_on: date | None
    purpose: str
    audience: str
    epigraph: str
    languages: str
    curator: str
    partners: str
    approved_by: str
    public: bool
    public_text: str
    qr_opened: int
    result: str
    note: str
    copies: int
    counted: int
    loans: int

    @property
    def name(self) -> str:
        """Its number in its year, 12/2026."""
        return f"{self.number}/{self.year}"

    @property
    def language_codes(self) -> tuple[str, ...]:
        """The languages of what is shown, as the passport names them."""
        return tuple(self.languages.split())

    @property
    def first(self) -> date:
        """The day on which it opened, else is to open."""
        return self.opened_on or self.opens_on

    @property
    def last(self) -> date:
        """The day on which it closed, else is to close."""
        return self.closed_on or self.closes_on

    def overran(self, day: date) -> bool:
        """Tell whether it is still open after its last day."""
        return self.state is ExhibitionState.OPEN and self.closes_on < day


@dataclass(frozen=True, slots=True)
class ShownCopy:
    """A copy on an exhibition; `due_on` is that of the loan it is on at present."""

    id: int
    case_id: int | None
    section: str
    position: int
    access: str
    annotation: str
    scanned_at: datetime
    removed_at: datetime | None
    undone_at: datetime | None
    item_id: int
    record_id: int
    barcode: str | None
    inventory_number: str | None
    department: str
    call_number: str
    state: ItemState
    title: str
    responsibility: str
    year: int | None
    author: str
    language: str
    price: int | None
    due_on: date | None
    rotation_id: int | None

    @property
    def code(self) -> str:
        """The number to show for the copy: its inventory number, else its barcode."""
        return self.inventory_number or self.barcode or ""


@dataclass(frozen=True, slots=True)
class LoanRow:
    """A loan from an exhibition; who borrowed is the desk's business and not told here."""

    id: int
    lent_on: date
    due_on: date
    closed_on: date | None
    title: str
    language: str
    inventory_number: str | None
    barcode: str | None
    section: str


@dataclass(frozen=True, slots=True)
class LoanPage:
    """Some of the loans from an exhibition, newest first, and how many there are in all."""

    rows: tuple[LoanRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class ExhibitionPage:
    """Some of the exhibitions, newest first, and how many there are in all."""

    rows: tuple[ExhibitionRow, ...]
    total: int


_PLAIN = tuple(name for name in ExhibitionRow.__slots__ if name not in {"copies", "counted", "loans"})
_OF_COPY = (
    ExhibitionItem.id, ExhibitionItem.case_id, ExhibitionItem.section, ExhibitionItem.position,
    ExhibitionItem.access, ExhibitionItem.annotation, ExhibitionItem.scanned_at, ExhibitionItem.removed_at,
    ExhibitionItem.undone_at, Item.id, Item.record_id, Item.barcode, Item.inventory_number, Item.department,
    Item.call_number, Item.state, Record.title, Record.responsibility, Record.year, Record.author, Record.language,
    Item.price, Loan.due_on, ExhibitionItem.rotation_id,
)  # fmt: skip


def _listed() -> Select[Any]:
    """An exhibition with its three figures, each by an index of its own."""
    of_this = ExhibitionItem.exhibition_id == Exhibition.id
    copies = select(func.count()).where(of_this, ExhibitionItem.removed_at.is_(None))
    counted = select(func.count()).where(of_this, ExhibitionItem.undone_at.is_(None))
    loans = (
        select(func.count(Loan.id))
        .join(Placement, Placement.id == Loan.placement_id)
        .where(Placement.kind == PLACED, Placement.ref_id == Exhibition.id, Loan.undone_at.is_(None))
    )
    return select(
        *(getattr(Exhibition, each) for each in _PLAIN),
        *(figure.correlate(Exhibition).scalar_subquery() for figure in (copies, counted, loans)),
    )


def exhibitions(
    session: Session, *, state: ExhibitionState | None = None, limit: int = 50, offset: int = 0
) -> ExhibitionPage:
    """Return exhibitions, those that open last first."""
    where = () if state is None else (Exhibition.state == state,)
    total = session.scalars(select(func.count()).select_from(Exhibition).where(*where)).one()
    query = _listed().where(*where).order_by(Exhibition.opens_on.desc(), Exhibition.id.desc())
    rows = session.execute(query.limit(limit).offset(offset))
    return ExhibitionPage(tuple(ExhibitionRow(*row) for row in rows), total)


def listed_rows(
    session: Session, where: ColumnElement[bool], *, order: Sequence[Any], limit: int | None = None
) -> tuple[ExhibitionRow, ...]:
    """Return the exhibitions that fit a condition, in an order."""
    rows = session.execute(_listed().where(where).order_by(*order).limit(limit))
    return tuple(ExhibitionRow(*row) for row in rows)


def count_by_state(session: Session) -> Mapping[ExhibitionState, int]:
    """Return how many exhibitions there are in each state."""
    rows = session.execute(select(Exhibition.state, func.count()).group_by(Exhibition.state))
    return dict.fromkeys(ExhibitionState, 0) | dict(rows.all())


def exhibition_row(session: Session, exhibition_id: int) -> ExhibitionRow:
    """Return one exhibition with its figures; refuse an unknown id."""
    row = session.execute(_listed().where(Exhibition.id == exhibition_id)).one_or_none()
    if row is None:
        raise ExhibitionNotFoundError(ExhibitionCode.UNKNOWN, exhibition=exhibition_id)
    return ExhibitionRow(*row)


def _shown() -> Select[Any]:
    open_loan = and_(Loan.item_id == Item.id, Loan.closed_at.is_(None))
    columns: tuple[Any, ...] = _OF_COPY
    return (
        select(*columns)
        .join(Item, Item.id == ExhibitionItem.item_id)
        .join(Record, Record.id == Item.record_id)
        .outerjoin(Loan, open_loan)
        .outerjoin(ExhibitionCase, ExhibitionCase.id == ExhibitionItem.case_id)
    )


def _copies(rows: Iterable[Any]) -> tuple[ShownCopy, ...]:
    return tuple(ShownCopy(*row) for row in rows)


_IN_ORDER = (
    func.coalesce(ExhibitionCase.position, LAST), ExhibitionItem.section, ExhibitionItem.position,
    Record.title_sort, ExhibitionItem.id,
)  # fmt: skip


def copies_on(session: Session, exhibition_id: int) -> tuple[ShownCopy, ...]:
    """Return the copies that are on the exhibition, by case, section, place in it and title."""
    query = _shown().where(ExhibitionItem.exhibition_id == exhibition_id, ExhibitionItem.removed_at.is_(None))
    return _copies(session.execute(query.order_by(*_IN_ORDER)))


def copies_by_entry(session: Session, exhibition_id: int, entries: Collection[int]) -> tuple[ShownCopy, ...]:
    """Return these copies of an exhibition, wherever they are now, by case, section, place in it and title."""
    query = _shown().where(ExhibitionItem.exhibition_id == exhibition_id, ExhibitionItem.id.in_(set(entries)))
    return _copies(session.execute(query.order_by(*_IN_ORDER)))


def copies_shown(session: Session, exhibition_id: int) -> tuple[ShownCopy, ...]:
    """Return every copy that counts as shown, on it still or taken down since (line 26)."""
    query = _shown().where(ExhibitionItem.exhibition_id == exhibition_id, ExhibitionItem.undone_at.is_(None))
    return _copies(session.execute(query.order_by(*_IN_ORDER)))


def copies_taken_down(session: Session, exhibition_id: int) -> tuple[ShownCopy, ...]:
    """Return the copies that were shown and taken down before the close, last taken first."""
    query = _shown().where(
        ExhibitionItem.exhibition_id == exhibition_id,
        ExhibitionItem.removed_at.is_not(None),
        ExhibitionItem.undone_at.is_(None),
    )
    return _copies(session.execute(query.order_by(ExhibitionItem.removed_at.desc(), ExhibitionItem.id)))


def latest_scans(
    session: Session, exhibition_id: int, *, since: datetime, limit: int = 6
) -> tuple[ShownCopy, ...]:
    """Return the copies scanned since an instant that are still on the exhibition, newest first."""
    query = _shown().where(
        ExhibitionItem.exhibition_id == exhibition_id,
        ExhibitionItem.removed_at.is_(None),
        ExhibitionItem.scanned_at >= since,
    )
    order = (ExhibitionItem.scanned_at.desc(), ExhibitionItem.id.desc())
    return _copies(session.execute(query.order_by(*order).limit(limit)))


def shown_copy(session: Session, *, exhibition_id: int, entry_id: int) -> ShownCopy:
    """Return one copy of an exhibition, wherever it is now; refuse an unknown one."""
    query = _shown().where(ExhibitionItem.id == entry_id, ExhibitionItem.exhibition_id == exhibition_id)
    row = session.execute(query).one_or_none()
    if row is None:
        raise ExhibitionNotFoundError(ExhibitionCode.COPY_NOT_HERE, exhibition=exhibition_id, entry=entry_id)
    return ShownCopy(*row)


def sections_of(session: Session, exhibition_id: int) -> tuple[str, ...]:
    """Return the names of the sections in use, to offer them again."""
    query = select(ExhibitionItem.section).distinct().where(
        ExhibitionItem.exhibition_id == exhibition_id, ExhibitionItem.section != ""
    )  # fmt: skip
    return tuple(session.scalars(query.order_by(ExhibitionItem.section)))


def loans_during(session: Session, exhibition_id: int, *, limit: int = 100, offset: int = 0) -> LoanPage:
    """Return the loans of copies that hung in the exhibition when they were lent."""
    from_here = (Placement.kind == PLACED, Placement.ref_id == exhibition_id, Loan.undone_at.is_(None))
    total = session.scalars(
        select(func.count(Loan.id)).join(Placement, Placement.id == Loan.placement_id).where(*from_here)
    ).one()
    columns = (
        Loan.id, Loan.lent_on, Loan.due_on, Loan.closed_on, Record.title, Record.language,
        Item.inventory_number, Item.barcode, Placement.section,
    )  # fmt: skip
    rows = session.execute(
        select(*columns)
        .join(Placement, Placement.id == Loan.placement_id)
        .join(Item, Item.id == Loan.item_id)
        .join(Record, Record.id == Item.record_id)
        .where(*from_here)
        .order_by(Loan.lent_at.desc(), Loan.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return LoanPage(tuple(LoanRow(*row) for row in rows), total)


def describe(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Return the titles of exhibitions, for the acts behind a figure."""
    rows = session.execute(select(Exhibition.id, Exhibition.title).where(Exhibition.id.in_(set(ids))))
    return dict(rows.all())


def describe_copies(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Return “inventory number, title — exhibition” of copies shown, for the acts behind a figure."""
    rows = session.execute(
        select(ExhibitionItem.id, Item.inventory_number, Item.barcode, Record.title, Exhibition.title)
        .join(Exhibition, Exhibition.id == ExhibitionItem.exhibition_id)
        .join(Item, Item.id == ExhibitionItem.item_id)
        .join(Record, Record.id == Item.record_id)
        .where(ExhibitionItem.id.in_(set(ids)))
    )
    return {entry: f"{number or code}, {title} — {shown}" for entry, number, code, title, shown in rows}
