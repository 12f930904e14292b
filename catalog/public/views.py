"""The search page and the page of a record, open to everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from catalog.items.messages import STATE_TAGS, STATE_WORDS
from catalog.items.models import ItemState
from catalog.items.queries import items_of_record
from catalog.public import messages, queries
from catalog.public.queries import Holding, Results
from catalog.public.rules import decades, last_page, page_number, year
from catalog.records.queries import Filters, Sort, record_view
from catalog.search.rules import LONGEST_QUERY
from ils.accounts.permissions import Permission
from ils.activity.queries import latest_of_subject
from ils.library.places import departments
from ils.web.auth import can
from ils.web.frame import place_label
from ils.web.session import current_session
from ils.web.words import KIND_WORDS, SOURCE_WORDS

PER_PAGE = 25
SHOWN_CHOICES = 10
HISTORY = 20

blueprint = Blueprint("public", __name__, template_folder="templates")

for _name in (
    messages.language_name,
    messages.language_tag,
    messages.document_type_name,
    messages.branch_name,
):
    blueprint.add_app_template_filter(_name)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of the search page asks for, cleaned: whatever is not known counts as not asked."""

    q: str
    language: str
    type: str
    department: str
    available: bool
    year_from: int | None
    year_to: int | None
    sort: Sort
    page: int

    @property
    def filters(self) -> Filters:
        """The narrowing by columns of the record."""
        return Filters(self.language, self.type, self.year_from, self.year_to)

    @property
    def narrowed(self) -> bool:
        """Tell whether anything but the words narrows the list."""
        return bool(self.filters != Filters() or self.department or self.available)

    def url(self, **changes: Any) -> str:
        """Return the address of the same search with changes, on its first page unless they name another."""
        values = {name: getattr(self, name) for name in Asked.__slots__ if name != "page"} | changes
        if values["sort"] is Sort.RELEVANCE:
            values["sort"] = None
        values["available"] = 1 if values["available"] else None
        return url_for("public.search", **{name: value for name, value in values.items() if value})


@dataclass(frozen=True, slots=True)
class Choice:
    """A line of a facet; choosing the chosen one again lets it go."""

    label: str
    count: int
    url: str
    active: bool


def _asked() -> Asked:
    arguments = request.args
    places = {place.code for place in departments(current_session())}
    return Asked(
        q=arguments.get("q", "").strip()[:LONGEST_QUERY],
        language=_code(arguments.get("language", "")),
        type=_known(arguments.get("type", ""), set(map(str, messages.DOCUMENT_TYPES))),
        department=_known(arguments.get("department", ""), places),
        available=arguments.get("available") == "1",
        year_from=year(arguments.get("year_from")),
        year_to=year(arguments.get("year_to")),
        sort=Sort(_known(arguments.get("sort", ""), set(Sort)) or Sort.RELEVANCE),
        page=page_number(arguments.get("page")),
    )


def _code(text: str) -> str:
    return text if len(text) == 3 and text.isascii() and text.isalpha() else ""


def _known(value: str, known: set[Any]) -> str:
    return value if value in known else ""


@blueprint.get("/search")
def search() -> str:
    """Find records."""
    asked = _asked()
    results = _results(asked, asked.page)
    last = last_page(results.total, PER_PAGE)
    page = min(asked.page, last)
    if page != asked.page:  # an old link to a page that the list no longer has
        results = _results(asked, page)
    return render_template(
        "public/search.html",
        asked=asked,
        results=results,
        facets=_facets(asked, results),
        page=_pager(asked, page, last, results),
        sorts=[(sort.value, str(label)) for sort, label in messages.SORTS.items()],
    )


def _results(asked: Asked, page: int) -> Results:
    return queries.search(
        current_session(),
        asked.q,
        filters=asked.filters,
        holding=Holding(asked.department, asked.available),
        sort=asked.sort,
        limit=PER_PAGE,
        offset=(page - 1) * PER_PAGE,
    )


def _pager(asked: Asked, page: int, last: int, results: Results) -> dict[str, Any]:
    first = (page - 1) * PER_PAGE
    return {
        "first": first + 1,
        "last": first + len(results.hits),
        "total": results.total,
        "prev_url": asked.url(page=page - 1) if page > 1 else None,
        "next_url": asked.url(page=page + 1) if page < last else None,
    }


def _facets(asked: Asked, results: Results) -> list[tuple[str, list[Choice]]]:
    places = {place.code: place_label(place) for place in departments(current_session())}
    groups = [
        (_("Language"), _choices(asked, "language", results.facets.languages, messages.language_name)),
        (_("Kind"), _choices(asked, "type", results.facets.document_types, messages.document_type_name)),
        (
            _("Department"),
            _choices(asked, "department", results.departments, lambda code: places.get(code, code)),
        ),
        (_("Year"), _decades(asked, results)),
    ]
    return [(title, choices) for title, choices in groups if choices]


def _choices(asked: Asked, name: str, counts: tuple[tuple[str, int], ...], label: Any) -> list[Choice]:
    chosen = getattr(asked, name)
    shown = [pair for pair in counts if pair[0]][:SHOWN_CHOICES]
    return [
        Choice(label(code), count, asked.url(**{name: "" if code == chosen else code}), code == chosen)
        for code, count in shown
    ]


def _decades(asked: Asked, results: Results) -> list[Choice]:
    choices = []
    for first, count in decades(results.facets.years)[:SHOWN_CHOICES]:
        active = (asked.year_from, asked.year_to) == (first, first + 9)
        span = {"year_from": None, "year_to": None} if active else {"year_from": first, "year_to": first + 9}
        choices.append(Choice(f"{first}–{first + 9}", count, asked.url(**span), active))
    return choices


@blueprint.get("/records/<int:record_id>")
def record(record_id: int) -> str:
    """Show one record with its copies."""
    session = current_session()
    view = record_view(session, record_id)
    items = [item for item in items_of_record(session, record_id) if _shown(item.state)]
    history = latest_of_subject(session, subject_type="record", subject_id=record_id, limit=HISTORY)
    return render_template(
        "public/record.html",
        view=view,
        items=items,
        available=sum(item.state is ItemState.AVAILABLE for item in items),
        history=history if can(Permission.CATALOGUE) else (),
        places_by_code={place.code: place for place in departments(session)},
        schemes=messages.SCHEMES,
        state_words=STATE_WORDS,
        state_tags=STATE_TAGS,
        kind_words=KIND_WORDS,
        source_words=SOURCE_WORDS,
    )


def _shown(state: ItemState) -> bool:
    return state is not ItemState.WITHDRAWN or can(Permission.CATALOGUE)
