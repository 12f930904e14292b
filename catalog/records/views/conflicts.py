"""Somebody else saved the record first: what they changed stands beside what I changed, and I choose."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from catalog.marc.editing import record_of, rows_of
from catalog.marc.rows import Rows
from catalog.records import queries, services
from catalog.records.queries import DraftView
from catalog.records.rules.threeway import changes, merged
from catalog.records.views.door import Page, blueprint, number, staff_id
from catalog.records.views.words import reason_text
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.web.auth import current_work, require
from ils.web.session import current_session


@blueprint.get("/drafts/<int:draft_id>/conflict")
@require(Permission.CATALOGUE)
def conflict(draft_id: int) -> Page:
    """Show both people's changes."""
    found = queries.draft(current_session(), draft_id, staff_id())
    if found.record_id is None or found.current_version == found.base_version:
        return redirect(url_for("records.draft", draft_id=draft_id))
    base, theirs, mine = _sides(found, found.current_version)
    since = [
        each
        for each in queries.versions(current_session(), found.record_id)
        if each.version > found.base_version
    ]
    return render_template(
        "records/conflict.html",
        draft=found,
        changes=changes(base, theirs, mine),
        since=since,
        reason_text=reason_text,
    )


def _sides(found: DraftView, version: int) -> tuple[Rows, Rows, Rows]:
    session, record_id = current_session(), found.record_id or 0
    base, _profile = queries.version_marc(session, record_id, found.base_version)
    theirs, _profile = queries.version_marc(session, record_id, version)
    return rows_of(base), rows_of(theirs), rows_of(found.marc)


@blueprint.post("/drafts/<int:draft_id>/conflict")
@require(Permission.CATALOGUE)
def settle(draft_id: int) -> Page:
    """Join both people's changes as chosen; refused by the service if a third person has saved since."""
    found = queries.draft(current_session(), draft_id, staff_id())
    version = number("version", request.form)
    if found.record_id is None or version != found.current_version:
        return redirect(url_for("records.conflict", draft_id=draft_id))
    take = {tag for tag, side in request.form.items() if side == "theirs" and len(tag) <= 4}
    rows = merged(*_sides(found, version), take)
    with transaction(current_session()) as session:
        services.rebase_draft(
            session, current_work(), draft_id=draft_id, marc=record_of(rows), version=version
        )
        if request.form.get("act") != "save":
            saved = None
        else:
            saved = services.save_draft(session, current_work(), draft_id=draft_id)
    if saved is None:
        return redirect(url_for("records.draft", draft_id=draft_id))
    flash(_("Saved as version %(version)s.", version=saved.version), "success")
    return redirect(url_for("public.record", record_id=saved.record_id))
