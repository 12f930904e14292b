"""An act of every kind in a library that has records, and with which arguments its pages are opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.stock import services
from catalog.stock.models import AcceptanceAct, AcceptanceLine, AccessionSource, ActState
from catalog.stock.queries.standing import standing
from catalog.stock.rules.sheets import Correction
from catalog.stock.services import NewLine
from ils.activity.work import Work

NOT_PAGES = frozenset(
    f"stock.{name}"
    for name in ("paper", "spreadsheet", "labels_pdf", "labels_preview", "sheet_picture", "calibration")
)


def write_acts(session: Session, work: Work) -> None:
    """Approve an act in euros, draft its correction and a gift that lacks everything; add a printer."""
    services.follow_copies(session, work, code="main")
    whole: dict[str, Any] = {
        "department": "foreign", "partner": "Goethe-Institut", "document": "Faktura 7", "contract": "Shartnoma 3",
    }  # fmt: skip
    act_id = services.accept_at_once(
        session, work, source=AccessionSource.PURCHASE, currency="EUR", rate=139_990_000, **whole,
        lines=[NewLine(1, 3, 1_250, "84(4Nem)"), NewLine(2, 2, 990)],
    )  # fmt: skip
    gone = standing(session, act_id)[0].item_id
    services.begin_correction(
        session,
        work,
        act_id=act_id,
        wanted=services.Correction([gone]),
        day=work.day,
        document="",
        note="Ortiqcha",
    )
    draft = services.begin_act(
        session, work, source=AccessionSource.GIFT_PERSON, day=work.day, department="lending", series="main",
        partner="", document="", document_day=None, contract="", currency="UZS", rate=10_000, commission="", note="",
    )  # fmt: skip
    services.add_line(session, work, act_id=draft, line=NewLine(1, 1))
    services.save_printer(session, work, name="Canon", correction=Correction(3, -4, 1010))


def act_pages(session: Session) -> dict[str, list[Mapping[str, Any]]]:
    """Return the arguments of every page of acts and labels."""
    first = session.scalars(select(AcceptanceAct.id).where(AcceptanceAct.state == ActState.APPROVED)).first()
    drafts = select(AcceptanceAct).where(AcceptanceAct.state == ActState.DRAFT)
    fix = session.scalars(drafts.where(AcceptanceAct.corrects_id.is_not(None))).first()
    draft = session.scalars(drafts.where(AcceptanceAct.corrects_id.is_(None))).first()
    assert fix is not None
    assert draft is not None
    line = session.scalars(select(AcceptanceLine.id).where(AcceptanceLine.act_id == draft.id)).first()
    here = {"act_id": draft.id}
    return {
        "stock.index": [{}, {"state": "approved"}, {"year": 1999}],
        "stock.new": [{}, {"source": "gift_person"}],
        "stock.act": [
            here,
            {**here, "q": "a"},
            {**here, "q": "zzzzqqq"},
            {"act_id": first},
            {"act_id": fix.id},
        ],
        "stock.edit": [here, {"act_id": fix.id}],
        "stock.add": [{**here, "record_id": 1}],
        "stock.change_line": [{**here, "line_id": line}],
        "stock.paste": [here],
        "stock.correct": [{"act_id": first}],
        "stock.edit_series": [{"code": "main"}],
        "stock.labels": [{}, {"act": first}, {"items": "1-9", "sheet": 6, "printer": 1}],
        "stock.edit_sheet": [{}, {"sheet_id": 1}],
        "stock.edit_printer": [{}, {"printer_id": 1}],
    }
