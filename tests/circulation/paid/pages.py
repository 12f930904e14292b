"""With which arguments the pages of paid services are visited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.paid.models import PaidReceipt, PriceItem
from ils import clock

NOT_PAGES = {"paid.paper", "paid.price_list", "paid.sheet", "paid.statement"}
Asked = Mapping[str, Any]


def paid_pages(session: Session) -> dict[str, list[Asked]]:
    """Return the arguments of every page of paid services; the sample library has receipts and one refund."""
    refund = session.scalars(select(PaidReceipt).where(PaidReceipt.amount < 0)).one()
    code = session.scalars(select(PriceItem.code)).first()
    return {
        "paid.end": [{"code": code}],
        "paid.index": [{}, {"since": f"{clock.today().year - 1}-01-01", "until": clock.today().isoformat()}],
        "paid.month": [{}, {"month": "2001-01"}],
        "paid.new": [{}, {"day": "2001-01-01"}],
        "paid.price": [{}, {"code": code}],
        "paid.prices": [{}, {"day": "2001-01-01"}],
        "paid.show": [{"receipt_id": refund.id}, {"receipt_id": refund.reverses_id}, {"receipt_id": 1}],
    }
