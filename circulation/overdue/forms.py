"""The form of one level of the ladder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from circulation.overdue.rules import Level, LevelRow
from ils.web.fields import WholeField

Choices = Sequence[tuple[str, str]]
PLACES = ("first", "second", "third", "fourth", "fifth")


def _whole(label: Any, about: Any) -> WholeField:
    return WholeField(label, validators=[InputRequired(_l("Fill in this field."))], description=about)


class LevelForm(FlaskForm):  # type: ignore[misc]
    """A level: when, in what words, over which channels, with what consequences."""

    name_uz = StringField(_l("Name in Uzbek"), validators=[InputRequired(_l("Fill in this field."))])
    name_ru = StringField(_l("Name in Russian"))
    name_en = StringField(_l("Name in English"))
    days = _whole(_l("Days after the due date"), _l("Before it: with a minus. 0: on the due date"))
    open_days = BooleanField(_l("Count open days only"))
    template = SelectField(_l("Text of the message"))
    first = SelectField(_l("First channel"))
    second = SelectField(_l("Second channel"))
    third = SelectField(_l("Third channel"))
    fourth = SelectField(_l("Fourth channel"))
    fifth = SelectField(_l("Fifth channel"))
    restricts = BooleanField(_l("The reader may not borrow until the copy is back"))
    charge = _whole(_l("Charge, soʻm"), _l("0: nothing is charged"))
    marks_lost = BooleanField(_l("The copy is held to be lost, and another one or its price is asked for"))
    active = BooleanField(_l("In use"))

    def offer(self, *, texts: Choices, channels: Choices) -> LevelForm:
        """Fill the lists in the language of the request."""
        self.template.choices = [SelectChoice(*each) for each in texts]
        ways = [SelectChoice(*each) for each in channels]
        for place in PLACES:
            self[place].choices = [SelectChoice("", "—"), *ways]
        return self

    def show(self, level: Level) -> LevelForm:
        """Fill the channels of a level in, one a box."""
        for place, channel in zip(PLACES, level.channels, strict=False):
            self[place].data = channel
        return self

    def row(self) -> LevelRow:
        """Return what was typed."""
        channels = [self[place].data for place in PLACES]
        return LevelRow(
            name_uz=self.name_uz.data or "",
            name_ru=self.name_ru.data or "",
            name_en=self.name_en.data or "",
            days=self.days.data,
            open_days=bool(self.open_days.data),
            channels=[channel for channel in channels if channel],
            template=self.template.data or "",
            restricts=bool(self.restricts.data),
            charge=self.charge.data,
            marks_lost=bool(self.marks_lost.data),
            active=bool(self.active.data),
        )
