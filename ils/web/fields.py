"""Form fields that say in the language of the request what is wrong with what was typed."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from wtforms import DateField, IntegerField


class WholeField(IntegerField):  # type: ignore[misc]
    """A whole number; spaces between thousands are read over, an empty box is none. Its bounds are the service's."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number, or say that it is none."""
        typed = ["".join(each.split()) for each in valuelist]
        if typed and not typed[0]:
            self.data = None
            return
        try:
            super().process_formdata(typed)
        except ValueError:
            raise ValueError(_("This is not a whole number.")) from None


class DayField(DateField):  # type: ignore[misc]
    """A day, from the browser's calendar or typed as 21.11.2026."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, format=["%Y-%m-%d", "%d.%m.%Y"], **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day, or say that it is none."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("This is not a date like 21.11.2026.")) from None
