"""Forms of readers; what is typed is judged by the services, a form only reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from babel import Locale
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from circulation.patrons.rules import CHANNELS, Details
from ils.web.fields import DayField

NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}  # codes of two letters that name no country
NEAR = ("UZ", "KZ", "KG", "TJ", "TM", "AF", "RU")
# What only a person has, and what only an organisation has.
OF_PERSONS = (
    "given_name", "patronymic", "birth_date", "sex", "citizenship", "faculty", "course", "study_group", "education",
    "document_number", "guardian_card", "guardian_name", "guardian_phone", "consent_on", "workplace",
)  # fmt: skip
OF_ORGANISATIONS = ("contract_number", "contact_name")


def _text(label: Any, limit: int, *, needed: bool = False, **options: Any) -> StringField:
    rules: list[Any] = [DataRequired(_l("Fill in this field."))] if needed else [Optional()]
    rules.append(Length(max=limit, message=_l("This is too long.")))
    return StringField(label, validators=rules, **options)


def _day(label: Any, **options: Any) -> DayField:
    return DayField(label, validators=[Optional()], **options)


class PatronForm(FlaskForm):  # type: ignore[misc]
    """Everything about a reader on one screen; the card only when the reader is new."""

    surname = _text(_l("Surname"), 100, needed=True)
    given_name = _text(_l("Given name"), 100)
    patronymic = _text(_l("Patronymic"), 100)
    other_name = _text(_l("Name in the other script"), 300)
    category = SelectField(_l("Category"), validators=[DataRequired(_l("Fill in this field."))])
    birth_date = _day(_l("Date of birth"))
    sex = SelectField(_l("Sex"))
    citizenship = SelectField(_l("Citizenship"), default="UZ")
    phone = _text(_l("Telephone"), 40, description=_l("For example 90 123 45 67"))
    email = _text(_l("E-mail"), 200)
    address = _text(_l("Address"), 300)
    document_number = _text(_l("Passport or certificate"), 40)
    faculty = _text(_l("Faculty"), 100)
    course = _text(_l("Course"), 20)
    study_group = _text(_l("Group or class"), 100)
    workplace = _text(_l("Place of work or study"), 200)
    education = _text(_l("Education"), 100)
    guardian_card = _text(_l("Guardian's card"), 40)
    guardian_name = _text(_l("Guardian's name"), 200)
    guardian_phone = _text(_l("Guardian's telephone"), 40)
    contract_number = _text(_l("Contract №"), 60)
    contact_name = _text(_l("Contact person"), 200)
    language = SelectField(_l("Language of letters"), default="uz")
    channel = SelectField(_l("Best reached by"), default="")
    member_until = _day(_l("Member until"))
    consent_on = _day(_l("Consent given on"))
    note = _text(_l("Note for the desk"), 500)
    card_number = _text(_l("Card number"), 40, description=_l("Scan the card; left empty, a number is made."))

    def for_kind(self, kind: str) -> PatronForm:
        """Keep what this kind of reader has; an organisation has a name in one field."""
        for name in OF_PERSONS if kind == "organisation" else OF_ORGANISATIONS:
            delattr(self, name)
        if kind == "organisation":
            self.surname.label.text = _("Name of the organisation")
            self.member_until.label.text = _("Contract until")
        return self

    def offer(
        self,
        *,
        categories: Iterable[tuple[str, str]],
        sexes: Iterable[tuple[str, str]],
        languages: Iterable[tuple[str, str]],
        channels: Iterable[tuple[str, str]],
    ) -> PatronForm:
        """Fill the lists in the language of the request; no category stands there before it is chosen."""
        self.category.choices = _choices([("", ""), *categories])
        self.language.choices = _choices(languages)
        self.channel.choices = _choices([("", _("the library's order")), *channels])
        if "sex" in self:
            self.sex.choices = _choices(sexes)
            self.citizenship.choices = _choices(countries())
        return self

    def details(self) -> Details:
        """Return what was typed, ready for the services; the guardian's card is looked up by the view."""
        given: dict[str, Any] = {
            field.name: field.data if field.type == "DayField" else field.data or ""
            for field in self
            if field.name in Details.__annotations__
        }
        given["channels"] = channels_of(self.channel.data or "")
        details: Details = given  # type: ignore[assignment]
        return details


def channels_of(best: str) -> list[str] | None:
    """Return all channels, the best one first; None where the library's order will do."""
    return [best, *(each for each in CHANNELS if each != best)] if best in CHANNELS else None


def _choices(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(code, text) for code, text in pairs]


class CardForm(FlaskForm):  # type: ignore[misc]
    """The number of another card; empty for the same number printed anew."""

    card_number = _text(_l("Number of the new card"), 40)


class RestrictForm(FlaskForm):  # type: ignore[misc]
    """Why a reader may not borrow, and until when."""

    kind = SelectField(_l("Kind"))
    reason = _text(_l("Reason"), 300, needed=True)
    until = _day(_l("Until, that day included"))


class PinForm(FlaskForm):  # type: ignore[misc]
    """A PIN that the reader chooses."""

    pin = _text(_l("PIN, 4 to 8 digits"), 8, needed=True)


class CategoryForm(FlaskForm):  # type: ignore[misc]
    """A category of readers in three languages."""

    code = StringField(
        _l("Code"), description=_l("Lower-case Latin letters, digits and _; it never changes.")
    )
    name_uz = StringField(_l("Name in Uzbek"))
    name_ru = StringField(_l("Name in Russian"))
    name_en = StringField(_l("Name in English"))


class PhotoForm(FlaskForm):  # type: ignore[misc]
    """A photo from the disk or from the camera."""

    photo = FileField(_l("Photo"))


class TableForm(FlaskForm):  # type: ignore[misc]
    """A file with a table of readers, and the category of readers for whom it says none."""

    file = FileField(_l("File"))
    category = SelectField(_l("Category where the table says none"), default="")

    def offer(self, categories: Iterable[tuple[str, str]]) -> TableForm:
        """Fill the list in the language of the request."""
        self.category.choices = _choices([("", _("none: such a line is refused")), *categories])
        return self


class MappingForm(FlaskForm):  # type: ignore[misc]
    """What holds for a whole table; the columns themselves are read by the view, field by field."""

    category = SelectField(_l("Category where the table says none"), default="")
    language = SelectField(_l("Language of letters"))
    register = BooleanField(_l("Register the new readers for this year"))
    update = BooleanField(_l("Bring readers on record up to date"))

    def offer(
        self, categories: Iterable[tuple[str, str]], languages: Iterable[tuple[str, str]]
    ) -> MappingForm:
        """Fill the lists in the language of the request."""
        self.category.choices = _choices([("", _("none: such a line is refused")), *categories])
        self.language.choices = _choices(languages)
        return self


def countries() -> Sequence[tuple[str, str]]:
    """Return the countries by name, Uzbekistan and its neighbours first."""
    names = country_names()
    rest = sorted((name, code) for code, name in names.items() if code not in NEAR)
    return [(code, names[code]) for code in NEAR] + [(code, name) for name, code in rest]


def country_names() -> Mapping[str, str]:
    """Return code → name of every country in the language of the request."""
    named = {**Locale("en").territories, **(get_locale() or Locale("en")).territories}
    return {
        code: name
        for code, name in named.items()
        if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES
    }
