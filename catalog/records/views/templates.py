"""Templates: records half filled in, to begin from."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from catalog.records import queries, services
from catalog.records.views.door import Page, blueprint, staff_id
from catalog.records.views.words import FORMS, PROFILES
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.web.auth import current_work, require
from ils.web.errors import STATUS
from ils.web.session import current_session


@blueprint.get("/templates")
@require(Permission.CATALOGUE)
def templates() -> str:
    """Show the templates of the library."""
    return render_template(
        "records/templates.html",
        templates=queries.templates(current_session()),
        forms=FORMS,
        profiles=PROFILES,
    )


@blueprint.route("/drafts/<int:draft_id>/template", methods=["GET", "POST"])
@require(Permission.CATALOGUE)
def save_as_template(draft_id: int) -> Page:
    """Keep a draft as a template under a name; the draft goes on."""
    found = queries.draft(current_session(), draft_id, staff_id())
    if request.method == "GET":
        return render_template("records/template.html", draft=found, name="", problem=None)
    name = request.form.get("name", "")
    try:
        with transaction(current_session()) as session:
            services.save_template(
                session, current_work(), name=name, form=found.form, profile=found.profile, marc=found.marc
            )
    except LibraryError as problem:
        return render_template("records/template.html", draft=found, name=name, problem=problem), STATUS[
            problem.kind
        ]
    flash(_("Template kept: %(name)s", name=name.strip()), "success")
    return redirect(url_for("records.draft", draft_id=draft_id))


@blueprint.post("/templates/<int:template_id>/delete")
@require(Permission.CATALOGUE)
def delete_template(template_id: int) -> Response:
    """Throw a template away."""
    with transaction(current_session()) as session:
        services.delete_template(session, current_work(), template_id=template_id)
    flash(_("The template is gone; records begun from it stay."), "success")
    return redirect(url_for("records.templates"))
