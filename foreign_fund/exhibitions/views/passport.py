"""The passport of an exhibition: entered, changed, shown with who works on it and how its days were moved."""

from __future__ import annotations

from datetime import date, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foreign_fund.exhibitions import messages, queries, services
from foreign_fund.exhibitions.forms import ExhibitionForm
from foreign_fund.exhibitions.queries import ExhibitionRow, RotationRow
from foreign_fund.exhibitions.views.base import ROW, SHOW, Answer, blueprint, done, shown
from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.library.places import departments
from ils.web.auth import current_department, current_work, require
from ils.web.errors import STATUS
from ils.web.frame import place_label
from ils.web.session import current_session

ONE_DAY = timedelta(days=1)
USUAL_LENGTH = timedelta(days=30)
LINE_OF_EXHIBITIONS = "18"  # of the district centre's form; another library writes its own


@blueprint.route("/new", methods=["GET", "POST"])
@require(Permission.FOREIGN_FUND)
def new() -> Answer:
    """Enter a new exhibition."""
    form = _form()
    if request.method == "GET":
        form.department.data = getattr(current_department(), "code", None)
        form.opens_on.data = clock.today()
        form.closes_on.data = clock.today() + USUAL_LENGTH
        form.lendable.data = True
        form.plan_line.data = LINE_OF_EXHIBITIONS
        return _form_page(form)
    if not form.validate():
        return _form_page(form), 400
    try:
        with transaction(current_session()) as session:
            exhibition = services.create(session, current_work(), **form.passport())
    except LibraryError as problem:
        return _form_page(form, problem=problem), STATUS[problem.kind]
    return redirect(url_for("exhibitions.show", exhibition_id=exhibition.id))


@blueprint.route(f"/{SHOW}/edit", methods=["GET", "POST"])
@require(Permission.FOREIGN_FUND)
def edit(exhibition_id: int) -> Answer:
    """Change the passport of an exhibition."""
    row = queries.exhibition_row(current_session(), exhibition_id)
    form = _form(row)
    if request.method == "GET":
        form.languages.data = ", ".join(row.language_codes)
        return _form_page(form, row)
    if not form.validate():
        return _form_page(form, row), 400
    try:
        with transaction(current_session()) as session:
            services.change(session, current_work(), exhibition_id=exhibition_id, **form.passport())
    except LibraryError as problem:
        return _form_page(form, row, problem), STATUS[problem.kind]
    flash(_("The exhibition was saved."), "success")
    return redirect(url_for("exhibitions.passport", exhibition_id=exhibition_id))


def _form(row: ExhibitionRow | None = None) -> ExhibitionForm:
    places = [(place.code, place_label(place)) for place in departments(current_session())]
    kinds = [(form.value, str(word)) for form, word in messages.FORMS.items()]
    return ExhibitionForm(obj=row).offer(places, kinds)


def _form_page(
    form: ExhibitionForm, row: ExhibitionRow | None = None, problem: LibraryError | None = None
) -> str:
    return render_template("exhibitions/form.html", form=form, exhibition=row, problem=problem)


@blueprint.get(f"/{SHOW}/passport")
@require(Permission.SEE_FOREIGN_FUND)
def passport(exhibition_id: int) -> str:
    """Show the passport, who works on the exhibition, and the days as they were planned."""
    session = current_session()
    row = queries.exhibition_row(session, exhibition_id)
    rotations = queries.rotations_of(session, exhibition_id)
    return shown(
        "passport", exhibition_id, "passport", exhibition=row,
        next_rotation=_next_rotation(row, rotations), people=queries.people_of(session, exhibition_id),
        shifts=queries.shifts_of(session, exhibition_id), used=languages_shown(exhibition_id),
        rotations=rotations,
    )  # fmt: skip


def _next_rotation(row: ExhibitionRow, rotations: tuple[RotationRow, ...]) -> date | None:
    """Return the day after the last rotation, to be offered as the first of another; None where no day is left."""
    first = max((each.span.last_on + ONE_DAY for each in rotations), default=row.opens_on)
    return first if first <= row.closes_on else None


def languages_shown(exhibition_id: int) -> tuple[str, ...]:
    """Return the languages that the passport names, else those of what is shown, the most frequent first."""
    session = current_session()
    row = queries.exhibition_row(session, exhibition_id)
    if row.language_codes:
        return row.language_codes
    pieces = [piece.language for piece in queries.pieces_of(session, exhibition_id)]
    found = [copy.language for copy in queries.copies_shown(session, exhibition_id)] + pieces
    return tuple(sorted({code for code in found if code}, key=lambda code: (-found.count(code), code)))


@blueprint.post(f"/{SHOW}/people")
@require(Permission.FOREIGN_FUND)
def add_person(exhibition_id: int) -> Response:
    """Name somebody who works on the exhibition."""
    told = {"role": request.form.get("role", ""), "name": request.form.get("name", "")}
    return done(
        exhibition_id,
        lambda session: services.add_person(session, current_work(), exhibition_id=exhibition_id, **told),
        _("Named: %(name)s", name=told["name"][:100]),
        page="passport",
    )


@blueprint.post(f"/{SHOW}/people/{ROW}/remove")
@require(Permission.FOREIGN_FUND)
def remove_person(exhibition_id: int, row_id: int) -> Response:
    """Strike somebody off."""
    return done(
        exhibition_id,
        lambda session: services.remove_person(
            session, current_work(), exhibition_id=exhibition_id, row_id=row_id
        ),
        _("Struck off."),
        page="passport",
    )
