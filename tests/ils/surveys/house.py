"""A library that asks its readers, for tests of surveys."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.activity.measures import months_are_sums, totals_are_sums
from ils.activity.work import Work
from ils.db import transaction
from ils.surveys import services
from ils.surveys.measures import CHECKS
from ils.surveys.models import SurveyQuestion, SurveySheet
from ils.surveys.queries import QuestionView, questions_of
from ils.surveys.rules import Facts, QuestionFacts
from tests.circulation.lines import fact

FINDINGS = "Koʻproq detektiv olinadi."
QUESTIONS = (
    QuestionFacts(
        "one",
        {"uz": "Qachon kelasiz?", "ru": "Когда приходите?"},
        {"uz": ["Ertalab", "Kechqurun"], "ru": ["Утром", "Вечером"]},
        required=True,
    ),
    QuestionFacts("many", {"uz": "Nima oʻqiysiz?"}, {"uz": ["Sheʼr", "Roman", "Detektiv"]}),
    QuestionFacts("scale", {"uz": "Baholang"}, low=1, high=5),
    QuestionFacts("number", {"uz": "Nechta kitob oʻqidingiz?"}),
    QuestionFacts("text", {"uz": "Taklifingiz?"}),
)


@dataclass
class House:
    """Acts in transactions of their own."""

    session: Session
    work: Work

    def at(self, **more: Any) -> House:
        """The same library under other circumstances."""
        return House(self.session, replace(self.work, **more))

    def draft(self, questions: tuple[QuestionFacts, ...] = QUESTIONS, **facts: Any) -> int:
        with transaction(self.session):
            told = Facts(**({"title": {"uz": "Yangi kitoblar", "ru": "Новые книги"}} | facts))
            made = services.create(self.session, self.work, facts=told)
            for each in questions:
                services.add_question(self.session, self.work, survey_id=made.id, facts=each)
            return made.id

    def opened(self, **facts: Any) -> int:
        survey = self.draft(**facts)
        with transaction(self.session):
            services.open_survey(self.session, self.work, survey_id=survey)
        return survey

    def questions(self, survey: int) -> tuple[QuestionView, ...]:
        self.session.rollback()
        return questions_of(self.session, survey)

    def paper(self, survey: int, *typed: str, day: date | None = None) -> int:
        """Type a sheet of paper: what stands beside each question."""
        ids = [each.id for each in self.questions(survey)]
        given = {key: [text] for key, text in zip(ids, typed, strict=False)}
        with transaction(self.session):
            return services.fill(
                self.session,
                self.work,
                survey_id=survey,
                given=given,
                channel="paper",
                language="uz",
                day=day,
            ).id

    def browser(self, survey: int, visitor: str, *sent: list[str], channel: str = "web") -> int:
        ids = [each.id for each in self.questions(survey)]
        with transaction(self.session):
            return services.fill(
                self.session, self.work, survey_id=survey, given=dict(zip(ids, sent, strict=False)),
                channel=channel, language="ru", visitor=visitor,
            ).id  # fmt: skip

    def close(self, survey: int, findings: str = FINDINGS, day: date | None = None) -> None:
        with transaction(self.session):
            services.close(self.session, self.work, survey_id=survey, findings=findings, day=day)

    def reopen(self, survey: int, reason: str = "xato") -> None:
        with transaction(self.session):
            services.reopen(self.session, self.work, survey_id=survey, reason=reason)

    def withdraw(self, sheet: int) -> None:
        with transaction(self.session):
            services.withdraw_sheet(self.session, self.work, sheet_id=sheet)

    def closed(self, **facts: Any) -> int:
        survey = self.opened(**facts)
        self.paper(survey, "1")
        self.close(survey)
        return survey

    def line(self, year: int = 2026) -> int:
        """Line 9 of the plan."""
        return fact(self.session, "9", year)

    def sheets(self) -> int:
        self.session.rollback()
        return len(self.session.scalars(select(SurveySheet.id)).all())

    def kinds(self, survey: int) -> list[str]:
        rows = select(SurveyQuestion.kind).where(SurveyQuestion.survey_id == survey)
        return list(self.session.scalars(rows.order_by(SurveyQuestion.position)))

    def problems(self) -> list[Any]:
        """What `ils check` finds."""
        self.session.rollback()
        checks = (*CHECKS, totals_are_sums, months_are_sums)
        return [problem for check in checks for problem in check(self.session)]
