"""Approving: numbers, copies, the log, in one transaction or not at all."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState
from catalog.items.queries import items_of_record
from catalog.items.services import add_items
from catalog.stock import services
from catalog.stock.errors import StockCode, StockError, StockInputError, StockNotFoundError, StockRefused
from catalog.stock.models import AcceptanceAct, AccessionSource, ActState, InventorySeries
from catalog.stock.queries.listing import ActFilters, acts, count_drafts
from catalog.stock.queries.showing import act_lines, act_view, line_names, totals
from catalog.stock.services import NewLine
from ils.activity.cut import Cut, cuts_of
from ils.activity.kinds import Kind
from ils.activity.models import Activity
from ils.activity.queries import counted
from ils.db import transaction
from ils.library.funds import define_fund
from ils.workplan.services import template_lines
from tests.catalog.stock.conftest import PURCHASE, WORK, accepted, approved, begun, lines_added, problems
from tests.conftest import NOON
from tests.world import work_at

Books = tuple[int, int]
YEAR = {"since": date(2026, 1, 1), "until": date(2026, 12, 31)}


COUNTERS = {line["number"]: cuts_of(line["counter"]) for line in template_lines()}


def line_10(session: Session, number: str = "10") -> int:
    return counted(session, COUNTERS[number], "amount", **YEAR)


def test_an_act_makes_copies_with_unbroken_numbers(session: Session, books: Books) -> None:
    act_id = accepted(session, NewLine(books[0], 3, 4_500_000, "84(5Oʻ)6"), NewLine(books[1], 2, 3_000_050))
    act = act_view(session, act_id)
    assert (act.state, act.number, act.name) == (ActState.APPROVED, 1, "1/2026")
    lines = act_lines(session, act)
    assert [line.numbers for line in lines] == ["000001 – 000003", "000004 – 000005"]
    copies = items_of_record(session, books[0])
    assert [copy.inventory_number for copy in copies] == ["000001", "000002", "000003"]
    assert {(copy.price, copy.call_number, copy.department, copy.state) for copy in copies} == {
        (45_000, "84(5Oʻ)6", "lending", ItemState.AVAILABLE)
    }
    assert len({copy.barcode for copy in (*copies, *items_of_record(session, books[1]))} - {None}) == 5
    assert {copy.acquired_on for copy in copies} == {NOON.date()}
    assert [copy.price for copy in items_of_record(session, books[1])] == [30_001, 30_001]
    assert problems(session) == []


def test_line_10_is_the_sum_of_approved_acts(session: Session, books: Books) -> None:
    accepted(session, NewLine(books[0], 3, 100))
    accepted(session, NewLine(books[0], 5), source=AccessionSource.GIFT_PERSON)
    accepted(session, NewLine(books[1], 7), source=AccessionSource.GIFT_ORGANISATION)
    accepted(session, NewLine(books[1], 1), source=AccessionSource.LEGAL_DEPOSIT)
    lines_added(session, begun(session), NewLine(books[0], 90, 100))  # only a draft
    figures = {number: line_10(session, number) for number in COUNTERS if number.startswith("10")}
    assert figures == {
        "10": 16, "10.1": 1, "10.2": 3, "10.3": 0, "10.4": 12, "10.4.1": 5, "10.4.2": 7,
    }  # fmt: skip
    assert acts(session, ActFilters(state=ActState.APPROVED)).copies == 16
    assert problems(session) == []


def test_the_log_keeps_the_fund_by_the_inventory_book_of_the_act(session: Session, books: Books) -> None:
    with transaction(session):
        define_fund(session, departments=frozenset(), languages=frozenset(), series=frozenset({"X-"}))
    for series in ("foreign", "textbook"):
        accepted(session, NewLine(books[0], 2, 100), series=series)
    kinds = (Kind.ACCESSION, Kind.ITEM_ADD)
    rows = session.execute(select(Activity.kind, Activity.item_fund).where(Activity.kind.in_(kinds)))
    assert Counter(row.item_fund for row in rows) == {"foreign": 3, "": 3}


def test_an_act_counts_on_its_own_day_though_approved_later(session: Session, books: Books) -> None:
    march = date(2026, 3, 31)
    act_id = accepted(session, NewLine(books[0], 2, 100), day=march)
    rows = session.scalars(select(Activity).where(Activity.kind == Kind.ACCESSION)).all()
    assert [(row.day, row.amount, row.source, row.item_language) for row in rows] == [
        (march, 2, "purchase", "uzb")
    ]
    added = session.scalars(select(Activity).where(Activity.kind == Kind.ITEM_ADD)).all()
    assert [(row.day, row.source) for row in added] == [(NOON.date(), "purchase")] * 2
    cut = Cut(kinds=(Kind.ACCESSION,))
    assert counted(session, (cut,), "amount", since=march, until=march) == 2
    assert line_names(session, {rows[0].subject_id}) == {
        rows[0].subject_id: ("№ 1/2026 · Oʻtkan kunlar : roman", act_id)
    }


def test_every_reason_is_told_at_once_and_nothing_changes(session: Session, books: Books) -> None:
    act_id = begun(session, partner="", contract=" ", document="", day=NOON.date() + timedelta(days=1))
    lines_added(session, act_id, NewLine(books[0], 1), NewLine(books[1], 1, 100))
    with pytest.raises(StockRefused) as refused:
        approved(session, act_id)
    told = [(reason.code, reason.facts.get("fact")) for reason in refused.value.reasons]
    assert told == [
        (StockCode.DAY_IN_FUTURE, None), (StockCode.FACT_MISSING, "partner"), (StockCode.FACT_MISSING, "contract"),
        (StockCode.FACT_MISSING, "document"), (StockCode.LINE_PRICE_MISSING, None),
    ]  # fmt: skip
    assert session.scalars(select(func.count()).select_from(Item)).one() == 0
    assert act_view(session, act_id).number is None
    assert line_10(session) == 0


@pytest.mark.parametrize(
    ("source", "facts", "missing"),
    [
        ("legal_deposit", {"partner": "", "document": ""}, ["partner", "document"]),
        ("exchange", {"partner": "", "contract": ""}, ["partner", "contract"]),
        ("subscription", {"contract": ""}, ["contract"]),
        (
            "gift_person",
            {"partner": "", "commission": "", "document": "", "contract": ""},
            ["partner", "commission"],
        ),
        ("gift_organisation", {"document": ""}, ["document"]),
        ("replacement", {"commission": ""}, ["commission"]),
    ],
)
def test_each_source_needs_its_own_facts(
    session: Session, books: Books, source: str, facts: dict[str, str], missing: list[str]
) -> None:
    act_id = begun(session, source=AccessionSource(source), **facts)
    lines_added(session, act_id, NewLine(books[0], 1, 100, note="Yoʻqolgan: 000007"))
    with pytest.raises(StockRefused) as refused:
        approved(session, act_id)
    assert [reason.facts["fact"] for reason in refused.value.reasons] == missing


def test_a_replacement_names_the_lost_book_and_a_gift_may_have_no_price(
    session: Session, books: Books
) -> None:
    act_id = begun(session, source=AccessionSource.REPLACEMENT)
    lines_added(session, act_id, NewLine(books[0], 1, 100))
    with pytest.raises(StockRefused) as refused:
        approved(session, act_id)
    assert [reason.code for reason in refused.value.reasons] == [StockCode.LINE_NOTE_MISSING]
    accepted(session, NewLine(books[0], 1), source=AccessionSource.GIFT_PERSON)
    assert items_of_record(session, books[0])[0].price is None


def test_an_empty_act_is_refused(session: Session) -> None:
    with pytest.raises(StockRefused) as refused:
        approved(session, begun(session))
    assert [reason.code for reason in refused.value.reasons] == [StockCode.NO_LINES]


def test_numbers_that_copies_have_already_are_named(session: Session, books: Books) -> None:
    with transaction(session):
        add_items(
            session,
            WORK,
            record_id=books[1],
            department="lending",
            count=2,
            inventory_numbers=["000002", "000003"],
        )
    act_id = begun(session)
    lines_added(session, act_id, NewLine(books[0], 4, 100))
    with pytest.raises(StockRefused) as refused:
        approved(session, act_id)
    (reason,) = refused.value.reasons
    assert (reason.code, reason.facts["numbers"]) == (StockCode.NUMBERS_TAKEN, "000002, 000003")
    with transaction(session):
        services.save_series(
            session,
            WORK,
            code="main",
            name_uz="Asosiy",
            name_ru="",
            name_en="",
            prefix="",
            digits=6,
            next_number=4,
        )
    approved(session, act_id)
    assert [copy.inventory_number for copy in items_of_record(session, books[0])] == [
        "000004", "000005", "000006", "000007",
    ]  # fmt: skip
    assert problems(session) == []


def test_copies_without_an_act_are_never_claimed(session: Session, books: Books) -> None:
    with transaction(session):
        add_items(session, WORK, record_id=books[0], department="lending", count=3)
    accepted(session, NewLine(books[0], 2, 100))
    assert line_10(session) == 2
    assert len(items_of_record(session, books[0])) == 5
    assert problems(session) == []


def test_numbers_of_acts_run_by_year_and_series_by_book(session: Session, books: Books) -> None:
    accepted(session, NewLine(books[0], 1, 100), day=date(2025, 12, 30))
    accepted(session, NewLine(books[0], 1, 100))
    accepted(session, NewLine(books[1], 2, 100), series="foreign")
    found = session.execute(select(AcceptanceAct.year, AcceptanceAct.number).order_by(AcceptanceAct.id)).all()
    assert [tuple(row) for row in found] == [(2025, 1), (2026, 1), (2026, 2)]
    assert [copy.inventory_number for copy in items_of_record(session, books[1])] == ["X-000001", "X-000002"]
    following = session.execute(select(InventorySeries.code, InventorySeries.next_number)).all()
    assert {row.code: row.next_number for row in following} == {"main": 3, "foreign": 3, "textbook": 1}
    assert problems(session) == []


def test_an_approved_act_is_never_changed(session: Session, books: Books) -> None:
    act_id = accepted(session, NewLine(books[0], 1, 100))
    line_id = act_lines(session, act_view(session, act_id))[0].id
    attempts: list[Any] = [
        lambda: services.change_act(session, WORK, act_id=act_id, **PURCHASE),
        lambda: services.cancel_act(session, WORK, act_id=act_id),
        lambda: services.approve(session, WORK, act_id=act_id),
        lambda: services.add_line(session, WORK, act_id=act_id, line=NewLine(books[0], 1)),
        lambda: services.remove_line(session, WORK, act_id=act_id, line_id=line_id),
        lambda: services.change_line(
            session, WORK, act_id=act_id, line_id=line_id, line=NewLine(books[0], 1)
        ),
    ]
    for attempt in attempts:
        with pytest.raises(StockError) as refused, transaction(session):
            attempt()
        assert refused.value.code is StockCode.NOT_DRAFT
    assert line_10(session) == 1


def test_a_draft_is_changed_and_given_up(session: Session, books: Books) -> None:
    act_id = begun(session)
    first, second = lines_added(session, act_id, NewLine(books[0], 1, 100), NewLine(books[1], 1, 100))
    with transaction(session):
        services.change_line(
            session, WORK, act_id=act_id, line_id=first, line=NewLine(books[0], 4, 200, "84", "x")
        )
        services.remove_line(session, WORK, act_id=act_id, line_id=second)
        services.change_act(
            session, WORK, act_id=act_id, **(PURCHASE | {"currency": "USD", "rate": 126_505_500})
        )
    (line,) = act_lines(session, act_view(session, act_id))
    assert (line.copies, line.price, line.price_som, line.call_number, line.note) == (
        4,
        200,
        25_301,
        "84",
        "x",
    )
    assert count_drafts(session) == 1
    with transaction(session):
        services.cancel_act(session, WORK, act_id=act_id)
    assert act_view(session, act_id).state is ActState.CANCELLED
    assert count_drafts(session) == 0
    with pytest.raises(StockError):
        approved(session, act_id)
    assert problems(session) == []


def test_totals_of_an_act(session: Session, books: Books) -> None:
    act_id = begun(session, currency="EUR", rate=139_990_000)
    lines_added(
        session, act_id, NewLine(books[0], 3, 1_250), NewLine(books[1], 2, 333), NewLine(books[1], 1, 1)
    )
    whole = totals(act_lines(session, act_view(session, act_id)))
    assert (whole.copies, whole.titles, whole.sum) == (6, 2, 3 * 1_250 + 2 * 333 + 1)
    assert whole.som == 3 * 174_988 + 2 * 46_617 + 140
    assert whole.by_language == (("rus", 3), ("uzb", 3))
    assert whole.by_type == (("book", 6),)


def test_a_record_merged_meanwhile_is_followed(session: Session, books: Books) -> None:
    from catalog.records.models import Record

    act_id = begun(session)
    lines_added(session, act_id, NewLine(books[0], 1, 100))
    with transaction(session):
        session.get_one(Record, books[0]).merged_into = books[1]
    approved(session, act_id)
    assert len(items_of_record(session, books[1])) == 1


def test_bad_input_is_refused(session: Session, books: Books) -> None:
    act_id = begun(session)
    for line, code in (
        (NewLine(books[0], 0), StockCode.COUNT_INVALID),
        (NewLine(books[0], 5_001), StockCode.COUNT_INVALID),
        (NewLine(books[0], 1, -1), StockCode.PRICE_INVALID),
        (NewLine(books[0], 1, 3_000_000_000), StockCode.PRICE_INVALID),
    ):
        with pytest.raises(StockInputError) as refused:
            lines_added(session, act_id, line)
        assert refused.value.code is code
    for facts, code in (
        ({"currency": "XXX"}, StockCode.CURRENCY_UNKNOWN),
        ({"currency": "USD", "rate": 0}, StockCode.RATE_INVALID),
        ({"series": "nowhere"}, StockCode.SERIES_UNKNOWN),
    ):
        with pytest.raises(Exception) as other:  # noqa: PT011
            begun(session, **facts)
        assert other.value.code is code
    with pytest.raises(StockNotFoundError):
        lines_added(session, 999, NewLine(books[0], 1))
    with pytest.raises(StockNotFoundError):
        act_view(session, 10**12)


def test_a_big_act_in_one_transaction(session: Session, books: Books) -> None:
    act_id = begun(session)
    lines_added(session, act_id, *[NewLine(books[0], 40, 100) for _ in range(50)])
    approved(session, act_id)
    assert line_10(session) == 2_000
    assert act_lines(session, act_view(session, act_id))[-1].numbers == "001961 – 002000"
    assert problems(session) == []


def test_an_act_in_one_go(session: Session, books: Books) -> None:
    work = work_at(NOON, actor_id=None)
    with transaction(session):
        act_id = services.accept_at_once(
            session, work, source=AccessionSource.GIFT_PERSON, department="lending", partner="Anvar Karimov",
            commission="Karimova N.", lines=[NewLine(books[0], 2, 0)],
        )  # fmt: skip
    assert act_view(session, act_id).name == "1/2026"
