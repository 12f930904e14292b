"""Forms of lost books."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from circulation.charges.messages import METHODS
from circulation.charges.models import PAID_BY, Method
from circulation.loans.rules.losses import MOST_TIMES
from ils.web.fields import WholeField

FILLED, SHORT = _l("Fill in this field."), _l("This is too long.")


class ReplaceForm(FlaskForm):  # type: ignore[misc]
    """The book that was taken instead of the lost one."""

    same = BooleanField(
        _l("The same edition"),
        id="same-edition",
        description=_l("Author and title are those of the lost book."),
    )
    author = StringField(_l("Author"), id="new-author", validators=[Length(max=400, message=SHORT)])
    title = StringField(_l("Title"), validators=[Length(max=1000, message=SHORT)])
    year = WholeField(
        _l("Year"), id="new-year", validators=[Optional(), NumberRange(1400, 2100, _l("This is not a year."))]
    )
    price = WholeField(_l("Price, soʻm"), id="new-price", validators=[Optional()])
    new_code = StringField(
        _l("New inventory number"),
        id="new-code",
        description=_l("Once an act has accepted the book; it can be named later."),
        validators=[Length(max=60, message=SHORT)],
    )
    note = StringField(_l("Note"), id="new-note", validators=[Length(max=500, message=SHORT)])

    def validate_title(self, field: StringField) -> None:
        """Ask for the title of another edition: what was lost never stands for what was taken unless it is said."""
        if not self.same.data and not (field.data or "").strip():
            raise ValidationError(str(FILLED))


class CompensateForm(FlaskForm):  # type: ignore[misc]
    """Money for the lost book."""

    amount = WholeField(_l("Amount, soʻm"), id="paid-amount", validators=[Optional()])
    method = SelectField(_l("Paid by"), id="paid-method", default=Method.CASH.value)
    note = StringField(_l("Note"), id="paid-note", validators=[Length(max=500, message=SHORT)])

    def offer(self, *, priced: bool) -> CompensateForm:
        """Fill the ways to pay in the language of the request; the amount is asked only where no rule gives it."""
        self.method.choices = [SelectChoice(value=each.value, label=str(METHODS[each])) for each in PAID_BY]
        if priced:
            del self.amount
        return self

    @property
    def asked(self) -> Any:
        """The amount that was typed, None where it is not asked."""
        return self.amount.data if "amount" in self else None


class ForgiveForm(FlaskForm):  # type: ignore[misc]
    """Why a loss is forgiven."""

    note = StringField(
        _l("Reason"), id="forgive-note", validators=[InputRequired(FILLED), Length(max=500, message=SHORT)]
    )


class RulesForm(FlaskForm):  # type: ignore[misc]
    """What a lost book costs."""

    multiple = WholeField(
        _l("Multiple of the price"),
        description=_l("So many times its price is charged for a lost copy; 0: only another book is taken."),
        validators=[
            InputRequired(FILLED),
            NumberRange(0, MOST_TIMES, _l("A number from 0 to 100.")),
        ],
    )
    refund = BooleanField(
        _l("Give money back when the copy is found"),
        description=_l("What is not paid yet is always taken back."),
    )
