"""Forms of readers; what is typed is judged by the services, a form only reads it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from babel import Locale
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional

from circulation.patrons.rules import Details

NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}  # codes of two letters that name no country
NEAR = ("UZ", "KZ", "KG", "TJ", "TM", "AF", "RU")


class DayField(DateField):  # type: ignore[misc]
    """A day, from the browser's calendar or typed as 21.11.2026."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, format=["%Y-%m-%d", "%d.%m.%Y"], **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day; say in the language of the request that it is none."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("This is not a date like 21.11.2026.")) from None


def _text(label: Any, limit: int, *, needed: bool = False, **options: Any) -> StringField:
    rules: list[Any] = [DataRequired(_l("Fill in this field."))] if needed else [Optional()]
    rules.append(Length(max=limit, message=_l("This is too long.")))
    return StringField(label, validators=rules, **options)


class PatronForm(FlaskForm):  # type: ignore[misc]
    """Everything about a reader on one screen; the card only when the reader is new."""

    surname = _text(_l("Surname"), 100, needed=True)
    given_name = _text(_l("Given name"), 100)
    patronymic = _text(_l("Patronymic"), 100)
    category = SelectField(_l("Category"))
    birth_date = DayField(_l("Date of birth"), validators=[Optional()])
    sex = SelectField(_l("Sex"))
    citizenship = SelectField(_l("Citizenship"), default="UZ")
    phone = _text(_l("Telephone"), 40, description=_l("For example 90 123 45 67"))
    study_group = _text(_l("Group or workplace"), 100)
    language = SelectField(_l("Language of letters"), default="uz")
    note = _text(_l("Note for the desk"), 500)
    card_number = _text(_l("Card number"), 40, description=_l("Scan the card; left empty, a number is made."))

    def offer(
        self,
        *,
        categories: Iterable[tuple[str, str]],
        sexes: Iterable[tuple[str, str]],
        languages: Iterable[tuple[str, str]],
    ) -> PatronForm:
        """Fill the lists in the language of the request."""
        self.category.choices = list(categories)
        self.sex.choices = list(sexes)
        self.language.choices = list(languages)
        self.citizenship.choices = countries()
        return self

    def details(self) -> Details:
        """Return what was typed, ready for the services."""
        return Details(
            surname=self.surname.data or "",
            given_name=self.given_name.data or "",
            patronymic=self.patronymic.data or "",
            category=self.category.data or "",
            birth_date=self.birth_date.data,
            sex=self.sex.data or "",
            citizenship=self.citizenship.data or "",
            phone=self.phone.data or "",
            study_group=self.study_group.data or "",
            language=self.language.data or "",
            note=self.note.data or "",
        )


class CardForm(FlaskForm):  # type: ignore[misc]
    """The number of another card; empty for the same number printed anew."""

    card_number = _text(_l("Number of the new card"), 40)


def countries() -> Sequence[tuple[str, str]]:
    """Return the countries by name, Uzbekistan and its neighbours first."""
    names = country_names()
    rest = sorted((name, code) for code, name in names.items() if code not in NEAR)
    return [(code, names[code]) for code in NEAR] + [(code, name) for name, code in rest]


def country_names() -> dict[str, str]:
    """Return code → name of every country in the language of the request."""
    named = {**Locale("en").territories, **(get_locale() or Locale("en")).territories}
    return {
        code: name
        for code, name in named.items()
        if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES
    }
