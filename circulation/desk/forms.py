"""The form of the library's choices about its desks."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField
from wtforms.validators import InputRequired, NumberRange

from ils.web.fields import WholeField

SHORTEST, LONGEST = 1, 120


class DeskSettingsForm(FlaskForm):  # type: ignore[misc]
    """After how long a session ends by itself, and whether readers get its notice (SB-10)."""

    idle_minutes = WholeField(
        _l("Minutes until a session ends by itself"),
        validators=[
            InputRequired(_l("Fill in this field.")),
            NumberRange(SHORTEST, LONGEST, message=_l("A number from 1 to 120.")),
        ],
        description=_l("A desk left alone closes the reader's session and forgets unusual modes."),
    )
    notices = BooleanField(_l("Send readers a message of what they took and brought"))
