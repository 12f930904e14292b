"""Forms of visits."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, ValidationError
from wtforms.validators import InputRequired, Length, Optional

from ils.activity.kinds import Source
from ils.web.fields import DayField, WholeField

COUNTED = {"tally": Source.TALLY, "group": Source.GROUP, "event": Source.EVENT}


class TallyForm(FlaskForm):  # type: ignore[misc]
    """A head-count of visitors without cards."""

    kind = SelectField(_l("Who came"), default="tally")
    title = StringField(
        _l("Name of the group or event"),
        validators=[Length(max=200, message=_l("This is too long."))],
    )
    sector = SelectField(_l("Sector"))
    persons = WholeField(_l("Persons"), validators=[InputRequired(_l("Fill in this field."))])
    day = DayField(_l("Day"), validators=[Optional()])
    note = StringField(
        _l("Note"),
        validators=[Length(max=500, message=_l("This is too long."))],
    )

    def validate_title(self, field: StringField) -> None:
        """Refuse a group or an event without a name, beside the field it belongs into."""
        if self.kind.data != "tally" and not (field.data or "").strip():
            raise ValidationError(_("Fill in this field."))

    def offer(self, sectors: list[tuple[str, Any]]) -> TallyForm:
        """Fill the list of sectors in the language of the request."""
        self.sector.choices = sectors
        self.kind.choices = [
            ("tally", _("visitors without cards")),
            ("group", _("a group")),
            ("event", _("who came to an event")),
        ]
        return self
