"""The table of targets: who is asked, in which order, how; and whether they answer."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from catalog.copying import queries, services
from catalog.copying.forms import TargetForm
from catalog.copying.messages import PROTOCOLS
from catalog.copying.queries import TargetView
from catalog.copying.rules import Question, question
from catalog.copying.views.base import Page, answer_of, blueprint
from catalog.marc import facts
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.web.auth import current_work, require
from ils.web.errors import STATUS, explain
from ils.web.session import current_session

TRIED = Question(title="history")
"""What a target is asked when it is only tried: a word that every large catalogue knows."""


@blueprint.get("/targets")
@require(Permission.CATALOGUE)
def targets() -> Page:
    """Show the targets in the order in which they are shown and asked."""
    return render_template(
        "copying/targets.html", targets=queries.targets(current_session()), protocols=PROTOCOLS
    )


@blueprint.route("/targets/new", methods=["GET", "POST"])
@require(Permission.SETTINGS)
def new_target() -> Page:
    """Add a target."""
    return _edit(TargetForm(), None)


@blueprint.route("/targets/<int:target_id>", methods=["GET", "POST"])
@require(Permission.SETTINGS)
def edit_target(target_id: int) -> Page:
    """Change a target, or switch it off."""
    view = queries.target(current_session(), target_id)
    form = TargetForm()
    return _edit(form.fill(view) if request.method == "GET" else form, view)


def _edit(form: TargetForm, view: TargetView | None) -> Page:
    problem, status = None, 200
    if request.method == "POST":
        if not form.validate():
            status = 422
        else:
            try:
                with transaction(current_session()) as session:
                    services.save_target(
                        session, current_work(), target_id=view.id if view else None, **form.values
                    )
            except LibraryError as refusal:
                problem, status = explain(refusal.code, refusal.facts), STATUS[refusal.kind]
            else:
                flash(_("Catalogue saved: %(name)s", name=form.name.data), "success")
                return redirect(url_for("copying.targets"))
    return render_template("copying/target.html", form=form, view=view, problem=problem), status


@blueprint.post("/targets/<int:target_id>/move")
@require(Permission.SETTINGS)
def move(target_id: int) -> Page:
    """Move a target up or down in the list."""
    with transaction(current_session()) as session:
        services.move_target(session, current_work(), target_id=target_id, up=request.form.get("to") == "up")
    return redirect(url_for("copying.targets"))


@blueprint.get("/targets/<int:target_id>/try")
@require(Permission.CATALOGUE)
def try_target(target_id: int) -> Page:
    """Ask a target for something every catalogue has, and show what came back or why nothing did."""
    target = queries.target(current_session(), target_id)
    current_session().rollback()  # no read transaction stays open while we wait
    looked_for = question(request.args.get("q", "")) or TRIED
    answer = answer_of(target, looked_for)
    titles = [facts(each.marc, each.profile).title for each in answer.records[:3]] if answer else []
    return render_template(
        "copying/tried.html", target=target, answer=answer, titles=titles, q=request.args.get("q", "")
    )
