"""What is typed about holds."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional


class PlaceForm(FlaskForm):  # type: ignore[misc]
    """A hold for a reader and a title that are known already."""

    department = SelectField(_l("To be fetched at"))
    only_item_id = SelectField(_l("Which copy"))
    needed_until = DateField(
        _l("Needed until"), validators=[Optional()], description=_l("After this day nobody waits any more.")
    )
    note = StringField(_l("Note"), validators=[Length(max=500)])

    @property
    def item_id(self) -> int | None:
        """The copy and no other, None for any."""
        text: Any = self.only_item_id.data
        return int(text) if text else None


class MoveForm(FlaskForm):  # type: ignore[misc]
    """Another place in the queue."""

    place = IntegerField(_l("New place"), validators=[InputRequired()])
    reason = StringField(_l("Reason"), validators=[InputRequired(), Length(max=200)])


class RulesForm(FlaskForm):  # type: ignore[misc]
    """What the library chooses about holds."""

    shelf_days = IntegerField(
        _l("Open days on the hold shelf"),
        validators=[InputRequired()],
        description=_l("Counted from the day after the copy was set aside."),
    )
    limit = IntegerField(
        _l("Titles one reader may wait for"),
        validators=[InputRequired()],
        description=_l("0: as many as they like."),
    )
