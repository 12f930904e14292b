"""Defining the fund."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.stock.errors import StockCode
from foreign_fund.fund.errors import FundCode
from foreign_fund.fund.services import define
from ils.accounts.models import AuditEntry
from ils.db import transaction
from ils.errors import LibraryError
from ils.library.errors import PlaceCode
from ils.library.funds import FOREIGN, Fund, fund_of, load_fund
from tests.foreign_fund.shelf import at


def audited(session: Session) -> list[AuditEntry]:
    return list(session.scalars(select(AuditEntry).where(AuditEntry.action == "fund_defined")))


def test_a_new_definition_holds_and_is_audited_with_the_old_one(session: Session) -> None:
    before = load_fund(session)
    with transaction(session):
        define(session, at(), departments=["foreign", "electronic"], languages=["eng", "rus"])
    assert fund_of(session, department="lending", language="rus", number=None) == "foreign"
    assert fund_of(session, department="lending", language="ger", number=None) == ""
    (entry,) = audited(session)
    assert entry.details["languages"] == ["eng", "rus"]
    assert entry.details["languages_before"] == sorted(before.languages)


def test_an_inventory_book_is_defined_by_its_code_and_kept_by_its_prefix(session: Session) -> None:
    with transaction(session):
        define(session, at(), departments=[], languages=[], series=["foreign"])
    assert load_fund(session) == Fund(FOREIGN, frozenset(), frozenset(), frozenset({"X-"}))
    (entry,) = audited(session)
    assert (entry.details["series"], entry.details["series_before"]) == (["X-"], [])


def test_a_book_that_is_not_there_is_refused(session: Session) -> None:
    before = load_fund(session)
    with pytest.raises(LibraryError) as refused, transaction(session):
        define(session, at(), departments=["foreign"], languages=[], series=["moon"])
    assert refused.value.code == StockCode.SERIES_UNKNOWN
    assert load_fund(session) == before


def test_the_same_definition_again_is_no_act(session: Session) -> None:
    fund = load_fund(session)
    with transaction(session):
        define(session, at(), departments=fund.departments, languages=fund.languages)
    assert audited(session) == []


@pytest.mark.parametrize(
    ("departments", "languages", "code"),
    [
        ([], [], FundCode.NOTHING_CHOSEN),
        (["moon"], [], PlaceCode.DEPARTMENT_UNKNOWN),
        (["foreign"], ["en"], PlaceCode.LANGUAGE_UNKNOWN),
        (["foreign"], ["'; DROP"], PlaceCode.LANGUAGE_UNKNOWN),
    ],
)
def test_what_cannot_be_a_fund(
    session: Session, departments: list[str], languages: list[str], code: object
) -> None:
    before = load_fund(session)
    with pytest.raises(LibraryError) as refused, transaction(session):
        define(session, at(), departments=departments, languages=languages)
    assert refused.value.code == code
    assert load_fund(session) == before
