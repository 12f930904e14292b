"""The search page and the page of a record, open to everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from catalog.digital.messages import MEDIA, RIGHTS
from catalog.digital.models import Rights
from catalog.digital.queries import ObjectView, objects_of
from catalog.digital.rules import valid_link
from catalog.export.forms import Search, read_search
from catalog.export.messages import FORMATS
from catalog.export.rules import ExportFormat
from catalog.items.messages import STATE_TAGS, STATE_WORDS
from catalog.items.models import ItemState
from catalog.items.queries import items_of_record
from catalog.public import messages, queries
from catalog.public.queries import Results
from catalog.public.rules import decades, last_page, page_number
from catalog.records.queries import Brief, RecordView, brief, count_parts, parts_of, record_view, resolve
from catalog.records.queries.matching import find_matches
from catalog.records.rules import keys_of
from catalog.records.rules.matching import described
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
SHOWN_PARTS = 30
SHOWN_SAME = 3
LIKELY = 80
"""Points from which an import too would take two descriptions for the same work."""

OFFERED = (
    ExportFormat.GOST_PDF,
    ExportFormat.GOST,
    ExportFormat.RIS,
    ExportFormat.BIBTEX,
    ExportFormat.MARCXML,
    ExportFormat.ISO2709,
)
"""What the export menus offer at once; all others are a page away."""

Panel = Callable[[Session, int], Markup]

blueprint = Blueprint("public", __name__, template_folder="templates")

for _name in (
    messages.language_name,
    messages.language_tag,
    messages.document_type_name,
    messages.branch_name,
):
    blueprint.add_app_template_filter(_name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Search):
    """What the address of the search page asks for, cleaned: whatever is not known counts as not asked."""

    page: int = 1

    def url(self, **changes: Any) -> str:
        """Return the address of the same search with changes, on its first page unless they name another."""
        return url_for("public.search", **self.arguments(**changes))


@dataclass(frozen=True, slots=True)
class Choice:
    """A line of a facet; choosing the chosen one again lets it go."""

    label: str
    count: int
    url: str
    active: bool


def _asked() -> Asked:
    places = {place.code for place in departments(current_session())}
    said = read_search(request.args, places)
    told = {each.name: getattr(said, each.name) for each in fields(said)}
    return Asked(page=page_number(request.args.get("page")), **told)


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
        exports=_exports(**asked.arguments()),
        export_url=url_for("export.search", **asked.arguments()),
        sorts=[(sort.value, str(label)) for sort, label in messages.SORTS.items()],
    )


def _results(asked: Asked, page: int) -> Results:
    return queries.search(
        current_session(),
        asked.q,
        filters=asked.filters,
        holding=asked.holding,
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


def _exports(**arguments: Any) -> list[tuple[str, str]]:
    """Return what an export menu offers at once: (name, address)."""
    return [
        (str(FORMATS[form]), url_for("export.search", **arguments, format=form.value)) for form in OFFERED
    ]


@blueprint.get("/records/<int:record_id>")
def record(record_id: int) -> str | Response:
    """Show one record with its copies; one that was merged leads to the record it went into."""
    session = current_session()
    into = resolve(session, record_id)
    if into != record_id:
        return redirect(url_for("public.record", record_id=into))
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
        exports=_exports(ids=str(record_id)),
        same=_perhaps_the_same(view) if can(Permission.CATALOGUE) else (),
        panels=[panel(session, record_id) for panel in _panels()],
        **_related(view),
        **_words(),
    )


def _panels() -> Iterable[Panel]:
    """Return what the roof put on a record's page: who waits for it."""
    panels: Iterable[Panel] = current_app.extensions.get("ils_record_panels", ())
    return panels


def _related(view: RecordView) -> dict[str, Any]:
    """What hangs on a record or what it hangs on: texts and links, the journal of an article, articles of a journal."""
    session, record_id = current_session(), view.brief.id
    objects = [each for each in objects_of(session, record_id) if _may_know(each)]
    known = {each.url for each in objects}
    return {
        "objects": objects,
        "links": [(url, note) for url, note in view.facts.links if url not in known and valid_link(url)],
        "host": brief(session, [view.host_id]).get(view.host_id) if view.host_id else None,
        "parts": parts_of(session, record_id, limit=SHOWN_PARTS),
        "parts_total": count_parts(session, record_id),
    }


def _perhaps_the_same(view: RecordView) -> list[Brief]:
    """Return the records that a cataloguer may want to make one with this."""
    session, keys = current_session(), keys_of(view.facts)
    found = find_matches(
        session, described(view.facts, keys), keys, limit=SHOWN_SAME, besides=(view.brief.id,), lowest=LIKELY
    )
    shown = brief(session, [each.record_id for each in found if each.record_id])
    return [shown[each.record_id] for each in found if each.record_id in shown]


def _may_know(view: ObjectView) -> bool:
    return view.rights is not Rights.CLOSED or can(Permission.CATALOGUE)


def _words() -> dict[str, Any]:
    return {
        "schemes": messages.SCHEMES,
        "state_words": STATE_WORDS,
        "state_tags": STATE_TAGS,
        "kind_words": KIND_WORDS,
        "source_words": SOURCE_WORDS,
        "rights": RIGHTS,
        "media": MEDIA,
    }


def _shown(state: ItemState) -> bool:
    return state is not ItemState.WITHDRAWN or can(Permission.CATALOGUE)
