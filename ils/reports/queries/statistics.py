"""The annual sheet of statistics (practice.md §4.8): the year beside the year before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from ils.activity.kinds import Kind
from ils.activity.queries import crossed
from ils.reports.queries.counting import (
    ADDED,
    ISSUES,
    QUESTIONS,
    REFUSALS,
    REGISTERED,
    VISITS,
    WITHDRAWN,
    amount,
    of,
    ordered,
    values,
)
from ils.reports.queries.diary import AGES
from ils.reports.queries.roof import Roof
from ils.reports.rules import (
    STATE_AGES,
    Acts,
    Asked,
    Cell,
    Chart,
    Column,
    Name,
    Report,
    Row,
    Stock,
    Table,
    Terms,
    Text,
    narrow,
    per_cent,
    section,
    told,
    year_ago,
)
from ils.reports.rules import say as _l


@dataclass(frozen=True, slots=True)
class Sheet:
    """A session with the days of the sheet and those a year before."""

    session: Session
    roof: Roof
    first: date
    last: date

    @property
    def spans(self) -> tuple[tuple[date, date], tuple[date, date]]:
        """The days of the year before, and the days themselves."""
        then = year_ago(self.first, self.last)
        return (then.first, then.last), (self.first, self.last)

    def row(self, name: Text, terms: Terms, *, sub: bool = False) -> Row:
        """Return a row of one figure for both years."""
        cells = [Cell(amount(self.session, terms, *span), Acts(terms, *span)) for span in self.spans]
        return Row((Cell(name), *cells), "sub" if sub else "")

    def rows_by(self, terms: Terms, by: str, *, all_known: bool = True) -> list[Row]:
        """Return a row for every value of a distribution, known to the library or found."""
        read = [values(self.session, terms, by, *span) for span in self.spans]
        order = self.roof.order(self.session, by)
        codes = set().union(*read) | ({code for code in order if code} if all_known else set())
        return [self._of(Name(by, code), terms, by, (code,), read) for code in ordered(codes, order)]

    def rows_of_ages(self, terms: Terms) -> list[Row]:
        """Return a row for every age group of the state."""
        read = [values(self.session, terms, "age", *span) for span in self.spans]
        return [
            self._of(AGES[key], terms, "age", codes, read)
            for key, codes in STATE_AGES.items()
            if key or any(found.get(code) for found in read for code in codes)
        ]

    def _of(
        self, name: Text, terms: Terms, by: str, codes: Sequence[str], read: Sequence[dict[str, int]]
    ) -> Row:
        narrowed = narrow(terms, by, codes)
        figures = [
            Cell(sum(found.get(code, 0) for code in codes), Acts(narrowed, *span))
            for found, span in zip(read, self.spans, strict=True)
        ]
        return Row((Cell(name), *figures), "sub")


def make_statistics(session: Session, asked: Asked, roof: Roof) -> Report:
    """Return the sheet of the days asked for, a year as a rule."""
    sheet = Sheet(session, roof, asked.first, asked.last)
    months = values(session, ISSUES, "month", asked.first, asked.last)
    return Report(
        "statistics", _l("Annual statistics of the library"), asked.first, asked.last, told(asked.first, asked.last),
        (
            _table(sheet, _l("1. Stock"), _stock(sheet)),
            _table(sheet, _l("2. Users"), _users(sheet)),
            _table(sheet, _l("3. Visits"), _visits(sheet)),
            _table(sheet, _l("4. Issues"), _issues(sheet)),
            branch_by_language(sheet),
            _table(sheet, _l("6. Events, reference and other work"), _other(sheet)),
        ),
        chart=Chart(_l("Issues by month"), tuple((code[5:], figure) for code, figure in sorted(months.items()))),
    )  # fmt: skip


def _table(sheet: Sheet, title: Text, rows: Iterable[Row]) -> Table:
    then, now = sheet.spans
    columns = (
        Column(_l("Indicator"), "text"), Column(told(*then), width=36), Column(told(*now), width=36),
    )  # fmt: skip
    return Table(title, columns, tuple(rows))


def _stock(sheet: Sheet) -> list[Row]:
    starts = [first - timedelta(days=1) for first, _last in sheet.spans]
    ends = [last for _first, last in sheet.spans]
    return [
        _stock_row(sheet, _l("Copies at the beginning"), "copies", starts),
        sheet.row(_l("received by act"), of(Kind.ACCESSION), sub=True),
        *sheet.rows_by(of(Kind.ACCESSION), "source", all_known=False),
        sheet.row(_l("entered in the catalogue"), ADDED, sub=True),
        sheet.row(_l("withdrawn"), WITHDRAWN, sub=True),
        _stock_row(sheet, _l("Copies at the end"), "copies", ends),
        _stock_row(sheet, _l("Titles at the end"), "titles", ends),
    ]


def _stock_row(sheet: Sheet, name: Text, measure: str, days: Sequence[date]) -> Row:
    count = sheet.roof.stock[measure]
    return Row((Cell(name), *(Cell(count(sheet.session, day), Stock(day)) for day in days)))


def _users(sheet: Sheet) -> list[Row]:
    foreign = of(Kind.PATRON_REGISTER, Kind.PATRON_REREGISTER, without_citizenships=("UZ", ""))
    return [
        sheet.row(_l("Registered in all"), REGISTERED),
        sheet.row(_l("new"), of(Kind.PATRON_REGISTER), sub=True),
        sheet.row(_l("re-registered"), of(Kind.PATRON_REREGISTER), sub=True),
        sheet.row(_l("citizens of other countries"), foreign, sub=True),
        section(_l("By age")), *sheet.rows_of_ages(REGISTERED),
        section(_l("By category")), *sheet.rows_by(REGISTERED, "category"),
        section(_l("By sex")), *sheet.rows_by(REGISTERED, "sex", all_known=False),
    ]  # fmt: skip


def _visits(sheet: Sheet) -> list[Row]:
    return [
        sheet.row(_l("Visits in all"), VISITS),
        section(_l("By kind")), *sheet.rows_by(VISITS, "source", all_known=False),
        section(_l("By sector")), *sheet.rows_by(VISITS, "sector"),
        section(_l("By age")), *sheet.rows_of_ages(VISITS),
    ]  # fmt: skip


def _issues(sheet: Sheet) -> list[Row]:
    opened = of(Kind.LOAN_OPEN)
    return [
        sheet.row(_l("Issues in all"), ISSUES),
        sheet.row(_l("copies lent"), opened, sub=True),
        sheet.row(_l("renewed at a reader's wish"), narrow(ISSUES, "kind", (Kind.LOAN_RENEW,)), sub=True),
        sheet.row(_l("used in the room"), of(Kind.ROOM_USE), sub=True),
        sheet.row(_l("given out at points"), of(Kind.POINT_ISSUE), sub=True),
        section(_l("Copies lent by place of use")), *sheet.rows_by(opened, "source", all_known=False),
        section(_l("By language")), *sheet.rows_by(ISSUES, "language", all_known=False),
        section(_l("By branch of knowledge")), *sheet.rows_by(ISSUES, "branch"),
        section(_l("By type of document")), *sheet.rows_by(ISSUES, "type", all_known=False),
        section(_l("By age of the reader")), *sheet.rows_of_ages(ISSUES),
    ]  # fmt: skip


def branch_by_language(sheet: Sheet) -> Table:
    """Return the issues of the days, branches of knowledge by languages."""
    found = crossed(sheet.session, ISSUES, ("branch", "language"), since=sheet.first, until=sheet.last)
    return cross_table(sheet, _l("5. Issues by branch and language"), ISSUES, ("branch", "language"), found)


def in_order(codes: Iterable[str], sheet: Sheet, by: str) -> tuple[str, ...]:
    """Return values of a distribution as a table lists them: months as they come, all else in the library's order."""
    return tuple(sorted(codes)) if by == "month" else ordered(codes, sheet.roof.order(sheet.session, by))


