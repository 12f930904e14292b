"""The table of policies with its tester, and a row's form."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from circulation.policies import queries, services
from circulation.policies.forms import PolicyForm
from circulation.policies.rules import Policy, Table, fitting, fitting_limits
from circulation.policies.views.shared import CELLS, asked, attempt, blueprint, choices, names, tabs
from circulation.policies.views.trying import tried
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.web.auth import current_work, require
from ils.web.session import current_session

LARGEST_ID = 2**31 - 1
POLICY = "<int(max=2147483647):policy_id>"
FIRST: dict[str, Any] = {"days": 15, "renewals": 2, "limit_total": 5, "fine_per_day": 0, "suspend_per_day": 0}
TRY = "try"


@blueprint.get("/")
@require(Permission.SETTINGS)
def index() -> str:
    """Show the table, and which row would hold for the case asked about (DD-01)."""
    table, offered = queries.load_table(current_session()), choices()
    wanted = {cell: asked(cell, offered) for cell in CELLS}
    fits = fitting(table.policies, **wanted) if any(wanted.values()) else ()
    return render_template(
        "policies/index.html",
        table=table.policies,
        choices=offered,
        names=names(offered),
        asked=wanted,
        fits=fits,
        limits=fitting_limits(table.limits, wanted["category"], wanted["item_type"], ""),
        tabs=tabs(),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@require(Permission.SETTINGS)
def new() -> str | Response | tuple[str, int]:
    """Add a row."""
    return _form(PolicyForm(data=FIRST | _like()), None)


def _like() -> dict[str, Any]:
    """Return the values of the row that a new one begins as, where the address names one."""
    source = request.args.get("like", type=int)
    if source is None or not 0 < source <= LARGEST_ID:
        return {}
    return asdict(queries.policy(current_session(), source))


@blueprint.route(f"/{POLICY}", methods=["GET", "POST"])
@require(Permission.SETTINGS)
def edit(policy_id: int) -> str | Response | tuple[str, int]:
    """Change a row."""
    row = queries.policy(current_session(), policy_id)
    return _form(PolicyForm(obj=row), row)


@blueprint.get(f"/{POLICY}/delete")
@require(Permission.SETTINGS)
def ask_delete(policy_id: int) -> str:
    """Show what taking a row away would have done to last month's loans."""
    row = queries.policy(current_session(), policy_id)
    trial, problem = tried(lambda session: services.table_without_policy(session, policy_id=policy_id))
    return render_template(
        "policies/delete.html",
        row=row,
        trial=trial,
        problem=problem,
        names=names(choices()),
        back="policies.index",
    )


@blueprint.post(f"/{POLICY}/delete")
@require(Permission.SETTINGS)
def delete(policy_id: int) -> Response:
    """Take a row away."""
    with transaction(current_session()) as session:
        services.delete_policy(session, current_work(), policy_id=policy_id)
    flash(_("The row is gone; open loans keep the rule they were made by."), "success")
    return redirect(url_for("policies.index"))


def _form(form: PolicyForm, row: Policy | None) -> str | Response | tuple[str, int]:
    offered = choices()
    form.offer(
        categories=offered["category"],
        item_types=offered["item_type"],
        uses=offered["use"],
        departments=offered["department"],
    )
    problem = trial = None
    if form.validate_on_submit():
        if request.form.get("act") == TRY:
            trial, problem = tried(lambda session: _changed(session, form, row))
        else:
            problem = attempt(lambda session: _save(session, form, row))
            if problem is None:
                flash(_("Saved. Open loans keep the rule they were made by."), "success")
                return redirect(url_for("policies.index"))
    shown = render_template("policies/form.html", form=form, row=row, problem=problem, trial=trial)
    return shown, 422 if problem or form.errors else 200


def _changed(session: Session, form: PolicyForm, row: Policy | None) -> Table:
    return services.table_with_policy(session, policy_id=row.id if row else None, **form.row())


def _save(session: Session, form: PolicyForm, row: Policy | None) -> None:
    services.save_policy(session, current_work(), policy_id=row.id if row else None, **form.row())
