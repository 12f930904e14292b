"""What is typed about a database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from catalog.stock.rules.money import (
    CURRENCIES,
    HOME,
    RATE_UNIT,
    parse_price,
    parse_rate,
    price_text,
    rate_text,
)
from foreign_fund.databases.queries import DatabaseRow
from foreign_fund.databases.rules import DatabaseFacts
from ils.web.fields import DayField

FILL, LONG = _l("Fill in this field."), _l("This is too long.")
TEXTS = (
    "title",
    "url",
    "access",
    "department",
    "provider",
    "subjects",
    "languages",
    "about",
    "how",
    "terms",
    "note",
)
DAYS = ("subscribed_from", "subscribed_until", "trial_until")


def _text(label: Any, limit: int, *more: Any) -> StringField:
    return StringField(label, validators=[*more, Length(max=limit, message=LONG)])


class DatabaseForm(FlaskForm):  # type: ignore[misc]
    """A database with its terms."""

    title = _text(_l("Title"), 300, InputRequired(FILL))
    provider = _text(_l("Provider"), 300)
    url = _text(_l("Address on the web"), 500, InputRequired(FILL))
    access = SelectField(_l("Access"))
    how = _text(_l("How one gets in"), 500)
    subjects = _text(_l("Fields of knowledge"), 300)
    languages = _text(_l("Languages"), 100)
    about = TextAreaField(_l("What it holds"), validators=[Length(max=1000, message=LONG)])
    subscribed_from = DayField(_l("Subscribed from"), validators=[Optional()])
    subscribed_until = DayField(_l("Subscribed until"), validators=[Optional()])
    trial_until = DayField(_l("Trial until"), validators=[Optional()])
    price = _text(_l("Price of a year"), 40)
    currency = SelectField(_l("Currency"), choices=[SelectChoice(each, each) for each in CURRENCIES])
    rate = _text(_l("Rate"), 40)
    terms = TextAreaField(_l("Terms of the licence"), validators=[Length(max=1000, message=LONG)])
    department = SelectField(_l("Department"))
    note = _text(_l("Note"), 500)

    def offer(self, access: Sequence[SelectChoice], places: Sequence[SelectChoice]) -> DatabaseForm:
        """Fill the lists in the language of the request."""
        self.access.choices = list(access)
        self.department.choices = list(places)
        return self

    def show(self, row: DatabaseRow) -> None:
        """Fill in what is known."""
        for name in (*TEXTS, *DAYS, "currency"):
            self[name].data = getattr(row, name)
        self.price.data = price_text(row.price) if row.price else ""
        self.rate.data = "" if row.currency == HOME else rate_text(row.rate)

    def facts(self) -> DatabaseFacts:
        """Return what was typed; a price or a rate that is none is refused."""
        currency = self.currency.data or HOME
        told: dict[str, Any] = {name: self[name].data or "" for name in TEXTS}
        told |= {name: self[name].data for name in DAYS}
        return DatabaseFacts(
            **told,
            price=parse_price(self.price.data or ""),
            currency=currency,
            rate=RATE_UNIT if currency == HOME else parse_rate(self.rate.data or ""),
        )
