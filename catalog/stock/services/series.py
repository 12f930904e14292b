"""Inventory books."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.items.services import queue_numbers
from catalog.stock.errors import StockCode, StockError, StockInputError, StockNotFoundError
from catalog.stock.models import InventorySeries
from catalog.stock.queries.series import given_numbers, highest_used
from catalog.stock.rules.numbers import LARGEST, check_code, check_digits, check_prefix, number_text
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.errors import clean_text
from ils.library.funds import follow_series


def add_series(
    session: Session,
    work: Work,
    *,
    code: str,
    name_uz: str,
    name_ru: str,
    name_en: str,
    prefix: str,
    digits: int,
) -> None:
    """Open an inventory book; its first number follows those that copies already have with this prefix."""
    check_code(code)
    if session.get(InventorySeries, code) is not None:
        raise StockInputError(StockCode.SERIES_TAKEN, code=code)
    clean = check_prefix(prefix)
    _refuse_prefix(session, clean, besides=code)
    last = session.scalars(select(func.coalesce(func.max(InventorySeries.position), 0))).one()
    row = InventorySeries(
        code=code, prefix=clean, digits=check_digits(digits), position=last + 1,
        next_number=highest_used(session, code=code, prefix=clean) + 1, **_names(name_uz, name_ru, name_en),
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit(session, work, "series_saved", subject_type="series", subject_id=None, code=code)


def save_series(
    session: Session,
    work: Work,
    *,
    code: str,
    name_uz: str,
    name_ru: str,
    name_en: str,
    prefix: str,
    digits: int,
    next_number: int,
) -> None:
    """Change a series: its names at any time, how it writes numbers until an act has given one, its next number upward.

    The next number never goes below one that a copy or an act has used. A move is audited, and `ils check` takes it as
    the reason of the gap that it leaves.
    """
    queue_numbers(session)
    row = _locked(session, code)
    for name, value in _names(name_uz, name_ru, name_en).items():
        setattr(row, name, value)
    rewritten = _rewrite(session, row, check_prefix(prefix), check_digits(digits))
    was = row.next_number
    if next_number != was or rewritten:  # another prefix may have numbers of its own
        row.next_number = _check_next(session, row, next_number)
    if next_number != was:
        audit(
            session, work, "series_moved",
            subject_type="series", subject_id=None, code=code, was=was, becomes=next_number,
        )  # fmt: skip
    session.flush()
    audit(session, work, "series_saved", subject_type="series", subject_id=None, code=code)


def follow_copies(session: Session, work: Work, *, code: str) -> int:
    """Let a series go on behind the numbers that copies have from elsewhere; returns its next number."""
    queue_numbers(session)
    row = _locked(session, code)
    was = row.next_number
    row.next_number = max(was, highest_used(session, code=code, prefix=row.prefix) + 1)
    if row.next_number != was:
        audit(
            session, work, "series_moved",
            subject_type="series", subject_id=None, code=code, was=was, becomes=row.next_number,
        )  # fmt: skip
    session.flush()
    return row.next_number


def _locked(session: Session, code: str) -> InventorySeries:
    query = select(InventorySeries).where(InventorySeries.code == code).with_for_update()
    row = session.scalars(query, execution_options={"populate_existing": True}).one_or_none()
    if row is None:
        raise StockNotFoundError(StockCode.SERIES_UNKNOWN, series=code[:40])
    return row


def _names(name_uz: str, name_ru: str, name_en: str) -> dict[str, str]:
    uz = clean_text(name_uz, field="name_uz", limit=200, required=True)
    return {
        "name_uz": uz,
        "name_ru": clean_text(name_ru, field="name_ru", limit=200) or uz,
        "name_en": clean_text(name_en, field="name_en", limit=200) or uz,
    }


def _rewrite(session: Session, row: InventorySeries, prefix: str, digits: int) -> bool:
    """Change how numbers are written; tells whether it changed."""
    if (prefix, digits) == (row.prefix, row.digits):
        return False
    if given_numbers(session, row.code):
        raise StockError(StockCode.SERIES_IN_USE, series=row.code)
    _refuse_prefix(session, prefix, besides=row.code)
    if prefix != row.prefix:
        follow_series(session, was=row.prefix, becomes=prefix)
    row.prefix, row.digits = prefix, digits
    return True


def _refuse_prefix(session: Session, prefix: str, *, besides: str) -> None:
    query = select(InventorySeries.code).where(
        InventorySeries.prefix == prefix, InventorySeries.code != besides
    )
    holder = session.scalars(query).first()
    if holder is not None:
        raise StockInputError(StockCode.PREFIX_TAKEN, prefix=prefix or "—", series=holder)


def _check_next(session: Session, row: InventorySeries, wanted: int) -> int:
    used = highest_used(session, code=row.code, prefix=row.prefix)
    if not used < wanted <= LARGEST:
        raise StockInputError(
            StockCode.NUMBER_USED,
            wanted=wanted,
            used=number_text(row.prefix, row.digits, used),
            least=used + 1,
        )
    return wanted
