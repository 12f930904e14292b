"""Forms of the table of policies."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, SelectField
from wtforms.validators import InputRequired

from circulation.policies.rules import Row

Choices = Sequence[tuple[str, str]]


class WholeField(IntegerField):  # type: ignore[misc]
    """A whole number that has to be given; the service knows its bounds."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; say in the language of the request that it is none."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("This is not a whole number.")) from None


def _number(label: object, about: object) -> WholeField:
    return WholeField(label, validators=[InputRequired(_l("Fill in this field."))], description=about)


class PolicyForm(FlaskForm):  # type: ignore[misc]
    """One row: for whom and what, and what it allows."""

    category = SelectField(_l("Category of readers"))
    document_type = SelectField(_l("Document type"))
    department = SelectField(_l("Department"))
    days = _number(_l("Days"), _l("0: for use in the room, due the same day"))
    open_days = BooleanField(_l("Count open days only"))
    renewals = _number(_l("Renewals"), _l("How often one loan can be renewed"))
    limit_total = _number(_l("Limit of copies"), _l("How many a reader may hold at once"))

    def offer(self, *, categories: Choices, document_types: Choices, departments: Choices) -> PolicyForm:
        """Fill the lists in the language of the request; the empty choice fits all."""
        everything = ("", _("any"))
        self.category.choices = [everything, *categories]
        self.document_type.choices = [everything, *document_types]
        self.department.choices = [everything, *departments]
        return self

    def row(self) -> Row:
        """Return what was typed."""
        return Row(
            category=self.category.data or "",
            document_type=self.document_type.data or "",
            department=self.department.data or "",
            days=self.days.data,
            open_days=bool(self.open_days.data),
            renewals=self.renewals.data,
            limit_total=self.limit_total.data,
        )
