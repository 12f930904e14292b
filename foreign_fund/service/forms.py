"""What is typed about queries, selections, reviews and profiles."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from circulation.events.forms import HourField
from circulation.events.rules import EventType, Passport
from foreign_fund.service.queries.asked import QueryRow
from foreign_fund.service.queries.chosen import SelectionRow
from foreign_fund.service.queries.profiles import ProfileRow
from foreign_fund.service.queries.reviews import ReviewRow
from foreign_fund.service.rules.matching import Interests, known, read_lines
from ils.web.fields import DayField, WholeField

FILL = _l("Fill in this field.")
LONG = _l("This is too long.")
CARD_HELP = _l("Scan the card or type its number; empty for somebody without a card.")
Choices = list[tuple[str, str]]


def _text(label: Any, limit: int, *more: Any, help: Any = "") -> StringField:
    return StringField(label, validators=[*more, Length(max=limit, message=LONG)], description=help)


def _area(label: Any, limit: int, help: Any = "") -> TextAreaField:
    return TextAreaField(label, validators=[Length(max=limit, message=LONG)], description=help)


def _offered(choices: Any) -> list[SelectChoice]:
    return [SelectChoice(str(code), str(label)) for code, label in choices]


class TicksField(SelectMultipleField):  # type: ignore[misc]
    """Several of a list, each with a box; what is not on the list counts as not ticked."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: Any) -> None:
        """Take what the service takes."""


class QueryForm(FlaskForm):  # type: ignore[misc]
    """What somebody asks."""

    day = DayField(_l("Day"), validators=[InputRequired(FILL)])
    way = SelectField(_l("How it came"))
    asker_kind = SelectField(_l("Who asks"))
    card = _text(_l("Card number"), 40, help=CARD_HELP)
    asker = _text(_l("Name, where there is no card"), 200)
    contact = _text(
        _l("E-mail for the answer"), 200, help=_l("Whoever has a card is reached as the card says.")
    )
    type = SelectField(_l("Kind of question"))
    topic = _text(_l("Topic"), 300, InputRequired(FILL))
    wanted = _area(_l("Question"), 4000)
    languages = TicksField(_l("Languages of the literature"))
    department = SelectField(_l("Department"))

    def offer(self, lists: Mapping[str, Any], places: Choices, languages: Choices) -> QueryForm:
        """Fill the lists in the language of the request; `lists`: ways, kinds of askers and of questions with words."""
        for name in ("way", "asker_kind", "type"):
            self[name].choices = _offered(lists[name].items())
        self.department.choices = _offered(places)
        self.languages.choices = _offered(languages)
        return self

    def show(self, row: QueryRow) -> None:
        """Fill in what is known."""
        for name in ("day", "way", "asker_kind", "asker", "contact", "type", "topic", "wanted", "department"):
            self[name].data = getattr(row, name)
        self.card.data, self.languages.data = row.card_number, list(row.codes)


class AskForm(FlaskForm):  # type: ignore[misc]
    """A query of the public side; a reader who is signed in gives no name."""

    name = _text(_l("Your name"), 200)
    email = _text(_l("Your e-mail"), 200, help=_l("The answer is sent here."))
    topic = _text(_l("What is it about?"), 300, InputRequired(FILL))
    wanted = _area(_l("What would you like to know?"), 4000)
    languages = TicksField(_l("In which languages?"))

    def offer(self, languages: Choices) -> AskForm:
        """Fill the list of languages."""
        self.languages.choices = _offered(languages)
        return self


class SelectionForm(FlaskForm):  # type: ignore[misc]
    """For whom literature is chosen."""

    discipline = _text(_l("Discipline"), 300, InputRequired(FILL))
    card = _text(_l("Card of the teacher"), 40, help=CARD_HELP)
    teacher = _text(_l("Name of the teacher, where there is no card"), 200)
    faculty = _text(_l("Faculty"), 200)
    course = _text(_l("Course"), 20)
    study_group = _text(_l("Group"), 200)
    students = WholeField(_l("Students"), validators=[Optional()])
    term = _text(_l("Term"), 100, help=_l("Such as autumn term 2026."))
    department = SelectField(_l("Department"))
    note = _area(_l("Note"), 1000)

    def offer(self, places: Choices) -> SelectionForm:
        """Fill the list of departments."""
        self.department.choices = _offered(places)
        return self

    def show(self, row: SelectionRow) -> None:
        """Fill in what is known."""
        names = ("discipline", "teacher", "faculty", "course", "study_group", "students", "term", "note")
        for name in (*names, "department"):
            self[name].data = getattr(row, name)
        self.card.data = row.card_number


