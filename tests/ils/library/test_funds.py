"""Which copies belong to the foreign fund is the library's own decision."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from ils.db import transaction
from ils.library.errors import PlaceCode, PlaceError
from ils.library.funds import FOREIGN, Fund, define_fund, follow_series, fund_of, load_fund, series_of

FUND = Fund(FOREIGN, frozenset({"foreign"}), frozenset({"ger", "eng"}))


@pytest.mark.parametrize(
    ("department", "language", "belongs"),
    [
        ("foreign", "uzb", True),
        ("lending", "ger", True),
        ("foreign", "ger", True),
        ("lending", "rus", False),
        ("lending", "", False),
        ("", "", False),
    ],
)
def test_a_copy_belongs_by_department_or_by_language(department: str, language: str, belongs: bool) -> None:
    assert FUND.has(department=department, language=language, number=None) is belongs


@pytest.mark.parametrize(
    ("number", "prefix"),
    [
        ("X-000123", "X-"), ("X-7", "X-"), ("000123", ""), ("0", ""), ("X-A-1", "X-A-"), ("2024/X-5", "2024/X-"),
        ("X-", None), ("X-12A", None), ("", None), (None, None), ("X-١٢", None),
    ],
)  # fmt: skip
def test_the_book_of_a_number_is_what_stands_before_its_last_digits(
    number: str | None, prefix: str | None
) -> None:
    assert series_of(number) == prefix


@pytest.mark.parametrize(
    ("department", "language", "number", "series", "belongs"),
    [
        ("lending", "uzb", "X-000001", {"X-"}, True),  # the book alone is enough
        ("lending", "uzb", "D-000001", {"X-"}, False),
        ("lending", "uzb", "XX-00001", {"X-"}, False),
        ("lending", "uzb", "X-00001A", {"X-"}, False),
        ("lending", "uzb", "000001", {""}, True),  # the book without a prefix
        ("lending", "uzb", "X-000001", {""}, False),
        ("lending", "uzb", None, {""}, False),  # a copy with a barcode only, or a title without copies
        ("foreign", "uzb", "D-000001", {"X-"}, True),  # no rule takes away what another gives
        ("lending", "ger", "D-000001", {"X-"}, True),
        ("lending", "uzb", "X-000001", set(), False),
    ],
)
def test_a_copy_belongs_by_its_inventory_book_too(
    department: str, language: str, number: str | None, series: set[str], belongs: bool
) -> None:
    fund = replace(FUND, series=frozenset(series))
    assert fund.has(department=department, language=language, number=number) is belongs


def test_a_definition_follows_the_book_whose_prefix_changes(session: Session) -> None:
    with transaction(session):
        define_fund(session, departments=frozenset(), languages=frozenset(), series=frozenset({"X-", "D-"}))
        follow_series(session, was="X-", becomes="CHET-")
    assert load_fund(session).series == {"CHET-", "D-"}


def test_the_definition_is_replaced_as_a_whole(session: Session) -> None:
    with transaction(session):
        define_fund(session, departments=frozenset({"children"}), languages=frozenset({"rus"}))
    assert load_fund(session) == Fund(FOREIGN, frozenset({"children"}), frozenset({"rus"}))
    assert fund_of(session, department="lending", language="rus", number=None) == "foreign"
    assert fund_of(session, department="foreign", language="ger", number=None) == ""


def test_a_fund_may_be_empty_and_others_may_be_defined(session: Session) -> None:
    with transaction(session):
        define_fund(session, departments=frozenset(), languages=frozenset())
        define_fund(session, departments=frozenset({"local"}), languages=frozenset(), code="rare")
    assert fund_of(session, department="foreign", language="ger", number=None) == ""
    assert load_fund(session, "rare").departments == {"local"}
    assert load_fund(session, "unknown") == Fund("unknown", frozenset(), frozenset())


@pytest.mark.parametrize(
    ("departments", "languages", "code"),
    [
        ({"attic"}, set(), PlaceCode.DEPARTMENT_UNKNOWN),
        (set(), {"german"}, PlaceCode.LANGUAGE_UNKNOWN),
        (set(), {"de"}, PlaceCode.LANGUAGE_UNKNOWN),
        (set(), {"GER"}, PlaceCode.LANGUAGE_UNKNOWN),
        (set(), {"x" * 5000}, PlaceCode.LANGUAGE_UNKNOWN),
        ({"'; DROP TABLE fund_rule; --"}, set(), PlaceCode.DEPARTMENT_UNKNOWN),
    ],
)
def test_a_definition_that_names_the_unknown_is_refused(
    session: Session, departments: set[str], languages: set[str], code: PlaceCode
) -> None:
    before = load_fund(session)
    with pytest.raises(PlaceError) as caught, transaction(session):
        define_fund(session, departments=frozenset(departments), languages=frozenset(languages))
    assert caught.value.code is code
    assert load_fund(session) == before
