"""Questionnaires, their questions, and what was answered."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Pk

BY_BROWSER = text("visitor <> '' AND withdrawn_at IS NULL")


class Survey(Base):
    """One questionnaire (practice.md §2, line 9); texts by language: {"uz": …, "ru": …, "en": …}."""

    __tablename__ = "survey"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'open', 'closed')", name="known_state"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_has_time"),
    )

    id: Mapped[Pk]
    token: Mapped[str] = mapped_column(String(32), unique=True)  # of its public address
    title: Mapped[dict[str, str]] = mapped_column(JSON)
    intro: Mapped[dict[str, str]] = mapped_column(JSON)
    place: Mapped[str] = mapped_column(String(10))  # inside | outside | both
    state: Mapped[str] = mapped_column(String(10))
    opens_on: Mapped[date | None]
    closes_on: Mapped[date | None]
    department: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]
    closed_at: Mapped[datetime | None]
    closed_on: Mapped[date | None]
    closed_by: Mapped[int | None]
    findings: Mapped[str] = mapped_column(Text, default="")  # what the library concludes


class SurveyQuestion(Base):
    """One question."""

    __tablename__ = "survey_question"
    __table_args__ = (
        UniqueConstraint("survey_id", "position", name="uq_survey_question_position"),
        CheckConstraint("kind IN ('one', 'many', 'scale', 'number', 'text')", name="known_kind"),
    )

    id: Mapped[Pk]
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    text: Mapped[dict[str, str]] = mapped_column(JSON)
    options: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    required: Mapped[bool]
    low: Mapped[int | None]  # of a scale
    high: Mapped[int | None]


class SurveySheet(Base):
    """One filled questionnaire: typed from paper, or sent by a browser."""

    __tablename__ = "survey_sheet"
    __table_args__ = (
        Index("ix_survey_sheet_survey", "survey_id", "id"),
        Index("uq_survey_sheet_visitor", "survey_id", "visitor", unique=True, sqlite_where=BY_BROWSER,
              postgresql_where=BY_BROWSER),
        CheckConstraint("channel IN ('paper', 'web', 'telegram')", name="known_channel"),
    )  # fmt: skip

    id: Mapped[Pk]
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    at: Mapped[datetime]
    day: Mapped[date]
    channel: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(10))
    visitor: Mapped[str] = mapped_column(String(64), default="")  # digest of a cookie: one sheet a browser
    staff_id: Mapped[int | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None]


class SurveyAnswer(Base):
    """One answer: an option (each of several), a number, or words."""

    __tablename__ = "survey_answer"
    __table_args__ = (Index("ix_survey_answer_question", "question_id", "option"),)

    id: Mapped[Pk]
    sheet_id: Mapped[int] = mapped_column(ForeignKey("survey_sheet.id"), index=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("survey_question.id"))
    option: Mapped[int | None]  # place in the options, from 0
    number: Mapped[int | None]
    words: Mapped[str] = mapped_column(String(2000), default="")
