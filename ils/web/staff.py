"""Screens of staff accounts and of the audit trail."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField, PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from ils.accounts import queries, services
from ils.accounts.permissions import Permission, Role
from ils.db import transaction
from ils.errors import InputCode, LibraryError, NotFoundError
from ils.library.places import departments
from ils.web.auth import current_work, require
from ils.web.errors import explain
from ils.web.frame import place_label
from ils.web.locale import LANGUAGES
from ils.web.session import current_session
from ils.web.words import ROLE_WORDS

blueprint = Blueprint("staff", __name__, url_prefix="/staff")


class StaffForm(FlaskForm):  # type: ignore[misc]
    """An account."""

    login = StringField(_l("Login"), description=_l("Lower-case Latin letters, digits, dot and dash."))
    name = StringField(_l("Full name"))
    role = SelectField(_l("Role"))
    department = SelectField(_l("Department"))
    language = SelectField(_l("Language"), choices=[SelectChoice(x.code, x.label) for x in LANGUAGES])
    password = PasswordField(_l("Password"), description=_l("At least 8 characters."))
    active = BooleanField(_l("May sign in"), default=True)

    def offer_choices(self) -> StaffForm:
        """Fill the lists in the language of the request."""
        self.role.choices = [SelectChoice(role.value, str(ROLE_WORDS[role])) for role in Role]
        places = departments(current_session())
        self.department.choices = [SelectChoice(place.code, place_label(place)) for place in places]
        return self


@blueprint.get("/")
@require(Permission.STAFF)
def index() -> str:
    """Show everybody."""
    return render_template("staff/index.html", staff=queries.all_staff(current_session()), roles=ROLE_WORDS)


@blueprint.route("/new", methods=["GET", "POST"])
@require(Permission.STAFF)
def add() -> str | Response | tuple[str, int]:
    """Open an account."""
    form = StaffForm().offer_choices()
    problem = None
    if form.validate_on_submit():
        try:
            with transaction(current_session()) as session:
                services.add_staff(
                    session, current_work(),
                    login=form.login.data or "", name=form.name.data or "", role=Role(form.role.data),
                    password=form.password.data or "", department=form.department.data,
                    language=form.language.data,
                )  # fmt: skip
            flash(_("Account opened: %(login)s", login=(form.login.data or "").lower()), "success")
            return redirect(url_for("staff.index"))
        except LibraryError as refusal:
            problem = explain(refusal.code, refusal.facts)
    return _form_page(form, None, problem)


@blueprint.route("/<int:staff_id>", methods=["GET", "POST"])
@require(Permission.STAFF)
def change(staff_id: int) -> Any:
    """Change an account, or give it a new password."""
    row = next((each for each in queries.all_staff(current_session()) if each.id == staff_id), None)
    if row is None:
        raise NotFoundError(InputCode.NOT_FOUND)
    form = StaffForm(obj=row if request.method == "GET" else None).offer_choices()
    del form.login, form.language  # the one never changes, the other is each person's own choice
    problem = None
    if form.validate_on_submit():
        problem = _change(form, staff_id)
        if problem is None:
            flash(_("Account saved: %(login)s", login=row.login), "success")
            return redirect(url_for("staff.index"))
    return _form_page(form, row, problem)


def _form_page(form: StaffForm, row: queries.StaffRow | None, problem: str | None) -> tuple[str, int]:
    page = render_template("staff/form.html", form=form, row=row, problem=problem)
    return page, 422 if problem or form.errors else 200


def _change(form: StaffForm, staff_id: int) -> str | None:
    try:
        with transaction(current_session()) as session:
            services.change_staff(
                session, current_work(), staff_id=staff_id, name=form.name.data or "",
                role=Role(form.role.data), department=form.department.data, active=bool(form.active.data),
            )  # fmt: skip
            if form.password.data:
                services.set_password(session, current_work(), staff_id=staff_id, password=form.password.data)
    except LibraryError as refusal:
        return explain(refusal.code, refusal.facts)
    return None


@blueprint.get("/audit")
@require(Permission.STAFF)
def audit() -> str:
    """Show who did what, newest first."""
    text = request.args.get("before", "")
    before = int(text) if text.isdecimal() and len(text) < 16 else None
    rows = queries.audit_page(current_session(), before=before)
    words: dict[str, Any] = current_app.extensions["ils_audit_words"]
    return render_template("staff/audit.html", rows=rows, words=words)
