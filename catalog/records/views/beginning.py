"""Beginning: a new record by kind of document, from a template, like another one; or a record of the catalogue."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, session, url_for
from werkzeug.wrappers import Response

from catalog.marc import Profile
from catalog.marc.editing import record_of, rows_of
from catalog.marc.rows import Rows
from catalog.records.forms import form_for, form_of, known_form
from catalog.records.queries import draft, draft_of, my_drafts, record_view, template, version_marc
from catalog.records.rules.forms import begin
from catalog.records.services import begin_draft
from catalog.records.views.door import blueprint, number, staff_id
from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.web.auth import current_work, require
from ils.web.session import current_session

CHOSEN_PROFILE = "marc_profile"
OWN_NUMBERS = {"001", "003", "005", "035"}
"""What identifies a record and so is not copied from one to another."""


def chosen_profile() -> Profile:
    """Return the profile in which this person describes: asked for in the address, else the last one, else MARC 21."""
    asked = request.args.get("profile") or session.get(CHOSEN_PROFILE) or ""
    profile = Profile(asked) if asked in (Profile.MARC21, Profile.UNIMARC) else Profile.MARC21
    session[CHOSEN_PROFILE] = profile.value
    return profile


@blueprint.get("/new")
@require(Permission.CATALOGUE)
def new() -> Response:
    """Begin a record: by document type, from a template, or like another record.

    `for_act` names the acceptance act that waits for it.
    """
    if template_id := number("template"):
        found = template(current_session(), template_id)
        draft_id = _begin(found.form, found.profile, rows_of(found.marc))
    elif record_id := number("copy"):
        draft_id = _begin_copy(record_id)
    else:
        profile = chosen_profile()
        draft_id = _begin(known_form(request.args.get("form", "")), profile, None)
    return redirect(url_for("records.draft", draft_id=draft_id))


def _begin_copy(record_id: int) -> int:
    view = record_view(current_session(), record_id)
    marc, profile = version_marc(current_session(), record_id, view.version)
    rows = tuple(row for row in rows_of(marc) if row.tag not in OWN_NUMBERS)
    return _begin(form_for(view.facts), profile, rows)


def _begin(name: str, profile: Profile, rows: Rows | None) -> int:
    form, act = form_of(name, profile), number("for_act")
    extra = {"for_act": act} if act else {}
    if rows is None:
        rows = begin(form, clock.today()) if form else ()
        untouched = _untouched(name, profile, rows, extra)
        if untouched is not None:
            return untouched
    with transaction(current_session()) as database:
        return begin_draft(
            database, current_work(), form=name, profile=profile, marc=record_of(rows), extra=extra
        )


def _untouched(name: str, profile: Profile, rows: Rows, extra: dict[str, Any]) -> int | None:
    """Return a new draft that was begun and left without a letter, so that they do not pile up."""
    for each in my_drafts(current_session(), staff_id()):
        if (each.record_id, each.form, each.profile, each.title) == (None, name, profile, ""):
            found = draft(current_session(), each.id, staff_id())
            same = found.extra.get("for_act") == extra.get("for_act") and not found.extra.get("host")
            if same and rows_of(found.marc) == rows:
                return each.id
    return None


@blueprint.get("/<int:record_id>/edit")
@require(Permission.CATALOGUE)
def edit(record_id: int) -> Response:
    """Open my draft of a record, or begin one."""
    draft_id = draft_of(current_session(), staff_id(), record_id)
    if draft_id is None:
        view = record_view(current_session(), record_id)
        with transaction(current_session()) as database:
            draft_id = begin_draft(
                database, current_work(), form=form_for(view.facts), profile=view.profile, record_id=record_id
            )
    return redirect(url_for("records.draft", draft_id=draft_id))
