"""What is typed about acts, their lines, inventory books and labels."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, DecimalField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import TextInput

from catalog.stock.models import AccessionSource, LabelKind
from catalog.stock.rules.money import CURRENCIES, HOME, RATE_UNIT, parse_rate
from catalog.stock.rules.sheets import Correction, Layout

LARGEST = 2_000_000_000


class ActForm(FlaskForm):  # type: ignore[misc]
    """The head of an act; what its source requires is asked when it is approved."""

    source = SelectField(_l("Source"))
    day = DateField(_l("Day of the act"), validators=[InputRequired()])
    department = SelectField(_l("Department"))
    series = SelectField(_l("Inventory book"))
    partner = StringField(_l("Partner"), validators=[Length(max=300)])
    contract = StringField(_l("Contract"), validators=[Length(max=200)])
    document = StringField(_l("Document"), validators=[Length(max=200)])
    document_day = DateField(_l("Date of the document"), validators=[Optional()])
    currency = SelectField(_l("Currency"), choices=[SelectChoice(each, each) for each in CURRENCIES])
    rate = StringField(_l("Rate"), validators=[Length(max=40)])
    commission = TextAreaField(_l("Commission"), validators=[Length(max=1000)])
    note = TextAreaField(_l("Note"), validators=[Length(max=1000)])

    def facts(self) -> dict[str, Any]:
        """Return the head as the services take it; RATE_INVALID for a rate that is no number."""
        home = self.currency.data == HOME
        return {
            "source": AccessionSource(self.source.data),
            "day": self.day.data,
            "department": self.department.data,
            "series": self.series.data,
            "partner": self.partner.data or "",
            "contract": self.contract.data or "",
            "document": self.document.data or "",
            "document_day": self.document_day.data,
            "currency": self.currency.data,
            "rate": RATE_UNIT if home else parse_rate(self.rate.data or ""),
            "commission": self.commission.data or "",
            "note": self.note.data or "",
        }


class LineForm(FlaskForm):  # type: ignore[misc]
    """Copies of one record."""

    copies = IntegerField(_l("Copies"), default=1, validators=[InputRequired()])
    price = StringField(_l("Price of one copy"), validators=[Length(max=40)])
    call_number = StringField(_l("Call number"), validators=[Length(max=100)])
    note = StringField(_l("Note"), validators=[Length(max=500)])


class PasteForm(FlaskForm):  # type: ignore[misc]
    """A list of copies from an invoice or a spreadsheet."""

    lines = TextAreaField(_l("Lines"), validators=[DataRequired(), Length(max=200_000)])


class CorrectionForm(FlaskForm):  # type: ignore[misc]
    """Why an approved act is corrected; which copies and prices are fields of the table beside it."""

    day = DateField(_l("Day of the act"), validators=[InputRequired()])
    document = StringField(_l("Document"), validators=[Length(max=200)])
    note = StringField(_l("Reason"), validators=[DataRequired(), Length(max=1000)])


class SeriesForm(FlaskForm):  # type: ignore[misc]
    """An inventory book."""

    code = StringField(_l("Code"), validators=[Length(max=40)])
    name_uz = StringField(_l("Name in Uzbek"), validators=[DataRequired(), Length(max=200)])
    name_ru = StringField(_l("Name in Russian"), validators=[Length(max=200)])
    name_en = StringField(_l("Name in English"), validators=[Length(max=200)])
    prefix = StringField(_l("Prefix"), validators=[Length(max=20)])
    digits = IntegerField(_l("Digits"), validators=[InputRequired(), NumberRange(0, 12)])
    next_number = IntegerField(_l("Next number"), validators=[Optional(), NumberRange(1, LARGEST)])


class FigureField(DecimalField):  # type: ignore[misc]
    """A figure with a fraction, typed with a point or a comma whatever the browser's language."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        super().process_formdata([text.strip().replace(",", ".") for text in valuelist])


def _length(label: Any) -> FigureField:
    return FigureField(label, places=1, validators=[InputRequired(), NumberRange(-1000, 2000)])


class SheetForm(FlaskForm):  # type: ignore[misc]
    """A sheet of labels, in millimetres."""

    name = StringField(_l("Name"), validators=[DataRequired(), Length(max=200)])
    kind = SelectField(_l("Label"))
    page_width = _length(_l("Page width, mm"))
    page_height = _length(_l("Page height, mm"))
    columns = IntegerField(_l("Columns"), validators=[InputRequired(), NumberRange(1, 100)])
    rows = IntegerField(_l("Rows"), validators=[InputRequired(), NumberRange(1, 100)])
    left = _length(_l("Left edge to the first label, mm"))
    top = _length(_l("Top edge to the first label, mm"))
    step_x = _length(_l("From label to label across, mm"))
    step_y = _length(_l("From label to label down, mm"))
    label_width = _length(_l("Label width, mm"))
    label_height = _length(_l("Label height, mm"))

    LENGTHS = (
        "page_width", "page_height", "left", "top", "step_x", "step_y", "label_width", "label_height",
    )  # fmt: skip

    def show(self, layout: Layout) -> None:
        """Fill the form with a sheet."""
        self.columns.data, self.rows.data = layout.columns, layout.rows
        for name in self.LENGTHS:
            self[name].data = Decimal(getattr(layout, name)) / 10

    def layout(self) -> Layout:
        """Return the sheet in tenths of a millimetre."""
        lengths = {name: tenths(self[name].data) for name in self.LENGTHS}
        return Layout(columns=self.columns.data, rows=self.rows.data, **lengths)

    def chosen_kind(self) -> LabelKind:
        """Return what is on the labels."""
        return LabelKind(self.kind.data)


class PrinterForm(FlaskForm):  # type: ignore[misc]
    """A printer and its correction; the measures of a calibration page, where given, are used instead of the figures."""

    name = StringField(_l("Name"), validators=[DataRequired(), Length(max=200)])
    shift_x = _length(_l("Shift to the right, mm"))
    shift_y = _length(_l("Shift down, mm"))
    scale = FigureField(_l("Scale, %"), places=1, validators=[InputRequired(), NumberRange(80, 120)])
    left = FigureField(_l("A: left edge of the paper to the cross, mm"), validators=[Optional()])
    top = FigureField(_l("B: top edge of the paper to the cross, mm"), validators=[Optional()])
    line_x = FigureField(_l("C: length of the line across, mm"), validators=[Optional()])
    line_y = FigureField(_l("D: length of the line down, mm"), validators=[Optional()])

    def show(self, correction: Correction) -> None:
        """Fill the form with a correction."""
        self.shift_x.data = Decimal(correction.shift_x) / 10
        self.shift_y.data = Decimal(correction.shift_y) / 10
        self.scale.data = Decimal(correction.scale) / 10

    def measures(self) -> dict[str, float] | None:
        """Return the measures of a calibration page in millimetres, None if they were not all given."""
        fields = {"left": self.left, "top": self.top, "line_x": self.line_x, "line_y": self.line_y}
        if any(field.data is None for field in fields.values()):
            return None
        return {name: float(field.data) for name, field in fields.items()}

    def typed(self) -> Correction:
        """Return the correction as typed."""
        return Correction(tenths(self.shift_x.data), tenths(self.shift_y.data), tenths(self.scale.data))


def tenths(value: Decimal) -> int:
    """Return millimetres (or per cent) as tenths."""
    return round(value * 10)
