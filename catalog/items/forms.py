"""What is typed about copies."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional


class AddItemsForm(FlaskForm):  # type: ignore[misc]
    """Copies of one record; whether the numbers are free is for the service to say."""

    count = IntegerField(_l("Copies"), default=1, validators=[InputRequired()])
    department = SelectField(_l("Department"))
    inventory_numbers = StringField(_l("Inventory numbers"), validators=[Length(max=20_000)])
    barcodes = TextAreaField(_l("Barcodes"), validators=[Length(max=20_000)])
    call_number = StringField(_l("Call number"), validators=[Length(max=100)])
    price = StringField(_l("Price"), validators=[Length(max=40)])
    acquired_on = DateField(_l("Acquired on"), validators=[Optional()])
    note = StringField(_l("Note"), validators=[Length(max=500)])
    item_type = SelectField(_l("Item type"), default="")
    use = SelectField(_l("Place of use"), default="")
    parts = StringField(_l("Accompanying parts"), validators=[Length(max=200)])

    def barcode_list(self) -> list[str]:
        """Return the scanned barcodes: one a line, as the scanner's Enter leaves them."""
        return _lines(self.barcodes.data)

    def inventory_list(self) -> list[str]:
        """Return the inventory numbers typed, parted by commas, semicolons or line ends."""
        return _lines((self.inventory_numbers.data or "").replace(";", "\n").replace(",", "\n"))


class EditItemForm(FlaskForm):  # type: ignore[misc]
    """What may be changed of a copy; numbers, department and price have acts of their own."""

    item_type = SelectField(_l("Item type"))
    use = SelectField(_l("Place of use"))
    call_number = StringField(_l("Call number"), validators=[Length(max=100)])
    parts = StringField(_l("Accompanying parts"), validators=[Length(max=200)])
    incomplete = StringField(_l("What is missing of it"), validators=[Length(max=300)])
    note = StringField(_l("Note"), validators=[Length(max=500)])
    state = SelectField(_l("State"))


class WithdrawForm(FlaskForm):  # type: ignore[misc]
    """The paper by which a copy is written off."""

    act = StringField(_l("Act"), validators=[DataRequired(), Length(max=100)])
    day = DateField(_l("Day"), validators=[InputRequired()])


def _lines(text: Any) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]
