"""Inventory books: numbers are never given twice and never go back."""

from __future__ import annotations

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from catalog.items.services import add_items
from catalog.stock import services
from catalog.stock.errors import StockCode, StockError, StockInputError, StockNotFoundError, StockRefused
from catalog.stock.models import InventorySeries
from catalog.stock.queries.series import all_series, highest_used, series_view
from catalog.stock.services import NewLine
from ils.db import transaction
from tests.catalog.stock.conftest import WORK, accepted, problems

Books = tuple[int, int]
NAMES = {"name_uz": "Asosiy fond", "name_ru": "", "name_en": ""}


def save(
    session: Session, code: str = "main", *, prefix: str = "", digits: int = 6, next_number: int = 1
) -> None:
    with transaction(session):
        services.save_series(
            session, WORK, code=code, prefix=prefix, digits=digits, next_number=next_number, **NAMES
        )


def test_a_new_library_has_three_books(session: Session) -> None:
    assert [(each.code, each.next_text) for each in all_series(session)] == [
        ("main", "000001"), ("foreign", "X-000001"), ("textbook", "D-000001"),
    ]  # fmt: skip
    assert series_view(session, "main").name("ru") == "Основной фонд"
    with pytest.raises(StockNotFoundError):
        series_view(session, "nowhere")


def test_a_library_that_has_numbers_begins_after_them(session: Session, books: Books) -> None:
    numbers = ["00041", "X-7", "X-0012", "INV-900", "12/3"]
    with transaction(session):
        add_items(session, WORK, record_id=books[0], department="lending", count=5, inventory_numbers=numbers)
        session.execute(delete(InventorySeries))
        services.install_defaults(session)
    assert [each.next_number for each in all_series(session)] == [42, 13, 1]
    assert highest_used(session, code="x", prefix="INV-") == 900


def test_the_next_number_is_set_upward_only(session: Session, books: Books) -> None:
    save(session, next_number=5_001)
    accepted(session, NewLine(books[0], 2, 100))
    for wrong in (1, 5_002, 0, 3_000_000_000):
        with pytest.raises(StockInputError) as refused:
            save(session, next_number=wrong)
        assert refused.value.code is StockCode.NUMBER_USED
        assert refused.value.facts["least"] == 5_003
    save(session, next_number=6_000)
    accepted(session, NewLine(books[0], 1, 100))
    save(session, next_number=7_000)
    save(session, next_number=6_500)
    accepted(session, NewLine(books[0], 1, 100))
    assert series_view(session, "main").next_number == 6_501
    assert problems(session) == []  # every jump is told by the audit trail


def test_a_series_goes_on_behind_copies_numbered_elsewhere(session: Session, books: Books) -> None:
    with transaction(session):
        add_items(
            session, WORK, record_id=books[0], department="lending", count=1, inventory_numbers=["0041"]
        )
        assert services.follow_copies(session, WORK, code="main") == 42
        assert services.follow_copies(session, WORK, code="main") == 42
    accepted(session, NewLine(books[0], 1, 100))
    assert problems(session) == []


def test_a_number_with_other_zeros_is_the_same_number(session: Session, books: Books) -> None:
    with transaction(session):
        add_items(
            session, WORK, record_id=books[0], department="lending", count=1, inventory_numbers=["0002"]
        )
    with pytest.raises(StockRefused) as refused:
        accepted(session, NewLine(books[0], 2, 100))
    assert refused.value.reasons[0].facts["numbers"] == "0002"


def test_how_numbers_are_written_stays_once_given(session: Session, books: Books) -> None:
    save(session, prefix="A-", digits=4)
    assert series_view(session, "main").next_text == "A-0001"
    accepted(session, NewLine(books[0], 1, 100))
    with pytest.raises(StockError) as refused:
        save(session, prefix="B-", digits=4, next_number=2)
    assert refused.value.code is StockCode.SERIES_IN_USE
    save(session, prefix="A-", digits=4, next_number=2)


def test_another_prefix_may_have_numbers_of_its_own(session: Session, books: Books) -> None:
    with transaction(session):
        add_items(session, WORK, record_id=books[0], department="lending", count=1, inventory_numbers=["B-9"])
    with pytest.raises(StockInputError) as refused:
        save(session, prefix="b-")
    assert refused.value.code is StockCode.NUMBER_USED
    save(session, prefix="b-", next_number=10)
    assert series_view(session, "main").next_text == "B-000010"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"prefix": "X-"}, StockCode.PREFIX_TAKEN),
        ({"prefix": "A1"}, StockCode.PREFIX_INVALID),
        ({"prefix": "A\x00"}, StockCode.PREFIX_INVALID),
        ({"prefix": "A" * 21}, StockCode.PREFIX_INVALID),
        ({"digits": 13}, StockCode.DIGITS_INVALID),
    ],
)
def test_bad_books_are_refused(session: Session, values: dict[str, object], code: StockCode) -> None:
    with pytest.raises(StockInputError) as refused:
        save(session, **values)  # type: ignore[arg-type]
    assert refused.value.code is code


def test_a_book_is_opened(session: Session, books: Books) -> None:
    with transaction(session):
        services.add_series(session, WORK, code="rare", prefix="n-", digits=0, **NAMES)
    accepted(session, NewLine(books[0], 1, 100), series="rare")
    assert highest_used(session, code="rare", prefix="N-") == 1
    for code, expected in (("rare", StockCode.SERIES_TAKEN), ("No", StockCode.SERIES_CODE_INVALID)):
        with pytest.raises(StockInputError) as refused, transaction(session):
            services.add_series(session, WORK, code=code, prefix="r-", digits=0, **NAMES)
        assert refused.value.code is expected
    with pytest.raises(StockNotFoundError):
        save(session, "nowhere")
