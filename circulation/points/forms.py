"""What is typed about points."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from ils.web.fields import DayField

FILL = _l("Fill in this field.")
LONG = _l("This is too long.")
Choices = list[tuple[str, str]]


class PointForm(FlaskForm):  # type: ignore[misc]
    """What is said of a point."""

    name = StringField(
        _l("Name of the point"), validators=[InputRequired(FILL), Length(max=200, message=LONG)]
    )
    address = StringField(_l("Address"), validators=[Length(max=300, message=LONG)])
    contact = StringField(_l("Whom to ask for"), validators=[Length(max=200, message=LONG)])
    phone = StringField(_l("Telephone"), validators=[Length(max=40, message=LONG)])
    department = SelectField(_l("Department"))
    sector = SelectField(_l("Sector"))
    opened_on = DayField(_l("Served since"), validators=[InputRequired(FILL)])
    closed_on = DayField(_l("Served until"), validators=[Optional()])

    def offer(self, places: Choices, sectors: Choices) -> PointForm:
        """Fill the lists in the language of the request."""
        self.department.choices = [SelectChoice(*each) for each in places]
        self.sector.choices = [SelectChoice(*each) for each in sectors]
        return self

    def said(self) -> dict[str, Any]:
        """Return what was typed."""
        texts = ("name", "address", "contact", "phone", "department", "sector")
        days = {"opened_on": self.opened_on.data, "closed_on": self.closed_on.data}
        return {**{name: self[name].data or "" for name in texts}, **days}
