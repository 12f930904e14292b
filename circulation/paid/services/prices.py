"""The price list: a new price is a new row from a day on, and the one before ends the day before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.paid.errors import PaidCode, PaidError, PaidInputError, PaidNotFound
from circulation.paid.models import PaidLine, PriceItem
from circulation.paid.queries.prices import latest_price
from circulation.paid.rules import LANGUAGES, check_code, check_price
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.db import queue_here
from ils.errors import clean_text

QUEUE = "price-list"
LONGEST_NAME, LONGEST_UNIT = 200, 60


def set_price(
    session: Session,
    work: Work,
    *,
    code: str,
    price: int,
    since: date,
    names: Mapping[str, str],
    units: Mapping[str, str],
) -> PriceItem:
    """Price a service from a day on, soʻm; the same day again mends a price that no receipt has used yet."""
    queue_here(session, QUEUE)
    known = check_code(code)
    check_price(price, since)
    last = latest_price(session, known)
    row = _same_day(session, last, since) or _after(session, last, known, since)
    _put(row, price, names, units)
    session.flush()
    audit(
        session, work, "price_set",
        subject_type="price_item", subject_id=row.id, code=known, price=price, since=since.isoformat(),
    )  # fmt: skip
    return row


def _same_day(session: Session, last: PriceItem | None, since: date) -> PriceItem | None:
    if last is None or last.since != since:
        return None
    if session.scalars(select(PaidLine.receipt_id).where(PaidLine.price_id == last.id).limit(1)).first():
        raise PaidError(PaidCode.PRICE_USED, day=since)
    return last


def _after(session: Session, last: PriceItem | None, code: str, since: date) -> PriceItem:
    if last is not None:
        if since <= last.since:
            raise PaidInputError(PaidCode.PRICE_NOT_LATER, day=last.since)
        if last.until is None or last.until >= since:
            last.until = since - timedelta(days=1)
    row = PriceItem(code=code, since=since, until=None)
    session.add(row)
    return row


def _put(row: PriceItem, price: int, names: Mapping[str, str], units: Mapping[str, str]) -> None:
    row.price = price
    told = {each: clean_text(names.get(each), field="name", limit=LONGEST_NAME) for each in LANGUAGES}
    if not any(told.values()):
        raise PaidInputError(PaidCode.NAME_MISSING)
    for each in LANGUAGES:
        setattr(row, f"name_{each}", told[each])
        setattr(row, f"unit_{each}", clean_text(units.get(each), field="unit", limit=LONGEST_UNIT))


def end_price(session: Session, work: Work, *, code: str, until: date) -> PriceItem:
    """Take a service off the list after a day; it can be priced anew from a later one."""
    queue_here(session, QUEUE)
    last = latest_price(session, code)
    if last is None:
        raise PaidNotFound(PaidCode.SERVICE_UNKNOWN, service=code[:40])
    if last.until is not None:
        raise PaidError(PaidCode.PRICE_ENDED, day=last.until)
    if until < last.since:
        raise PaidInputError(PaidCode.END_TOO_EARLY, day=until, since=last.since)
    check_price(last.price, until)
    last.until = until
    audit(
        session, work, "price_ended",
        subject_type="price_item", subject_id=last.id, code=last.code, until=until.isoformat(),
    )  # fmt: skip
    session.flush()
    return last
