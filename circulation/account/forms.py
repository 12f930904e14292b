"""What a reader types."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from ils.web.fields import WholeField


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


FILLED, SHORT = _l("Fill in this field."), _l("This is too long.")
USUAL_REASONS = (
    _l("End of studies"), _l("End of the semester"), _l("End of the school year"), _l("Transfer to another school"),
    _l("Leaves work"), _l("Moves away"),
)  # fmt: skip


class ClearForm(FlaskForm):  # type: ignore[misc]
    """What a clearance sheet is given for."""

    reason = StringField(
        _l("What the sheet is for"), validators=[InputRequired(FILLED), Length(max=200, message=SHORT)]
    )
    leaves = BooleanField(
        _l("The reader leaves the library"),
        description=_l("Membership ends with this day, and holds are cancelled."),
    )


class WithdrawForm(FlaskForm):  # type: ignore[misc]
    """Why a clearance sheet does not hold any more."""

    reason = StringField(
        _l("Why it is withdrawn"), validators=[InputRequired(FILLED), Length(max=300, message=SHORT)]
    )


class EraseForm(FlaskForm):  # type: ignore[misc]
    """The two things that confirm an erasing."""

    reason = StringField(
        _l("Reason"), validators=[InputRequired(), Length(max=300)],
        description=_l("Such as: asked in writing on 21.11.2026. Without the reader's name."),
    )  # fmt: skip
    card = StringField(
        _l("Card number, typed once more"), validators=[InputRequired(), Length(max=40)],
        description=_l("It confirms that this reader is meant."),
    )  # fmt: skip


class MonthsForm(FlaskForm):  # type: ignore[misc]
    """How long history keeps its reader."""

    months = WholeField(
        _l("Months that history keeps its reader"),
        validators=[InputRequired()],
        description=_l("0: for ever."),
    )
