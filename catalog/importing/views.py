"""Screens of importing: the list, one file, one record of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from catalog.importing import messages, queries, services
from catalog.importing.errors import ImportCode, ImportInputError
from catalog.importing.forms import ImportForm
from catalog.importing.models import BatchState, StagedState
from catalog.importing.queries import BatchView, StagedView
from catalog.importing.rules import hex_lines, visible_text
from catalog.records.queries import LARGEST_ID, Brief, brief
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.library.places import departments
from ils.web.auth import current_department, current_work, require
from ils.web.errors import STATUS
from ils.web.frame import place_label
from ils.web.session import current_session

blueprint = Blueprint("importing", __name__, template_folder="templates", url_prefix="/import")

PER_PAGE = 100
SHOWN_BYTES = 4096
REPAIRED = "repaired"

Page = str | Response | tuple[str, int]


@blueprint.get("")
@require(Permission.CATALOGUE)
def index() -> Page:
    """Show the imports and the form for a new one."""
    return _index_page(_form())


@blueprint.post("")
@require(Permission.CATALOGUE)
def upload() -> Page:
    """Stage a file; nothing reaches the catalogue before somebody has looked at it."""
    form = _form()
    try:
        if not form.validate():
            return _index_page(form), 400
        batch_id = _stage(form)
    except LibraryError as problem:
        return _index_page(form, problem), STATUS[problem.kind]
    return redirect(url_for("importing.show", batch_id=batch_id))


def _form() -> ImportForm:
    form = ImportForm()
    form.department.choices = [
        SelectChoice(place.code, place_label(place)) for place in departments(current_session())
    ]
    if request.method == "GET":
        form.department.data = getattr(current_department(), "code", None)
    return form


def _stage(form: ImportForm) -> int:
    """Read the upload where the server has put it, on disk; a step, a transaction."""
    given = form.file.data
    if not isinstance(given, FileStorage) or not given.filename:
        raise ImportInputError(ImportCode.NO_FILE)
    incoming = services.open_incoming(
        given.stream,  # type: ignore[arg-type]  # seekable, as werkzeug spools it
        file_name=given.filename,
        charset=form.charset.data or None,
    )
    session, work, seen = current_session(), current_work(), services.Seen()
    with transaction(session):
        opened = services.open_batch(session, work, incoming=incoming, department=form.department.data)
    if opened.read:
        return opened.batch_id
    for chunk in incoming.chunks(after=opened.staged):
        with transaction(session):
            services.stage_chunk(session, work, batch_id=opened.batch_id, chunk=chunk, seen=seen)
    with transaction(session):
        services.close_reading(session, batch_id=opened.batch_id)
    return opened.batch_id


def _index_page(form: ImportForm, problem: LibraryError | None = None) -> str:
    return render_template(
        "importing/index.html",
        form=form,
        problem=problem,
        batches=queries.batches(current_session()),
        batch_states=messages.BATCH_STATES,
        batch_tags=messages.BATCH_TAGS,
    )


@blueprint.get("/<int:batch_id>")
@require(Permission.CATALOGUE)
def show(batch_id: int) -> Page:
    """Show one import: counts by state, each with its rows."""
    session = current_session()
    view = queries.batch(session, batch_id)
    shown = request.args.get("state", "")
    after = min(max(request.args.get("after", default=0, type=int), 0), LARGEST_ID)
    rows = queries.rows(
        session, batch_id, state=_state(shown), repaired=shown == REPAIRED, after=after, limit=PER_PAGE + 1
    )
    return render_template(
        "importing/show.html",
        batch=view,
        earlier=queries.earlier_import(session, view),
        may_accept=view.state in (BatchState.STAGED, BatchState.ACCEPTING),
        tabs=list(_tabs(view, shown)),
        rows=rows[:PER_PAGE],
        pages=_pages(batch_id, shown, after, [row.position for row in rows]),
        **_words(),
    )


def _state(text: str) -> StagedState | None:
    return StagedState(text) if text in {each.value for each in StagedState} else None


def _pages(batch_id: int, shown: str, after: int, positions: list[int]) -> dict[str, Any]:
    """Return what the pager shows: the rows are too many to count their pages."""
    first_page = url_for("importing.show", batch_id=batch_id, state=shown or None)
    next_page = None
    if len(positions) > PER_PAGE:
        last = positions[PER_PAGE - 1]
        next_page = url_for("importing.show", batch_id=batch_id, state=shown or None, after=last)
    return {
        "first": None, "last": None, "total": None, "prev_url": first_page if after else None,
        "next_url": next_page,
    }  # fmt: skip


def _tabs(view: BatchView, shown: str) -> Iterator[dict[str, Any]]:
    counts = queries.counts_by_state(current_session(), view.id)
    yield _tab(view, "", shown, _("all"), sum(counts.values()))
    for state in StagedState:
        if state in counts:
            yield _tab(view, state.value, shown, messages.ROW_STATES[state], counts[state])
    repaired = queries.count_repaired(current_session(), view.id)
    if repaired:
        yield _tab(view, REPAIRED, shown, _("repaired"), repaired)


def _tab(view: BatchView, state: str, shown: str, label: Any, count: int) -> dict[str, Any]:
    url = url_for("importing.show", batch_id=view.id, state=state or None)
    return {"label": label, "url": url, "active": state == shown, "count": count}


@blueprint.post("/<int:batch_id>/accept")
@require(Permission.CATALOGUE)
def accept(batch_id: int) -> Page:
    """Take what is staged into the catalogue, or go on where that stopped."""
    session, work = current_session(), current_work()
    queries.batch(session, batch_id)
    decided = True
    while decided:
        with transaction(session):
            decided = bool(services.accept_chunk(session, work, batch_id=batch_id))
    with transaction(session):
        services.close_batch(session, work, batch_id=batch_id)
    view = queries.batch(session, batch_id)
    told = _(
        "Records accepted: %(accepted)s, duplicates: %(skipped)s, unreadable: %(quarantined)s, copies: %(items)s.",
        accepted=view.accepted, skipped=view.skipped, quarantined=view.quarantined, items=view.items,
    )  # fmt: skip
    flash(told, "success")
    return redirect(url_for("importing.show", batch_id=batch_id))


@blueprint.get("/<int:batch_id>/<int:position>")
@require(Permission.CATALOGUE)
def row(batch_id: int, position: int) -> Page:
    """Show one record of a file: its bytes, what was read from them, what was found and recognised."""
    session = current_session()
    staged = queries.staged(session, batch_id, position)
    return render_template(
        "importing/row.html",
        batch=queries.batch(session, batch_id),
        row=staged,
        fields=queries.fields_of(staged),
        hex=hex_lines(staged.raw[:SHOWN_BYTES]),
        visible=visible_text(staged.raw[: 4 * SHOWN_BYTES], staged.charset),
        cut=len(staged.raw) > SHOWN_BYTES,
        matched=_matched(staged),
        **_words(),
    )


def _matched(staged: StagedView) -> Brief | None:
    """Return the record that the row was recognised as."""
    record_id = (staged.match or {}).get("record_id")
    return brief(current_session(), [record_id]).get(record_id) if record_id else None


@blueprint.get("/<int:batch_id>/<int:position>/raw")
@require(Permission.CATALOGUE)
def raw(batch_id: int, position: int) -> Page:
    """Give the bytes of a record exactly as they came."""
    staged = queries.staged(current_session(), batch_id, position)
    answer = Response(staged.raw, mimetype="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="record-{batch_id}-{position}.mrc"'
    return answer


def _words() -> dict[str, object]:
    return {
        "batch_states": messages.BATCH_STATES,
        "batch_tags": messages.BATCH_TAGS,
        "row_states": messages.ROW_STATES,
        "row_tags": messages.ROW_TAGS,
        "rules": messages.RULES,
        "places_by_code": {place.code: place for place in departments(current_session())},
    }
