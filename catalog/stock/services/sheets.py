"""Sheets of labels and the printers that print on them."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.stock.errors import StockCode, StockError, StockInputError, StockNotFoundError
from catalog.stock.models import LabelKind, LabelSheet, Printer
from catalog.stock.rules.sheets import Correction, Layout, check_layout
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.errors import clean_text

LARGEST_SHIFT = 500  # tenths of a millimetre
SMALLEST_SCALE, LARGEST_SCALE = 800, 1200


def save_sheet(
    session: Session, work: Work, *, name: str, kind: LabelKind, layout: Layout, sheet_id: int | None = None
) -> int:
    """Add a sheet or change one; its labels must fit the page. Returns its id."""
    clean = clean_text(name, field="name", limit=200, required=True)
    values = asdict(check_layout(layout))
    row = _sheet(session, sheet_id) if sheet_id is not None else None
    holder = session.scalars(select(LabelSheet.id).where(LabelSheet.name == clean)).first()
    if holder is not None and (row is None or holder != row.id):
        raise StockInputError(StockCode.SHEET_TAKEN, name=clean)
    if row is None:
        last = session.scalars(select(func.coalesce(func.max(LabelSheet.position), 0))).one()
        row = LabelSheet(position=last + 1)
        session.add(row)
    row.name, row.kind = clean, kind
    for field, value in values.items():
        setattr(row, field, value)
    session.flush()
    audit(session, work, "label_sheet_saved", subject_type="label_sheet", subject_id=row.id, name=clean)
    return row.id


def delete_sheet(session: Session, work: Work, *, sheet_id: int) -> None:
    """Take a sheet out of the list; one must stay."""
    row = _sheet(session, sheet_id)
    if session.scalars(select(func.count()).select_from(LabelSheet)).one() == 1:
        raise StockError(StockCode.LAST_SHEET, name=row.name)
    session.delete(row)
    session.flush()
    audit(
        session, work, "label_sheet_deleted", subject_type="label_sheet", subject_id=sheet_id, name=row.name
    )


def save_printer(
    session: Session, work: Work, *, name: str, correction: Correction, printer_id: int | None = None
) -> int:
    """Add a printer or change one; returns its id."""
    clean = clean_text(name, field="name", limit=200, required=True)
    _check_correction(correction)
    row = _printer(session, printer_id) if printer_id is not None else None
    holder = session.scalars(select(Printer.id).where(Printer.name == clean)).first()
    if holder is not None and (row is None or holder != row.id):
        raise StockInputError(StockCode.PRINTER_TAKEN, name=clean)
    if row is None:
        row = Printer()
        session.add(row)
    row.name = clean
    row.shift_x, row.shift_y, row.scale = correction.shift_x, correction.shift_y, correction.scale
    session.flush()
    audit(session, work, "printer_saved", subject_type="printer", subject_id=row.id, **asdict(correction))
    return row.id


def delete_printer(session: Session, work: Work, *, printer_id: int) -> None:
    """Forget a printer."""
    row = _printer(session, printer_id)
    session.delete(row)
    session.flush()
    audit(session, work, "printer_deleted", subject_type="printer", subject_id=printer_id, name=row.name)


def _check_correction(correction: Correction) -> None:
    shifts = max(abs(correction.shift_x), abs(correction.shift_y))
    if shifts > LARGEST_SHIFT or not SMALLEST_SCALE <= correction.scale <= LARGEST_SCALE:
        raise StockInputError(StockCode.MEASURE_INVALID)


def _sheet(session: Session, sheet_id: int) -> LabelSheet:
    row = session.get(LabelSheet, sheet_id)
    if row is None:
        raise StockNotFoundError(StockCode.SHEET_UNKNOWN, sheet=sheet_id)
    return row


def _printer(session: Session, printer_id: int) -> Printer:
    row = session.get(Printer, printer_id)
    if row is None:
        raise StockNotFoundError(StockCode.PRINTER_UNKNOWN, printer=printer_id)
    return row
