"""Surveys on the screen: from the first question to the result sheet, and the page that readers fill."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from ils.accounts.permissions import Role
from ils.surveys.models import SurveySheet
from ils.surveys.queries import results, survey_view
from tests.conftest import SignIn
from tests.ils.surveys.house import House

pytestmark = pytest.mark.usefixtures("at_noon")
At = Callable[..., Flask]


@pytest.fixture
def desk(signed_in: SignIn) -> FlaskClient:
    """Nilufar at her desk."""
    return signed_in(Role.DESK)


def address(house: House, survey: int) -> str:
    house.session.rollback()
    return f"/surveys/{survey_view(house.session, survey).token}"


def answers(house: House, survey: int, *given: object) -> dict[str, object]:
    return {f"q{each.id}": value for each, value in zip(house.questions(survey), given, strict=False)}


def test_a_survey_from_its_first_question_to_the_result_sheet(desk: FlaskClient, house: House) -> None:
    assert "No surveys yet" in desk.get("/surveys/").text
    made = desk.post("/surveys/new", data={"title_uz": "Talab", "place": "both", "department": "lending"})
    assert made.location == "/surveys/1/questions/new"
    question = {"kind": "one", "text_uz": "Qachon?", "options_uz": "Ertalab\nKechqurun\n", "required": "1"}
    assert desk.post(made.location, data=question | {"more": "1"}).location == made.location
    wrong = desk.post(made.location, data=question | {"options_ru": "Утром"})
    assert wrong.status_code == 400
    assert "different numbers of answers: ru 1, uz 2" in wrong.text
    assert "Ertalab" in desk.get("/surveys/1").text
    assert desk.get("/surveys/1/type").status_code == 422  # a draft takes no sheets
    assert desk.post("/surveys/1/open").status_code == 302
    page = desk.get("/surveys/1").text
    assert "?from=telegram" in page
    typed = desk.post(
        "/surveys/1/type", data=answers(house, 1, "2") | {"day": "2026-04-14", "language": "uz"}
    )
    assert typed.location == "/surveys/1/type"
    assert 'value="2026-04-14"' in desk.get("/surveys/1/type").text  # the day stays for the next sheet
    assert desk.post("/surveys/1/close", data={"findings": "", "day": "2026-04-15"}).status_code == 422
    closed = desk.post("/surveys/1/close", data={"findings": "Kechqurun ochiq", "day": "2026-04-15"})
    assert closed.status_code == 302
    assert house.line() == 1
    assert "Kechqurun ochiq" in desk.get("/surveys/1").text
    assert desk.post("/surveys/1/reopen", data={"reason": "xato"}).status_code == 302
    assert house.line() == 0
    assert house.problems() == []


def in_english(browser: FlaskClient) -> FlaskClient:
    """A browser that has chosen English: nobody is signed in, and the library's own language is Uzbek."""
    with browser.session_transaction() as cookie:
        cookie["language"] = "en"
    return browser


def test_readers_fill_it_without_signing_in_once_a_browser(house: House, app: Flask) -> None:
    survey = house.opened()
    page, browser = address(house, survey), in_english(app.test_client())
    shown = browser.get(f"{page}?from=telegram")
    assert 'name="from" value="telegram"' in shown.text
    assert "Nima oʻqiysiz?" in shown.text
    sent = answers(house, survey, "", ["0", "2"], "9")
    wrong = browser.post(page, data=sent | {"from": "telegram"})
    assert wrong.status_code == 400
    assert "This question needs an answer." in wrong.text
    assert wrong.text.count("is-wrong") == 2
    assert wrong.text.count(" checked") == 2  # what was chosen stays
    good = browser.post(
        page, data=answers(house, survey, "1", ["0"], "4", "", "Rahmat") | {"from": "telegram"}
    )
    assert good.status_code == 303
    assert "Thank you for your answers!" in browser.get(good.location).text
    assert "answered this survey already" in browser.get(page).text
    assert "answered this survey already" in browser.post(page, data=answers(house, survey, "0")).text
    assert app.test_client().post(page, data=answers(house, survey, "0")).status_code == 303
    house.session.rollback()
    assert results(house.session, survey).by_channel == {"telegram": 1, "web": 1}
    (cookie,) = [each for each in good.headers.getlist("Set-Cookie") if "_survey=" in each]
    known = house.session.scalars(select(SurveySheet.visitor)).all()
    assert "HttpOnly" in cookie
    assert not any(each in cookie for each in known)  # only the digest is kept


