"""Screens of the institution: its name, departments, calendar."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice

from ils import clock
from ils.accounts.audit import audit
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import InputCode, InputError, LibraryError
from ils.library import calendar, places
from ils.library.models import SpecialDay
from ils.web.auth import current_work, require
from ils.web.errors import explain
from ils.web.frame import place_label
from ils.web.session import current_session

blueprint = Blueprint("settings", __name__, url_prefix="/settings")

WEEKDAYS = (
    _l("Monday"),
    _l("Tuesday"),
    _l("Wednesday"),
    _l("Thursday"),
    _l("Friday"),
    _l("Saturday"),
    _l("Sunday"),
)


class DepartmentForm(FlaskForm):  # type: ignore[misc]
    """A department."""

    code = StringField(
        _l("Code"), description=_l("Lower-case Latin letters, digits and _; it never changes.")
    )
    name_uz = StringField(_l("Name in Uzbek"))
    name_ru = StringField(_l("Name in Russian"))
    name_en = StringField(_l("Name in English"))
    sector = SelectField(_l("Sector"), description=_l("Its visits count in this sector of plan line 16."))

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
        sectors={each.code: place_label(each) for each in places.sectors(session)},
    )


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
            )  # fmt: skip
            audit(
                session, current_work(), "department_saved",
                subject_type="department", subject_id=None, code=wanted,
            )  # fmt: skip
    except LibraryError as refusal:
        return explain(refusal.code, refusal.facts)
    return None


@blueprint.get("/calendar")
@require(Permission.SETTINGS)
def calendar_page() -> str:
    """Show the weekly closed days and the exceptions of a year."""
    session = current_session()
    year = _year(request.args.get("year", ""))
    days = session.scalars(
        select(SpecialDay)
        .where(SpecialDay.day.between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(SpecialDay.day)
    )
    return render_template(
        "settings/calendar.html",
        year=year,
        weekdays=list(enumerate(WEEKDAYS)),
        closed=calendar.load_calendar(session).weekly_closed,
        days=[(row, WEEKDAYS[row.day.weekday()]) for row in days],
    )


def _year(text: str) -> int:
    if not text:
        return clock.today().year
    if not text.isdecimal() or len(text) > 4 or not 2000 <= int(text) <= 2100:
        raise InputError(InputCode.NOT_A_NUMBER, field="year")
    return int(text)


@blueprint.post("/calendar/week")
@require(Permission.SETTINGS)
def week() -> Response:
    """Set the weekly closed days."""
    days = frozenset(int(each) for each in request.form.getlist("closed") if each in set("0123456"))
    with transaction(current_session()) as session:
        calendar.set_weekly_closed(session, weekdays=days)
        _note(f"weekly {sorted(days)}")
    flash(_("Calendar saved"), "success")
    return redirect(url_for("settings.calendar_page"))


@blueprint.post("/calendar/days")
@require(Permission.SETTINGS)
def days() -> Response:
    """Enter closed (or open) days."""
    first = _form_day("first")
    last = _form_day("last") if request.form.get("last") else first
    reason = request.form.get("reason", "")
    with transaction(current_session()) as session:
        count = calendar.set_special_days(
            session, first=first, last=last, is_open=request.form.get("open") == "1", reason=reason
        )
        _note(f"{first} – {last}: {reason}"[:300])
    flash(_("Days entered: %(count)s", count=count), "success")
    return redirect(url_for("settings.calendar_page", year=first.year))


@blueprint.post("/calendar/clear")
@require(Permission.SETTINGS)
def clear() -> Response:
    """Take an exception back."""
    day = _form_day("day")
    with transaction(current_session()) as session:
        calendar.clear_special_day(session, day=day)
        _note(f"{day}: —")
    flash(_("Calendar saved"), "success")
    return redirect(url_for("settings.calendar_page", year=day.year))


def _form_day(field: str) -> date:
    try:
        day = date.fromisoformat(request.form.get(field, ""))
    except ValueError:
        raise InputError(InputCode.NOT_A_DATE, field=field) from None
    if not 2000 <= day.year <= 2100:  # 0026-04-15 is what a date box makes of a year typed with two figures
        raise InputError(InputCode.NOT_A_DATE, field=field)
    return day


def _note(change: str) -> None:
    audit(
        current_session(), current_work(), "calendar_changed",
        subject_type="calendar", subject_id=None, change=change,
    )  # fmt: skip
