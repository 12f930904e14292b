"""Sheets of labels, printers, and the copies that labels are printed for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState
from catalog.items.rules import shown_code
from catalog.records.models import Record
from catalog.stock.errors import StockCode, StockNotFoundError
from catalog.stock.models import (
    AcceptanceAct,
    AcceptanceLine,
    AcceptedItem,
    ActState,
    LabelKind,
    LabelSheet,
    Printer,
)
from catalog.stock.rules.sheets import Correction, Layout

PORTION = 500  # codes asked for at a time


@dataclass(frozen=True, slots=True)
class SheetView:
    """A sheet of labels."""

    id: int
    name: str
    kind: LabelKind
    layout: Layout


@dataclass(frozen=True, slots=True)
class PrinterView:
    """A printer and how far it is off."""

    id: int
    name: str
    correction: Correction


@dataclass(frozen=True, slots=True)
class LabelCopy:
    """A copy as its labels name it."""

    id: int
    barcode: str | None
    inventory_number: str | None
    call_number: str
    department: str
    title: str
    author: str

    @property
    def code(self) -> str:
        """The number to show for the copy."""
        return shown_code(self.barcode, self.inventory_number)


_LAYOUT = tuple(getattr(LabelSheet, each.name) for each in fields(Layout))
_COPY = (
    Item.id, Item.barcode, Item.inventory_number, Item.call_number, Item.department, Record.title, Record.author,
)  # fmt: skip


def sheets(session: Session) -> tuple[SheetView, ...]:
    """Return all sheets in the library's order."""
    rows = session.execute(
        select(LabelSheet.id, LabelSheet.name, LabelSheet.kind, *_LAYOUT).order_by(
            LabelSheet.position, LabelSheet.id
        )
    )
    return tuple(SheetView(row[0], row[1], row[2], Layout(*row[3:])) for row in rows)


def sheet_view(session: Session, sheet_id: int) -> SheetView:
    """Return one sheet; refuse an unknown id."""
    for sheet in sheets(session):
        if sheet.id == sheet_id:
            return sheet
    raise StockNotFoundError(StockCode.SHEET_UNKNOWN, sheet=sheet_id)


def printers(session: Session) -> tuple[PrinterView, ...]:
    """Return all printers by name."""
    rows = session.scalars(select(Printer).order_by(Printer.name))
    return tuple(
        PrinterView(row.id, row.name, Correction(row.shift_x, row.shift_y, row.scale)) for row in rows
    )


def printer_view(session: Session, printer_id: int) -> PrinterView:
    """Return one printer; refuse an unknown id."""
    for printer in printers(session):
        if printer.id == printer_id:
            return printer
    raise StockNotFoundError(StockCode.PRINTER_UNKNOWN, printer=printer_id)


def label_copies(session: Session, ids: Sequence[int]) -> tuple[LabelCopy, ...]:
    """Return the copies of these ids in this order; unknown and withdrawn ones are left out."""
    found: dict[int, LabelCopy] = {}
    for portion in _portions(list(dict.fromkeys(ids))):
        rows = session.execute(
            select(*_COPY)
            .join(Record, Record.id == Item.record_id)
            .where(Item.id.in_(portion), Item.state != ItemState.WITHDRAWN)
        )
        found |= {row.id: LabelCopy(*row) for row in rows}
    return tuple(found[item_id] for item_id in dict.fromkeys(ids) if item_id in found)


def ids_of_act(session: Session, act_id: int) -> tuple[int, ...]:
    """Return the copies that an approved act brought in, by inventory number."""
    return tuple(
        session.scalars(
            select(AcceptedItem.item_id)
            .join(AcceptanceLine, AcceptanceLine.id == AcceptedItem.line_id)
            .join(AcceptanceAct, AcceptanceAct.id == AcceptanceLine.act_id)
            .where(
                AcceptanceAct.id == act_id,
                AcceptanceAct.state == ActState.APPROVED,
                AcceptanceLine.first_number.is_not(None),
            )
            .order_by(AcceptanceLine.position, AcceptedItem.item_id)
        )
    )


def ids_of_record(session: Session, record_id: int) -> tuple[int, ...]:
    """Return the copies of a record, oldest first."""
    return tuple(session.scalars(select(Item.id).where(Item.record_id == record_id).order_by(Item.id)))


def ids_of_codes(session: Session, codes: Sequence[str]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Return the copies with these barcodes or inventory numbers in this order, and the codes that nobody has."""
    wanted = [code.strip().upper() for code in codes if code.strip()]
    known: dict[str, int] = {}
    for column in (Item.inventory_number, Item.barcode):  # a barcode beats an inventory number
        for portion in _portions(wanted):
            rows = session.execute(select(column, Item.id).where(column.in_(portion)))
            known |= {str(row[0]): row[1] for row in rows}
    ids = tuple(dict.fromkeys(known[code] for code in wanted if code in known))
    return ids, tuple(code for code in dict.fromkeys(wanted) if code not in known)


def _portions(values: Collection[Any]) -> Iterator[list[Any]]:
    every = list(values)
    for at in range(0, len(every), PORTION):
        yield every[at : at + PORTION]
