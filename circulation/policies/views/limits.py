"""Limits by item type and fund (CO-17)."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from circulation.policies import queries, services
from circulation.policies.forms import LimitForm
from circulation.policies.rules import Limit
from circulation.policies.views.shared import attempt, blueprint, choices, names, tabs
from circulation.policies.views.table import TRY
from circulation.policies.views.trying import tried
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.web.auth import current_work, require
from ils.web.session import current_session

LIMIT = "<int(max=2147483647):limit_id>"


@blueprint.get("/limits")
@require(Permission.SETTINGS)
def limits() -> str:
    """Show all limits."""
    return render_template(
        "policies/limits.html",
        limits=queries.load_limits(current_session()),
        names=names(choices()),
        tabs=tabs(),
    )


@blueprint.route("/limits/new", methods=["GET", "POST"])
@require(Permission.SETTINGS)
def new_limit() -> str | Response | tuple[str, int]:
    """Add a limit."""
    return _form(LimitForm(copies=3), None)


@blueprint.route(f"/limits/{LIMIT}", methods=["GET", "POST"])
@require(Permission.SETTINGS)
def edit_limit(limit_id: int) -> str | Response | tuple[str, int]:
    """Change a limit."""
    row = queries.limit(current_session(), limit_id)
    return _form(LimitForm(obj=row), row)


@blueprint.get(f"/limits/{LIMIT}/delete")
@require(Permission.SETTINGS)
def ask_delete_limit(limit_id: int) -> str:
    """Show what taking a limit away would have done to last month's loans."""
    row = queries.limit(current_session(), limit_id)
    trial, problem = tried(lambda session: services.table_without_limit(session, limit_id=limit_id))
    return render_template(
        "policies/delete.html",
        limit=row,
        trial=trial,
        problem=problem,
        names=names(choices()),
        back="policies.limits",
    )


@blueprint.post(f"/limits/{LIMIT}/delete")
@require(Permission.SETTINGS)
def delete_limit(limit_id: int) -> Response:
    """Take a limit away."""
    with transaction(current_session()) as session:
        services.delete_limit(session, current_work(), limit_id=limit_id)
    flash(_("The limit is gone."), "success")
    return redirect(url_for("policies.limits"))


def _form(form: LimitForm, row: Limit | None) -> str | Response | tuple[str, int]:
    offered = choices()
    form.offer(categories=offered["category"], item_types=offered["item_type"], funds=offered["fund"])
    problem = trial = None
    if form.validate_on_submit():
        wanted = form.limit(row.id if row else 0)
        if request.form.get("act") == TRY:
            trial, problem = tried(lambda session: services.table_with_limit(session, wanted))
        else:
            problem = attempt(lambda session: _save(session, wanted))
            if problem is None:
                flash(_("Saved."), "success")
                return redirect(url_for("policies.limits"))
    shown = render_template("policies/limit.html", form=form, row=row, problem=problem, trial=trial)
    return shown, 422 if problem or form.errors else 200


def _save(session: Session, wanted: Limit) -> None:
    services.save_limit(
        session, current_work(), limit_id=wanted.id or None, category=wanted.category,
        item_type=wanted.item_type, fund=wanted.fund, copies=wanted.copies,
    )  # fmt: skip
