"""An approved act is corrected by another: copies taken back, prices put right, and every sum still holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState
from catalog.items.queries import items_of_record
from catalog.items.services import place, set_state, withdraw
from catalog.stock import services
from catalog.stock.errors import StockCode, StockError, StockRefused
from catalog.stock.models import ActState
from catalog.stock.queries.listing import ActFilters, acts
from catalog.stock.queries.showing import act_lines, act_view, corrections_of, totals
from catalog.stock.queries.standing import standing
from catalog.stock.services import Correction, NewLine
from ils.activity.kinds import Kind
from ils.activity.measures import net_amount
from ils.activity.models import Activity
from ils.db import transaction
from tests.catalog.stock.conftest import WORK, accepted, approved, begun, lines_added, problems
from tests.conftest import NOON

Books = tuple[int, int]
TODAY = NOON.date()


@pytest.fixture
def act_id(session: Session, books: Books) -> int:
    """An approved act of three copies at 45 000 and two at 30 000."""
    return accepted(session, NewLine(books[0], 3, 4_500_000, "84"), NewLine(books[1], 2, 3_000_000))


def corrected(
    session: Session,
    act_id: int,
    *,
    take_back: Collection[int] = (),
    prices: Mapping[int, int] | None = None,
    day: date = TODAY,
) -> int:
    """Write a correcting draft; returns its id."""
    with transaction(session):
        return services.begin_correction(
            session, WORK, act_id=act_id, wanted=Correction(take_back, prices or {}), day=day, document="",
            note="Ortiqcha sanalgan",
        )  # fmt: skip


def ids(session: Session, act_id: int) -> list[int]:
    return [copy.item_id for copy in standing(session, act_id)]


def lines_by_title(session: Session, act_id: int) -> list[int]:
    return list(dict.fromkeys(copy.line.id for copy in standing(session, act_id)))


def test_copies_taken_back_are_withdrawn_and_counted_back(
    session: Session, books: Books, act_id: int
) -> None:
    gone = ids(session, act_id)[1:3]
    second = corrected(session, act_id, take_back=gone)
    assert net_amount(session, Kind.ACCESSION) == 5  # a draft counts nothing
    assert approved(session, second) == 2
    assert net_amount(session, Kind.ACCESSION) == 3
    copies = {copy.id: copy for copy in items_of_record(session, books[0])}
    assert {(copies[each].state, copies[each].withdrawn_act, copies[each].withdrawn_on) for each in gone} == {
        (ItemState.WITHDRAWN, "№ 2/2026", TODAY)
    }
    rows = session.scalars(select(Activity).where(Activity.kind == Kind.ITEM_WITHDRAW)).all()
    assert {(row.source, row.amount, row.note, row.item_language) for row in rows} == {
        ("correction", 1, "№ 2/2026", "uzb")
    }
    assert [line.taken_back for line in act_lines(session, act_view(session, act_id))] == [2, 0]
    (line,) = act_lines(session, act_view(session, second))
    assert (line.copies, line.som, line.numbers) == (-2, -90_000, "000002 – 000003")
    assert [act.id for act in corrections_of(session, act_id)] == [second]
    assert len(ids(session, act_id)) == 3
    whole = acts(session, ActFilters())
    assert (whole.copies, whole.titles, whole.som) == (3, 2, 45_000 + 60_000)
    assert problems(session) == []


def test_a_price_is_put_right_without_changing_copies(session: Session, books: Books, act_id: int) -> None:
    first, _second = lines_by_title(session, act_id)
    fix = corrected(session, act_id, prices={first: 5_000_000})
    approved(session, fix)
    lines = act_lines(session, act_view(session, fix))
    assert [(line.copies, line.price_som) for line in lines] == [(-3, 45_000), (3, 50_000)]
    assert (totals(lines).copies, totals(lines).som) == (0, 15_000)
    assert {copy.price for copy in items_of_record(session, books[0])} == {50_000}
    assert {copy.state for copy in items_of_record(session, books[0])} == {ItemState.AVAILABLE}
    assert net_amount(session, Kind.ACCESSION) == 5
    assert net_amount(session, Kind.ITEM_WITHDRAW) == 0
    assert [line.taken_back for line in act_lines(session, act_view(session, act_id))] == [0, 0]
    assert problems(session) == []


def test_one_taken_back_and_the_others_at_a_new_price_then_all_of_them(
    session: Session, books: Books, act_id: int
) -> None:
    first, _second = lines_by_title(session, act_id)
    gone = ids(session, act_id)[0]
    approved(session, corrected(session, act_id, take_back=[gone], prices={first: 4_000_000}))
    assert acts(session, ActFilters()).som == 2 * 40_000 + 2 * 30_000
    assert problems(session) == []
    approved(session, corrected(session, act_id, take_back=ids(session, act_id)))
    whole = acts(session, ActFilters())
    assert (whole.copies, whole.titles, whole.som) == (0, 0, 0)
    assert [line.taken_back for line in act_lines(session, act_view(session, act_id))] == [3, 2]
    assert standing(session, act_id) == ()
    assert problems(session) == []


def test_copies_that_are_away_are_named_all_at_once(session: Session, act_id: int) -> None:
    lent, shown, gone, *_rest = ids(session, act_id)
    second = corrected(session, act_id, take_back=[lent, shown, gone])
    with transaction(session):
        set_state(session, lent, was=ItemState.AVAILABLE, becomes=ItemState.ON_LOAN, now=NOON)
        place(
            session, item_id=shown, kind="exhibition", ref_id=1, label="Navroʻz", section="", lendable=True,
            since=TODAY, until=None,
        )  # fmt: skip
        withdraw(session, WORK, item_id=gone, act="Hisobdan chiqarish 1", day=TODAY)
    with pytest.raises(StockRefused) as refused:
        approved(session, second)
    assert [reason.code for reason in refused.value.reasons] == [
        StockCode.COPY_ON_LOAN, StockCode.COPY_PLACED, StockCode.COPY_WITHDRAWN,
    ]  # fmt: skip
    assert act_view(session, second).state is ActState.DRAFT
    assert net_amount(session, Kind.ACCESSION) == 5


@pytest.mark.parametrize("state", [ItemState.HELD, ItemState.IN_TRANSIT])
def test_copies_promised_to_a_reader_or_on_their_way_stand_against_the_correction(
    session: Session, act_id: int, state: ItemState
) -> None:
    promised = ids(session, act_id)[0]
    second = corrected(session, act_id, take_back=[promised])
    aim = "foreign" if state is ItemState.IN_TRANSIT else ""
    with transaction(session):
        set_state(session, promised, was=ItemState.AVAILABLE, becomes=state, now=NOON, transit_to=aim)
    with pytest.raises(StockRefused) as refused:
        approved(session, second)
    assert [reason.code for reason in refused.value.reasons] == [StockCode.COPY_PROMISED]


def test_a_lent_copy_may_get_another_price(session: Session, books: Books, act_id: int) -> None:
    first, _second = lines_by_title(session, act_id)
    with transaction(session):
        set_state(
            session, ids(session, act_id)[0], was=ItemState.AVAILABLE, becomes=ItemState.ON_LOAN, now=NOON
        )
    approved(session, corrected(session, act_id, prices={first: 100}))
    assert {copy.price for copy in items_of_record(session, books[0])} == {1}


def test_two_corrections_of_one_copy(session: Session, act_id: int) -> None:
    gone = ids(session, act_id)[:1]
    first, second = corrected(session, act_id, take_back=gone), corrected(session, act_id, take_back=gone)
    approved(session, first)
    with pytest.raises(StockRefused) as refused:
        approved(session, second)
    assert [reason.code for reason in refused.value.reasons] == [StockCode.COPY_CORRECTED]
    with transaction(session):
        services.cancel_act(session, WORK, act_id=second)
    assert problems(session) == []


def test_a_correction_is_of_this_year_and_counts_there(session: Session, books: Books) -> None:
    old = accepted(session, NewLine(books[0], 1, 100), day=date(2025, 12, 1))
    second = corrected(session, old, take_back=ids(session, old))
    approved(session, second)
    rows = session.execute(
        select(Activity.day, Activity.amount).where(Activity.kind == Kind.ACCESSION).order_by(Activity.id)
    )
    assert [tuple(row) for row in rows] == [(date(2025, 12, 1), 1), (TODAY, -1)]
    assert problems(session) == []


def test_what_cannot_be_corrected(session: Session, books: Books, act_id: int) -> None:
    draft = begun(session)
    lines_added(session, draft, NewLine(books[0], 1, 100))
    with pytest.raises(StockError) as refused:
        corrected(session, draft, take_back=[1])
    assert refused.value.code is StockCode.NOT_APPROVED
    with pytest.raises(StockError) as refused:
        corrected(session, act_id)
    assert refused.value.code is StockCode.NOTHING_TO_CORRECT
    with pytest.raises(StockError) as refused:
        corrected(session, act_id, take_back=[12_345])
    assert refused.value.code is StockCode.NOT_OF_ACT
    fix = corrected(session, act_id, take_back=ids(session, act_id)[:1])
    with pytest.raises(StockError) as refused:
        lines_added(session, fix, NewLine(books[0], 1))
    assert refused.value.code is StockCode.CORRECTS
    approved(session, fix)
    with pytest.raises(StockError) as refused:
        corrected(session, fix, take_back=[1])
    assert refused.value.code is StockCode.CORRECTS


def test_a_correction_before_the_act_itself_is_refused(session: Session, act_id: int) -> None:
    early = corrected(session, act_id, take_back=ids(session, act_id)[:1], day=TODAY - timedelta(days=1))
    with pytest.raises(StockRefused) as refused:
        approved(session, early)
    assert [reason.code for reason in refused.value.reasons] == [StockCode.DAY_BEFORE]


def test_the_head_of_a_correction_keeps_what_it_stands_by(session: Session, act_id: int) -> None:
    from catalog.stock.models import AccessionSource
    from tests.catalog.stock.conftest import PURCHASE

    fix = corrected(session, act_id, take_back=ids(session, act_id)[:1])
    with transaction(session):
        services.change_act(
            session, WORK, act_id=fix,
            **(PURCHASE | {"source": AccessionSource.EXCHANGE, "department": "foreign", "note": "Xato"}),
        )  # fmt: skip
    act = act_view(session, fix)
    assert (act.source, act.department, act.note) == (AccessionSource.PURCHASE, "lending", "Xato")


@pytest.mark.parametrize(
    ("break_it", "code"),
    [
        ("UPDATE acceptance_line SET copies = copies + 1", "log_differs"),
        ("DELETE FROM accepted_item WHERE item_id = 1", "act_copies_differ"),
        ("UPDATE acceptance_act SET number = 7", "act_number_gap"),
        ("UPDATE inventory_series SET next_number = 9 WHERE code = 'main'", "series_gap"),
        ("UPDATE acceptance_line SET first_number = 3, last_number = 4 WHERE position = 2", "series_gap"),
    ],
)
def test_checks_find_what_is_broken(session: Session, act_id: int, break_it: str, code: str) -> None:
    from sqlalchemy import text

    with transaction(session):
        session.execute(text(break_it))
    assert code in {found for found, _facts in problems(session)}


def test_a_copy_taken_back_and_still_here_is_found(session: Session, act_id: int) -> None:
    approved(session, corrected(session, act_id, take_back=ids(session, act_id)[:1]))
    with transaction(session):
        item = session.get_one(Item, 1)
        item.state, item.withdrawn_on = ItemState.AVAILABLE, None
    assert "act_copy_still_here" in {found for found, _facts in problems(session)}
