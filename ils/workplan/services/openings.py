"""Figures of the time before the program: typed one by one, or all of a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.workplan.errors import PlanCode, PlanError, PlanInputError, PlanLineUnknownError
from ils.workplan.models import PlanOpening
from ils.workplan.queries.openings import numbers_of
from ils.workplan.rules import MONTHS, YEAR

HIGHEST = 1_000_000_000_000


@dataclass(frozen=True, slots=True)
class Typed:
    """One figure: the line's number, the year or a month of it, the value (None takes it away)."""

    number: str
    part: str
    value: int | None


def set_openings(
    session: Session, work: Work, *, year: int, figures: Iterable[Typed], source: str, imported: bool = False
) -> int:
    """Keep the figures with the paper or file they were taken from; return how many changed.

    A line has a figure of the year or figures of its months, never both: they would be counted twice.
    """
    known = set(numbers_of(session, year))
    kept = {
        (row.number, row.part): row
        for row in session.scalars(select(PlanOpening).where(PlanOpening.year == year).with_for_update())
    }
    where = " ".join(source.split())[:200]
    changed = []
    for each in figures:
        _refuse_odd(each, year, known)
        row = kept.get((each.number, each.part))
        if (row.value if row else None) == each.value:
            continue
        if not where:
            raise PlanInputError(PlanCode.SOURCE_MISSING)
        changed.append([each.number, each.part, row.value if row else None, each.value])
        _keep(session, work, year, each, row, where, kept)
    _refuse_twice(kept)
    if changed:
        action = "plan_openings_imported" if imported else "plan_opening_set"
        audit(
            session,
            work,
            action,
            subject_type="plan",
            subject_id=None,
            year=year,
            source=where,
            changed=changed,
        )
    session.flush()
    return len(changed)


def _refuse_odd(each: Typed, year: int, known: set[str]) -> None:
    if each.number not in known:
        raise PlanLineUnknownError(PlanCode.LINE_UNKNOWN, year=year, number=each.number[:10])
    if each.part != YEAR and each.part not in MONTHS:
        raise PlanInputError(PlanCode.PART_UNKNOWN, part=each.part[:10])
    if each.value is not None and not 0 <= each.value <= HIGHEST:
        raise PlanInputError(PlanCode.OPENING_INVALID, number=each.number)


def _keep(
    session: Session, work: Work, year: int, each: Typed, row: PlanOpening | None, source: str,
    kept: dict[tuple[str, str], PlanOpening],
) -> None:  # fmt: skip
    if each.value is None:
        session.delete(kept.pop((each.number, each.part)))
    elif row is not None:
        row.value, row.source, row.at, row.staff_id = each.value, source, work.now, work.actor_id
    else:
        new = PlanOpening(
            year=year, number=each.number, part=each.part, value=each.value, source=source, at=work.now,
            staff_id=work.actor_id,
        )  # fmt: skip
        session.add(new)
        kept[each.number, each.part] = new


def _refuse_twice(kept: dict[tuple[str, str], PlanOpening]) -> None:
    months = {number for number, part in kept if part != YEAR}
    both = sorted(number for number, part in kept if part == YEAR and number in months)
    if both:
        raise PlanError(PlanCode.OPENING_TWICE, numbers=", ".join(both))
