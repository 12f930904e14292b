"""What is told of a file or link."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, IntegerField, RadioField, StringField
from wtforms.validators import NumberRange, Optional

from catalog.digital.models import Rights
from catalog.digital.rules import MOST_PAGES


def _pages() -> Any:
    return IntegerField(_l("Pages"), [Optional(), NumberRange(1, MOST_PAGES)])


class DescribeForm(FlaskForm):  # type: ignore[misc]
    """What can be changed of an object that is there; the page gives `rights` their words."""

    title = StringField(_l("Name for readers"))
    url = StringField(_l("Address"))
    pages = _pages()
    full_text = BooleanField(_l("This is the full text"), default=True)
    rights = RadioField(_l("Who may open it"), default=Rights.LIBRARY.value)


class AttachForm(DescribeForm):
    """A file or an address, whichever is given, and what is told of it."""

    file = FileField(_l("File"))


class ReplaceForm(FlaskForm):  # type: ignore[misc]
    """Another file in the place of the old one."""

    file = FileField(_l("File"))


class RemoveForm(FlaskForm):  # type: ignore[misc]
    """Why an object is taken off its record."""

    reason = StringField(_l("Reason"))
