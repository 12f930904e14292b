"""Loading a year's plan from the district centre's form, or copying it from another year."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.workplan.errors import PlanCode, PlanError, PlanInputError
from ils.workplan.models import Mode, PlanLine, PlanTarget
from ils.workplan.queries import lines_of
from ils.workplan.rules import LANGUAGES

TEMPLATE_YEAR = 2021


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
        for column in ("name", "unit", "mechanism")
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
        counter=row["counter"],
        measure=row["measure"],
        deadline=row["deadline"],
        responsible=_responsible(row["responsible_uz"] or ""),
        **texts,
    )


def refuse_odd_year(year: int) -> None:
    """A plan is made for a year that somebody alive works in."""
    if not 2000 <= year <= 2100:
        raise PlanInputError(PlanCode.YEAR_OUT_OF_RANGE, year=year)


def _responsible(text: str) -> str:
    """Return who answers, where the paper names more than the one service that the line has."""
    return text[:200] if ";" in text else ""


HIGHEST_RAISE = 900
COPIED = (
    *(f"{name}_{language}" for name in ("section", "name", "unit", "mechanism") for language in LANGUAGES),
    "number", "parent", "service", "mode", "deadline", "responsible", "counter", "measure",
)  # fmt: skip


def copy_year(
    session: Session, work: Work, *, year: int, source: int, targets: bool = True, percent: int = 0
) -> int:
    """Make the plan of a year of another one's standing lines, their counters and (if asked) targets, raised by per cent.

    Facts of the year before are not written down: they are read from that year, so that late corrections show.
    """
    refuse_odd_year(year)
    if not -100 <= percent <= HIGHEST_RAISE:
        raise PlanInputError(PlanCode.RAISE_INVALID, percent=percent, highest=HIGHEST_RAISE)
    if session.scalars(select(PlanLine.id).where(PlanLine.year == year)).first():
        raise PlanError(PlanCode.YEAR_LOADED, year=year)
    lines = [line for line in lines_of(session, source) if line.retired_at is None]
    if not lines:
        raise PlanError(PlanCode.YEAR_EMPTY, year=source)
    made = {
        line.id: _copy(line, year, position, targets, percent) for position, line in enumerate(lines, start=1)
    }
    session.add_all(made.values())
    session.flush()
    if targets:
        _copy_parts(session, made, percent)
    audit(
        session, work, "plan_year_copied", subject_type="plan", subject_id=None, year=year, source=source,
        lines=len(made), percent=percent if targets else None,
    )  # fmt: skip
    return len(made)


def _copy(line: PlanLine, year: int, position: int, targets: bool, percent: int) -> PlanLine:
    plan = raised(line.plan, percent) if targets and line.plan is not None else None
    return PlanLine(year=year, position=position, plan=plan, **{name: getattr(line, name) for name in COPIED})


def _copy_parts(session: Session, made: Mapping[int, PlanLine], percent: int) -> None:
    for row in session.scalars(select(PlanTarget).where(PlanTarget.line_id.in_(made))).all():
        session.add(
            PlanTarget(
                line_id=made[row.line_id].id, part=row.part, sector=row.sector, service=row.service,
                plan=raised(row.plan, percent),
            )
        )  # fmt: skip
    session.flush()


def raised(plan: int, percent: int) -> int:
    """Return a target raised by per cent, to the nearest whole number, a half upwards."""
    return (plan * (100 + percent) * 2 + 100) // 200
