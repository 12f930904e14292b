"""What is typed about an exhibition."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from circulation.events.rules import Passport as EventPassport
from foreign_fund.exhibitions.queries import CaseRow, RotationRow
from foreign_fund.exhibitions.rules import Passport
from foreign_fund.fund.rules import read_languages
from foreign_fund.service.forms import ReviewForm
from ils.text import whole_number
from ils.web.fields import DayField, WholeField

Choices = list[tuple[str, str]]
FILL = _l("Fill in this field.")
LONG = _l("This is too long.")


def _text(label: Any, limit: int, *more: Any) -> StringField:
    return StringField(label, validators=[*more, Length(max=limit, message=LONG)])


def _wordy(label: Any, limit: int) -> TextAreaField:
    return TextAreaField(label, validators=[Length(max=limit, message=LONG)])


class ExhibitionForm(FlaskForm):  # type: ignore[misc]
    """The passport of an exhibition."""

    title = _text(_l("Name of the exhibition"), 200, DataRequired(FILL))
    form = SelectField(_l("Form"))
    department = SelectField(_l("Department"))
    place = _text(_l("Place"), 200)
    opens_on = DayField(_l("First day"), validators=[InputRequired(FILL)])
    closes_on = DayField(_l("Last day"), validators=[InputRequired(FILL)])
    shift_reason = _text(_l("Why the days change"), 300)
    setup_on = DayField(_l("Mounted by"), validators=[Optional()])
    takedown_on = DayField(_l("Taken down by"), validators=[Optional()])
    lendable = BooleanField(_l("Its copies may be lent meanwhile"))
    curator = _text(_l("Curator"), 200)
    partners = _text(_l("Together with"), 300)
    approved_by = _text(_l("Approved by"), 200)
    plan_line = _text(_l("Plan line"), 20)
    cycle = _text(_l("Cycle or series"), 200)
    occasion = _text(_l("Occasion"), 300)
    occasion_on = DayField(_l("Date of the occasion"), validators=[Optional()])
    purpose = _wordy(_l("Purpose"), 1000)
    audience = _text(_l("For whom"), 300)
    languages = _text(_l("Languages"), 200)
    epigraph = _wordy(_l("Epigraph"), 1000)
    public = BooleanField(_l("Readers see it on the public page"))
    public_text = _wordy(_l("Text of the public page and leaflet"), 4000)
    note = _wordy(_l("Note"), 500)

    def offer(self, places: Choices, kinds: Choices) -> ExhibitionForm:
        """Fill the lists in the language of the request."""
        self.department.choices = [SelectChoice(*each) for each in places]
        self.form.choices = [SelectChoice(*each) for each in kinds]
        return self

    def passport(self) -> Passport:
        """Return what was typed."""
        texts: Any = {
            name: self[name].data or ""
            for name in (
                "title", "form", "department", "place", "shift_reason", "curator", "partners", "approved_by",
                "plan_line", "cycle", "occasion", "purpose", "audience", "epigraph", "public_text", "note",
            )
        }  # fmt: skip
        days: Any = {
            name: self[name].data
            for name in ("opens_on", "closes_on", "setup_on", "takedown_on", "occasion_on")
        }
        told: Any = {
            **texts,
            **days,
            "languages": " ".join(read_languages(self.languages.data or "")),
            "lendable": bool(self.lendable.data),
            "public": bool(self.public.data),
        }
        passport: Passport = told
        return passport


def _cases(field: SelectField, cases: tuple[CaseRow, ...]) -> None:
    none = SelectChoice("", _("none"))
    field.choices = [none, *(SelectChoice(str(case.id), case.words) for case in cases)]


class PieceForm(FlaskForm):  # type: ignore[misc]
    """Something that its owner has loaned for the exhibition."""

    title = _text(_l("Author, title"), 500, DataRequired(FILL))
    owner = _text(_l("Owner"), 300, DataRequired(FILL))
    act = _text(_l("Act, number and day"), 100, DataRequired(FILL))
    received_on = DayField(_l("Received on"), validators=[InputRequired(FILL)])
    return_by = DayField(_l("To be given back by"), validators=[Optional()])
    worth = WholeField(_l("Worth, soʻm"), validators=[Optional()])
    case_id = SelectField(_l("Case"), validate_choice=False)
    annotation = _wordy(_l("Short annotation"), 1000)

    def offer(self, cases: tuple[CaseRow, ...]) -> PieceForm:
        """Fill the list of cases."""
        _cases(self.case_id, cases)
        return self

    def told(self) -> dict[str, Any]:
        """Return what was typed."""
        names = ("title", "owner", "act", "received_on", "return_by", "worth")
        return {
            **{name: self[name].data for name in names},
            "case_id": whole_number(self.case_id.data),
            "annotation": self.annotation.data or "",
        }


def _rotations(field: SelectField, rotations: tuple[RotationRow, ...]) -> None:
    field.choices = [
        SelectChoice("", _("the whole time")), *(SelectChoice(str(row.id), row.label) for row in rotations)
    ]  # fmt: skip


class ArrangeForm(FlaskForm):  # type: ignore[misc]
    """How a copy stands on an exhibition, and in which rotation."""

    rotation_id = SelectField(_l("Rotation"), validate_choice=False)
    case_id = SelectField(_l("Case"), validate_choice=False)
    position = WholeField(_l("Place in the case"), validators=[Optional()])
    access = SelectField(_l("What readers may do"))
    annotation = _wordy(_l("Short annotation"), 1000)

    def offer(
        self, cases: tuple[CaseRow, ...], accesses: Choices, rotations: tuple[RotationRow, ...] = ()
    ) -> ArrangeForm:
        """Fill the lists."""
        _cases(self.case_id, cases)
        _rotations(self.rotation_id, rotations)
        self.access.choices = [SelectChoice(*each) for each in accesses]
        return self

    def told(self) -> dict[str, Any]:
        """Return what was typed."""
        return {
            "case_id": whole_number(self.case_id.data),
            "position": self.position.data,
            "access": self.access.data or "",
            "annotation": self.annotation.data or "",
        }

    @property
    def rotation(self) -> int | None:
        """The rotation chosen; None for the whole time."""
        return whole_number(self.rotation_id.data)


class GatheringForm(ReviewForm):
    """A review or another event that is planned from its exhibition."""

    type = SelectField(_l("Kind of event"), validate_choice=False)
    titles = BooleanField(_l("Put the titles of the exhibition on its list"))

    def choose(self, kinds: Choices) -> GatheringForm:
        """Fill the list of kinds in the language of the request."""
        self.type.choices = [SelectChoice(*each) for each in kinds]
        return self

    def event(self) -> EventPassport:
        """Return the event that was typed, of the kind chosen."""
        passport = self.passport()
        passport["type"] = self.type.data or passport["type"]
        return passport
