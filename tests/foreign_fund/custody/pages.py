"""With which arguments the pages of custody, of the fund and of its watch are visited; the sample has written them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from foreign_fund.custody.models import Custodian, CustodyAct, CustodyState, FundCheck
from foreign_fund.custody.rules.checking import Outcome
from ils import clock

NOT_PAGES = {
    "custody.act_paper", "custody.act_sheet", "custody.check_lists", "custody.check_paper", "custody.losses_paper",
    "custody.losses_sheet", "custody.shelf_labels", "foreign_overdue.graduation_file", "foreign_overdue.month_file",
    "foreign_overdue.semester_file",
}  # fmt: skip
Asked = Mapping[str, Any]


def custody_pages(session: Session) -> dict[str, list[Asked]]:
    """Return the arguments of every page: custodians, acts in both states, every check, the lists of the watch."""
    custodians = session.scalars(select(Custodian.id)).all()
    people: list[Asked] = [{"custodian_id": each} for each in custodians]
    acts: list[Asked] = [{"act_id": each} for each in session.scalars(select(CustodyAct.id))]
    drafts = session.scalars(select(CustodyAct.id).where(CustodyAct.state == CustodyState.DRAFT)).all()
    checks: list[Asked] = [{"check_id": each} for each in session.scalars(select(FundCheck.id))]
    assert all((people, acts, drafts, checks)), (people, acts, drafts, checks)
    return {
        "custody.custodian": people[:1],
        "custody.edit": people[:1],
        "custody.copies": people[:1],
        "custody.transfer": acts,
        "custody.edit_act": [{"act_id": each} for each in drafts],
        "custody.check": checks,
        "custody.check_copies": [{**each, "outcome": Outcome.MISSING.value} for each in checks],
        "custody.check_scans": checks,
        "custody.acts": [{}, {"custodian": custodians[0]}],
        "fund.plan_line": [{"number": "18"}],
        "fund.use": [{"what": "loans"}],
        "fund.titles": [{}, {"level": "B1"}],
        "foreign_overdue.month": [{}, {"month": f"{clock.today():%Y-%m}"}],
    }
