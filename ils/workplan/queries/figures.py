"""The plan with its figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from ils.activity.cut import Cut
from ils.activity.queries import counted_by
from ils.workplan.errors import PlanCode, PlanLineUnknownError
from ils.workplan.models import Mode, PlanLine
from ils.workplan.queries.facts import Fact, Wanted, facts_of_each
from ils.workplan.queries.lines import Terms, lines_of, terms_of
from ils.workplan.queries.openings import opening_values
from ils.workplan.queries.targets import Cell, target_cells, target_of
from ils.workplan.rules import MONTHS, YEAR, Period, part_of, percent, year_period


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the plan: `fact` is None while nothing feeds the line; `opening` is the part of it typed in.

    `plan` is the target of the part of the year that was asked for, or the year's where that has none: `plan_part` tells.
    """

    id: int
    number: str
    parent: str
    section_uz: str
    section_ru: str
    section_en: str
    name_uz: str
    name_ru: str
    name_en: str
    unit_uz: str
    unit_ru: str
    unit_en: str
    mechanism_uz: str
    mechanism_ru: str
    mechanism_en: str
    service: str
    responsible: str
    deadline: str
    mode: Mode
    measure: str
    terms: tuple[Cut, ...]
    retired: bool
    retire_reason: str
    last_fact: int | None
    last_opening: int
    plan: int | None
    plan_part: str
    fact: int | None
    opening: int
    percent: int | None

    @property
    def depth(self) -> int:
        """0 for a numbered line, 1 or 2 for its parts."""
        return self.number.count(".")

    def text(self, column: str, language: str) -> str:
        """Return `section`, `name`, `unit` or `mechanism` in a language; Uzbek in Latin, the edge transliterates."""
        suffix = {"ru": "ru", "en": "en"}.get(language, "uz")
        return str(getattr(self, f"{column}_{suffix}"))


# Of things told apart, and of yes or no, a year is not the sum of its months, and nothing can be foretold.
ADDITIVE = frozenset({"amount", "acts", "parts"})
_OWN = (
    "id", "number", "parent", "section_uz", "section_ru", "section_en", "name_uz", "name_ru", "name_en", "unit_uz",
    "unit_ru", "unit_en", "mechanism_uz", "mechanism_ru", "mechanism_en", "service", "responsible", "deadline", "mode",
    "measure", "retire_reason",
)  # fmt: skip


def plan_figures(
    session: Session, *, year: int, period: Period | None = None, sector: str = "", service: str = ""
) -> tuple[Figure, ...]:
    """Return every line of a year's plan with what was done in the period (default: the year).

    `sector`: only what was done there, against the sector's own targets. `service`: only the lines that the service
    answers for or has a target of.
    """
    return plan_of(session, year=year, period=period, sector=sector, service=service).figures


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan read at once: its figures, the targets of its lines (by id), and the facts of other days asked for."""

    figures: tuple[Figure, ...]
    cells: Mapping[int, Mapping[Cell, int]]
    besides: tuple[Mapping[str, Fact], ...]


def plan_of(
    session: Session,
    *,
    year: int,
    period: Period | None = None,
    sector: str = "",
    service: str = "",
    besides: Sequence[Period] = (),
) -> Plan:
    """Return the figures of `plan_figures` with the facts of other days of the year, asked all together."""
    span = period or year_period(year)
    lines = lines_of(session, year)
    cells = target_cells(session, year)
    before = _before(session, lines, sector)
    summed = additive(lines)
    wanted = [
        Wanted(lines, year, span, sector),
        *([before] if before else []),
        *(Wanted(summed, year, days, sector) for days in besides),
    ]
    facts, *others = facts_of_each(session, wanted)
    last = _last(lines, others.pop(0) if before else {}, sector)
    part, terms = part_of(year, span), terms_of(lines)
    figures = tuple(
        _figure(
            line,
            terms[line.number][0],
            facts[line.number],
            last[line.number],
            _plan(line, cells[line.id], part, sector, service),
        )
        for line in lines
        if not service or line.service == service or any(cell[2] == service for cell in cells[line.id])
    )
    return Plan(figures, cells, tuple(others))


def additive(lines: Sequence[PlanLine]) -> list[PlanLine]:
    """Return the lines whose figure of a year is that of its months together, and the parts of such."""
    summed = {line.number for line in lines if line.measure == "parts"}
    return [line for line in lines if line.measure in ADDITIVE or line.parent in summed]


def plan_figure(
    session: Session,
    *,
    year: int,
    number: str,
    period: Period | None = None,
    sector: str = "",
    service: str = "",
) -> Figure:
    """Return one line; refuse a number that the year's plan has not."""
    span = period or year_period(year)
    lines = lines_of(session, year)
    line = next((each for each in lines if each.number == number), None)
    if line is None:
        raise PlanLineUnknownError(PlanCode.LINE_UNKNOWN, year=year, number=number[:10])
    wanted = [each for each in lines if each is line or each.number.startswith(f"{number}.")]
    before = _before(session, wanted, sector)
    asked = [Wanted(wanted, year, span, sector), *([before] if before else [])]
    facts, *known = facts_of_each(session, asked)
    fact, last = facts[number], _last(wanted, known[0] if known else {}, sector)[number]
    cells = target_cells(session, year)[line.id]
    return _figure(
        line,
        terms_of(wanted)[number][0],
        fact,
        last,
        _plan(line, cells, part_of(year, span), sector, service),
    )


