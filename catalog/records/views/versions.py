"""The history of a record: its versions, the difference of any two, an old one put back; merges taken back."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from catalog.records import queries, services
from catalog.records.views.door import blueprint, number
from catalog.records.views.words import reason_text
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.web.auth import current_work, require
from ils.web.session import current_session


@blueprint.get("/<int:record_id>/history")
@require(Permission.CATALOGUE)
def history(record_id: int) -> str:
    """Show the versions, and what changed between the two asked for; without asking, the last change."""
    session = current_session()
    record = queries.record_view(session, record_id).brief
    versions = queries.versions(session, record_id)
    newest = versions[0].version
    new = number("new") or newest
    old = number("old") or max(new - 1, versions[-1].version)
    changes = queries.version_differences(session, record_id, old, new) if old != new else ()
    return render_template(
        "records/history.html",
        record=record,
        versions=versions,
        old=old,
        new=new,
        changes=changes,
        merges=queries.merges_of(session, record_id),
        reason_text=reason_text,
    )


@blueprint.post("/<int:record_id>/versions/<int:version>/restore")
@require(Permission.CATALOGUE)
def restore(record_id: int, version: int) -> Response:
    """Put an old description back, as a new version."""
    with transaction(current_session()) as session:
        made = services.restore_version(session, current_work(), record_id=record_id, version=version)
    flash(_("Version %(old)s stands again, as version %(new)s.", old=version, new=made), "success")
    return redirect(url_for("records.history", record_id=record_id))