@pytest.mark.parametrize("language", ["uz", "uz_Cyrl", "ru", "en"])
def test_the_page_speaks_the_languages_of_the_survey(house: House, app: Flask, language: str) -> None:
    page, browser = address(house, house.opened()), app.test_client()
    with browser.session_transaction() as cookie:
        cookie["language"] = language
    expected = {
        "uz": "Yangi kitoblar",
        "uz_Cyrl": "Янги китоблар",
        "ru": "Новые книги",
        "en": "Yangi kitoblar",
    }
    assert expected[language] in browser.get(page).text


def test_a_draft_is_nobodys_and_a_closed_survey_takes_nothing(house: House, client: FlaskClient) -> None:
    assert client.get(address(house, house.draft())).status_code == 404
    survey = house.closed()
    page = address(house, survey)
    assert "takes no answers now" in in_english(client).get(page).text
    assert "takes no answers now" in client.post(page, data=answers(house, survey, "0")).text
    assert client.get("/surveys/zzzzzzzzzz").status_code == 404
    assert survey_view(house.session, survey).sheets == 1


def test_sending_is_slowed_down(house: House, app_with: At) -> None:
    page = address(house, house.opened())
    browser = app_with(RATELIMIT_ENABLED=True).test_client()
    codes = {browser.post(page, data={}).status_code for _ in range(31)}
    assert codes == {400, 429}
    assert browser.get(page).status_code == 200


def test_papers_and_spreadsheets(desk: FlaskClient, house: House) -> None:
    survey = house.opened()
    house.paper(survey, "1", "1 3", "4", "2", "=1+1")
    for name in ("blank.pdf", "poster.pdf", "results.pdf"):
        for language in ("uz", "uz_Cyrl", "ru", "en"):
            assert desk.get(f"/surveys/{survey}/{name}?language={language}").data.startswith(b"%PDF")
    assert desk.get(f"/surveys/{survey}/qr.png?from=telegram").data.startswith(b"\x89PNG")
    book = load_workbook(BytesIO(desk.get(f"/surveys/{survey}/results.xlsx").data))
    counts, sheets = book.worksheets
    told = [[cell.value for cell in row] for row in counts.iter_rows()]
    assert [None, None, "Ertalab", 1, 100, None] in told
    assert sheets.cell(sheets.max_row, 9).value == "=1+1"
    assert sheets.cell(sheets.max_row, 9).data_type == "s"
    listed = load_workbook(BytesIO(desk.get("/surveys/surveys.xlsx").data)).worksheets[0]
    assert listed.max_row == 4


def test_wrong_paper_is_told_beside_its_question(desk: FlaskClient, house: House) -> None:
    survey = house.opened()
    page = desk.post(f"/surveys/{survey}/type", data=answers(house, survey, "7", "1 2"))
    assert page.status_code == 400
    assert "There is no answer 7 here; their numbers are 1 to 2." in page.text
    assert 'value="1 2"' in page.text
    assert house.sheets() == 0


def test_questions_move_and_sheets_are_withdrawn_by_buttons(desk: FlaskClient, house: House) -> None:
    survey = house.draft()
    last = house.questions(survey)[-1].id
    desk.post(f"/surveys/questions/{last}/move", data={"to": "up"})
    assert house.kinds(survey)[-2:] == ["text", "number"]
    assert (
        desk.post(f"/surveys/questions/{last}", data={"kind": "text", "text_uz": "Yana?"}).status_code == 302
    )
    assert "Yana?" in desk.get(f"/surveys/{survey}/preview").text
    desk.post(f"/surveys/questions/{last}/remove")
    assert house.kinds(survey) == ["one", "many", "scale", "number"]
    desk.post(f"/surveys/{survey}/open")
    desk.post(f"/surveys/{survey}/draft")
    desk.post(f"/surveys/{survey}/open")
    sheet = house.paper(survey, "1")
    assert "Ertalab" in desk.get(f"/surveys/sheets/{sheet}").text
    desk.post(f"/surveys/sheets/{sheet}/withdraw")
    assert "withdrawn" in desk.get(f"/surveys/{survey}/sheets").text
    house.session.rollback()
    assert survey_view(house.session, survey).sheets == 0
    assert desk.post(f"/surveys/{house.draft()}/discard").location == "/surveys/"
    edit = desk.post(
        f"/surveys/{survey}/edit", data={"title_uz": "Boshqa", "place": "inside", "department": "lending"}
    )
    assert edit.status_code == 302
