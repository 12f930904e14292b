"""What an address asks for, cleaned: whatever is not known counts as not asked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from catalog.export.queries import Holding, Selection
from catalog.marc import DocumentType
from catalog.records.queries import Filters, Sort
from catalog.search.rules import LONGEST_QUERY
from ils.text import whole_number

_LONGEST_YEAR = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A search of the catalogue as its address writes it."""

    q: str = ""
    language: str = ""
    type: str = ""
    department: str = ""
    available: bool = False
    year_from: int | None = None
    year_to: int | None = None
    sort: Sort = Sort.RELEVANCE

    @property
    def filters(self) -> Filters:
        """The narrowing by columns of the record."""
        return Filters(self.language, self.type, self.year_from, self.year_to)

    @property
    def holding(self) -> Holding:
        """The narrowing by copies."""
        return Holding(self.department, self.available)

    @property
    def narrowed(self) -> bool:
        """Tell whether anything but the words narrows the list."""
        return bool(self.filters != Filters() or self.department or self.available)

    @property
    def selection(self) -> Selection:
        """All that the search finds."""
        return Selection(query=self.q, filters=self.filters, holding=self.holding, sort=self.sort)

    def arguments(self, **changes: Any) -> dict[str, Any]:
        """Return the arguments of the address of the same search with changes; what is empty is left out."""
        values = {each.name: getattr(self, each.name) for each in fields(Search)} | changes
        if values["sort"] is Sort.RELEVANCE:
            values["sort"] = None
        elif isinstance(values["sort"], Sort):
            values["sort"] = values["sort"].value
        values["available"] = 1 if values["available"] else None
        return {name: value for name, value in values.items() if value}


def read_search(arguments: MultiDict[str, str], places: Collection[str]) -> Search:
    """Return the search that an address asks for; `places` are the codes of the library's departments."""
    return Search(
        q=arguments.get("q", "").strip()[:LONGEST_QUERY],
        language=_language(arguments.get("language", "")),
        type=_known(arguments.get("type", ""), set(map(str, DocumentType))),
        department=_known(arguments.get("department", ""), places),
        available=arguments.get("available") == "1",
        year_from=year(arguments.get("year_from")),
        year_to=year(arguments.get("year_to")),
        sort=Sort(_known(arguments.get("sort", ""), set(Sort)) or Sort.RELEVANCE),
    )


def year(text: str | None) -> int | None:
    """Return a year of up to four digits; None for anything else."""
    return whole_number(text, digits=_LONGEST_YEAR)


def _language(text: str) -> str:
    return text if len(text) == 3 and text.isascii() and text.isalpha() else ""


def _known(value: str, known: Collection[Any]) -> str:
    return value if value in known else ""


OTHER_CENTRE = "other"
ACCEPTED, REFUSED = "accepted", "refused"


class PrepareForm(FlaskForm):  # type: ignore[misc]
    """A new batch for another catalogue; the page gives the lists their words."""

    centre = SelectField(_l("Who gets it"))
    other = StringField(_l("Name of another centre"))
    since = DateField(_l("Changed since"), [Optional()])
    cards = SelectField(_l("Of a card index"), choices=[], validate_choice=False)
    own_only = BooleanField(_l("Only what was described here, not imported"), default=True)
    articles = BooleanField(_l("Articles too"), default=True)
    name = StringField(_l("Name of the batch"))
    format = SelectField(_l("Format"))

    @property
    def centre_name(self) -> str:
        """The code of a known centre, or the name of another one."""
        chosen = self.centre.data or ""
        return (self.other.data or "").strip() if chosen == OTHER_CENTRE else chosen


class SentForm(FlaskForm):  # type: ignore[misc]
    """On which day a batch went out."""

    day = DateField(_l("Sent on"), [InputRequired()])


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """What the other side said, and when."""

    outcome = RadioField(
        _l("Answer"),
        choices=[SelectChoice(ACCEPTED, _l("accepted")), SelectChoice(REFUSED, _l("refused"))],
        default=ACCEPTED,
    )
    day = DateField(_l("Answered on"), [InputRequired()])
    answer = StringField(_l("What they wrote"))