def cross_table(
    sheet: Sheet, title: Text, terms: Terms, by: tuple[str, str], found: dict[tuple[str, ...], int]
) -> Table:
    """Return a table of two distributions with the sums of its rows and columns, every cell opening to its acts."""
    rows_of, columns_of = (
        in_order({key[place] for key in found}, sheet, name) for place, name in enumerate(by)
    )  # fmt: skip
    width = max(9.0, min(26.0, 200 / max(1, len(columns_of) + 1)))
    columns = (
        Column(Name("by", by[0]), "text"),
        *(Column(Name(by[1], code), group=Name("by", by[1]), width=width) for code in columns_of),
        Column(_l("Total"), width=max(width, 16)), Column("%", "percent", width=13),
    )  # fmt: skip
    whole = sum(found.values())

    def opens(row: str | None, column: str | None) -> Acts:
        pairs = ((by[0], row), (by[1], column))
        return narrowed_acts(
            terms, [(name, code) for name, code in pairs if code is not None], sheet.first, sheet.last
        )

    def line(name: Text, row: str | None, style: str) -> Row:
        figures = [
            sum(value for key, value in found.items() if row in (None, key[0]) and key[1] == column)
            for column in columns_of
        ]
        cells = [
            Cell(figure, opens(row, column) if figure else None)
            for figure, column in zip(figures, columns_of, strict=True)
        ]
        total = Cell(sum(figures), opens(row, None))
        return Row((Cell(name), *cells, total, Cell(per_cent(sum(figures), whole))), "total" if style else "")

    rows = [line(Name(by[0], code), code, "") for code in rows_of]
    return Table(title, columns, (*rows, line(_l("Total"), None, "total")), dense=len(columns_of) > 7)


