"""What the department did: use of its copies by the log, and its part in the lines of the work plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from ils.activity.cut import Cut
from ils.activity.kinds import Kind
from ils.activity.queries import Asked, counted_each
from ils.errors import NotFoundError
from ils.library.funds import Fund
from ils.workplan.errors import PlanCode
from ils.workplan.models import PlanLine
from ils.workplan.queries import lines_of
from ils.workplan.queries.lines import terms_of

KINDS_OF_USE = {
    "loans": (Kind.LOAN_OPEN,),
    "renewals": (Kind.LOAN_RENEW,),
    "returns": (Kind.LOAN_CLOSE,),
    "room": (Kind.ROOM_USE,),
}


@dataclass(frozen=True, slots=True)
class UseRow:
    """Use of one kind: this month and this year up to today."""

    what: str
    month: int
    year: int


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A line of the plan with what the fund's departments did for it this year; `terms` are those acts."""

    number: str
    name_uz: str
    name_ru: str
    name_en: str
    unit_uz: str
    unit_ru: str
    unit_en: str
    fact: int
    terms: tuple[Cut, ...]

    def name(self, language: str) -> str:
        """Return the line's name; Uzbek in Latin, the edge transliterates."""
        return {"ru": self.name_ru, "en": self.name_en}.get(language, self.name_uz)

    def unit(self, language: str) -> str:
        """Return what the line counts."""
        return {"ru": self.unit_ru, "en": self.unit_en}.get(language, self.unit_uz)


def cuts_of_use(what: str, fund: Fund) -> tuple[Cut, ...]:
    """Return which acts of the log a kind of use is; they belong to the fund as it was defined at the time."""
    return (Cut(tuple(str(kind) for kind in KINDS_OF_USE[what]), funds=(fund.code,)),)


def uses(session: Session, *, fund: Fund, today: date) -> tuple[UseRow, ...]:
    """Return how much the copies of the fund were used this month and this year."""
    asked = {
        (what, span): Asked(cuts_of_use(what, fund), "amount", first, today)
        for what in KINDS_OF_USE
        for span, first in (("month", today.replace(day=1)), ("year", date(today.year, 1, 1)))
    }
    found = counted_each(session, asked)
    return tuple(UseRow(what, found[what, "month"], found[what, "year"]) for what in KINDS_OF_USE)


def plan_lines(session: Session, *, fund: Fund, year: int) -> tuple[OwnLine, ...]:
    """Return the lines of the year's plan for which the fund's departments did something."""
    return tuple(line for line in _lines(session, fund, year) if line.fact)


def plan_line(session: Session, *, fund: Fund, year: int, number: str) -> OwnLine:
    """Return one line with the department's own acts; refuse an unknown number."""
    for line in _lines(session, fund, year):
        if line.number == number:
            return line
    raise NotFoundError(PlanCode.LINE_UNKNOWN, year=year, number=number)


def _lines(session: Session, fund: Fund, year: int) -> list[OwnLine]:
    lines = lines_of(session, year)
    terms, own = terms_of(lines), tuple(sorted(fund.departments))
    cuts = {line.number: _own(terms[line.number][0], own) for line in lines}
    asked = {
        line.number: Asked(cuts[line.number], terms[line.number][1], date(year, 1, 1), date(year, 12, 31))
        for line in lines
        if cuts[line.number] and terms[line.number][1] != "parts"
    }
    counted = counted_each(session, asked)
    return [_line(line, counted[line.number], cuts[line.number]) for line in lines if line.number in asked]


def _own(terms: tuple[Cut, ...], departments: tuple[str, ...]) -> tuple[Cut, ...]:
    """Return the terms for the fund's departments; those of others fall away."""
    found = []
    for each in terms:
        places = tuple(place for place in departments if not each.departments or place in each.departments)
        if places:
            found.append(replace(each, departments=places))
    return tuple(found)


def _line(line: PlanLine, fact: int, terms: tuple[Cut, ...]) -> OwnLine:
    return OwnLine(
        line.number,
        line.name_uz,
        line.name_ru,
        line.name_en,
        line.unit_uz,
        line.unit_ru,
        line.unit_en,
        fact,
        terms,
    )
