"""What is typed about custodians, transfer acts, shelves and checks."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from foreign_fund.custody.rules.ready import Head
from ils.web.fields import DayField

FILL = _l("Fill in this field.")
LONG = _l("This is too long.")
Choices = list[tuple[str, str]]


def _text(label: Any, limit: int, *more: Any) -> StringField:
    return StringField(label, validators=[*more, Length(max=limit, message=LONG)])


def _many(label: Any, limit: int, *more: Any) -> TextAreaField:
    return TextAreaField(label, validators=[*more, Length(max=limit, message=LONG)])


def choices(rows: Choices) -> list[SelectChoice]:
    """Return choices as a field takes them."""
    return [SelectChoice(*each) for each in rows]


class CustodianForm(FlaskForm):  # type: ignore[misc]
    """Who answers for copies."""

    name = _text(_l("Surname, given name"), 200, InputRequired(FILL))
    post = _text(_l("Position"), 200)
    department = SelectField(_l("Department"))
    since = DayField(_l("Answers since"), validators=[InputRequired(FILL)])
    note = _text(_l("Note"), 500)


class ActForm(FlaskForm):  # type: ignore[misc]
    """The head of a transfer act; an empty giver or taker is nobody."""

    day = DayField(_l("Day of the act"), validators=[InputRequired(FILL)])
    giver = SelectField(_l("Who gives"), validate_choice=False)
    taker = SelectField(_l("Who receives"), validate_choice=False)
    to_department = SelectField(_l("Into the department"))
    grounds = _text(_l("Grounds"), 300)
    commission = _many(_l("Commission"), 1000)
    note = _many(_l("Note"), 1000)

    def head(self) -> Head:
        """Return what was typed as the services take it."""
        day: date = self.day.data
        return Head(
            day=day, giver_id=_id(self.giver.data), taker_id=_id(self.taker.data),
            to_department=self.to_department.data or None, grounds=self.grounds.data or "",
            commission=self.commission.data or "", note=self.note.data or "",
        )  # fmt: skip


def _id(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


class CheckForm(FlaskForm):  # type: ignore[misc]
    """What is checked, why and by whom."""

    title = _text(_l("Name of the check"), 200, InputRequired(FILL))
    reason = _text(_l("Reason of the check"), 300, InputRequired(FILL))
    department = SelectField(_l("Department"))
    language = SelectField(_l("Language"))
    custodian = SelectField(_l("Custodian"), validate_choice=False)
    commission = _many(_l("Commission"), 1000, InputRequired(FILL))
    papers = _text(_l("Summary book examined"), 300)

    @property
    def custodian_id(self) -> int | None:
        """The custodian whose balance is checked, None for all."""
        return _id(self.custodian.data)


class CloseForm(FlaskForm):  # type: ignore[misc]
    """What the act of a check says besides its lists."""

    day = DayField(_l("Day of the act"), validators=[InputRequired(FILL)])
    minutes = _text(_l("Minutes of the commission, № and day"), 100)
    conclusions = _many(_l("Conclusions"), 2000)


class ShelfForm(FlaskForm):  # type: ignore[misc]
    """A shelf with a code to scan."""

    code = _text(_l("Code"), 40, InputRequired(FILL))
    name = _text(_l("Name of the shelf"), 200, InputRequired(FILL))
    department = SelectField(_l("Department"))
    begins = _text(_l("Call numbers begin with"), 500)
