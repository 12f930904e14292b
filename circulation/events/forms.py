"""What is typed about events and clubs."""

from __future__ import annotations

from datetime import time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from circulation.events.queries import ClubRow, EventRow
from circulation.events.rules import Passport
from ils.text import whole_number
from ils.web.fields import DayField, WholeField

FILL = _l("Fill in this field.")
LONG = _l("This is too long.")
Choices = list[tuple[str, str]]


class HourField(TimeField):  # type: ignore[misc]
    """A time of the day as 9:00; what is kept are minutes after midnight."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the time, or say that it is none."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("This is not a time like 9:00.")) from None

    @property
    def minutes(self) -> int | None:
        """Minutes after midnight, None for nothing."""
        return self.data.hour * 60 + self.data.minute if self.data else None


def _text(label: Any, limit: int, *more: Any) -> StringField:
    return StringField(label, validators=[*more, Length(max=limit, message=LONG)])


class EventForm(FlaskForm):  # type: ignore[misc]
    """What is said of an event."""

    type = SelectField(_l("Kind of event"))
    title = _text(_l("Name of the event"), 300, InputRequired(FILL))
    club_id = SelectField(_l("Club"), validate_choice=False)
    day = DayField(_l("Day"), validators=[InputRequired(FILL)])
    starts = HourField(_l("Begins at"), validators=[Optional()])
    ends = HourField(_l("Ends at"), validators=[Optional()])
    repeat_until = DayField(_l("Repeat weekly until"), validators=[Optional()])
    place = _text(_l("Place"), 300)
    department = SelectField(_l("Department"))
    sector = SelectField(_l("Sector"))
    topic = _text(_l("Topic"), 300)
    organiser = _text(_l("Responsible"), 200)
    partner = _text(_l("Together with"), 300)
    audience = _text(_l("For whom"), 200)
    expected = WholeField(_l("Persons expected"), validators=[Optional()])
    link = _text(_l("Link"), 500)
    note = TextAreaField(_l("Note"), validators=[Length(max=2000, message=LONG)])

    def offer(
        self, types: Choices, places: Choices, sectors: Choices, clubs: tuple[ClubRow, ...]
    ) -> EventForm:
        """Fill the lists in the language of the request."""
        self.type.choices = [SelectChoice(*each) for each in types]
        self.department.choices = [SelectChoice(*each) for each in places]
        self.sector.choices = [SelectChoice(*each) for each in sectors]
        none = SelectChoice("", _("none"))
        self.club_id.choices = [none, *(SelectChoice(str(each.id), each.name) for each in clubs)]
        return self

    def show(self, row: EventRow) -> None:
        """Fill in what is known of an event."""
        for name in ("title", "day", "place", "department", "sector", "topic", "organiser", "partner"):
            self[name].data = getattr(row, name)
        for name in ("audience", "expected", "link", "note"):
            self[name].data = getattr(row, name)
        self.type.data = row.type.value
        self.club_id.data = str(row.club_id or "")
        self.starts.data, self.ends.data = _clock(row.starts), _clock(row.ends)

    def passport(self) -> Passport:
        """Return what was typed."""
        club = self.club_id.data or ""
        return {
            "type": self.type.data or "",
            "title": self.title.data or "",
            "day": self.day.data,
            "sector": self.sector.data or "",
            "department": self.department.data or "",
            "topic": self.topic.data or "",
            "starts": self.starts.minutes,
            "ends": self.ends.minutes,
            "place": self.place.data or "",
            "club_id": whole_number(club),
            "organiser": self.organiser.data or "",
            "partner": self.partner.data or "",
            "audience": self.audience.data or "",
            "expected": self.expected.data,
            "link": self.link.data or "",
            "note": " ".join((self.note.data or "").split()),
        }


def _clock(minutes: int | None) -> time | None:
    return None if minutes is None else time(minutes // 60, minutes % 60)


class ClubForm(FlaskForm):  # type: ignore[misc]
    """What is said of a club."""

    name = _text(_l("Name of the club"), 200, InputRequired(FILL))
    department = SelectField(_l("Department"))
    topic = _text(_l("Topic"), 300)
    leader = _text(_l("Club leader"), 200)
    meets = _text(_l("Meets when and where"), 200)
    founded_on = DayField(_l("Founded on"), validators=[InputRequired(FILL)])
    closed_on = DayField(_l("Ended on"), validators=[Optional()])

    def offer(self, places: Choices) -> ClubForm:
        """Fill the list of departments in the language of the request."""
        self.department.choices = [SelectChoice(*each) for each in places]
        return self

    def passport(self) -> dict[str, Any]:
        """Return what was typed."""
        names = ("name", "department", "topic", "leader", "meets", "founded_on", "closed_on")
        return {name: self[name].data or ("" if name != "closed_on" else None) for name in names}
