"""Evidence of any thing: attached, opened, taken away. What may have evidence stands in the roof's table of subjects."""

from __future__ import annotations

from flask import flash, redirect, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ils.accounts.errors import AccountCode
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import ForbiddenError, LibraryError
from ils.registers import services
from ils.registers.errors import EvidenceCode, RegisterInputError, RegisterNotFound
from ils.registers.queries.entries import LARGEST_ID, SUBJECT, entry
from ils.registers.queries.evidence import evidence_view
from ils.registers.rules.files import stored_path
from ils.registers.views.base import blueprint, home, limit, need_to_enter, say
from ils.text import whole_number
from ils.web.auth import can, current_work, require
from ils.web.figures import subjects
from ils.web.locale import safe_path
from ils.web.session import current_session

# A document of a browser's own viewer may style itself and nothing else: no script, no network, no frame around it.
_VIEWER = ("default-src 'none'", "style-src 'unsafe-inline'", "img-src 'self' data:", "object-src 'self'")
SHOWN_POLICY = "; ".join((*_VIEWER, "frame-ancestors 'none'"))
HANDED_POLICY = "default-src 'none'; sandbox"


def _need_owner(owner_type: str, owner_id: int) -> None:
    """Refuse a thing that is not there, or whose page the person may not open."""
    subject = subjects().get(owner_type)
    known = subject and 0 < owner_id <= LARGEST_ID
    if not subject or not known or owner_id not in subject.describe(current_session(), [owner_id]):
        raise RegisterNotFound(EvidenceCode.OWNER_UNKNOWN)
    if subject.permission is not None and not can(subject.permission):
        raise ForbiddenError(AccountCode.NOT_ALLOWED, permission=subject.permission.value)


def _need_to_change(owner_type: str, owner_id: int) -> None:
    _need_owner(owner_type, owner_id)
    if owner_type == SUBJECT:
        need_to_enter(entry(current_session(), owner_id).kind)


@blueprint.post("/evidence")
@require(Permission.SEE_PLAN)
def attach() -> Response:
    """Attach a file to the thing that the form names, and go back to its page."""
    owner_type = request.form.get("owner_type", "")[:40]
    owner_id = whole_number(request.form.get("owner_id")) or 0
    _need_to_change(owner_type, owner_id)
    given = request.files.get("file")
    try:
        if given is None or not given.filename:
            raise RegisterInputError(EvidenceCode.NOTHING_GIVEN)
        with transaction(current_session()) as session:
            services.attach(
                session, current_work(), owner_type=owner_type, owner_id=owner_id, stream=given.stream,
                file_name=given.filename, home=home(), limit=limit(),
            )  # fmt: skip
        flash(_("Attached."), "success")
    except LibraryError as problem:
        flash(say(problem), "danger")
    return redirect(safe_path(request.form.get("next")))


@blueprint.get("/evidence/<int:evidence_id>")
@require(Permission.SEE_PLAN)
def file(evidence_id: int) -> Response:
    """Give a file: papers and pictures are shown, all else is handed over."""
    view = evidence_view(current_session(), evidence_id)
    _need_owner(view.owner_type, view.owner_id)
    path = home() / stored_path(view.sha256)
    if view.removed_at is not None:
        raise RegisterNotFound(EvidenceCode.UNKNOWN, file=evidence_id)
    if not path.is_file():
        raise RegisterNotFound(EvidenceCode.FILE_GONE, file=evidence_id)
    handed = not view.shown_in_place or request.args.get("download") == "1"
    answer: Response = send_file(
        path, mimetype=view.media_type, as_attachment=handed, download_name=view.file_name, conditional=True,
        etag=view.sha256,
    )  # fmt: skip
    answer.headers["Content-Security-Policy"] = HANDED_POLICY if handed else SHOWN_POLICY
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.post("/evidence/<int:evidence_id>/remove")
@require(Permission.SEE_PLAN)
def remove(evidence_id: int) -> Response:
    """Take a file off its thing."""
    view = evidence_view(current_session(), evidence_id)
    _need_to_change(view.owner_type, view.owner_id)
    with transaction(current_session()) as session:
        services.remove(session, current_work(), evidence_id=evidence_id)
    flash(_("Taken away: %(file)s", file=view.file_name), "success")
    return redirect(safe_path(request.form.get("next")) or url_for("registers.index"))
