"""Acts being written: begun, changed, given up."""

from __future__ import annotations

from datetime import date
from typing import Any, TypedDict, Unpack

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from catalog.records.queries import LARGEST_ID
from catalog.stock.errors import StockCode, StockError, StockNotFoundError
from catalog.stock.models import AcceptanceAct, AcceptanceLine, AcceptedItem, AccessionSource, ActState
from catalog.stock.queries.series import series_view
from catalog.stock.rules.money import check_rate, price_in_som
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.errors import clean_text
from ils.library.places import department as department_of


class ActFacts(TypedDict):
    """What is written at the head of an act; `rate` is soʻm for 10,000 units, the commission has a member a line."""

    source: AccessionSource
    day: date
    department: str
    series: str
    partner: str
    document: str
    document_day: date | None
    contract: str
    currency: str
    rate: int
    commission: str
    note: str


# A correcting act stands by what it corrects: these stay as they were.
_OF_THE_FIRST = frozenset({"source", "department", "series", "contract", "currency", "rate"})


def begin_act(session: Session, work: Work, **facts: Unpack[ActFacts]) -> int:
    """Begin an act; what its source requires may still be missing. Returns its id."""
    act = AcceptanceAct(
        state=ActState.DRAFT, created_at=work.now, created_by=work.actor_id, **_clean(session, facts)
    )
    session.add(act)
    session.flush()
    audit(session, work, "act_begun", subject_type="act", subject_id=act.id, source=act.source.value)
    return act.id


def change_act(session: Session, work: Work, *, act_id: int, **facts: Unpack[ActFacts]) -> None:
    """Change the head of a draft; another rate gives its lines other prices in soʻm."""
    act = draft(session, act_id)
    clean = _clean(session, facts)
    for name, value in clean.items():
        if not (act.corrects_id and name in _OF_THE_FIRST):
            setattr(act, name, value)
    if not act.corrects_id:
        for line in lines_of(session, act_id):
            line.price_som = price_in_som(line.price, act.rate)
    session.flush()
    audit(session, work, "act_changed", subject_type="act", subject_id=act_id)


def cancel_act(session: Session, work: Work, *, act_id: int) -> None:
    """Give a draft up; it keeps its lines and can never be approved. The copies that it named are free again."""
    act = draft(session, act_id)
    act.state = ActState.CANCELLED
    own = select(AcceptanceLine.id).where(AcceptanceLine.act_id == act_id)
    session.execute(delete(AcceptedItem).where(AcceptedItem.line_id.in_(own)))
    session.flush()
    audit(session, work, "act_cancelled", subject_type="act", subject_id=act_id)


def draft(session: Session, act_id: int) -> AcceptanceAct:
    """Return a draft and hold it until the commit; refuse an act that is approved or given up."""
    act = locked(session, act_id)
    if act.state is not ActState.DRAFT:
        raise StockError(StockCode.NOT_DRAFT, act=act_id, number=act.number, year=act.year)
    return act


def locked(session: Session, act_id: int) -> AcceptanceAct:
    """Return an act as it stands now and hold it until the commit; refuse an unknown id."""
    act = None
    if 0 < act_id <= LARGEST_ID:
        query = select(AcceptanceAct).where(AcceptanceAct.id == act_id).with_for_update()
        act = session.scalars(query, execution_options={"populate_existing": True}).one_or_none()
    if act is None:
        raise StockNotFoundError(StockCode.ACT_UNKNOWN, act=act_id)
    return act


def lines_of(session: Session, act_id: int) -> list[AcceptanceLine]:
    """Return the lines of an act in their order."""
    query = select(AcceptanceLine).where(AcceptanceLine.act_id == act_id).order_by(AcceptanceLine.position)
    return list(session.scalars(query))


def _clean(session: Session, facts: ActFacts) -> dict[str, Any]:
    department_of(session, facts["department"])
    series_view(session, facts["series"])
    return {
        "source": facts["source"],
        "day": facts["day"],
        "year": facts["day"].year,
        "department": facts["department"],
        "series": facts["series"],
        "partner": clean_text(facts["partner"], field="partner", limit=300),
        "document": clean_text(facts["document"], field="document", limit=200),
        "document_day": facts["document_day"],
        "contract": clean_text(facts["contract"], field="contract", limit=200),
        "currency": facts["currency"],
        "rate": check_rate(facts["currency"], facts["rate"]),
        "commission": _clean_lines(facts["commission"], field="commission"),
        "note": _clean_lines(facts["note"], field="note"),
    }


def _clean_lines(text: str, *, field: str) -> str:
    lines = [clean_text(line, field=field, limit=1000) for line in text.splitlines()]
    whole = "\n".join(line for line in lines if line)
    clean_text(whole.replace("\n", " "), field=field, limit=1000)
    return whole
