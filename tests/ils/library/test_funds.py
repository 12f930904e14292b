"""Which copies belong to the foreign fund is the library's own decision."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from ils.db import transaction
from ils.library.errors import PlaceCode, PlaceError
from ils.library.funds import FOREIGN, Fund, define_fund, fund_of, load_fund

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
    assert FUND.has(department=department, language=language) is belongs


def test_the_definition_is_replaced_as_a_whole(session: Session) -> None:
    with transaction(session):
        define_fund(session, departments=frozenset({"children"}), languages=frozenset({"rus"}))
    assert load_fund(session) == Fund(FOREIGN, frozenset({"children"}), frozenset({"rus"}))
    assert fund_of(session, department="lending", language="rus") == "foreign"
    assert fund_of(session, department="foreign", language="ger") == ""


def test_a_fund_may_be_empty_and_others_may_be_defined(session: Session) -> None:
    with transaction(session):
        define_fund(session, departments=frozenset(), languages=frozenset())
        define_fund(session, departments=frozenset({"local"}), languages=frozenset(), code="rare")
    assert fund_of(session, department="foreign", language="ger") == ""
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
