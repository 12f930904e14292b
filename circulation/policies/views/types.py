"""Item types: added, renamed, put in order; one in use stays."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from catalog.items.queries import item_types
from catalog.marc.facts.model import DocumentType
from circulation.policies import queries, services
from circulation.policies.errors import PolicyCode, PolicyNotFound
from circulation.policies.forms import TypeForm
from circulation.policies.views.shared import attempt, blueprint, tabs
from ils.accounts.permissions import Permission
from ils.library.places import Place
from ils.web.auth import current_work, require
from ils.web.session import current_session

CODE = "<string(maxlength=40):code>"


@blueprint.get("/types")
@require(Permission.SETTINGS)
def types() -> str:
    """Show all item types; those of the records stay."""
    session = current_session()
    return render_template(
        "policies/types.html",
        types=item_types(session),
        counts=queries.copies_of_types(session),
        by_record=frozenset(each.value for each in DocumentType),
        tabs=tabs(),
    )


@blueprint.route("/types/new", methods=["GET", "POST"])
@require(Permission.SETTINGS)
def new_type() -> str | Response | tuple[str, int]:
    """Add an item type."""
    return _form(TypeForm(), None)


@blueprint.route(f"/types/{CODE}", methods=["GET", "POST"])
@require(Permission.SETTINGS)
def edit_type(code: str) -> str | Response | tuple[str, int]:
    """Rename an item type."""
    row = next((each for each in item_types(current_session()) if each.code == code), None)
    if row is None:
        raise PolicyNotFound(PolicyCode.ITEM_TYPE_UNKNOWN, value=code)
    return _form(TypeForm(obj=row), row)


def _form(form: TypeForm, row: Place | None) -> str | Response | tuple[str, int]:
    problem = None
    if form.validate_on_submit():
        problem = attempt(lambda session: _save(session, form, row))
        if problem is None:
            flash(_("Saved."), "success")
            return redirect(url_for("policies.types"))
    shown = render_template("policies/type.html", form=form, row=row, problem=problem)
    return shown, 422 if problem or form.errors else 200


def _save(session: Session, form: TypeForm, row: Place | None) -> None:
    services.save_type(
        session, current_work(), code=row.code if row else (form.code.data or "").strip(), new=row is None,
        name_uz=form.name_uz.data or "", name_ru=form.name_ru.data or "", name_en=form.name_en.data or "",
    )  # fmt: skip


@blueprint.post("/types/move")
@require(Permission.SETTINGS)
def move_type() -> Response:
    """Move an item type up or down."""
    code, up = request.form.get("code", ""), request.form.get("up") == "1"
    if problem := attempt(lambda session: services.move_type(session, current_work(), code=code, up=up)):
        flash(problem, "danger")
    return redirect(url_for("policies.types"))


@blueprint.post(f"/types/{CODE}/delete")
@require(Permission.SETTINGS)
def delete_type(code: str) -> Response:
    """Take an item type away."""
    problem = attempt(lambda session: services.delete_type(session, current_work(), code=code))
    flash(problem or _("The item type is gone."), "danger" if problem else "success")
    return redirect(url_for("policies.types"))
