"""Screens of the table of policies: the table with the tester, a row's form."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from catalog.marc.facts.model import DocumentType
from circulation.patrons.queries import categories
from circulation.policies import queries, services
from circulation.policies.forms import PolicyForm
from circulation.policies.messages import TYPES_SHOWN
from circulation.policies.rules import Policy, fitting
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import InputCode, InputError, LibraryError
from ils.library.places import departments
from ils.web.auth import current_work, require
from ils.web.errors import explain
from ils.web.frame import place_label
from ils.web.session import current_session

blueprint = Blueprint("policies", __name__, template_folder="templates", url_prefix="/policies")

POLICY = "<int(max=2147483647):policy_id>"
CELLS = ("category", "document_type", "department")


@blueprint.get("/")
@require(Permission.SETTINGS)
def index() -> str:
    """Show the table, and which row would hold for the case asked about (DD-01)."""
    table, choices = queries.load_policies(current_session()), _choices()
    asked = {cell: _asked(cell, choices[cell]) for cell in CELLS}
    fits = fitting(table, **asked) if any(asked.values()) else ()
    return render_template(
        "policies/index.html",
        table=table,
        choices=choices,
        names={cell: dict(choices[cell]) for cell in CELLS},
        asked=asked,
        fits=fits,
    )


def _asked(cell: str, choices: list[tuple[str, str]]) -> str:
    value = request.args.get(cell, "")
    if value and value not in dict(choices):
        raise InputError(InputCode.UNKNOWN_CHOICE, field=cell, value=value[:40])
    return value


@blueprint.route("/new", methods=["GET", "POST"])
@require(Permission.SETTINGS)
def new() -> str | Response | tuple[str, int]:
    """Add a row."""
    return _form(PolicyForm(days=15, renewals=2, limit_total=5), None)


@blueprint.route(f"/{POLICY}", methods=["GET", "POST"])
@require(Permission.SETTINGS)
def edit(policy_id: int) -> str | Response | tuple[str, int]:
    """Change a row."""
    row = queries.policy(current_session(), policy_id)
    return _form(PolicyForm(obj=row), row)


@blueprint.post(f"/{POLICY}/delete")
@require(Permission.SETTINGS)
def delete(policy_id: int) -> Response:
    """Take a row away."""
    with transaction(current_session()) as session:
        services.delete_policy(session, current_work(), policy_id=policy_id)
    flash(_("The row is gone; open loans keep the rule they were made by."), "success")
    return redirect(url_for("policies.index"))


def _form(form: PolicyForm, row: Policy | None) -> str | Response | tuple[str, int]:
    choices = _choices()
    form.offer(
        categories=choices["category"],
        document_types=choices["document_type"],
        departments=choices["department"],
    )
    problem = None
    if form.validate_on_submit():
        try:
            _save(form, row)
            flash(_("Saved. Open loans keep the rule they were made by."), "success")
            return redirect(url_for("policies.index"))
        except LibraryError as refusal:
            problem = explain(refusal.code, refusal.facts)
    shown = render_template("policies/form.html", form=form, row=row, problem=problem)
    return shown, 422 if problem or form.errors else 200


def _save(form: PolicyForm, row: Policy | None) -> None:
    with transaction(current_session()) as session:
        services.save_policy(session, current_work(), policy_id=row.id if row else None, **form.row())


def _choices() -> dict[str, list[tuple[str, str]]]:
    session = current_session()
    return {
        "category": [(each.code, place_label(each)) for each in categories(session)],
        "document_type": [(each.value, str(TYPES_SHOWN[each])) for each in DocumentType],
        "department": [(each.code, place_label(each)) for each in departments(session)],
    }
