"""What was answered: counts, shares, means, words; of all sheets that stand or of one channel."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ils.surveys.models import SurveyAnswer, SurveySheet
from ils.surveys.queries.surveys import QuestionView, questions_of
from ils.surveys.rules import CHOICES, Kind, percent, same_words


@dataclass(frozen=True, slots=True)
class ChoiceCount:
    """An option or a step of a scale: how many chose it, and what share of those who answered the question."""

    place: int  # of an option from 0; the step itself of a scale
    count: int
    percent: float


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """A question: sheets that answered it, counts of options or steps, mean, least and most of numbers, words."""

    question: QuestionView
    answered: int
    choices: tuple[ChoiceCount, ...] = ()
    mean: float | None = None
    least: int | None = None
    most: int | None = None
    words: tuple[str, ...] = ()

    @property
    def said(self) -> list[tuple[str, int]]:
        """The words, each once with how often."""
        return same_words(self.words)


@dataclass(frozen=True, slots=True)
class Results:
    """All of a survey: sheets counted here, sheets by channel (of all channels), and each question."""

    sheets: int
    by_channel: dict[str, int]
    questions: tuple[QuestionResult, ...]


def results(session: Session, survey_id: int, *, channel: str = "") -> Results:
    """Return the results of a survey, without the sheets withdrawn."""
    stands = [SurveySheet.survey_id == survey_id, SurveySheet.withdrawn_at.is_(None)]
    counted = select(SurveySheet.channel, func.count()).where(*stands).group_by(SurveySheet.channel)
    by_channel = {row[0]: int(row[1]) for row in session.execute(counted)}
    if channel:
        stands.append(SurveySheet.channel == channel)
    of_question = _answers(session, stands)
    found = tuple(_result(each, of_question.get(each.id, [])) for each in questions_of(session, survey_id))
    total = by_channel.get(channel, 0) if channel else sum(by_channel.values())
    return Results(total, by_channel, found)


Row = tuple[int, int | None, int | None, str]  # sheet, option, number, words


def _answers(session: Session, stands: Sequence[object]) -> dict[int, list[Row]]:
    rows = (
        select(
            SurveyAnswer.question_id, SurveyAnswer.sheet_id, SurveyAnswer.option, SurveyAnswer.number, SurveyAnswer.words
        )
        .join(SurveySheet, SurveySheet.id == SurveyAnswer.sheet_id)
        .where(*stands)  # type: ignore[arg-type]
        .order_by(SurveyAnswer.id)
    )  # fmt: skip
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for question_id, sheet, option, number, words in session.execute(rows):
        found[question_id].append((sheet, option, number, words))
    return found


def _result(question: QuestionView, rows: list[Row]) -> QuestionResult:
    answered = len({row[0] for row in rows})
    if question.kind in CHOICES:
        picked = Counter(row[1] for row in rows if row[1] is not None)
        return QuestionResult(question, answered, _shares(range(len(question.options)), picked, answered))
    numbers = [row[2] for row in rows if row[2] is not None]
    steps = question.steps if question.kind == Kind.SCALE else range(0)
    return QuestionResult(
        question,
        answered,
        _shares(steps, Counter(numbers), answered),
        mean=round(sum(numbers) / len(numbers), 2) if numbers else None,
        least=min(numbers, default=None),
        most=max(numbers, default=None),
        words=tuple(row[3] for row in rows if row[3]),
    )


def _shares(places: range, picked: Mapping[int, int], whole: int) -> tuple[ChoiceCount, ...]:
    return tuple(
        ChoiceCount(each, picked.get(each, 0), percent(picked.get(each, 0), whole)) for each in places
    )
