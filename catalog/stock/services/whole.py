"""An act in one go, for what is already known to be in order: a sample library, a transfer by script."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from catalog.stock.models import AccessionSource
from catalog.stock.rules.money import HOME, RATE_UNIT
from catalog.stock.services.approving import approve
from catalog.stock.services.drafting import begin_act
from catalog.stock.services.lines import NewLine, add_lines
from ils.activity.work import Work


def accept_at_once(
    session: Session,
    work: Work,
    *,
    source: AccessionSource,
    department: str,
    partner: str,
    lines: Sequence[NewLine],
    series: str = "main",
    day: date | None = None,
    document: str = "",
    document_day: date | None = None,
    contract: str = "",
    currency: str = HOME,
    rate: int = RATE_UNIT,
    commission: str = "",
    note: str = "",
) -> int:
    """Begin an act, write its lines and approve it; ACT_NOT_READY with all reasons. Returns its id."""
    act_id = begin_act(
        session, work, source=source, day=day or work.day, department=department, series=series, partner=partner,
        document=document, document_day=document_day, contract=contract, currency=currency, rate=rate,
        commission=commission, note=note,
    )  # fmt: skip
    add_lines(session, work, act_id=act_id, lines=lines)
    approve(session, work, act_id=act_id)
    return act_id
