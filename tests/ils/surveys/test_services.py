"""Surveys: made, moved about, filled, read."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from ils.db import transaction
from ils.surveys import services
from ils.surveys.errors import AnswersWrong, SurveyCode, SurveyError, SurveyInputError, SurveyNotFound
from ils.surveys.models import Survey, SurveyAnswer
from ils.surveys.queries import by_token, results, sheet_answers, sheets, survey_view
from ils.surveys.rules import Facts, QuestionFacts, in_language, same_words
from ils.web.session import db
from tests.conftest import NOON
from tests.ils.surveys.house import QUESTIONS, House

TODAY = NOON.date()


def move(house: House, number: int, up: bool) -> None:
    survey = house.questions(1)[number].id
    with transaction(house.session):
        services.move_question(house.session, house.work, question_id=survey, up=up)


def test_questions_are_moved_and_removed_while_a_draft(house: House) -> None:
    survey = house.draft()
    move(house, 0, up=True)  # stands first already
    move(house, 0, up=False)
    move(house, 4, up=True)
    assert house.kinds(survey) == ["many", "one", "scale", "text", "number"]
    with transaction(house.session):
        services.remove_question(house.session, house.work, question_id=house.questions(survey)[1].id)
    assert [each.position for each in house.questions(survey)] == [1, 2, 3, 4]
    assert house.kinds(survey) == ["many", "scale", "text", "number"]


def test_an_open_survey_keeps_its_questions(house: House) -> None:
    survey = house.opened()
    first = house.questions(survey)[0].id
    with pytest.raises(SurveyError, match="survey_not_draft"):
        move(house, 0, up=False)
    with pytest.raises(SurveyError, match="survey_not_draft"), transaction(house.session):
        services.remove_question(house.session, house.work, question_id=first)
    with pytest.raises(SurveyError, match="survey_not_draft"), transaction(house.session):
        services.change_question(house.session, house.work, question_id=first, facts=QUESTIONS[1])
    with pytest.raises(SurveyError, match="survey_not_draft"), transaction(house.session):
        services.discard(house.session, house.work, survey_id=survey)


def test_back_to_a_draft_only_while_nobody_has_answered(house: House) -> None:
    survey = house.opened()
    with transaction(house.session):
        services.to_draft(house.session, house.work, survey_id=survey)
    assert survey_view(house.session, survey).state == "draft"
    with transaction(house.session):
        services.open_survey(house.session, house.work, survey_id=survey)
    house.withdraw(house.paper(survey, "1"))
    with pytest.raises(SurveyError, match="survey_has_sheets"), transaction(house.session):
        services.to_draft(house.session, house.work, survey_id=survey)


def test_a_survey_without_a_question_is_not_opened_and_can_be_discarded(house: House) -> None:
    survey = house.draft(questions=())
    with pytest.raises(SurveyError, match="survey_no_questions"), transaction(house.session):
        services.open_survey(house.session, house.work, survey_id=survey)
    with transaction(house.session):
        services.discard(house.session, house.work, survey_id=survey)
    with pytest.raises(SurveyNotFound):
        survey_view(house.session, survey)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (Facts({}), SurveyCode.TEXT_MISSING),
        (Facts({"uz": "A"}, place="moon"), SurveyCode.PLACE_UNKNOWN),
        (Facts({"uz": "A"}, opens_on=TODAY, closes_on=TODAY - timedelta(1)), SurveyCode.DAYS_REVERSED),
        (Facts({"uz": "A"}, opens_on=date(26, 1, 1)), SurveyCode.DAY_ODD),
    ],
)
def test_what_a_survey_cannot_be(house: House, facts: Facts, code: SurveyCode) -> None:
    with pytest.raises(SurveyInputError) as refused, transaction(house.session):
        services.create(house.session, house.work, facts=facts)
    assert refused.value.code is code


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (QuestionFacts("riddle", {"uz": "A"}), SurveyCode.KIND_UNKNOWN),
        (QuestionFacts("text", {"uz": " "}), SurveyCode.TEXT_MISSING),
        (QuestionFacts("one", {"uz": "A"}, {"uz": ["bir", ""]}), SurveyCode.OPTIONS_FEW),
        (QuestionFacts("one", {"uz": "A"}, {"uz": ["bir", "ikki"], "ru": ["один"]}), SurveyCode.OPTIONS_DIFFER),
        (QuestionFacts("many", {"uz": "A"}, {"uz": [str(n) for n in range(31)]}), SurveyCode.OPTIONS_MANY),
        (QuestionFacts("scale", {"uz": "A"}, low=5, high=5), SurveyCode.SCALE_INVALID),
        (QuestionFacts("scale", {"uz": "A"}, low=0, high=11), SurveyCode.SCALE_INVALID),
    ],
)  # fmt: skip
def test_what_a_question_cannot_be(house: House, facts: QuestionFacts, code: SurveyCode) -> None:
    survey = house.draft(questions=())
    with pytest.raises(SurveyInputError) as refused, transaction(house.session):
        services.add_question(house.session, house.work, survey_id=survey, facts=facts)
    assert refused.value.code is code


def test_a_question_keeps_only_what_its_kind_asks_for(house: House) -> None:
    survey = house.draft(
        questions=(QuestionFacts("text", {"uz": "A"}, {"uz": ["bir", "ikki"]}, low=1, high=3),)
    )
    (question,) = house.questions(survey)
    assert (question.options, question.low, question.high) == ([], None, None)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (("",), SurveyCode.ANSWER_MISSING),
        (("3",), SurveyCode.ANSWER_NO_OPTION),
        (("0",), SurveyCode.ANSWER_NO_OPTION),
        (("bir",), SurveyCode.ANSWER_NO_OPTION),
        (("1 2",), SurveyCode.ANSWER_ONE_ONLY),
    ],
)
def test_paper_typed_wrongly(house: House, typed: tuple[str, ...], code: SurveyCode) -> None:
    survey = house.opened()
    with pytest.raises(AnswersWrong) as wrong:
        house.paper(survey, *typed)
    assert [each.code for each in wrong.value.problems.values()] == [code]
    assert house.sheets() == 0


def test_all_wrong_answers_are_told_at_once(house: House) -> None:
    survey = house.opened()
    with pytest.raises(AnswersWrong) as wrong:
        house.paper(survey, "", "1 9", "6", "ikkita", "x" * 2001)
    assert [each.code for each in wrong.value.problems.values()] == [
        SurveyCode.ANSWER_MISSING, SurveyCode.ANSWER_NO_OPTION, SurveyCode.ANSWER_OFF_SCALE,
        SurveyCode.ANSWER_NO_NUMBER, SurveyCode.ANSWER_TOO_LONG,
    ]  # fmt: skip


def test_results_count_what_stands(house: House) -> None:
    survey = house.opened()
    house.paper(survey, "1", "1,3", "4", "2", "Koʻp detektiv")
    house.paper(survey, "2", "3 1 1", "5", "1 000", "koʻp  detektiv")
    house.browser(survey, "a", ["1"], ["2"], ["4"], [], ["Wi-Fi"])
    house.withdraw(house.browser(survey, "b", ["0"], channel="telegram"))
    found = results(house.session, survey)
    one, many, scale, number, text = found.questions
    assert (found.sheets, found.by_channel) == (3, {"paper": 2, "web": 1})
    assert [(each.count, each.percent) for each in one.choices] == [(1, 33.3), (2, 66.7)]
    assert [(each.count, each.percent) for each in many.choices] == [(2, 66.7), (0, 0.0), (3, 100.0)]
    assert (scale.mean, [each.count for each in scale.choices]) == (4.33, [0, 0, 0, 2, 1])
    assert (number.answered, number.least, number.most, number.mean) == (2, 2, 1000, 501.0)
    assert text.said == [("Koʻp detektiv", 2), ("Wi-Fi", 1)]
    of_web = results(house.session, survey, channel="web")
    assert (of_web.sheets, of_web.questions[0].answered) == (1, 1)
    assert len(sheet_answers(house.session, survey)) == 3
    rows, total = sheets(house.session, survey)
    assert (total, [row.number for row in rows]) == (4, [4, 3, 2, 1])
    assert house.problems() == []


def test_an_empty_sheet_is_none(house: House) -> None:
    survey = house.draft(questions=(QuestionFacts("text", {"uz": "Taklif?"}),))
    with transaction(house.session):
        services.open_survey(house.session, house.work, survey_id=survey)
    with pytest.raises(SurveyInputError, match="survey_sheet_empty"):
        house.paper(survey, "  ")


def test_one_sheet_a_browser_until_it_is_withdrawn(house: House) -> None:
    survey = house.opened()
    first = house.browser(survey, "a" * 64, ["0"])
    with pytest.raises(SurveyError, match="survey_answered_already"):
        house.browser(survey, "a" * 64, ["1"])
    house.withdraw(first)
    house.browser(survey, "a" * 64, ["1"])
    with pytest.raises(SurveyError, match="survey_sheet_withdrawn"):
        house.withdraw(first)
    assert survey_view(house.session, survey).sheets == 1


def test_two_taps_of_one_browser_at_once_leave_one_sheet(house: House, app: Flask) -> None:
    survey = house.opened()
    house.session.close()

    def send(_number: int) -> bool:
        with app.app_context():
            try:
                House(db.session(), house.work).browser(survey, "v", ["0"])
            except SurveyError:
                return False
            finally:
                db.session.remove()
            return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(send, range(4))) == 1
    assert house.sheets() == 1


@pytest.mark.parametrize(
    ("days", "taken"),
    [
        ((TODAY, TODAY), True), ((None, TODAY - timedelta(1)), False), ((TODAY + timedelta(1), None), False),
    ],
)  # fmt: skip
def test_the_page_takes_sheets_on_its_days_and_paper_on_any(
    house: House, days: tuple[date | None, date | None], taken: bool
) -> None:
    survey = house.opened(opens_on=days[0], closes_on=days[1]) if days[0] or taken else None
    if survey is None:
        survey = house.opened(opens_on=TODAY - timedelta(9), closes_on=days[1])
    house.paper(survey, "1")
    if taken:
        house.browser(survey, "a", ["0"])
    else:
        with pytest.raises(SurveyError, match="survey_not_taking"):
            house.browser(survey, "a", ["0"])


def test_paper_of_a_day_to_come_is_refused(house: House) -> None:
    survey = house.opened()
    with pytest.raises(SurveyInputError, match="survey_day_ahead"):
        house.paper(survey, "1", day=TODAY + timedelta(1))


def test_texts_fall_back_to_a_language_that_is_there() -> None:
    assert in_language({"uz": "bir", "ru": "один"}, "uz_Cyrl") == ("bir", "uz")
    assert in_language({"ru": "один"}, "en") == ("один", "ru")
    assert in_language({}, "en") == ("", "")


def test_words_said_alike_are_one() -> None:
    assert same_words(["b", "A a", "a  A"]) == [("A a", 2), ("b", 1)]


def test_addresses_cannot_be_guessed(house: House) -> None:
    tokens = {survey_view(house.session, house.draft(questions=())).token for _ in range(20)}
    assert len(tokens) == 20
    assert all(len(each) == 10 and not each[0].isdigit() for each in tokens)
    with pytest.raises(SurveyNotFound):
        by_token(house.session, "aaaaaaaaaa")


def test_the_check_finds_what_does_not_hold(house: House) -> None:
    survey = house.closed()
    other = house.opened()
    wrong = house.questions(other)[0].id
    with transaction(house.session):
        house.session.execute(update(Survey).where(Survey.id == survey).values(closed_on=date(2026, 1, 2)))
        house.session.execute(update(SurveyAnswer).values(question_id=wrong))
    assert {each.code for each in house.problems()} == {"survey_log_differs", "survey_answer_differs"}
