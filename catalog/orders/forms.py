"""What is typed about orders, requests and QR codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from catalog.orders.queries import RequestRow, ScanRow
from catalog.orders.rules import (
    MOST_DOCUMENTS,
    Form,
    Reason,
    Recipient,
    RequestFacts,
    ScanFacts,
    Wish,
)
from ils.web.fields import DayField, WholeField

FILL, LONG = _l("Fill in this field."), _l("This is too long.")
Choices = Sequence[SelectChoice]
Words = Mapping[Any, Any]


def _text(label: Any, limit: int, *more: Any) -> StringField:
    return StringField(label, validators=[*more, Length(max=limit, message=LONG)])


def _choices(words: Words) -> list[SelectChoice]:
    return [SelectChoice(str(each.value), str(word)) for each, word in words.items()]


class ScanForm(FlaskForm):  # type: ignore[misc]
    """An order of a scan."""

    reason = SelectField(_l("Why it is scanned"))
    record_id = WholeField(_l("Number of the record"), validators=[Optional()])
    title = _text(_l("Title"), 500)
    requester = _text(_l("Who ordered it"), 300)
    contact = _text(_l("How to reach them"), 200)
    pages = WholeField(_l("Pages wanted"), validators=[Optional()])
    ordered_on = DayField(_l("Ordered on"), validators=[InputRequired(FILL)])
    due_on = DayField(_l("Due on"), validators=[Optional()])
    department = SelectField(_l("Department"))
    note = _text(_l("Note"), 500)

    def offer(self, reasons: Words, places: Choices) -> ScanForm:
        """Fill the lists in the language of the request."""
        self.reason.choices, self.department.choices = _choices(reasons), list(places)
        return self

    def show(self, row: ScanRow) -> None:
        """Fill in what is known."""
        for name in ("title", "requester", "contact", "pages", "ordered_on", "due_on", "department", "note"):
            self[name].data = getattr(row, name)
        self.reason.data, self.record_id.data = row.reason.value, row.record_id

    def facts(self) -> ScanFacts:
        """Return what was typed."""
        return ScanFacts(
            reason=Reason(self.reason.data),
            department=self.department.data or "",
            ordered_on=self.ordered_on.data,
            record_id=self.record_id.data,
            title=self.title.data or "",
            requester=self.requester.data or "",
            contact=self.contact.data or "",
            pages=self.pages.data,
            due_on=self.due_on.data,
            note=self.note.data or "",
        )


class PagesForm(FlaskForm):  # type: ignore[misc]
    """What was scanned on a day."""

    images = WholeField(_l("Images"), validators=[InputRequired(FILL)])
    spread = BooleanField(_l("Two pages an image"))
    again = BooleanField(_l("Scanned again: counts nothing"))
    day = DayField(_l("Day"), validators=[InputRequired(FILL)])


class FinishForm(FlaskForm):  # type: ignore[misc]
    """What came of an order, and when."""

    object_id = SelectField(_l("File that came of it"), coerce=lambda value: int(value) if value else None)
    day = DayField(_l("Finished on"), validators=[InputRequired(FILL)])


class RequestForm(FlaskForm):  # type: ignore[misc]
    """A request from afar; `documents` has a title on each line, `record_id` the record it began with."""

    recipient_kind = SelectField(_l("Kind of reader"))
    recipient = _text(_l("Who asks"), 300, InputRequired(FILL))
    contact = _text(_l("How to reach them"), 200)
    country = _text(_l("Country"), 2)
    asked_on = DayField(_l("Asked on"), validators=[InputRequired(FILL)])
    department = SelectField(_l("Department"))
    paid = BooleanField(_l("For payment, by the price list"))
    record_id = WholeField(_l("Number of the record"), validators=[Optional()])
    documents = TextAreaField(_l("Documents, one on a line"), validators=[Length(max=30_000, message=LONG)])
    note = _text(_l("Note"), 500)

    def offer(self, kinds: Words, places: Choices) -> RequestForm:
        """Fill the lists in the language of the request."""
        self.recipient_kind.choices, self.department.choices = _choices(kinds), list(places)
        return self

    def without_documents(self) -> RequestForm:
        """Leave what is changed of a request that stands: its documents have their own buttons."""
        del self.documents, self.record_id
        return self

    def show(self, row: RequestRow) -> None:
        """Fill in what is known."""
        for name in ("recipient", "contact", "country", "asked_on", "department", "paid", "note"):
            self[name].data = getattr(row, name)
        self.recipient_kind.data = row.recipient_kind.value

    def facts(self) -> RequestFacts:
        """Return what was typed."""
        return RequestFacts(
            recipient_kind=Recipient(self.recipient_kind.data),
            recipient=self.recipient.data or "",
            department=self.department.data or "",
            asked_on=self.asked_on.data,
            contact=self.contact.data or "",
            country=self.country.data or "",
            paid=bool(self.paid.data),
            note=self.note.data or "",
        )

    def wishes(self) -> list[Wish]:
        """Return the documents asked for: the record, and each line that was typed."""
        lines = [" ".join(line.split()) for line in (self.documents.data or "").splitlines()]
        typed = [Wish(title=line) for line in lines if line][: MOST_DOCUMENTS + 1]
        return [*([Wish(record_id=self.record_id.data)] if self.record_id.data else []), *typed]


class DocumentForm(FlaskForm):  # type: ignore[misc]
    """One document more."""

    title = _text(_l("Title"), 500)
    record_id = WholeField(_l("Number of the record"), validators=[Optional()])


class DeliverForm(FlaskForm):  # type: ignore[misc]
    """How and when a document was sent, and which full text it was."""

    form = SelectField(_l("Sent by"))
    day = DayField(_l("Day"), validators=[InputRequired(FILL)])
    object_id = SelectField(
        _l("Full text"), coerce=lambda value: int(value) if value else None, validate_choice=False
    )

    def offer(self, ways: Words) -> DeliverForm:
        """Fill the lists in the language of the request."""
        self.form.choices = _choices(ways)
        self.object_id.choices = []
        return self

    def sent(self) -> Form:
        """Return how it was sent."""
        return Form(self.form.data)


class CodeForm(FlaskForm):  # type: ignore[misc]
    """A QR code on a board: of a record, or of an address with a title."""

    record_id = WholeField(_l("Number of the record"), validators=[Optional()])
    title = _text(_l("Title"), 500)
    url = _text(_l("Address"), 500)
    board = _text(_l("Board"), 300, InputRequired(FILL))
    placed_on = DayField(_l("Put up on"), validators=[InputRequired(FILL)])

    def begin(self, today: date, record_id: int | None, board: str) -> CodeForm:
        """Fill in what the address says."""
        self.placed_on.data, self.record_id.data, self.board.data = today, record_id, board
        return self


class AddressForm(FlaskForm):  # type: ignore[misc]
    """Where readers find the catalogue."""

    address = _text(_l("Address of the catalogue"), 500)
