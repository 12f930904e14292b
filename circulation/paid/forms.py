"""What is typed about prices and receipts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from circulation.paid.queries import PriceView
from circulation.paid.rules import LANGUAGES, Method
from ils.web.fields import DayField, WholeField

FILLED, SHORT = _l("Fill in this field."), _l("This is too long.")


def _text(label: Any, most: int, *more: Any) -> StringField:
    return StringField(label, validators=[*more, Length(max=most, message=SHORT)])


class ReceiptForm(FlaskForm):  # type: ignore[misc]
    """Who pays and how; the quantities stand beside the services."""

    card = _text(_l("Card of the reader"), 60)
    payer = _text(_l("Or the name of who pays"), 200)
    method = SelectField(_l("Paid by"), default=Method.CASH.value)
    note = _text(_l("Note"), 500)

    def offer(self, words: Mapping[Method, object]) -> ReceiptForm:
        """Fill the ways to pay with their words in the language of the request."""
        self.method.choices = [SelectChoice(each.value, str(word)) for each, word in words.items()]
        return self


class RefundForm(FlaskForm):  # type: ignore[misc]
    """Why money is given back, and on which day it went."""

    reason = _text(_l("Reason"), 500, InputRequired(FILLED))
    day = DayField(_l("Given back on"), validators=[InputRequired(FILLED)])


class PriceForm(FlaskForm):  # type: ignore[misc]
    """A service and its price from a day on."""

    code = _text(_l("Code"), 40, InputRequired(FILLED))
    name_uz = _text(_l("Name in Uzbek"), 200)
    name_ru = _text(_l("Name in Russian"), 200)
    name_en = _text(_l("Name in English"), 200)
    unit_uz = _text(_l("Unit in Uzbek"), 60)
    unit_ru = _text(_l("Unit in Russian"), 60)
    unit_en = _text(_l("Unit in English"), 60)
    price = WholeField(_l("Price, soʻm"), validators=[InputRequired(FILLED)])
    since = DayField(_l("From the day"), validators=[InputRequired(FILLED)])

    def show(self, known: PriceView) -> None:
        """Fill in a service that has a price already."""
        self.code.data, self.price.data = known.code, known.price
        for each in LANGUAGES:
            self[f"name_{each}"].data = known.names[each]
            self[f"unit_{each}"].data = known.units[each]

    def texts(self, what: str) -> dict[str, str]:
        """Return the names or units typed, by language."""
        return {each: self[f"{what}_{each}"].data or "" for each in LANGUAGES}


class EndForm(FlaskForm):  # type: ignore[misc]
    """The last day of a service."""

    until = DayField(_l("Last day"), validators=[InputRequired(FILLED)])
