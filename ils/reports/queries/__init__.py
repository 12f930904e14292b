"""Makers of reports, and those that are kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from ils.reports.errors import ReportCode, ReportInputError
from ils.reports.queries.building import (
    BYS,
    DEFAULT,
    INDICATORS,
    distributions,
    line_indicators,
    make_custom,
    make_stock,
)
from ils.reports.queries.diary import make_diary
from ils.reports.queries.kept import (
    Kept,
    Schedule,
    count_drafts,
    kept_report,
    kept_reports,
    prepared,
    schedules,
)
from ils.reports.queries.plan import make_plan, make_quarter
from ils.reports.queries.ratios import POPULATION, make_ratios, population
from ils.reports.queries.roof import Roof
from ils.reports.queries.statistics import make_statistics
from ils.reports.rules import Asked, Report

Maker = Callable[[Session, Asked, Roof], Report]


@dataclass(frozen=True, slots=True)
class ReportKind:
    """A kind of report: who makes it, for which periods it can come back, and the one it is opened with."""

    make: Maker
    every: tuple[str, ...]
    usual: str  # month | quarter | year | day


KINDS: Mapping[str, ReportKind] = {
    "plan": ReportKind(make_plan, ("month", "quarter", "year"), "year"),
    "quarter": ReportKind(make_quarter, ("quarter", "month", "year"), "quarter"),
    "diary": ReportKind(make_diary, ("month",), "month"),
    "statistics": ReportKind(make_statistics, ("year", "quarter", "month"), "year"),
    "ratios": ReportKind(make_ratios, ("year", "quarter"), "year"),
    "custom": ReportKind(make_custom, ("month", "quarter", "year"), "year"),
    "stock": ReportKind(make_stock, ("month", "quarter", "year"), "day"),
}


def kind_of(code: str) -> ReportKind:
    """Return a kind of report; refuse an unknown one."""
    if code not in KINDS:
        raise ReportInputError(ReportCode.KIND_UNKNOWN, kind=code[:40])
    return KINDS[code]


def make(session: Session, asked: Asked, roof: Roof) -> Report:
    """Return the report asked for, its texts not yet said."""
    return kind_of(asked.kind).make(session, asked, roof)


__all__ = [
    "BYS", "DEFAULT", "INDICATORS", "KINDS", "POPULATION", "Kept", "ReportKind", "Roof", "Schedule", "count_drafts",
    "distributions", "kept_report", "kept_reports", "kind_of", "line_indicators", "make", "population", "prepared",
    "schedules",
]  # fmt: skip
