"""What a new library starts with."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ils.db import transaction
from ils.library.calendar import load_calendar
from ils.library.defaults import FOREIGN_LANGUAGES, install_library
from ils.library.funds import load_fund
from ils.library.holidays import sanitary_days
from ils.library.models import SpecialDay
from ils.library.places import departments, institution_name, sectors


def test_the_seven_sectors_of_plan_line_16(session: Session) -> None:
    codes = [sector.code for sector in sectors(session)]
    assert codes == ["lending", "reading", "youth", "electronic", "legal", "local", "other"]


def test_every_department_stands_in_a_sector_and_has_its_names(session: Session) -> None:
    known = {sector.code for sector in sectors(session)}
    for place in departments(session):
        assert place.sector in known
        assert place.name("uz") == place.name("uz_Cyrl") == place.name_uz != ""
        assert place.name("ru") == place.name_ru != place.name_uz
        assert place.name("en") == place.name_en != ""


def test_the_foreign_fund_is_defined(session: Session) -> None:
    fund = load_fund(session)
    assert fund.departments == {"foreign"}
    assert fund.languages == set(FOREIGN_LANGUAGES)
    assert not fund.languages & {"uzb", "rus", "kaa", "tgk", "kaz"}  # at home here


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 1, 1), "Yangi yil"),
        (date(2026, 3, 8), "Xotin-qizlar kuni"),
        (date(2026, 3, 9), "Xotin-qizlar kuni"),
        (date(2026, 3, 20), "Roʻza hayit"),
        (date(2026, 3, 21), "Navroʻz"),
        (date(2026, 5, 9), "Xotira va qadrlash kuni"),
        (date(2026, 9, 1), "Mustaqillik kuni"),
        (date(2025, 10, 1), "Oʻqituvchi va murabbiylar kuni"),
        (date(2025, 12, 8), "Konstitutsiya kuni"),
    ],
)
def test_public_holidays_are_closed_days(session: Session, day: date, reason: str) -> None:
    calendar = load_calendar(session)
    assert not calendar.is_open(day)
    assert calendar.reason(day) == reason


def test_each_year_of_the_table_has_all_holidays(session: Session) -> None:
    special = load_calendar(session).special
    for year in (2025, 2026, 2027):
        assert len({reason for day, (_open, reason) in special.items() if day.year == year}) >= 9


def test_a_second_install_changes_nothing(session: Session) -> None:
    before = session.scalar(select(func.count()).select_from(SpecialDay)), departments(session)
    with transaction(session):
        install_library(session)
    assert (session.scalar(select(func.count()).select_from(SpecialDay)), departments(session)) == before
    assert institution_name(session) == "Axborot-kutubxona markazi"


def test_the_sanitary_day_is_the_last_friday_of_the_month() -> None:
    days = sanitary_days(2026)
    assert [f"{day:%d.%m}" for day in days] == [
        "30.01", "27.02", "27.03", "24.04", "29.05", "26.06", "31.07", "28.08", "25.09", "30.10", "27.11", "25.12",
    ]  # fmt: skip
    assert {day.weekday() for year in range(2020, 2032) for day in sanitary_days(year)} == {4}
