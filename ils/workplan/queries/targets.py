"""Targets of parts of the year, of sectors and of services."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.workplan.models import PlanLine, PlanTarget
from ils.workplan.rules import MONTHS, QUARTERS, YEAR, months_of

Cell = tuple[str, str, str]  # part, sector, service
Cells = Mapping[Cell, int]


def target_cells(session: Session, year: int) -> dict[int, dict[Cell, int]]:
    """Return line id → (part, sector, service) → target; the year's own stands with two empty codes."""
    found: dict[int, dict[Cell, int]] = {}
    for number, plan in session.execute(select(PlanLine.id, PlanLine.plan).where(PlanLine.year == year)):
        found[number] = {} if plan is None else {(YEAR, "", ""): plan}
    rows = select(PlanTarget).join(PlanLine, PlanLine.id == PlanTarget.line_id).where(PlanLine.year == year)
    for row in session.scalars(rows):
        found[row.line_id][row.part, row.sector, row.service] = row.plan
    return found


def target_of(cells: Cells, part: str, sector: str = "", service: str = "") -> int | None:
    """Return the target of a part: its own, or the sum of its months or quarters where all of them have one."""
    own = cells.get((part, sector, service))
    if own is not None or part in MONTHS:
        return own
    quarters = _all_of(target_of(cells, each, sector, service) for each in QUARTERS) if part == YEAR else None
    return (
        quarters
        if quarters is not None
        else _all_of(cells.get((each, sector, service)) for each in months_of(part))
    )


def _all_of(values: Iterable[int | None]) -> int | None:
    given = list(values)
    return None if None in given else sum(each for each in given if each is not None)
