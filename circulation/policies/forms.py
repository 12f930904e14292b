"""Forms of the rules of lending."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from circulation.policies.rules import Limit, Row
from ils.web.fields import DayField, WholeField

Choices = Sequence[tuple[str, str]]


def _number(label: object, about: object) -> WholeField:
    return WholeField(label, validators=[InputRequired(_l("Fill in this field."))], description=about)


def _maybe(label: object, about: object) -> WholeField:
    return WholeField(label, validators=[Optional()], description=about)


def _offered(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(value=value, label=label) for value, label in pairs]


class PolicyForm(FlaskForm):  # type: ignore[misc]
    """One row: for whom and what, and what it allows."""

    category = SelectField(_l("Category of readers"))
    item_type = SelectField(_l("Item type"))
    use = SelectField(_l("Place of use"))
    department = SelectField(_l("Department"))
    days = _number(_l("Days"), _l("0: due the same day at closing"))
    open_days = BooleanField(_l("Count open days only"))
    renewals = _number(_l("Renewals"), _l("How often one loan can be renewed"))
    limit_total = _number(_l("Limit of copies"), _l("How many a reader may hold at once"))
    renewal_from = SelectField(_l("A renewal counts from"))
    renew_earliest = _maybe(
        _l("Renew not earlier than"), _l("Days before the due date; empty: whenever the reader likes")
    )
    fixed_due = DayField(
        _l("Never due after"),
        validators=[Optional()],
        description=_l("The end of the term; empty: no such day"),
    )
    queue_longer = _maybe(_l("If more than so many wait"), _l("Shorter loans for a title with a queue"))
    queue_days = _maybe(_l("lend for days"), _l("Both fields or neither"))
    debt_limit = _maybe(
        _l("Debt that stops lending, soʻm"), _l("A reader who owes more gets nothing; empty: no limit")
    )
    overdue_blocks = _maybe(
        _l("Days late that stop lending"), _l("Before that the librarian is asked; empty: always only asked")
    )
    fine_per_day = _number(_l("Fine for an open day late, soʻm"), _l("0: none"))
    suspend_per_day = _number(_l("Days without lending for an open day late"), _l("0: none"))

    def offer(
        self, *, categories: Choices, item_types: Choices, uses: Choices, departments: Choices
    ) -> PolicyForm:
        """Fill the lists in the language of the request; the empty choice fits all."""
        everything = ("", _("any"))
        self.category.choices = _offered([everything, *categories])
        self.item_type.choices = _offered([everything, *item_types])
        self.use.choices = _offered([everything, *uses])
        self.department.choices = _offered([everything, *departments])
        self.renewal_from.choices = _offered(
            [("today", _("the day of renewing")), ("due", _("the old due date"))]
        )
        return self

    def row(self) -> Row:
        """Return what was typed."""
        values: dict[str, Any] = {name: getattr(self, name).data for name in Row.__annotations__}
        values["open_days"] = bool(values["open_days"])
        for name in ("category", "item_type", "use", "department"):
            values[name] = values[name] or ""
        return cast("Row", values)


class LimitForm(FlaskForm):  # type: ignore[misc]
    """A limit by item type or by fund (CO-17)."""

    category = SelectField(_l("Category of readers"))
    item_type = SelectField(_l("Item type"))
    fund = SelectField(_l("Fund"))
    copies = _number(_l("Limit of copies"), _l("How many of them a reader may hold at once"))

    def offer(self, *, categories: Choices, item_types: Choices, funds: Choices) -> LimitForm:
        """Fill the lists in the language of the request."""
        self.category.choices = _offered([("", _("any")), *categories])
        self.item_type.choices = _offered([("", "—"), *item_types])
        self.fund.choices = _offered([("", "—"), *funds])
        return self

    def limit(self, limit_id: int) -> Limit:
        """Return what was typed."""
        return Limit(
            limit_id,
            self.category.data or "",
            self.item_type.data or "",
            self.fund.data or "",
            int(self.copies.data or 0),
        )


class TypeForm(FlaskForm):  # type: ignore[misc]
    """An item type."""

    code = StringField(
        _l("Code"), description=_l("Lower-case Latin letters, digits and _; it stays as it is once given")
    )
    name_uz = StringField(_l("Name in Uzbek"), validators=[InputRequired(_l("Fill in this field."))])
    name_ru = StringField(_l("Name in Russian"))
    name_en = StringField(_l("Name in English"))
