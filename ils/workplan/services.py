"""Loading a year's plan and setting its targets."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.library.models import Setting
from ils.workplan.errors import PlanCode, PlanError, PlanInputError, PlanLineUnknownError
from ils.workplan.models import Mode, PlanLine
from ils.workplan.queries import RENEWALS_COUNT, renewals_count

TEMPLATE_YEAR = 2021
HIGHEST_TARGET = 1_000_000_000


@cache
def template_lines() -> tuple[dict[str, Any], ...]:
    """Return the lines of the district centre's plan, in their order."""
    text = (files("ils.workplan") / "data" / "plan_2021.json").read_text("utf-8")
    return tuple(json.loads(text))


def load_year(session: Session, work: Work, *, year: int) -> int:
    """Enter all lines of the plan for a year with the document's targets; return how many.

    The fact of the year before is the document's own for 2021; later years read it from the log.
    """
    refuse_odd_year(year)
    if session.scalars(select(PlanLine.id).where(PlanLine.year == year)).first():
        raise PlanError(PlanCode.YEAR_LOADED, year=year)
    for position, row in enumerate(template_lines(), start=1):
        session.add(_line(year, position, row))
    session.flush()
    audit(session, work, "plan_loaded", subject_type="plan", subject_id=None, year=year)
    return len(template_lines())


def _line(year: int, position: int, row: dict[str, Any]) -> PlanLine:
    texts = {
        f"{column}_{language}": row[f"{column}_{language}"]
        for column in ("name", "unit")
        for language in ("uz", "ru", "en")
    }
    for language in ("uz", "ru", "en"):
        texts[f"section_{language}"] = f"{row['section']}. {row[f'section_{language}']}"
    return PlanLine(
        year=year,
        position=position,
        number=row["number"],
        parent=row["parent"] or "",
        service=row["service"] or "",
        mode=Mode(row["mode"]),
        last_fact=row["fact_2020"] if year == TEMPLATE_YEAR else None,
        plan=row["plan_2021"],
        **texts,
    )


def refuse_odd_year(year: int) -> None:
    """A plan is made for a year that somebody alive works in."""
    if not 2000 <= year <= 2100:
        raise PlanInputError(PlanCode.YEAR_OUT_OF_RANGE, year=year)


def set_target(session: Session, work: Work, *, year: int, number: str, plan: int | None) -> None:
    """Set the target of one line; None stands for the dash of the paper form."""
    line = session.scalars(
        select(PlanLine).where(PlanLine.year == year, PlanLine.number == number[:10]).with_for_update()
    ).one_or_none()
    if line is None:
        raise PlanLineUnknownError(PlanCode.LINE_UNKNOWN, year=year, number=number[:10])
    if plan is not None and not 0 <= plan <= HIGHEST_TARGET:
        raise PlanInputError(PlanCode.TARGET_INVALID, number=number[:10])
    if line.plan == plan:
        return
    audit(
        session, work, "plan_target_set",
        subject_type="plan_line", subject_id=line.id, number=line.number, was=line.plan, becomes=plan,
    )  # fmt: skip
    line.plan = plan


def count_renewals(session: Session, work: Work, *, count: bool) -> None:
    """Decide whether renewals count in line 17."""
    if renewals_count(session) == count:
        return
    session.merge(Setting(name=RENEWALS_COUNT, value=count))
    audit(session, work, "plan_renewals_set", subject_type="plan", subject_id=None, count=count)
