"""The department's list of late copies."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from circulation.overdue.queries import count_overdue
from foreign_fund.fund.queries import by_language, sum_of
from ils import clock
from ils.library.funds import load_fund
from tests.foreign_fund.shelf import Shelf

LONG_AGO = clock.now() - timedelta(days=100)
ADDRESS = "/fund/overdue"


@pytest.fixture
def late(shelf: Shelf) -> None:
    """Anvar has a German and an English copy of the fund, and one of the main fund, all late."""
    shelf.copy("G-1")
    shelf.copy("E-1", "eng", department="lending")
    shelf.copy("U-1", "uzb", department="lending")
    for code in ("G-1", "E-1", "U-1"):
        shelf.lend(code, now=LONG_AGO)


@pytest.mark.usefixtures("late")
def test_only_copies_of_the_fund_with_reader_group_and_telephone(department: FlaskClient) -> None:
    text = department.get(ADDRESS).text
    for told in (
        "Karimov Anvar",
        "203-A",
        "90 123 45 67",
        "Der kleine Prinz",
        "German",
        "00000001",
        "00000002",
    ):
        assert told in text
    assert "00000003" not in text


@pytest.mark.usefixtures("late")
def test_one_language(department: FlaskClient) -> None:
    text = department.get(f"{ADDRESS}?language=ger").text
    assert "00000001" in text
    assert "00000002" not in text
    assert f"{ADDRESS}?language=eng" in text
    assert "Nothing is late in this language" in department.get(f"{ADDRESS}?language=kor").text


@pytest.mark.usefixtures("late")
def test_who_may_not_control_delays_sees_no_telephone(onlooker: FlaskClient) -> None:
    text = onlooker.get(ADDRESS).text
    assert "Karimov Anvar" in text
    assert "123 45 67" not in text
    assert "/patrons/" not in text


@pytest.mark.usefixtures("late")
def test_the_figures_of_the_fund_and_the_list_agree(session: Session) -> None:
    fund, day = load_fund(session), clock.today()
    assert (
        sum_of(by_language(session, fund=fund, day=day)).overdue
        == count_overdue(session, day=day, fund=fund)
        == 2
    )


def test_nothing_late(department: FlaskClient) -> None:
    assert "Nothing of the fund is late" in department.get(f"{ADDRESS}?page=3").text


def test_signed_out_one_is_asked_to_sign_in(client: FlaskClient) -> None:
    assert "/sign-in" in client.get(ADDRESS).headers["Location"]
