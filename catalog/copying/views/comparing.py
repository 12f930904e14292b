"""Theirs beside a record of ours: what an update would make of both, by the merge profile of a source."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for

from catalog.copying.errors import CopyRefused
from catalog.copying.services import Theirs, joined_with, update_as_draft
from catalog.copying.views.base import Page, blueprint, typed
from catalog.copying.views.sealing import unseal
from catalog.importing.queries import ANY, SourceView, source, sources
from catalog.importing.views.comparing import compared
from catalog.marc import display_fields, facts
from catalog.records.errors import RecordCode, RecordNotFoundError
from catalog.records.forms import form_for
from catalog.records.queries import LARGEST_ID, brief, resolve
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.web.auth import current_work, require
from ils.web.locale import current_language
from ils.web.session import current_session


def _wanted() -> tuple[Theirs, int, SourceView]:
    """Read which record is meant, and by whose rules it is updated."""
    theirs = unseal(request.form.get("record", ""))
    record_id = request.form.get("ours", default=0, type=int)
    if not 0 < record_id <= LARGEST_ID:
        raise RecordNotFoundError(RecordCode.UNKNOWN, record=0)
    rules = source(current_session(), request.form.get("source", ANY)[:40])
    return theirs, resolve(current_session(), record_id), rules


@blueprint.post("/compare")
@require(Permission.CATALOGUE)
def compare() -> Page:
    """Show both, and what would become of ours."""
    return _page()


def _page(problem: CopyRefused | None = None) -> str:
    theirs, record_id, rules = _wanted()
    session = current_session()
    joined = joined_with(session, theirs, record_id, rules.merge_profile)
    mine = display_fields(joined.ours)
    return render_template(
        "copying/compare.html",
        record=brief(session, [record_id])[record_id],
        sealed=request.form.get("record", ""),
        lines=compared(mine, display_fields(joined.theirs)),
        merged=compared(mine, display_fields(joined.merged)),
        lost=joined.lost,
        theirs=theirs,
        profile=joined.profile,
        source=rules,
        sources=[(each.code, each.name(current_language())) for each in sources(session)],
        typed=typed(),
        problem=problem,
    )


@blueprint.post("/update")
@require(Permission.CATALOGUE)
def update() -> Page:
    """Open our record in the editor with what theirs adds to it."""
    theirs, record_id, rules = _wanted()
    try:
        with transaction(current_session()) as session:
            draft_id = update_as_draft(
                session,
                current_work(),
                theirs=theirs,
                record_id=record_id,
                merge=rules.merge_profile,
                form=form_for(facts(theirs.marc, theirs.profile)),
            )
    except CopyRefused as refusal:
        return _page(refusal), 422
    return redirect(url_for("records.draft", draft_id=draft_id))