def narrowed_acts(terms: Terms, chosen: Iterable[tuple[str, str]], first: date, last: date) -> Acts:
    """Return what a cell of a distribution opens to; a month narrows the days, all else the terms."""
    for by, code in chosen:
        if by == "month":
            begins = date(int(code[:4]), int(code[5:]), 1)
            following = date(begins.year + begins.month // 12, begins.month % 12 + 1, 1)
            first, last = max(first, begins), min(last, following - timedelta(days=1))
        else:
            terms = narrow(terms, by, (code,))
    return Acts(terms, first, last)


def _other(sheet: Sheet) -> list[Row]:
    return [
        sheet.row(_l("Events held"), of(Kind.EVENT_HOLD)), *sheet.rows_by(of(Kind.EVENT_HOLD), "source", all_known=False),
        sheet.row(_l("visitors of events"), narrow(VISITS, "source", ("event",)), sub=True),
        sheet.row(_l("Exhibitions opened"), of(Kind.EXHIBITION_OPEN)),
        sheet.row(_l("copies put on exhibitions"), of(Kind.EXHIBITION_ITEM), sub=True),
        sheet.row(_l("Questions answered"), QUESTIONS), *sheet.rows_by(QUESTIONS, "source", all_known=False),
        sheet.row(_l("Refusals"), REFUSALS), *sheet.rows_by(REFUSALS, "source", all_known=False),
        sheet.row(_l("Pages copied for readers"), of(Kind.COPY_MAKE)),
        sheet.row(_l("Documents sent to other places"), of(Kind.REMOTE_DELIVER)),
        sheet.row(_l("Full texts published"), of(Kind.DIGITAL_PUBLISH)),
        sheet.row(_l("Pages scanned"), of(Kind.PAGES_SCAN)),
        sheet.row(_l("Income from paid services, soʻm"), of(Kind.PAID_SERVICE)),
        sheet.row(_l("Income from rent, soʻm"), of(Kind.RENT_RECEIVE)),
    ]  # fmt: skip
