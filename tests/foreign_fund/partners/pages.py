"""With which arguments the pages of partners and of databases are visited; the sample library has written them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from foreign_fund.databases.models import OnlineDatabase
from foreign_fund.partners.models import InterlibraryRequest, Partner, Shipment

NOT_PAGES = {
    "databases.open_database", "databases.sheet", "partners.ledger_sheet", "partners.partner_sheet",
    "partners.request_paper", "partners.request_sheet", "partners.statement_paper", "partners.statement_sheet",
}  # fmt: skip
Asked = Mapping[str, Any]


def partner_pages(session: Session) -> dict[str, list[Asked]]:
    """Return the arguments of every page: a draft, a parcel of either way, a correction, a request that is late."""

    def some(column: Any, *where: Any) -> int:
        return int(session.scalars(select(column).where(*where).order_by(column.desc())).first() or 0)

    partner = {"partner_id": some(Shipment.partner_id)}
    draft = some(Shipment.id, Shipment.state == "draft")
    shipments = [
        draft,
        some(Shipment.id, Shipment.state == "posted", Shipment.direction == "received"),
        some(Shipment.id, Shipment.state == "posted", Shipment.direction == "sent"),
        some(Shipment.id, Shipment.corrects_id.is_not(None)),
        some(Shipment.id, Shipment.act_id.is_not(None)),
    ]
    asked = [
        some(InterlibraryRequest.id, InterlibraryRequest.state == state)
        for state in ("asked", "found", "sent", "refused")
    ]
    databases = [some(OnlineDatabase.id), some(OnlineDatabase.id, OnlineDatabase.link_state == "broken")]
    return {
        "databases.index": [{}, {"state": "broken"}, {"text": "zzz"}],
        "databases.show": [{"database_id": each} for each in databases if each],
        "databases.edit": [{"database_id": each} for each in databases[:1]],
        "databases.public": [{}, {"text": "zzz"}],
        "partners.index": [{}, {"state": "ended"}, {"text": "zzz"}],
        "partners.show": [partner, {"partner_id": some(Partner.id)}],
        "partners.edit": [partner],
        "partners.statement": [partner],
        "partners.ledger": [{}, {"day": "2001-01-01"}],
        "partners.shipments": [{}, {"text": "zzz"}],
        "partners.new_shipment": [{"direction": "sent"}, {"direction": "received"}],
        "partners.shipment": [
            *({"shipment_id": each} for each in shipments if each),
            *({"shipment_id": draft, "q": word} for word in ("a", "zzzzqqq") if draft),
        ],
        "partners.edit_shipment": [{"shipment_id": draft}] if draft else [],
        "partners.requests": [{}, {"state": "late"}, {"text": "zzz"}],
        "partners.new_request": [{"way": "in"}, {"way": "out"}],
        "partners.request_page": [{"request_id": each} for each in asked if each],
        "partners.edit_request": [{"request_id": each} for each in asked[:1] if each],
        "partners.abroad": [{}, {"year": 2001}],
    }
