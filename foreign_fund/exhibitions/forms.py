"""What is typed about an exhibition."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from foreign_fund.exhibitions.rules import Passport


class ExhibitionForm(FlaskForm):  # type: ignore[misc]
    """The passport of an exhibition."""

    title = StringField(_l("Name of the exhibition"), validators=[DataRequired(), Length(max=200)])
    department = SelectField(_l("Department"))
    place = StringField(_l("Place"), validators=[Length(max=200)])
    opens_on = DateField(_l("First day"), validators=[InputRequired()])
    closes_on = DateField(_l("Last day"), validators=[InputRequired()])
    lendable = BooleanField(_l("Its copies may be lent meanwhile"))
    note = TextAreaField(_l("Note"), validators=[Length(max=500)])

    def passport(self) -> Passport:
        """Return what was typed."""
        return {
            "title": self.title.data or "",
            "department": self.department.data or "",
            "place": self.place.data or "",
            "opens_on": self.opens_on.data,
            "closes_on": self.closes_on.data,
            "lendable": bool(self.lendable.data),
            "note": self.note.data or "",
        }
