"""Points: the list, the form, one point with its trips and with what its readers have."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from circulation.points import queries, services
from circulation.points.forms import PointForm
from circulation.points.queries import PointRow, Wanted
from circulation.points.views.base import (
    DATA,
    POINT,
    Answer,
    blueprint,
    fonts,
    place_choices,
    sector_choices,
    words,
)
from circulation.points.views.papers import sheet_data
from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.printing.pdf import make_pdf
from ils.web.asked import typed_day
from ils.web.auth import current_work, require
from ils.web.errors import STATUS, explain
from ils.web.files import PDF, send
from ils.web.locale import current_language
from ils.web.session import current_session

TRIPS = 30


@blueprint.get("")
@require(Permission.CIRCULATE)
def index() -> str:
    """Show the points."""
    year = clock.today().year
    found = queries.points(current_session(), year=year)
    served = sum(1 for each in found if each.trips)
    return render_template("points/index.html", points=found, year=year, served=served, **words())


@blueprint.route("/new", methods=["GET", "POST"])
@require(Permission.CIRCULATE)
def new() -> Answer:
    """Write a point down."""
    form = _form()
    if request.method == "GET":
        work = current_work()
        form.opened_on.data, form.department.data, form.sector.data = work.day, work.department, work.sector
        return _form_page(form)
    if not form.validate():
        return _form_page(form), 400
    try:
        with transaction(current_session()) as session:
            made = services.add_point(session, current_work(), **form.said()).id
    except LibraryError as problem:
        return _form_page(form, problem=problem), STATUS[problem.kind]
    return redirect(url_for("points.show", point_id=made))


@blueprint.route(f"/{POINT}/edit", methods=["GET", "POST"])
@require(Permission.CIRCULATE)
def edit(point_id: int) -> Answer:
    """Change what is said of a point."""
    row = _row(point_id)
    form = _form(row)
    if request.method == "GET":
        return _form_page(form, row)
    if not form.validate():
        return _form_page(form, row), 400
    try:
        with transaction(current_session()) as session:
            services.change_point(session, current_work(), point_id=point_id, **form.said())
    except LibraryError as problem:
        return _form_page(form, row, problem), STATUS[problem.kind]
    flash(_("The point was saved."), "success")
    return redirect(url_for("points.show", point_id=point_id))


def _form(row: PointRow | None = None) -> PointForm:
    return PointForm(obj=row).offer(place_choices(), sector_choices())


def _form_page(form: PointForm, row: PointRow | None = None, problem: LibraryError | None = None) -> str:
    return render_template("points/form.html", form=form, point=row, problem=problem)


def _row(point_id: int) -> PointRow:
    return queries.point_row(current_session(), point_id, year=clock.today().year)


@blueprint.get(f"/{POINT}")
@require(Permission.CIRCULATE)
def show(point_id: int) -> str:
    """Show a point: its trips, and the copies that its readers have."""
    return _page(point_id)


def _page(point_id: int, said: str = "") -> str:
    session = current_session()
    row = _row(point_id)
    found = queries.trips(session, Wanted(point_id=point_id), limit=TRIPS)
    out = queries.out_there(session, point_id)
    return render_template(
        "points/show.html", point=row, trips=found, out=out, today=clock.today(), said=said, **words()
    )


@blueprint.post(f"/{POINT}/trips")
@require(Permission.CIRCULATE)
def begin(point_id: int) -> Answer:
    """Begin to type in a trip."""
    try:
        with transaction(current_session()) as session:
            trip = services.open_trip(
                session, current_work(), point_id=point_id, day=typed_day("day", near=True),
                staff=request.form.get("staff", ""),
            ).id  # fmt: skip
    except LibraryError as problem:
        return _page(point_id, explain(problem.code, problem.facts)), STATUS[problem.kind]
    return redirect(url_for("points.trip", trip_id=trip))


@blueprint.get(f"/{POINT}/sheet.pdf")
@require(Permission.CIRCULATE)
def sheet(point_id: int) -> Response:
    """Send the trip sheet for the road: who has what at the point, and lines to fill in there."""
    row, at = _row(point_id), clock.now()
    data = sheet_data(row, queries.out_there(current_session(), point_id), at=at)
    made = make_pdf(
        DATA / "sheet.typ", data, title=_("Trip sheet"), language=current_language(), at=at, fonts=fonts()
    )
    return send(made, PDF, f"point-{point_id}.pdf")
