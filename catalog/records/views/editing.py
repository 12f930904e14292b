"""The editor: a draft by form or by field, kept as it is typed, saved as a record or a version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from catalog.marc import facts
from catalog.marc.editing import record_of, rows_of
from catalog.marc.rows import Rows
from catalog.records.errors import RecordCode, RecordError
from catalog.records.forms import (
    FORM_NAMES,
    form_of,
    known_form,
    posted_entries,
    posted_rows,
    rows_from_text,
    rows_to_text,
)
from catalog.records.queries import (
    DraftView,
    card_indexes,
    cards_of,
    draft,
    host_of,
    version_marc,
)
from catalog.records.rules.forms import apply, retyped
from catalog.records.services import drop_draft, keep_draft, save_draft
from catalog.records.views.besides import besides
from catalog.records.views.door import Page, blueprint, number, sent_in_order, staff_id
from catalog.records.views.showing import shown_fields, shown_form
from catalog.records.views.words import FORMS, PROFILES
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import InputCode, InputError, LibraryError
from ils.web.auth import current_work, require
from ils.web.errors import STATUS
from ils.web.session import current_session


@dataclass(frozen=True, slots=True)
class Typed:
    """What a page of the editor has sent."""

    rows: Rows
    extra: dict[str, Any]
    form: str


@blueprint.get("/drafts/<int:draft_id>", endpoint="draft")
@require(Permission.CATALOGUE)
def show_draft(draft_id: int) -> Page:
    """Show the editor."""
    found = draft(current_session(), draft_id, staff_id())
    return _page(found, rows_of(found.marc), found.extra)


def _by_form(found: DraftView, extra: dict[str, Any]) -> bool:
    asked = request.args.get("by") or extra.get("by", "form")
    return asked != "fields" and form_of(found.form, found.profile) is not None


def _page(found: DraftView, rows: Rows, extra: dict[str, Any], problem: LibraryError | None = None) -> str:
    database = current_session()
    form = form_of(found.form, found.profile)
    by_form = _by_form(found, extra) and form is not None
    said = facts(record_of(rows), found.profile)
    record_id = found.record_id
    return render_template(
        "records/editor.html",
        draft=found,
        problem=problem,
        by_form=by_form,
        has_form=form is not None,
        base=rows_to_text(rows),
        groups=shown_form(form, rows) if by_form and form else (),
        fields=() if by_form else shown_fields(rows, found.profile, said.document_type),
        forms=FORMS,
        form_names=FORM_NAMES,
        profile_name=PROFILES[found.profile],
        title=said.title,
        cards=card_indexes(database),
        chosen_cards=extra.get("cards", cards_of(database, record_id) if record_id else ()),
        host=_host(extra, record_id),
        besides=besides(database, found, rows, by_form=by_form),
        saved_at=found.updated_at if found.updated_at > found.created_at else None,
    )


def _host(extra: dict[str, Any], record_id: int | None) -> int | str:
    if "host" in extra:
        return extra["host"] or ""
    host = host_of(current_session(), record_id) if record_id else None
    return host.id if host else ""


def typed(found: DraftView) -> Typed:
    """Return what the page has sent, over what stood behind it; refuse a page that is none of ours."""
    pairs = sent_in_order()
    base = rows_from_text(request.form.get("base", "[]"))
    form = form_of(known_form(request.form.get("shown", "")), found.profile)
    by_form = request.form.get("by") == "form" and form is not None
    rows = apply(base, form, posted_entries(pairs)) if by_form and form else posted_rows(pairs, base)
    wanted = known_form(request.form.get("form") or found.form)
    other = form_of(wanted, found.profile)
    if form is not None and other is not None and other is not form:
        rows = retyped(rows, form, other)
    extra = dict(found.extra) | {"by": "form" if by_form else "fields"}
    if "cards_shown" in request.form:
        extra["cards"] = request.form.getlist("card")
    if "host" in request.form and (host := number("host", request.form)) != (
        _host(found.extra, found.record_id) or 0
    ):
        extra["host"] = host or None
    return Typed(rows, extra, wanted)


def keep(found: DraftView) -> Typed:
    """Keep what the page has sent."""
    sent = typed(found)
    with transaction(current_session()) as database:
        keep_draft(
            database,
            current_work(),
            draft_id=found.id,
            marc=record_of(sent.rows),
            extra=sent.extra,
            form=sent.form,
        )
    return sent


@blueprint.post("/drafts/<int:draft_id>/keep")
@require(Permission.CATALOGUE)
def keep_typed(draft_id: int) -> Page:
    """Keep what was typed, and answer with what stands beside it; the page calls this by itself."""
    before = draft(current_session(), draft_id, staff_id())
    sent = keep(before)
    found = draft(current_session(), draft_id, staff_id())
    return render_template(
        "records/besides.html",
        draft=found,
        besides=besides(current_session(), found, sent.rows, by_form=sent.extra["by"] == "form"),
        by_form=sent.extra["by"] == "form",
        elsewhere=request.form.get("mark", "") not in ("", before.updated_at.isoformat()),
        saved_at=found.updated_at,
    )


@blueprint.post("/drafts/<int:draft_id>")
@require(Permission.CATALOGUE)
def act(draft_id: int) -> Page:
    """Do what a button of the editor says: save, keep, switch between form and fields, or throw the draft away."""
    found = draft(current_session(), draft_id, staff_id())
    wanted = request.form.get("act", "save")
    if wanted == "discard":
        return _discard(found)
    sent = keep(found)
    if wanted == "close":
        return _close(found, sent)
    if wanted == "switch":
        return redirect(url_for("records.draft", draft_id=draft_id, by=request.form.get("to", "form")))
    if wanted == "template":
        return redirect(url_for("records.save_as_template", draft_id=draft_id))
    if wanted != "save":
        return redirect(url_for("records.draft", draft_id=draft_id))
    found = draft(current_session(), draft_id, staff_id())
    try:
        return _save(found, sent)
    except RecordError as problem:
        if problem.code is RecordCode.CHANGED_MEANWHILE:
            return redirect(url_for("records.conflict", draft_id=draft_id))
        return _page(found, sent.rows, sent.extra, problem), STATUS[problem.kind]
    except LibraryError as problem:
        return _page(found, sent.rows, sent.extra, problem), STATUS[problem.kind]


def _save(found: DraftView, sent: Typed) -> Response:
    _refuse_empty(found, sent.rows)
    with transaction(current_session()) as database:
        saved = save_draft(database, current_work(), draft_id=found.id)
    if found.record_id:
        flash(_("Saved as version %(version)s.", version=saved.version), "success")
    else:
        flash(_("The record is in the catalogue."), "success")
    act = found.extra.get("for_act")
    if (
        act and "stock.add" in current_app.view_functions
    ):  # it was described for an act, which waits for its copies
        return redirect(url_for("stock.add", act_id=act, record_id=saved.record_id))
    return redirect(url_for("public.record", record_id=saved.record_id))


def _refuse_empty(found: DraftView, rows: Rows) -> None:
    """A record that says nothing yet is kept as a draft, not as a record; a field needs its tag to be found again."""
    form = form_of(found.form, found.profile)
    begun = {row.tag for row in form.begins} if form else set()
    if found.record_id is None and {row.tag for row in rows} <= begun:
        raise InputError(InputCode.EMPTY, field=_("Title"))
    if any(not row.tag for row in rows):
        raise InputError(InputCode.EMPTY, field=_("Tag"))


def _close(found: DraftView, sent: Typed) -> Response:
    """Leave the editor; a draft in which nothing was typed does not stay behind."""
    if _says_nothing_new(found, sent):
        with transaction(current_session()) as database:
            drop_draft(database, current_work(), draft_id=found.id)
    if found.record_id is not None:
        return redirect(url_for("public.record", record_id=found.record_id))
    return redirect(url_for("records.index"))


def _says_nothing_new(found: DraftView, sent: Typed) -> bool:
    if found.record_id is None:
        form = form_of(sent.form, found.profile)
        begun = {row.tag for row in form.begins} if form else set()
        return {row.tag for row in sent.rows} <= begun
    marc, _profile = version_marc(current_session(), found.record_id, found.base_version)
    cards = cards_of(current_session(), found.record_id)
    return (
        rows_of(marc) == sent.rows
        and set(sent.extra.get("cards", cards)) == cards
        and "host" not in sent.extra
    )


def _discard(found: DraftView) -> Response:
    with transaction(current_session()) as database:
        drop_draft(database, current_work(), draft_id=found.id)
    flash(_("The draft is gone; the catalogue was not changed."), "success")
    if found.record_id is not None:
        return redirect(url_for("public.record", record_id=found.record_id))
    return redirect(url_for("records.index"))
