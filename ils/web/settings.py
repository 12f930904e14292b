"""Screens of the institution: its name and its departments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from ils.accounts.audit import audit
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.library import places
from ils.web.auth import can, current_work, require
from ils.web.errors import explain
from ils.web.frame import place_label
from ils.web.session import current_session

blueprint = Blueprint("settings", __name__, url_prefix="/settings")


@dataclass(frozen=True, slots=True)
class SettingPage:
    """A page of settings: its name and what is decided there."""

    label: Any
    endpoint: str
    about: Any
    permission: Permission = Permission.SETTINGS


@dataclass(frozen=True, slots=True)
class SettingGroup:
    """Pages of settings under one heading; the roof makes the list."""

    label: Any
    pages: tuple[SettingPage, ...]


class DepartmentForm(FlaskForm):  # type: ignore[misc]
    """A department."""

    code = StringField(
        _l("Code"), description=_l("Lower-case Latin letters, digits and _; it never changes.")
    )
    name_uz = StringField(_l("Name in Uzbek"))
    name_ru = StringField(_l("Name in Russian"))
    name_en = StringField(_l("Name in English"))
    sector = SelectField(_l("Sector"), description=_l("Its visits count in this sector of plan line 16."))
    room_only = BooleanField(
        _l("Used in the room only"),
        description=_l(
            "Copies of this department are lent for the day, until closing; a copy may say otherwise."
        ),
    )

    def offer_choices(self) -> DepartmentForm:
        """Fill the list of sectors in the language of the request."""
        self.sector.choices = [
            SelectChoice(x.code, place_label(x)) for x in places.sectors(current_session())
        ]
        return self


@blueprint.get("/")
@require(Permission.SETTINGS)
def index() -> str:
    """Show the library's name, departments and where else settings are."""
    session = current_session()
    return render_template(
        "settings/index.html",
        name=places.institution_name(session),
        departments=places.departments(session),
        groups=_groups(),
        sectors={each.code: place_label(each) for each in places.sectors(session)},
    )


def _groups() -> list[tuple[str, list[SettingPage]]]:
    groups: tuple[SettingGroup, ...] = current_app.extensions["ils_setting_pages"]
    return [(str(each.label), [page for page in each.pages if can(page.permission)]) for each in groups]


@blueprint.post("/name")
@require(Permission.SETTINGS)
def name() -> Response:
    """Name the library."""
    with transaction(current_session()) as session:
        places.name_institution(session, request.form.get("name", ""))
        audit(session, current_work(), "institution_named", subject_type="setting", subject_id=None)
    flash(_("Saved"), "success")
    return redirect(url_for("settings.index"))


@blueprint.route("/departments/new", methods=["GET", "POST"])
@blueprint.route("/departments/<code>", methods=["GET", "POST"])
@require(Permission.SETTINGS)
def department(code: str | None = None) -> str | Response | tuple[str, int]:
    """Add a department or change one."""
    row = places.department(current_session(), code) if code else None
    form = DepartmentForm(obj=row if request.method == "GET" else None).offer_choices()
    problem = None
    if form.validate_on_submit():
        problem = _save(form, code)
        if problem is None:
            flash(_("Department saved"), "success")
            return redirect(url_for("settings.index"))
    page = render_template("settings/department.html", form=form, row=row, problem=problem)
    return page, 422 if problem or form.errors else 200


def _save(form: DepartmentForm, code: str | None) -> str | None:
    wanted = code or (form.code.data or "").strip()
    try:
        with transaction(current_session()) as session:
            places.save_department(
                session, code=wanted, name_uz=form.name_uz.data or "", name_ru=form.name_ru.data or "",
                name_en=form.name_en.data or "", sector=form.sector.data, new=code is None,
                room_only=bool(form.room_only.data),
            )  # fmt: skip
            audit(
                session, current_work(), "department_saved",
                subject_type="department", subject_id=None, code=wanted,
            )  # fmt: skip
    except LibraryError as refusal:
        return explain(refusal.code, refusal.facts)
    return None
