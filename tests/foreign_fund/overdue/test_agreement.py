"""Whatever is late and however the fund is defined: the watch is the workbench filtered by hand, row by row (issue 6)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert
from sqlalchemy.orm import Session

from catalog.items.models import Item
from circulation.loans.models import Loan
from circulation.overdue.queries import (
    OverdueRow,
    Wanted,
    bench,
    count_overdue,
    figures,
    find_late,
    wanted_of,
)
from circulation.overdue.rules import Filter
from foreign_fund.fund.queries import Asked, by_language, fund_items, of_language_level, sum_of
from foreign_fund.overdue.queries.months import loans_of_month
from foreign_fund.overdue.rules import Part, month_rows
from foreign_fund.overdue.rules import sum_of as month_sum
from ils.db import transaction
from ils.library.funds import FOREIGN, Fund, define_fund, load_fund
from tests.conftest import NOON
from tests.foreign_fund.shelf import Shelf, said_of
from tests.world import add_reader

TODAY = NOON.date()
LANGUAGES, PLACES = ("ger", "eng", "rus", "uzb", ""), ("foreign", "lending")
READERS = (
    ("R-1", "student", "Filologiya", "203-A"),
    ("R-2", "teacher", "", ""),
    ("R-3", "student", "Tarix", "101"),
)


@dataclass(frozen=True)
class Late:
    """A loan by the copy it is of, its reader, and how many days it is late (fewer than none: not yet)."""

    copy: int
    reader: int
    days: int
    lost: bool


COPIES = len(LANGUAGES) * len(PLACES)
LATE = st.tuples(
    *(
        st.builds(
            Late, st.just(copy), st.integers(0, 2), st.integers(-5, 60), st.sampled_from((False, False, True))
        )
        for copy in range(COPIES)
    )
)
FILTERS = st.sampled_from(
    (
        Filter(), Filter(language="ger"), Filter(language="eng", min_days=10), Filter(category="teacher"),
        Filter(category="student", state="free"), Filter(faculty="Filologiya"), Filter(group="203-A", max_days=30),
        Filter(department="lending"), Filter(department="foreign", category="student"), Filter(state="free"),
        Filter(state="lost"), Filter(min_days=14), Filter(min_days=3, max_days=30), Filter(level="none"),
    )
)  # fmt: skip


# Of what level the titles are, from and to: by turns one, a span, nothing said, a wide span, a title not read yet.
SPANS = (("A1", "A1"), ("A2", "B1"), ("", ""), ("B1", "C2"), None)
LEVELS = st.sampled_from(("", "", "A1", "A2", "B1", "C2"))


def inside(fund: Fund, row: OverdueRow) -> bool:
    """What a hand looks at in a row of the workbench."""
    return fund.has(department=row.department, language=row.language, number=row.inventory_number)


def put(session: Session, items: list[int], readers: list[int], late: tuple[Late, ...]) -> None:
    """Write loans down as if they had been made; the desk itself would refuse most of these."""
    rows = [
        {
            "item_id": items[each.copy], "patron_id": readers[each.reader], "department": "foreign", "lent_at": NOON,
            "lent_on": TODAY - timedelta(days=100), "due_on": TODAY - timedelta(days=each.days), "policy": {},
            "due_steps": [], "lost_on": TODAY if each.lost else None,
        }
        for each in late
    ]  # fmt: skip
    if rows:
        session.execute(insert(Loan), rows)


def test_the_watch_is_the_workbench_filtered_by_hand(session: Session, shelf: Shelf) -> None:
    items = [
        shelf.copy(
            f"{'X' if number % 3 == 1 else 'C'}-{number}",
            language,
            department=place,
            record=shelf.record(language, f"Kitob {number}"),
        ).id
        for number, (language, place) in enumerate(
            (language, place) for language in LANGUAGES for place in PLACES
        )
    ]
    records = [session.get_one(Item, item).record_id for item in items]
    spans = {record: SPANS[number % len(SPANS)] for number, record in enumerate(records)}
    with transaction(session):
        session.add_all(said_of(record, span) for record, span in spans.items() if span)

    def meets(row: OverdueRow, level: str) -> bool:
        first, last = spans[row.record_id] or ("", "")
        return not level or (bool(first) and first <= level <= last)

    known = [
        add_reader(session, NOON, card=card, category=category, faculty=faculty, study_group=group).id
        for card, category, faculty, group in READERS
    ]
    seen = 0

    @settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        late=LATE, asked=FILTERS, languages=st.frozensets(st.sampled_from(("ger", "eng", "rus")), max_size=2),
        places=st.sampled_from((frozenset(), frozenset({"foreign"}), frozenset({"lending"}))),
        series=st.sampled_from((frozenset(), frozenset({"X-"}))), level=LEVELS,
    )  # fmt: skip
    def agrees(
        late: tuple[Late, ...],
        asked: Filter,
        languages: frozenset[str],
        places: frozenset[str],
        series: frozenset[str],
        level: str,
    ) -> None:
        nonlocal seen
        session.rollback()
        define_fund(session, departments=places, languages=languages, series=series)
        put(session, items, known, late)
        session.flush()
        fund = load_fund(session)
        # The workbench of circulation, whole, and what a hand takes out of it.
        whole = find_late(session, day=TODAY, wanted=wanted_of(session, asked)).rows
        by_hand = [row for row in whole if inside(fund, row) and meets(row, level)]
        # The watch: the same question with the fund fixed, as its page asks it.
        only = (of_language_level(level),) if level else ()
        wanted = replace(wanted_of(session, replace(asked, fund=FOREIGN)), only=only)
        assert list(find_late(session, day=TODAY, wanted=wanted).rows) == by_hand
        page = bench(session, day=TODAY, wanted=wanted)
        rows: list[OverdueRow] = [copy.row for reader in page.readers for copy in reader.copies]
        assert sorted(rows, key=lambda row: (row.due_on, row.loan_id)) == by_hand
        assert (page.copies, page.total) == (len(by_hand), len({row.patron_id for row in by_hand}))
        assert page.worst == max((row.days_late for row in by_hand), default=0)
        every = find_late(session, day=TODAY, wanted=Wanted()).rows
        figures_agree(
            fund,
            [row for row in every if inside(fund, row)],
        )
        seen += bool(by_hand) and len(by_hand) < len(whole)

    def figures_agree(fund: object, by_hand: list[OverdueRow]) -> None:
        """What the pages of the department tell of the whole fund is as many."""
        loaded = load_fund(session)
        assert loaded == fund
        count = len(by_hand)
        assert count_overdue(session, day=TODAY, fund=loaded) == count
        assert figures(session, day=TODAY, since=date(2026, 4, 1), fund=loaded).late == count
        assert sum_of(by_language(session, fund=loaded, day=TODAY)).overdue == count
        assert fund_items(session, fund=loaded, asked=Asked(state="overdue"), day=TODAY).total == count
        first = TODAY.replace(day=1)
        loans = loans_of_month(session, fund=loaded, first=first, last=TODAY)
        assert month_sum(month_rows(loans, first, TODAY))[Part.LATE_AFTER] == count

    agrees()
    session.rollback()
    assert seen > 5, "too few cases had rows both inside and outside the fund"
