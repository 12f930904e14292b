"""Adding copies: numbers, log, refusals that change nothing."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.items import services
from catalog.items.errors import ItemCode
from catalog.items.measures import CHECKS
from catalog.items.models import Item, ItemState
from ils.accounts.models import AuditEntry
from ils.activity.kinds import Kind
from ils.activity.measures import CHECKS as LOG_CHECKS
from ils.activity.models import Activity
from ils.db import transaction
from ils.errors import LibraryError
from ils.library.errors import PlaceCode
from tests.catalog.items.conftest import add_row
from tests.conftest import NOON
from tests.world import work_at

WORK = work_at(NOON)


def add(session: Session, record_id: int, **facts: object) -> list[Item]:
    wanted = {"department": "lending", "count": 1} | facts
    with transaction(session):
        return services.add_items(session, WORK, record_id=record_id, **wanted)  # type: ignore[arg-type]


def refused(session: Session, record_id: int, **facts: object) -> str:
    before = count(session)
    with pytest.raises(LibraryError) as problem:
        add(session, record_id, **facts)
    assert count(session) == before
    return str(problem.value.code)


def count(session: Session) -> tuple[int, ...]:
    return tuple(
        session.scalars(select(func.count()).select_from(table)).one()
        for table in (Item, Activity, AuditEntry)
    )


def proven(session: Session) -> bool:
    return not [problem for check in (*CHECKS, *LOG_CHECKS) for problem in check(session)]


def test_a_copy_without_a_barcode_gets_the_next_one(session: Session, book: int) -> None:
    with transaction(session):
        item = services.add_item(session, WORK, record_id=book, department="lending")
    assert item.barcode == f"{item.id:08d}"
    assert (item.state, item.state_since, item.inventory_number) == (ItemState.AVAILABLE, NOON, None)


def test_copies_are_logged_with_what_statistics_need(session: Session) -> None:
    german = add_row(session, "Der kleine Prinz", "ger")
    items = add(
        session,
        german,
        count=2,
        inventory_numbers=["inv-1", "inv-2"],
        price=45_000,
        acquired_on=date(2026, 4, 1),
    )
    assert [item.inventory_number for item in items] == ["INV-1", "INV-2"]
    rows = list(session.scalars(select(Activity).order_by(Activity.id)))
    assert [(row.kind, row.subject_id, row.amount) for row in rows] == [
        (Kind.ITEM_ADD, item.id, 1) for item in items
    ]
    assert (rows[0].item_language, rows[0].item_type, rows[0].item_branch, rows[0].item_fund) == (
        "ger", "book", "8", "foreign",
    )  # fmt: skip
    assert proven(session)


def test_a_copy_of_the_foreign_department_is_in_its_fund_whatever_its_language(
    session: Session, book: int
) -> None:
    add(session, book, department="foreign")
    add(session, book)
    assert list(session.scalars(select(Activity.item_fund).order_by(Activity.id))) == ["foreign", ""]


def test_generated_barcodes_pass_over_those_in_use(session: Session, book: int) -> None:
    add(session, book, barcodes=["00000002"])
    assert [item.barcode for item in add(session, book, count=2)] == ["00000003", "00000004"]
    add(session, book, barcodes=["00000005"])
    assert [item.barcode for item in add(session, book, count=2)] == ["00000006", "00000007"]


def test_scanner_on_a_cyrillic_layout_is_understood(session: Session, book: int) -> None:
    assert add(session, book, barcodes=["ШТМ-045"])[0].barcode == "INV-045"


def test_a_number_is_given_once_whatever_its_case(session: Session, book: int) -> None:
    add(session, book, barcodes=["LIB-1"], inventory_numbers=["инв-1"])
    assert refused(session, book, barcodes=["lib-1"]) == ItemCode.BARCODE_TAKEN
    assert refused(session, book, inventory_numbers=["ИНВ-1"]) == ItemCode.INVENTORY_TAKEN
    assert refused(session, book, count=2, barcodes=["X", "x"]) == ItemCode.GIVEN_TWICE


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"count": 0}, ItemCode.COUNT_INVALID),
        ({"count": 501}, ItemCode.COUNT_INVALID),
        ({"count": 2, "barcodes": ["A"]}, ItemCode.COUNT_DIFFERS),
        ({"barcodes": ["9" * 10_000]}, ItemCode.BARCODE_INVALID),
        ({"inventory_numbers": ["9" * 10_000]}, ItemCode.INVENTORY_INVALID),
        ({"price": -1}, ItemCode.PRICE_INVALID),
        ({"department": "nowhere"}, PlaceCode.DEPARTMENT_UNKNOWN),
        ({"call_number": "x" * 101}, "value_too_long"),
    ],
)
def test_bad_values_change_nothing(session: Session, book: int, facts: dict[str, object], code: str) -> None:
    assert refused(session, book, **facts) == code


def test_an_unknown_record_is_refused(session: Session) -> None:
    assert refused(session, 99) == ItemCode.RECORD_UNKNOWN


def test_copies_without_barcodes_can_be_given_them(session: Session, book: int) -> None:
    add(session, book, count=3)
    with transaction(session):
        for item in session.scalars(select(Item).where(Item.id > 1)):
            item.inventory_number, item.barcode = f"INV-{item.id}", None
    with transaction(session):
        assert services.give_barcodes(session, WORK, record_id=book) == 2
    codes = list(session.scalars(select(Item.barcode).order_by(Item.id)))
    assert codes == ["00000001", "00000004", "00000005"]
    with transaction(session):
        assert services.give_barcodes(session, WORK, record_id=book) == 0


def test_planted_corruption_is_found(session: Session, book: int) -> None:
    add(session, book)
    with transaction(session):
        session.add(
            Item(
                record_id=book, barcode="SMUGGLED", department="lending", call_number="", state=ItemState.AVAILABLE,
                state_since=NOON, created_at=NOON,
            )
        )  # fmt: skip
    problems = [problem for check in CHECKS for problem in check(session)]
    assert [(problem.code, problem.facts["what"]) for problem in problems] == [("log_differs", "item")]
