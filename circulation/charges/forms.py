"""Forms of debts and payments."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from circulation.charges.models import PAID_BY, ChargeKind, Method
from ils.web.fields import WholeField

# A loss is charged by the register of lost books, and nobody pays by having a debt struck off.
CHARGED_BY_HAND = tuple(each for each in ChargeKind if each is not ChargeKind.LOSS)
FILLED, SHORT = _l("Fill in this field."), _l("This is too long.")


# Two forms stand on one page: each field has an id of its own.
class PayForm(FlaskForm):  # type: ignore[misc]
    """A payment."""

    amount = WholeField(_l("Amount, soʻm"), id="pay-amount", validators=[InputRequired(FILLED)])
    method = SelectField(_l("Paid by"), id="pay-method", default=Method.CASH.value)
    note = StringField(_l("Note"), id="pay-note", validators=[Length(max=500, message=SHORT)])

    def offer(self, words: Mapping[Method, object]) -> PayForm:
        """Fill the ways to pay with their words in the language of the request."""
        self.method.choices = [SelectChoice(value=each.value, label=str(words[each])) for each in PAID_BY]
        return self


class ChargeForm(FlaskForm):  # type: ignore[misc]
    """A debt entered by hand."""

    kind = SelectField(_l("For what"), id="charge-kind", default=ChargeKind.SERVICE.value)
    amount = WholeField(_l("Amount, soʻm"), id="charge-amount", validators=[InputRequired(FILLED)])
    note = StringField(_l("Note"), id="charge-note", validators=[Length(max=500, message=SHORT)])

    def offer(self, words: Mapping[ChargeKind, object]) -> ChargeForm:
        """Fill the kinds of debts with their words in the language of the request."""
        self.kind.choices = [
            SelectChoice(value=each.value, label=str(words[each])) for each in CHARGED_BY_HAND
        ]
        return self


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """Why a debt or a payment is taken back, or a debt struck off."""

    reason = StringField(_l("Reason"), validators=[InputRequired(FILLED), Length(max=500, message=SHORT)])
