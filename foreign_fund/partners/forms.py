"""What is typed about partners, shipments and interlibrary requests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from catalog.stock.rules.money import CURRENCIES, HOME, RATE_UNIT, parse_price, parse_rate, rate_text
from foreign_fund.partners.queries.partners import PartnerRow
from foreign_fund.partners.queries.requests import RequestRow
from foreign_fund.partners.queries.shipments import ShipmentRow
from foreign_fund.partners.rules.ledger import NewLine, ShipmentFacts
from foreign_fund.partners.rules.partners import PartnerFacts
from foreign_fund.partners.rules.requests import RequestFacts
from ils.web.fields import DayField, WholeField

FILL, LONG = _l("Fill in this field."), _l("This is too long.")
Choices = Sequence[SelectChoice]
_MONEY = [SelectChoice(each, each) for each in CURRENCIES]


def _text(label: Any, limit: int, *more: Any) -> StringField:
    return StringField(label, validators=[*more, Length(max=limit, message=LONG)])


def _number(value: Any) -> int | None:
    return int(value) if str(value or "").isdigit() else None


class PartnerForm(FlaskForm):  # type: ignore[misc]
    """A partner."""

    name = _text(_l("Name"), 300, InputRequired(FILL))
    kind = SelectField(_l("Kind"))
    country = _text(_l("Country, two letters"), 2, InputRequired(FILL))
    city = _text(_l("City"), 100)
    languages = _text(_l("Languages"), 100)
    currency = SelectField(_l("Currency"), choices=_MONEY)
    contact = _text(_l("Whom to write to"), 200)
    email = _text(_l("E-mail"), 200)
    phone = _text(_l("Telephone"), 60)
    address = _text(_l("Address"), 300)
    link = _text(_l("Address on the web"), 500)
    note = TextAreaField(_l("Note"), validators=[Length(max=1000, message=LONG)])
    active = BooleanField(_l("Works with us now"), default=True)

    def offer(self, kinds: Choices) -> PartnerForm:
        """Fill the list in the language of the request."""
        self.kind.choices = list(kinds)
        return self

    def show(self, row: PartnerRow) -> None:
        """Fill in what is known."""
        for name in PartnerFacts.__slots__:
            self[name].data = getattr(row, name)

    def facts(self) -> PartnerFacts:
        """Return what was typed."""
        typed = {name: self[name].data or "" for name in PartnerFacts.__slots__ if name != "active"}
        return PartnerFacts(**typed, active=bool(self.active.data))


class ShipmentForm(FlaskForm):  # type: ignore[misc]
    """The head of a shipment."""

    partner_id = SelectField(_l("Partner"), coerce=_number)
    day = DayField(_l("Day"), validators=[InputRequired(FILL)])
    document = _text(_l("Document"), 100)
    currency = SelectField(_l("Currency"), choices=_MONEY)
    rate = _text(_l("Rate"), 40)
    department = SelectField(_l("Department"))
    note = _text(_l("Note"), 500)

    def offer(self, partners: Choices, places: Choices) -> ShipmentForm:
        """Fill the lists."""
        self.partner_id.choices, self.department.choices = list(partners), list(places)
        return self

    def show(self, row: ShipmentRow) -> None:
        """Fill in what is known."""
        for name in ("partner_id", "day", "document", "currency", "department", "note"):
            self[name].data = getattr(row, name)
        self.rate.data = "" if row.currency == HOME else rate_text(row.rate)

    def facts(self, direction: str) -> ShipmentFacts:
        """Return what was typed; RATE_INVALID for a rate that is no number."""
        currency = self.currency.data or HOME
        return ShipmentFacts(
            partner_id=self.partner_id.data or 0,
            direction=direction,
            day=self.day.data,
            document=self.document.data or "",
            department=self.department.data or "",
            currency=currency,
            rate=RATE_UNIT if currency == HOME else parse_rate(self.rate.data or ""),
            note=self.note.data or "",
        )


class LineForm(FlaskForm):  # type: ignore[misc]
    """Copies of one title."""

    title = _text(_l("Title"), 500)
    record_id = WholeField(_l("Number of the record"), validators=[Optional()])
    copies = WholeField(_l("Copies"), default=1, validators=[InputRequired(FILL)])
    price = _text(_l("Price of one copy"), 40)
    for_fund = BooleanField(_l("For the fund"), default=True)

    def line(self) -> NewLine:
        """Return what was typed; PRICE_INVALID for a price that is none."""
        return NewLine(
            title=self.title.data or "",
            copies=self.copies.data if self.copies.data is not None else 0,
            price=parse_price(self.price.data or ""),
            record_id=self.record_id.data,
            for_fund=bool(self.for_fund.data),
        )


class ActForm(FlaskForm):  # type: ignore[misc]
    """Into which book and department the received books come."""

    series = SelectField(_l("Inventory book"))
    department = SelectField(_l("Department"))

    def offer(self, series: Choices, places: Choices) -> ActForm:
        """Fill the lists."""
        self.series.choices, self.department.choices = list(series), list(places)
        return self


class RequestForm(FlaskForm):  # type: ignore[misc]
    """An interlibrary request."""

    partner_id = SelectField(_l("Partner"), coerce=_number)
    title = _text(_l("Title"), 500)
    author = _text(_l("Author"), 300)
    details = _text(_l("Year, edition, pages"), 500)
    record_id = WholeField(_l("Number of the record"), validators=[Optional()])
    form = SelectField(_l("What is wanted"))
    for_whom = _text(_l("For whom"), 200)
    asked_on = DayField(_l("Asked on"), validators=[InputRequired(FILL)])
    department = SelectField(_l("Department"))
    note = _text(_l("Note"), 500)

    def offer(self, partners: Choices, places: Choices, wanted: Choices) -> RequestForm:
        """Fill the lists in the language of the request."""
        self.partner_id.choices, self.department.choices = list(partners), list(places)
        self.form.choices = list(wanted)
        return self

    def show(self, row: RequestRow) -> None:
        """Fill in what is known."""
        for name in RequestFacts.__slots__:
            if name != "direction":
                self[name].data = getattr(row, name)

    def facts(self, direction: str) -> RequestFacts:
        """Return what was typed."""
        texts = ("title", "author", "details", "form", "for_whom", "department", "note")
        return RequestFacts(
            direction=direction,
            partner_id=self.partner_id.data or 0,
            asked_on=self.asked_on.data,
            record_id=self.record_id.data,
            **{name: self[name].data or "" for name in texts},
        )
