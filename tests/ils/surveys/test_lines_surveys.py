"""Line 9 of the work plan, as surveys feed it: closed, repeated, opened again, corrected, at midnight, on a shut day."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from ils.db import transaction
from ils.library.calendar import load_calendar
from ils.surveys import services
from ils.surveys.errors import SurveyCode, SurveyError, SurveyInputError
from ils.surveys.queries import survey_view
from ils.surveys.rules import Facts
from ils.workplan.queries import plan_figure
from ils.workplan.services import load_year
from tests.ils.surveys.house import House


@pytest.mark.line("9", "once repeated")
def test_line_09_a_closed_survey_counts_once(house: House) -> None:
    survey = house.opened()
    house.paper(survey, "1")
    assert house.line() == 0
    house.close(survey)
    assert house.line() == 1
    with pytest.raises(SurveyError, match="survey_not_open"):
        house.close(survey)
    assert house.line() == 1
    assert house.problems() == []


@pytest.mark.line("9", "once")
def test_line_09_the_plan_shows_it(house: House) -> None:
    with transaction(house.session):
        load_year(house.session, house.work, year=2026)
    house.closed()
    assert plan_figure(house.session, year=2026, number="9").fact == 1


def test_line_09_two_places_of_one_survey_are_one(house: House) -> None:
    house.closed(place="both")
    assert house.line() == 1
    house.closed(place="outside")
    assert house.line() == 2
    assert house.problems() == []


@pytest.mark.line("9", "undone")
def test_line_09_opened_again_it_counts_no_more_until_closed(house: House) -> None:
    survey = house.closed()
    house.reopen(survey)
    assert house.line() == 0
    with pytest.raises(SurveyError, match="survey_not_closed"):
        house.reopen(survey)
    house.close(survey)
    house.reopen(survey)
    house.close(survey)
    assert house.line() == 1
    assert house.problems() == []


@pytest.mark.line("9", "corrected")
def test_line_09_corrected_to_another_day_and_place(house: House) -> None:
    survey = house.opened()
    house.paper(survey, "1", day=date(2025, 12, 30))
    house.close(survey, day=date(2025, 12, 31))
    assert (house.line(2025), house.line()) == (1, 0)
    house.reopen(survey)
    with transaction(house.session):
        facts = Facts(title={"uz": "Yangi kitoblar"}, place="inside")
        services.change(house.session, house.work, survey_id=survey, facts=facts, department="foreign")
    house.close(survey)
    assert (house.line(2025), house.line()) == (0, 1)
    assert house.problems() == []


@pytest.mark.line("9", "midnight")
@pytest.mark.parametrize(
    ("instant", "year"), [("2025-12-31T23:59+05:00", 2025), ("2026-01-01T00:01+05:00", 2026)]
)
def test_line_09_at_midnight_of_31_december_in_tashkent(house: House, instant: str, year: int) -> None:
    night = house.at(now=datetime.fromisoformat(instant))
    night.closed()
    assert {each: house.line(each) for each in (2025, 2026)} == {2025: 0, 2026: 0} | {year: 1}
    assert house.problems() == []


@pytest.mark.line("9", "closed")
def test_line_09_on_a_closed_day(house: House) -> None:
    navruz = date(2026, 3, 21)
    assert not load_calendar(house.session).is_open(navruz)
    survey = house.opened()
    house.paper(survey, "2", day=navruz)
    house.close(survey, day=navruz)
    assert house.line() == 1
    assert house.problems() == []


def test_line_09_needs_a_sheet_and_a_conclusion(house: House) -> None:
    survey = house.opened()
    with pytest.raises(SurveyError) as nobody:
        house.close(survey)
    assert nobody.value.code is SurveyCode.NO_SHEETS
    sheet = house.paper(survey, "1")
    with pytest.raises(Exception, match="empty_value"):
        house.close(survey, findings="  ")
    house.withdraw(sheet)
    with pytest.raises(SurveyError, match="survey_no_sheets"):
        house.close(survey)
    assert house.line() == 0


@pytest.mark.parametrize("day", [date(2026, 4, 16), date(2026, 4, 14), date(1999, 1, 1)])
def test_line_09_not_ahead_and_not_before_its_sheets(house: House, day: date) -> None:
    survey = house.opened()
    house.paper(survey, "1")
    with pytest.raises(SurveyInputError):
        house.close(survey, day=day)
    assert house.line() == 0


def test_line_09_a_closed_survey_stays_as_it_was_counted(house: House) -> None:
    survey = house.opened()
    sheet = house.paper(survey, "1")
    house.close(survey)
    with pytest.raises(SurveyError, match="survey_not_open"):
        house.withdraw(sheet)
    with pytest.raises(SurveyError, match="survey_not_open"):
        house.paper(survey, "1")
    with pytest.raises(SurveyError, match="survey_not_open"), transaction(house.session):
        services.change(house.session, house.work, survey_id=survey, facts=Facts(title={"uz": "Boshqa"}))
    assert survey_view(house.session, survey).sheets == 1
    assert house.problems() == []
