"""The form of a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from ils.workplan.rules import LANGUAGES, LineText, SectionText

Choices = Sequence[tuple[str, str]]
TEXTS = tuple(f"{name}_{language}" for name in ("name", "unit", "mechanism") for language in LANGUAGES)


class LineForm(FlaskForm):  # type: ignore[misc]
    """What people write of a line; Russian and English left empty are the Uzbek text."""

    section = SelectField(_l("Section of the plan"), validate_choice=False)
    new_uz = StringField(
        _l("New section in Uzbek"), validators=[Length(max=200)],
        description=_l("Filled in: the line opens a new section"),
    )  # fmt: skip
    new_ru = StringField(_l("New section in Russian"), validators=[Length(max=200)])
    new_en = StringField(_l("New section in English"), validators=[Length(max=200)])
    number = StringField(_l("Number"), validators=[Length(max=10)], description=_l("Empty: the next one"))
    name_uz = TextAreaField(
        _l("Name in Uzbek"), validators=[InputRequired(_l("Fill in this field.")), Length(max=600)]
    )
    name_ru = TextAreaField(_l("Name in Russian"), validators=[Length(max=600)])
    name_en = TextAreaField(_l("Name in English"), validators=[Length(max=600)])
    unit_uz = StringField(_l("Unit in Uzbek"), validators=[Length(max=60)])
    unit_ru = StringField(_l("Unit in Russian"), validators=[Length(max=60)])
    unit_en = StringField(_l("Unit in English"), validators=[Length(max=60)])
    mechanism_uz = TextAreaField(_l("Mechanism in Uzbek"), validators=[Length(max=1000)])
    mechanism_ru = TextAreaField(_l("Mechanism in Russian"), validators=[Length(max=1000)])
    mechanism_en = TextAreaField(_l("Mechanism in English"), validators=[Length(max=1000)])
    deadline = SelectField(_l("Deadline"))
    service = SelectField(_l("Service"))
    responsible = StringField(
        _l("Who answers"), validators=[Length(max=200)], description=_l("Empty: the service")
    )
    mode = SelectField(_l("How it is counted"))

    def offer(self, *, sections: Choices, deadlines: Choices, services: Choices, modes: Choices) -> LineForm:
        """Fill the lists in the language of the request."""
        lists = {"section": sections, "deadline": deadlines, "service": services, "mode": modes}
        for name, choices in lists.items():
            self[name].choices = [SelectChoice(*each) for each in choices]
        return self

    def show(self, line: Any) -> LineForm:
        """Show a line; a text that only repeats the Uzbek one is shown empty."""
        self.mode.data = getattr(line.mode, "value", line.mode)
        for name in ("name", "unit", "mechanism"):
            for language in ("ru", "en"):
                if getattr(line, f"{name}_{language}") == getattr(line, f"{name}_uz"):
                    self[f"{name}_{language}"].data = ""
        return self

    def new_section(self) -> SectionText | None:
        """Return the new section that the line opens, None where it joins one."""
        given = [self[f"new_{language}"].data or "" for language in LANGUAGES]
        return SectionText(*given) if any(each.strip() for each in given) else None

    def text(self) -> LineText:
        """Return what was written."""
        texts = {name: self[name].data or "" for name in TEXTS}
        return LineText(
            **texts, deadline=self.deadline.data, service=self.service.data, responsible=self.responsible.data or "",
            mode=self.mode.data,
        )  # fmt: skip


class SectionForm(FlaskForm):  # type: ignore[misc]
    """The name of a section in three languages."""

    uz = StringField(
        _l("Name in Uzbek"), validators=[InputRequired(_l("Fill in this field.")), Length(max=200)]
    )
    ru = StringField(_l("Name in Russian"), validators=[Length(max=200)])
    en = StringField(_l("Name in English"), validators=[Length(max=200)])

    def text(self) -> SectionText:
        """Return what was written."""
        return SectionText(self.uz.data or "", self.ru.data or "", self.en.data or "")
