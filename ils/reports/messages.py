"""Words of reports, and saying a report in a language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from ils.reports.errors import ReportCode
from ils.reports.rules import Cell, Chart, Data, Joined, Name, Report, Say, Table
from ils.text import to_cyrillic
from ils.web.filters import MONTHS

REPORT_WORDS: dict[ReportCode, Any] = {
    ReportCode.KIND_UNKNOWN: _l("There is no report “%(kind)s”."),
    ReportCode.PERIOD_INVALID: _l("From %(first)s to %(last)s is not a period that a report can have."),
    ReportCode.CHOICE_UNKNOWN: _l("“%(value)s” cannot be chosen here."),
    ReportCode.BY_TWICE: _l("Choose two different distributions."),
    ReportCode.EVERY_UNFIT: _l("This report does not come back so often: “%(every)s”."),
    ReportCode.SCHEDULE_UNKNOWN: _l("There is no such schedule."),
    ReportCode.SCHEDULE_TWICE: _l("This report comes back already."),
    ReportCode.UNKNOWN: _l("There is no such report."),
    ReportCode.DECIDED: _l("It was decided already."),
    ReportCode.NUMBER_INVALID: _l("“%(value)s” is not a whole number from 1."),
}

KINDS: dict[str, Any] = {
    "plan": _l("Plan in its own form"),
    "quarter": _l("Report to the oblast centre"),
    "diary": _l("Diary of the library"),
    "statistics": _l("Annual statistics"),
    "ratios": _l("Ratios"),
    "custom": _l("Report builder"),
    "stock": _l("Stock of the library"),
}

ABOUT: dict[str, Any] = {
    "plan": _l("As the paper has it, with fact and per cent or without"),
    "quarter": _l("Every line for the quarter and since the year began, with the main figures"),
    "diary": _l("Readers and visits, issues, mass work, reference work, day by day"),
    "statistics": _l("Users by age, visits by kind, issues by language and branch, beside the year before"),
    "ratios": _l("Reading rate, turnover, use of the stock, each with its formula"),
    "custom": _l("One indicator by up to two distributions"),
    "stock": _l("Copies by department, branch, language and type on a day"),
}

BYS: dict[str, Any] = {
    "month": _l("Month"),
    "sector": _l("Sector"),
    "department": _l("Department"),
    "source": _l("Source or kind"),
    "channel": _l("Channel"),
    "category": _l("Category of readers"),
    "age": _l("Age"),
    "sex": _l("Sex"),
    "citizenship": _l("Citizenship"),
    "language": _l("Language"),
    "branch": _l("Branch of knowledge"),
    "type": _l("Type of document"),
    "fund": _l("Fund"),
    "kind": _l("Kind of act"),
}

FORMS: dict[str, Any] = {
    "event": _l("event"),
    "field": _l("field event"),
    "club": _l("club meeting"),
    "excursion": _l("excursion"),
    "training": _l("training"),
    "exhibition": _l("exhibition"),
}

EVERY: dict[str, Any] = {"month": _l("every month"), "quarter": _l("every quarter"), "year": _l("every year")}

STATES: dict[str, Any] = {"draft": _l("draft"), "approved": _l("approved"), "dropped": _l("dropped")}

AUDIT_WORDS: dict[str, Any] = {
    "report_schedule_added": _l("Report made to come back"),
    "report_schedule_switched": _l("Schedule of a report switched"),
    "report_approved": _l("Report approved"),
    "report_dropped": _l("Draft of a report dropped"),
    "report_population_set": _l("Number of inhabitants set"),
}

JOB_WORDS: dict[str, Any] = {
    "reports:prepare": _l("Preparing reports"),
    "reports:prepare:done": _l("Reports prepared: %(prepared)s; that could not be made: %(refused)s."),
}

_OWN: Mapping[str, Mapping[str, Any]] = {"by": BYS, "form": FORMS}


@dataclass(slots=True)
class Voice:
    """Says texts in one language, which must be the one that flask_babel speaks meanwhile."""

    language: str
    names: Callable[[str], Mapping[str, str]]
    _known: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def text(self, text: Any) -> str:
        """Return a text as a person reads it."""
        if isinstance(text, Say):
            facts = {
                name: self._month(value) if name == "month" else self.fact(value)
                for name, value in text.facts
            }
            return str(gettext(text.text, **facts))
        if isinstance(text, Name):
            return self._name(text)
        if isinstance(text, Data):
            return self._data(text)
        if isinstance(text, Joined):
            return text.by.join(map(self.text, text.parts))
        return str(text)

    def fact(self, value: Any) -> Any:
        """Return a fact of a text: days as people write them, texts said."""
        if isinstance(value, date):
            return f"{value:%d.%m.%Y}"
        return self.text(value) if isinstance(value, Say | Name | Data | Joined) else value

    def _month(self, text: Say) -> str:
        """Return a month's name as it stands within a sentence: only English begins it with a capital."""
        said = self.text(text)
        return said if self.language == "en" else said.lower()

    def _data(self, text: Data) -> str:
        own = {"ru": text.ru, "en": text.en}.get(self.language) or text.uz
        return to_cyrillic(own) if self.language == "uz_Cyrl" else own

    def _name(self, name: Name) -> str:
        if name.by in _OWN:
            return str(_OWN[name.by].get(name.code, name.code))
        if name.by == "month":
            return f"{MONTHS[int(name.code[5:]) - 1]} {name.code[:4]}"
        if name.by not in self._known:
            self._known[name.by] = self.names(name.by)
        return self._known[name.by].get(name.code) or name.code or str(_l("not told"))


def spoken(report: Report, voice: Voice) -> Report:
    """Return the report with all of its texts said."""
    chart = report.chart
    return replace(
        report,
        title=voice.text(report.title),
        period=voice.text(report.period),
        tables=tuple(_table(each, voice) for each in report.tables),
        notes=tuple(map(voice.text, report.notes)),
        chart=Chart(voice.text(chart.label), tuple((voice.text(each), n) for each, n in chart.points))
        if chart
        else None,
    )


def _table(table: Table, voice: Voice) -> Table:
    columns = tuple(
        replace(
            each,
            heading=voice.text(each.heading),
            group=None if each.group is None else voice.text(each.group),
        )
        for each in table.columns
    )
    rows = tuple(replace(row, cells=tuple(_cell(each, voice) for each in row.cells)) for row in table.rows)
    return replace(
        table,
        title=voice.text(table.title),
        columns=columns,
        rows=rows,
        notes=tuple(map(voice.text, table.notes)),
    )


def _cell(cell: Cell, voice: Voice) -> Cell:
    if cell.value is None or isinstance(cell.value, int | float | date):
        return cell
    return replace(cell, value=voice.text(cell.value))
