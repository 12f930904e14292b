"""What is typed about surveys and questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from ils.surveys.queries import QuestionView, SurveyView
from ils.surveys.rules import LANGUAGES, Facts, Kind, Place, QuestionFacts
from ils.web.fields import DayField, WholeField

FILLED, SHORT = _l("Fill in this field."), _l("This is too long.")


def _text(label: Any, most: int) -> StringField:
    return StringField(label, validators=[Length(max=most, message=SHORT)])


def _area(label: Any, most: int, *more: Any) -> TextAreaField:
    return TextAreaField(label, validators=[*more, Length(max=most, message=SHORT)])


class SurveyForm(FlaskForm):  # type: ignore[misc]
    """What is said of a survey."""

    title_uz = _text(_l("Title in Uzbek"), 300)
    title_ru = _text(_l("Title in Russian"), 300)
    title_en = _text(_l("Title in English"), 300)
    intro_uz = _area(_l("Introduction in Uzbek"), 2000)
    intro_ru = _area(_l("Introduction in Russian"), 2000)
    intro_en = _area(_l("Introduction in English"), 2000)
    place = SelectField(_l("Where readers are asked"), default=Place.BOTH.value)
    department = SelectField(_l("Department"))
    opens_on = DayField(_l("Open from"), validators=[Optional()])
    closes_on = DayField(_l("Open until"), validators=[Optional()])

    def offer(self, places: list[tuple[str, str]], words: Mapping[Place, object]) -> SurveyForm:
        """Fill the lists in the language of the request."""
        self.place.choices = [SelectChoice(each.value, str(word)) for each, word in words.items()]
        self.department.choices = [SelectChoice(*each) for each in places]
        return self

    def show(self, survey: SurveyView) -> None:
        """Fill in what is known of a survey."""
        for each in LANGUAGES:
            self[f"title_{each}"].data = survey.title.get(each, "")
            self[f"intro_{each}"].data = survey.intro.get(each, "")
        self.place.data, self.department.data = survey.place, survey.department
        self.opens_on.data, self.closes_on.data = survey.opens_on, survey.closes_on

    def facts(self) -> Facts:
        """Return what was typed."""
        return Facts(
            title=_by_language(self, "title"), intro=_by_language(self, "intro"), place=self.place.data or "",
            opens_on=self.opens_on.data, closes_on=self.closes_on.data,
        )  # fmt: skip


def _by_language(form: FlaskForm, what: str) -> dict[str, str]:
    return {each: form[f"{what}_{each}"].data or "" for each in LANGUAGES}


class QuestionForm(FlaskForm):  # type: ignore[misc]
    """A question; which of its fields count depends on its kind."""

    kind = SelectField(_l("How it is answered"))
    text_uz = _text(_l("Question in Uzbek"), 500)
    text_ru = _text(_l("Question in Russian"), 500)
    text_en = _text(_l("Question in English"), 500)
    options_uz = _area(_l("Answers to choose from, in Uzbek"), 7000)
    options_ru = _area(_l("Answers to choose from, in Russian"), 7000)
    options_en = _area(_l("Answers to choose from, in English"), 7000)
    low = WholeField(_l("Scale from"), validators=[Optional()])
    high = WholeField(_l("Scale to"), validators=[Optional()])
    required = BooleanField(_l("It must be answered"))

    def offer(self, words: Mapping[Kind, object]) -> QuestionForm:
        """Fill the kinds in the language of the request."""
        self.kind.choices = [SelectChoice(each.value, str(word)) for each, word in words.items()]
        return self

    def show(self, question: QuestionView) -> None:
        """Fill in what is known of a question."""
        self.kind.data, self.required.data = question.kind, question.required
        self.low.data, self.high.data = question.low, question.high
        for each in LANGUAGES:
            self[f"text_{each}"].data = question.text.get(each, "")
            lines = [option[each] for option in question.options if option.get(each)]
            self[f"options_{each}"].data = "\n".join(lines)

    def facts(self) -> QuestionFacts:
        """Return what was typed."""
        options = {code: text.splitlines() for code, text in _by_language(self, "options").items()}
        return QuestionFacts(
            kind=self.kind.data or "", text=_by_language(self, "text"), options=options,
            required=bool(self.required.data), low=self.low.data, high=self.high.data,
        )  # fmt: skip


class CloseForm(FlaskForm):  # type: ignore[misc]
    """What the library concludes, and the day."""

    findings = _area(_l("Conclusion of the library"), 10_000, InputRequired(FILLED))
    day = DayField(_l("Closed on"), validators=[InputRequired(FILLED)])


class ReopenForm(FlaskForm):  # type: ignore[misc]
    """Why a closed survey is opened again."""

    reason = StringField(_l("Reason"), validators=[InputRequired(FILLED), Length(max=300, message=SHORT)])