class ReviewForm(FlaskForm):  # type: ignore[misc]
    """What is said of a bibliographic review: it is an event of the library."""

    title = _text(_l("Name of the review"), 300, InputRequired(FILL))
    topic = _text(_l("Topic"), 300)
    day = DayField(_l("Day"), validators=[InputRequired(FILL)])
    starts = HourField(_l("Begins at"), validators=[Optional()])
    minutes = WholeField(_l("Minutes"), validators=[Optional()])
    place = _text(_l("Place"), 300)
    audience = _text(_l("For whom"), 200)
    expected = WholeField(_l("Persons expected"), validators=[Optional()])
    organiser = _text(_l("Who gives it"), 200)
    department = SelectField(_l("Department"))
    sector = SelectField(_l("Sector"))
    note = _area(_l("Note"), 2000)

    def offer(self, places: Choices, sectors: Choices) -> ReviewForm:
        """Fill the lists in the language of the request."""
        self.department.choices, self.sector.choices = _offered(places), _offered(sectors)
        return self

    def show(self, row: ReviewRow) -> None:
        """Fill in what is known."""
        names = (
            "title",
            "topic",
            "day",
            "place",
            "audience",
            "expected",
            "organiser",
            "department",
            "sector",
            "note",
        )
        for name in names:
            self[name].data = getattr(row.event, name)
        at = row.event.starts
        self.starts.data = None if at is None else time(at // 60, at % 60)
        self.minutes.data = row.minutes

    def passport(self) -> Passport:
        """Return the event that was typed."""
        starts, minutes = self.starts.minutes, self.minutes.data
        ends = starts + minutes if starts is not None and minutes and starts + minutes < 24 * 60 else None
        return {
            "type": EventType.EVENT.value,
            "title": self.title.data or "",
            "topic": self.topic.data or "",
            "day": self.day.data,
            "starts": starts,
            "ends": ends,
            "place": self.place.data or "",
            "audience": self.audience.data or "",
            "expected": self.expected.data,
            "organiser": self.organiser.data or "",
            "department": self.department.data or "",
            "sector": self.sector.data or "",
            "note": " ".join((self.note.data or "").split()),
        }


class ProfileForm(FlaskForm):  # type: ignore[misc]
    """What a reader wants to be told of."""

    languages = TicksField(_l("Languages"))
    types = TicksField(_l("Kinds of documents"))
    branches = TicksField(_l("Branches of knowledge"))
    authors = _area(_l("Authors"), 3000, _l("One a line, such as Hesse or Murphy."))
    marks = _area(_l("Class marks"), 3000, _l("One a line; the beginning is enough, such as 811.112.2."))

    def offer(self, languages: Choices, types: Choices, branches: Choices) -> ProfileForm:
        """Fill the lists in the language of the request."""
        self.languages.choices = _offered(languages)
        self.types.choices = _offered(types)
        self.branches.choices = _offered(branches)
        return self

    def show(self, row: ProfileRow) -> None:
        """Fill in what is known."""
        for name in ("languages", "types", "branches"):
            self[name].data = list(getattr(row, name))
        self.authors.data, self.marks.data = "\n".join(row.authors), "\n".join(row.marks)

    def interests(self) -> Interests:
        """Return what was typed."""
        return Interests(
            languages=_ticked(self.languages),
            branches=_ticked(self.branches),
            marks=read_lines(self.marks.data or ""),
            authors=read_lines(self.authors.data or ""),
            types=_ticked(self.types),
        )


def _ticked(field: Any) -> tuple[str, ...]:
    return known(field.data or (), (str(each.value) for each in field.choices))


def none_choice() -> tuple[str, str]:
    """Return the choice of a filter that narrows nothing."""
    return "", _("All")
