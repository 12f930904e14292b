"""What a reader types."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, PasswordField, SelectField, StringField
from wtforms.validators import Optional


class SignInForm(FlaskForm):  # type: ignore[misc]
    """Card and PIN."""

    card = StringField(_l("Card number"))
    pin = PasswordField(_l("PIN"))


class WaitForm(FlaskForm):  # type: ignore[misc]
    """Where a title will be fetched, and how long it is of use."""

    department = SelectField(_l("To be fetched at"))
    needed_until = DateField(
        _l("Needed until"), validators=[Optional()], description=_l("After this day nobody waits any more.")
    )


class WishesForm(FlaskForm):  # type: ignore[misc]
    """How the library writes to the reader."""

    language = SelectField(_l("Language of letters"))
    channel = SelectField(_l("Write to me first by"))


class OwnPinForm(FlaskForm):  # type: ignore[misc]
    """Another PIN."""

    old = PasswordField(_l("Present PIN"))
    pin = PasswordField(_l("New PIN, 4 to 8 digits"))
    again = PasswordField(_l("New PIN once more"))
