"""A hold for a reader: from the page of a title, from the page of a reader, from the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from catalog.items.messages import STATE_WORDS
from catalog.items.models import ItemState
from catalog.items.queries import RecordHeading, find_item, items_of_record, record_heading
from catalog.records.queries import Brief, resolve, search_records
from circulation.holds import queries, services
from circulation.holds.errors import HoldCode, HoldNotFound
from circulation.holds.forms import PlaceForm
from circulation.holds.views.door import (
    Page,
    at_home,
    back,
    back_url,
    blueprint,
    here,
    place_choices,
    places,
    shown,
)
from circulation.patrons.queries import PatronFacts, find_patron, patron_facts, search_patrons
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.text import whole_number
from ils.web.auth import current_work, require
from ils.web.session import current_session

FOUND = 10  # readers or titles offered


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whom and what the page is about so far, what was typed, and what it may have meant."""

    patron: PatronFacts | None
    record: RecordHeading | None
    card: str
    text: str
    readers: tuple[PatronFacts, ...] = ()
    titles: tuple[Brief, ...] = ()
    problem: LibraryError | None = None

    def url(self, **more: int) -> str:
        """Return the address of the same page with more chosen."""
        known: dict[str, Any] = {
            "patron_id": self.patron.id if self.patron else None,
            "record_id": self.record.id if self.record else None,
            "next": request.values.get("next") or None,
        }
        return url_for("holds.new", **(known | more))


@blueprint.route("/new", methods=["GET", "POST"])
@require(Permission.CIRCULATE)
def new() -> Page:
    """Choose the reader and the title, whichever the caller does not bring, then place the hold."""
    chosen = _chosen()
    if chosen.patron is None or chosen.record is None:
        return shown("holds/choose.html", chosen=chosen, problem=chosen.problem, origin=_origin(chosen))
    form = _form(chosen.record.id)
    if not form.validate_on_submit():
        return _place_page(chosen, form)
    try:
        hold_id = _place(chosen.patron.id, chosen.record.id, form)
    except LibraryError as problem:
        return _place_page(chosen, form, problem)
    return _placed(hold_id)


def _origin(chosen: Chosen) -> tuple[str, str]:
    """Return the name and the address of the page one came from: the reader's, the title's, else the hold shelf."""
    if chosen.patron is not None:
        return chosen.patron.full_name, back_url(url_for("patrons.show", patron_id=chosen.patron.id))
    if chosen.record is not None:
        title = chosen.record.title[:60] or _("[no title]")
        return title, back_url(url_for("holds.queue", record_id=chosen.record.id))
    return _("Hold shelf"), back_url(url_for("holds.shelf"))


def _chosen() -> Chosen:
    session = current_session()
    card, text = (request.values.get(name, "").strip()[:200] for name in ("card", "q"))
    patron_id, record_id = (_number(name) for name in ("patron_id", "record_id"))
    patron = patron_facts(session, patron_id) if patron_id else find_patron(session, card) if card else None
    record_id = record_id or _record_of_copy(text)
    record = record_heading(session, resolve(session, record_id)) if record_id else None
    readers = search_patrons(session, card, limit=FOUND).rows if card and patron is None else ()
    titles = tuple(search_records(session, text, limit=FOUND).records) if text and record is None else ()
    problem = _nothing_found(card, text, reader=patron or readers, title=record or titles)
    return Chosen(patron, record, card, text, readers, titles, problem)


def _number(name: str) -> int:
    return whole_number(request.values.get(name)) or 0


def _record_of_copy(text: str) -> int:
    item = find_item(current_session(), text) if text else None
    return item.record_id if item else 0


def _nothing_found(card: str, text: str, *, reader: object, title: object) -> LibraryError | None:
    if card and not reader:
        return HoldNotFound(HoldCode.READER_UNKNOWN, reader=card)
    if text and not title:
        return HoldNotFound(HoldCode.RECORD_UNKNOWN, text=text)
    return None


def _form(record_id: int) -> PlaceForm:
    form = PlaceForm()
    names = places()
    form.department.choices = place_choices()
    form.only_item_id.choices = [SelectChoice("", _("any copy"))] + [
        SelectChoice(
            str(item.id),
            f"{item.code} · {names.get(item.department, '')} · {STATE_WORDS[item.state]}",
        )
        for item in items_of_record(current_session(), record_id)
        if item.state is not ItemState.WITHDRAWN
    ]
    if request.method == "GET":
        form.department.data = here()
    return form


def _place_page(chosen: Chosen, form: PlaceForm, problem: LibraryError | None = None) -> Page:
    session = current_session()
    record_id = chosen.record.id if chosen.record else 0
    free = [each for each in items_of_record(session, record_id) if each.state is ItemState.AVAILABLE]
    page = shown(
        "holds/new.html",
        chosen=chosen,
        form=form,
        problem=problem,
        queue=queries.queue(session, record_id),
        back_url=back_url(url_for("holds.queue", record_id=record_id)),
        free=free,
    )
    return (page, 400) if form.errors and isinstance(page, str) else page


def _place(patron_id: int, record_id: int, form: PlaceForm) -> int:
    with transaction(current_session()) as session:
        return services.place_hold(
            session, current_work(), patron_id=patron_id, record_id=record_id, department=form.department.data,
            at_home=at_home(session, patron_id, record_id), only_item_id=form.item_id,
            needed_until=form.needed_until.data, note=form.note.data or "",
        )  # fmt: skip


def _placed(hold_id: int) -> Response:
    row = queries.hold(current_session(), hold_id)
    flash(_("Hold placed. Place in the queue: %(place)s", place=row.place), "success")
    if not request.values.get("next"):
        return redirect(url_for("holds.queue", record_id=row.record_id))
    return back("/")
