"""QR codes put up on boards, as lists, pages and sheets show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from catalog.digital.models import DigitalObject, Rights
from catalog.orders.errors import OrderCode, OrderNotFoundError
from catalog.orders.models import QrPlacement
from catalog.orders.queries.scans import has_text
from catalog.records.models import Record
from catalog.records.queries import LARGEST_ID
from ils.library.models import Setting

ADDRESS = "catalogue_address"
"""The setting that says under which address readers find the catalogue."""


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code on a board; `author` and `year` are of its record."""

    id: int
    record_id: int | None
    object_id: int | None
    url: str
    title: str
    board: str
    placed_on: date
    removed_on: date | None
    at: datetime
    staff_id: int | None
    taken_back_at: datetime | None
    author: str
    year: int | None

    @property
    def state(self) -> str:
        """The word's code: up, removed, taken_back."""
        if self.taken_back_at is not None:
            return "taken_back"
        return "removed" if self.removed_on is not None else "up"

    @property
    def about(self) -> str:
        """Author and year, as far as they are known."""
        return ", ".join(str(each) for each in (self.author, self.year) if each)


STATES = ("up", "removed", "taken_back")


@dataclass(frozen=True, slots=True)
class WantedCodes:
    """Which codes a list shows; what is empty narrows nothing."""

    since: date | None = None
    until: date | None = None
    board: str = ""
    state: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class CodePage:
    """Some of the codes, how many there are in all, and how many of all of them count."""

    rows: tuple[CodeRow, ...]
    total: int
    counted: int


_OWN = CodeRow.__slots__[:-2]


def _codes() -> Select[Any]:
    return select(
        *(getattr(QrPlacement, name) for name in _OWN), func.coalesce(Record.author, ""), Record.year
    ).outerjoin(Record, Record.id == QrPlacement.record_id)


def codes(session: Session, wanted: WantedCodes, *, limit: int | None = None, offset: int = 0) -> CodePage:
    """Return the codes asked for, the latest day first."""
    where = _where(wanted)
    counts = func.coalesce(func.sum(case((QrPlacement.taken_back_at.is_(None), 1), else_=0)), 0)
    total, counted = session.execute(select(func.count(QrPlacement.id), counts).where(*where)).one()
    rows = session.execute(
        _codes().where(*where).order_by(QrPlacement.placed_on.desc(), QrPlacement.id.desc()).limit(limit).offset(offset)
    )  # fmt: skip
    return CodePage(tuple(CodeRow(*row) for row in rows), total, int(counted))


def _where(wanted: WantedCodes) -> list[ColumnElement[bool]]:
    parts: list[ColumnElement[bool]] = []
    if wanted.since:
        parts.append(QrPlacement.placed_on >= wanted.since)
    if wanted.until:
        parts.append(QrPlacement.placed_on <= wanted.until)
    if wanted.board:
        parts.append(QrPlacement.board == wanted.board)
    stands, there = QrPlacement.taken_back_at.is_(None), QrPlacement.removed_on.is_(None)
    parts += {"up": [stands, there], "removed": [stands, ~there], "taken_back": [~stands]}.get(
        wanted.state, []
    )
    if wanted.text:
        parts.append(has_text(wanted.text, QrPlacement.title, QrPlacement.board))
    return parts


def code_row(session: Session, code_id: int) -> CodeRow:
    """Return one code; refuse an unknown one."""
    found = None
    if 0 < code_id <= LARGEST_ID:
        found = session.execute(_codes().where(QrPlacement.id == code_id)).one_or_none()
    if found is None:
        raise OrderNotFoundError(OrderCode.CODE_UNKNOWN, code=code_id)
    return CodeRow(*found)


def codes_on(session: Session, board: str) -> tuple[CodeRow, ...]:
    """Return the codes that hang on a board now, in the order in which they were put up."""
    up = _where(WantedCodes(board=board, state="up"))
    rows = session.execute(_codes().where(*up).order_by(QrPlacement.placed_on, QrPlacement.id))
    return tuple(CodeRow(*row) for row in rows)


def boards(session: Session) -> dict[str, int]:
    """Return the boards ever used, with how many codes hang on each now."""
    up = case((QrPlacement.taken_back_at.is_(None) & QrPlacement.removed_on.is_(None), 1), else_=0)
    rows = session.execute(
        select(QrPlacement.board, func.sum(up)).group_by(QrPlacement.board).order_by(QrPlacement.board)
    )
    return {board: int(number) for board, number in rows}


def same_code(session: Session, *, record_id: int | None, url: str, board: str) -> int | None:
    """Return the code of this very resource that hangs on the board."""
    same = QrPlacement.record_id == record_id if record_id else QrPlacement.url == url
    up = _where(WantedCodes(board=board, state="up"))
    return session.scalars(select(QrPlacement.id).where(same, *up).limit(1)).one_or_none()


def open_text(session: Session, record_id: int) -> int | None:
    """Return the first full text or link of a record that everybody may open."""
    rows = (
        select(DigitalObject.id)
        .where(DigitalObject.record_id == record_id, DigitalObject.removed_at.is_(None))
        .where(DigitalObject.full_text.is_(True), DigitalObject.rights == Rights.OPEN)
    )
    return session.scalars(rows.order_by(DigitalObject.id).limit(1)).one_or_none()


def catalogue_address(session: Session) -> str:
    """Return the address at which readers find the catalogue, empty where the library has not told it."""
    row = session.get(Setting, ADDRESS)
    return str(row.value) if row else ""


def describe_codes(session: Session, ids: Iterable[int]) -> dict[int, tuple[str, int]]:
    """Return (title and board, code) by code, for the acts behind a figure."""
    rows = session.execute(
        select(QrPlacement.id, QrPlacement.title, QrPlacement.board).where(QrPlacement.id.in_(set(ids)))
    )
    return {key: (f"{title} · {board}", key) for key, title, board in rows}
