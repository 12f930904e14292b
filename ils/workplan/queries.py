"""The plan with its figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.activity.queries import daily, total
from ils.library.models import Setting
from ils.workplan.errors import PlanCode, PlanLineUnknownError
from ils.workplan.models import Mode, PlanLine
from ils.workplan.rules import Period, counter, percent, year_period

RENEWALS_COUNT = "plan_renewals_count"


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the plan: `fact` is None while nothing feeds the line."""

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
    service: str
    mode: Mode
    last_fact: int | None
    plan: int | None
    fact: int | None
    percent: int | None

    @property
    def depth(self) -> int:
        """0 for a numbered line, 1 or 2 for its parts."""
        return self.number.count(".")

    def text(self, column: str, language: str) -> str:
        """Return `section`, `name` or `unit` in a language; Uzbek comes in Latin, the edge transliterates."""
        suffix = {"ru": "ru", "en": "en"}.get(language, "uz")
        return str(getattr(self, f"{column}_{suffix}"))


def renewals_count(session: Session) -> bool:
    """Tell whether a renewal that was asked for counts in line 17 (default: yes, by CIS practice)."""
    row = session.get(Setting, RENEWALS_COUNT)
    return bool(row.value) if row else True


def years(session: Session) -> tuple[int, ...]:
    """Return the years that have a plan, newest first."""
    return tuple(session.scalars(select(PlanLine.year).distinct().order_by(PlanLine.year.desc())))


def plan_figures(session: Session, *, year: int, period: Period | None = None) -> tuple[Figure, ...]:
    """Return every line of a year's plan with what was done in the period (default: the year)."""
    span = period or year_period(year)
    with_renewals = renewals_count(session)
    lines = session.scalars(select(PlanLine).where(PlanLine.year == year).order_by(PlanLine.position))
    return tuple(_figure(session, line, span, with_renewals) for line in lines)


def plan_figure(session: Session, *, year: int, number: str, period: Period | None = None) -> Figure:
    """Return one line; refuse a number that the year's plan has not."""
    line = session.scalars(
        select(PlanLine).where(PlanLine.year == year, PlanLine.number == number[:10])
    ).one_or_none()
    if line is None:
        raise PlanLineUnknownError(PlanCode.LINE_UNKNOWN, year=year, number=number[:10])
    return _figure(session, line, period or year_period(year), renewals_count(session))


def _figure(session: Session, line: PlanLine, span: Period, with_renewals: bool) -> Figure:
    cut = counter(line.number, renewals_count=with_renewals)
    fact = total(session, cut, since=span.first, until=span.last) if cut else None
    last = line.last_fact
    if last is None:  # not told by a paper: what the log knows of the year before
        last = last_year_fact(session, year=line.year, number=line.number)
    names = [name for name in Figure.__slots__ if name not in {"fact", "percent", "last_fact"}]
    return Figure(
        **{name: getattr(line, name) for name in names},
        last_fact=last,
        fact=fact,
        percent=percent(fact, line.plan),
    )


def by_month(session: Session, *, year: int, number: str) -> tuple[int, ...]:
    """Return the twelve monthly figures of a fed line, zeros for a line not fed."""
    cut = counter(number, renewals_count=renewals_count(session))
    months = [0] * 12
    if cut:
        span = year_period(year)
        for day, amount in daily(session, cut, since=span.first, until=span.last).items():
            months[day.month - 1] += amount
    return tuple(months)


def behind(figures: tuple[Figure, ...], gone: int) -> tuple[Figure, ...]:
    """Return the fed lines that are behind the pace of the year (`gone` per cent of it are over)."""
    return tuple(each for each in figures if each.percent is not None and each.percent < gone)


def last_year_fact(session: Session, *, year: int, number: str) -> int | None:
    """Return what the log knows of the year before; None where the line is not fed or nothing was logged."""
    cut = counter(number, renewals_count=renewals_count(session))
    if cut is None:
        return None
    fact = total(session, cut, since=date(year - 1, 1, 1), until=date(year - 1, 12, 31))
    return fact or None
