"""With which arguments the pages of orders are visited; the sample year has written them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.orders.models import QrPlacement, RemoteRequest, ScanOrder

NOT_PAGES = {"orders.board_sheet", "orders.code_sheet", "orders.request_sheet", "orders.scan_sheet"}
Asked = Mapping[str, Any]


def order_pages(session: Session) -> dict[str, list[Asked]]:
    """Return the arguments of every page of orders, requests and QR codes."""

    def some(column: Any, *where: Any) -> int:
        return int(session.scalars(select(column).where(*where).order_by(column.desc())).first() or 0)

    orders = [some(ScanOrder.id, ScanOrder.state == state) for state in ("open", "done", "cancelled")]
    asked = [some(RemoteRequest.id, RemoteRequest.state == state) for state in ("asked", "done", "refused")]
    codes = [
        some(QrPlacement.id, QrPlacement.removed_on.is_(None)),
        some(QrPlacement.id, QrPlacement.removed_on.is_not(None)),
    ]
    return {
        "orders.index": [{}, {"state": "late"}, {"reason": "plan", "text": "yoʻq"}],
        "orders.new_scan": [{}, {"record": 1}],
        "orders.scan": [{"order_id": each} for each in orders if each],
        "orders.edit_scan": [{"order_id": each} for each in orders[:2] if each],
        "orders.requests": [{}, {"recipient": "foreign"}, {"text": "yoʻq"}],
        "orders.new_request": [{}, {"record": 1}],
        "orders.request_page": [{"request_id": each} for each in asked if each],
        "orders.edit_request": [{"request_id": each} for each in asked[:1] if each],
        "orders.codes": [{}, {"state": "taken_back"}],
        "orders.new_code": [{}, {"record": 1}],
        "orders.code": [{"code_id": each} for each in codes if each],
        "orders.address": [{}],
    }