def _plan(
    line: PlanLine, cells: Mapping[Cell, int], part: str | None, sector: str, service: str
) -> tuple[int | None, str]:
    """Return the target asked for and whose it is; where a part of the year has none, the year's."""
    own = target_of(cells, part, sector, service) if part else None
    if own is None and service and line.service == service:
        service = ""
        own = target_of(cells, part, sector) if part else None
    if own is not None and part is not None:
        return own, part
    return target_of(cells, YEAR, sector, service), YEAR


def _figure(line: PlanLine, terms: Terms, fact: Fact, last: Fact, plan: tuple[int | None, str]) -> Figure:
    own: dict[str, Any] = {name: getattr(line, name) for name in _OWN}
    return Figure(
        **own,
        terms=terms,
        retired=line.retired_at is not None,
        last_fact=last.fact,
        last_opening=last.opening,
        plan=plan[0],
        plan_part=plan[1],
        fact=fact.fact,
        opening=fact.opening,
        percent=percent(fact.fact, plan[0]),
    )


def last_facts(session: Session, lines: Sequence[PlanLine], *, sector: str = "") -> dict[str, Fact]:
    """Return the fact of the year before for each line: told by a paper, or what the program knows of that year.

    What a line counted then is asked of that year's own plan, where there is one.
    """
    before = _before(session, lines, sector)
    return _last(lines, facts_of_each(session, [before])[0] if before else {}, sector)


def _before(session: Session, lines: Sequence[PlanLine], sector: str) -> Wanted | None:
    """Return what must be asked of the year before, None where a paper has told it all."""
    asked = [line for line in lines if line.last_fact is None or sector]
    if not asked:
        return None
    year = asked[0].year - 1
    then = lines_of(session, year)
    numbers = {line.number for line in then}
    new = [line for line in asked if line.number not in numbers]
    return Wanted([*then, *new], year, year_period(year), sector)


def _last(lines: Sequence[PlanLine], known: Mapping[str, Fact], sector: str) -> dict[str, Fact]:
    found: dict[str, Fact] = {}
    for line in lines:
        if line.last_fact is not None and not sector:
            found[line.number] = Fact(line.last_fact, 0)
        else:
            fact = known[line.number]
            found[line.number] = fact if fact.fact else replace(fact, fact=None)
    return found


def by_month(session: Session, *, year: int, number: str) -> tuple[int, ...]:
    """Return the twelve monthly figures of a line, zeros for a line not fed."""
    lines = lines_of(session, year)
    wanted = [each for each in lines if each.number == number or each.number.startswith(f"{number}.")]
    return months_of_line(session, wanted, number) if wanted else (0,) * 12


def months_of_line(session: Session, lines: Sequence[PlanLine], number: str) -> tuple[int, ...]:
    """Return the twelve figures of one of the lines; a line of parts adds up those of its parts."""
    line = next(each for each in lines if each.number == number)
    typed = opening_values(session, line.year).get(number, {})
    own = [typed.get(month, 0) for month in MONTHS]
    if line.measure == "parts":
        parts = [months_of_line(session, lines, each.number) for each in lines if each.parent == number]
        return tuple(map(sum, zip(own, *parts, strict=True)))
    return tuple(map(sum, zip(own, _counted_months(session, line), strict=True)))


def _counted_months(session: Session, line: PlanLine) -> tuple[int, ...]:
    terms: Terms = terms_of([line])[line.number][0]
    if not terms:
        return (0,) * 12
    span = year_period(line.year)
    found = counted_by(session, terms, "month", since=span.first, until=span.last, measure=line.measure)
    return tuple(found.get(f"{line.year}-{month:02}", 0) for month in range(1, 13))
