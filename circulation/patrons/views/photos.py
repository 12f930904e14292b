"""Photos of readers: shown, chosen from the disk, taken by the camera of the desk."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from circulation.patrons import queries, services
from circulation.patrons.errors import PatronCode, PatronNotFound
from circulation.patrons.forms import PhotoForm
from circulation.patrons.queries.details import has_photo, photo_of
from circulation.patrons.views.base import PATRON, Page, blueprint
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.web.auth import current_work, require
from ils.web.errors import explain
from ils.web.files import send
from ils.web.session import current_session

# Every other page forbids the camera; this one asks for it, and the browser asks the person.
CAMERA = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"


@blueprint.get(f"/{PATRON}/photo.jpg")
@require(Permission.CIRCULATE)
def photo(patron_id: int) -> Response:
    """Send the photo of a reader."""
    content = photo_of(current_session(), patron_id)
    if content is None:
        raise PatronNotFound(PatronCode.PHOTO_NONE)
    return send(content, "image/jpeg", f"reader-{patron_id}.jpg")


@blueprint.route(f"/{PATRON}/photo", methods=["GET", "POST"])
@require(Permission.CIRCULATE)
def take_photo(patron_id: int) -> Page:
    """Take a photo in place of the present one."""
    session = current_session()
    patron = queries.patron_facts(session, patron_id)
    form, problem = PhotoForm(), None
    if form.validate_on_submit():
        try:
            content = form.photo.data.read() if form.photo.data else b""
            with transaction(session):
                services.set_photo(session, current_work(), patron_id=patron_id, content=content)
            flash(_("Photo saved"), "success")
            return redirect(url_for("patrons.show", patron_id=patron_id))
        except LibraryError as refusal:
            problem = explain(refusal.code, refusal.facts)
    page = render_template(
        "patrons/photo.html",
        patron=patron,
        form=form,
        problem=problem,
        has_photo=has_photo(session, patron_id),
    )
    answer = make_response(page, 422 if problem or form.errors else 200)
    answer.headers["Permissions-Policy"] = CAMERA
    return answer


@blueprint.post(f"/{PATRON}/photo/delete")
@require(Permission.CIRCULATE)
def drop_photo(patron_id: int) -> Response:
    """Delete the photo."""
    with transaction(current_session()) as session:
        services.drop_photo(session, current_work(), patron_id=patron_id)
    flash(_("Photo deleted"), "success")
    return redirect(url_for("patrons.show", patron_id=patron_id))
