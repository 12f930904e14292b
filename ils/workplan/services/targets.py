"""Targets: of the year, of its parts, of sectors and of services."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.library.places import sectors
from ils.workplan.errors import PlanCode, PlanInputError
from ils.workplan.models import PlanLine, PlanTarget
from ils.workplan.queries import find_line
from ils.workplan.rules import PARTS, SERVICES, YEAR

HIGHEST_TARGET = 1_000_000_000


def set_target(
    session: Session,
    work: Work,
    *,
    year: int,
    number: str,
    plan: int | None,
    part: str = YEAR,
    sector: str = "",
    service: str = "",
) -> None:
    """Set one target of a line: of the year, or of a part of it, a sector, a service; None is the paper's dash."""
    line = find_line(session, year=year, number=number, for_update=True)
    _refuse_odd(session, line, plan, part, sector, service)
    if (part, sector, service) == (YEAR, "", ""):
        was, line.plan = line.plan, plan
    else:
        was = _set_cell(session, line, plan, part, sector, service)
    if was == plan:
        return
    where = (
        {"part": part, "sector": sector, "service": service}
        if (part, sector, service) != (YEAR, "", "")
        else {}
    )
    audit(
        session, work, "plan_target_set",
        subject_type="plan_line", subject_id=line.id, number=line.number, was=was, becomes=plan, **where,
    )  # fmt: skip


def _refuse_odd(
    session: Session, line: PlanLine, plan: int | None, part: str, sector: str, service: str
) -> None:
    if plan is not None and not 0 <= plan <= HIGHEST_TARGET:
        raise PlanInputError(PlanCode.TARGET_INVALID, number=line.number)
    if part not in PARTS:
        raise PlanInputError(PlanCode.PART_UNKNOWN, part=part[:10])
    if sector and sector not in {each.code for each in sectors(session)}:
        raise PlanInputError(PlanCode.SECTOR_UNKNOWN, sector=sector[:40])
    if service and service not in SERVICES:
        raise PlanInputError(PlanCode.SERVICE_UNKNOWN, service=service[:20])


def _set_cell(
    session: Session, line: PlanLine, plan: int | None, part: str, sector: str, service: str
) -> int | None:
    row = session.scalars(
        select(PlanTarget).where(
            PlanTarget.line_id == line.id, PlanTarget.part == part, PlanTarget.sector == sector,
            PlanTarget.service == service,
        )
    ).one_or_none()  # fmt: skip
    was = row.plan if row else None
    if row and plan is None:
        session.delete(row)
    elif row and plan is not None:
        row.plan = plan
    elif plan is not None:
        session.add(PlanTarget(line_id=line.id, part=part, sector=sector, service=service, plan=plan))
    session.flush()
    return was
