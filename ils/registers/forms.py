"""Forms of registers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from ils.registers.rules.checking import Facts
from ils.registers.rules.kinds import RegisterKind
from ils.web.fields import DayField, WholeField

FILLED, SHORT = _l("Fill in this field."), _l("This is too long.")


def _text(label: Any, most: int) -> StringField:
    return StringField(label, validators=[Length(max=most, message=SHORT)])


class EntryForm(FlaskForm):  # type: ignore[misc]
    """An entry of any register: `offer` leaves the fields that the register has, under its own names for them."""

    type = SelectField()
    title = StringField(validators=[InputRequired(FILLED), Length(max=500, message=SHORT)])
    number = _text("", 60)
    day = DayField("", validators=[InputRequired(FILLED)])
    until = DayField("", validators=[Optional()])
    people = _text("", 500)
    place = _text("", 300)
    partner = _text("", 300)
    library_id = SelectField(coerce=lambda value: int(value) if str(value).isdigit() else None)
    country = _text("", 2)
    persons = WholeField("", validators=[Optional()])
    hours = WholeField("", validators=[Optional()])
    amount = WholeField("", validators=[Optional()])
    link = _text("", 500)
    note = TextAreaField(validators=[Length(max=2000, message=SHORT)])
    department = SelectField()
    file = FileField()

    def offer(
        self,
        kind: RegisterKind,
        *,
        label: Callable[[str], Any],
        types: Sequence[SelectChoice],
        libraries: Sequence[SelectChoice],
        departments: Sequence[SelectChoice],
    ) -> EntryForm:
        """Leave what the register asks for; what an entry always needs is marked."""
        for name in Facts.__slots__:
            if name not in kind.fields:
                delattr(self, name)
        for name in (*kind.fields, "department"):
            self[name].label.text = label(name)
        for name in kind.needs:
            self[name].flags.required = True
            self[name].validators = [InputRequired(FILLED), *self[name].validators]
        if kind.types:
            self.type.choices = list(types)
        if "library_id" in kind.fields:
            self.library_id.choices = list(libraries)
        self.department.choices = list(departments)
        return self

    def facts(self) -> Facts:
        """Return what was typed."""
        told = {name: self[name].data for name in Facts.__slots__ if name in self}
        return Facts(**{name: value if value is not None else _NOTHING[name] for name, value in told.items()})


_NOTHING: dict[str, Any] = {
    name: None if name in {"until", "library_id", "persons", "hours", "amount", "day"} else ""
    for name in Facts.__slots__
}


class WithdrawForm(FlaskForm):  # type: ignore[misc]
    """Why an entry is withdrawn."""

    reason = StringField(_l("Reason"), validators=[InputRequired(FILLED), Length(max=300, message=SHORT)])


class LibraryForm(FlaskForm):  # type: ignore[misc]
    """A library of the directory."""

    name = StringField(_l("Name"), validators=[InputRequired(FILLED), Length(max=200, message=SHORT)])
    kind = SelectField(_l("Whose library"))
    address = StringField(_l("Address"), validators=[Length(max=300, message=SHORT)])
    head = StringField(_l("Head"), validators=[Length(max=200, message=SHORT)])
    phone = StringField(_l("Telephone"), validators=[Length(max=40, message=SHORT)])
    stock = WholeField(_l("Size of the collection"), validators=[Optional()])
    readers = WholeField(_l("Readers"), validators=[Optional()])
    staff = WholeField(_l("Staff"), validators=[Optional()])
    note = StringField(_l("Note"), validators=[Length(max=500, message=SHORT)])


class CloseForm(FlaskForm):  # type: ignore[misc]
    """The day on which a library was closed for good."""

    day = DayField(_l("Closed for good on"), validators=[Optional()])


class ProfileForm(FlaskForm):  # type: ignore[misc]
    """What the summary of personnel needs of a member of the staff."""

    position = StringField(_l("Position"), validators=[Length(max=200, message=SHORT)])
    education = SelectField(_l("Education"))
    librarian = BooleanField(_l("Trained as a librarian"))
    since = DayField(_l("Works in libraries since"), validators=[Optional()])
