"""The register of clubs: who belongs to them, who joins and leaves, their meetings."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from circulation.events import queries, services
from circulation.events.forms import ClubForm
from circulation.events.queries import ClubRow, Wanted
from circulation.events.views.base import CLUB, Answer, blueprint, place_choices, words
from circulation.events.views.papers import members_sheet
from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.printing.xlsx import make_xlsx
from ils.web.asked import typed_day
from ils.web.auth import current_work, require
from ils.web.errors import STATUS, explain
from ils.web.files import XLSX, send
from ils.web.filters import day as shown_day
from ils.web.session import current_session

MEETINGS = 30


@blueprint.get("/clubs")
@require(Permission.CIRCULATE)
def clubs() -> str:
    """Show the clubs."""
    return render_template("events/clubs.html", clubs=queries.clubs(current_session()), **words())


@blueprint.route("/clubs/new", methods=["GET", "POST"])
@require(Permission.CIRCULATE)
def new_club() -> Answer:
    """Write a club down."""
    form = ClubForm().offer(place_choices())
    if request.method == "GET":
        form.founded_on.data, form.department.data = clock.today(), current_work().department
        return _form_page(form)
    if not form.validate():
        return _form_page(form), 400
    try:
        with transaction(current_session()) as session:
            club = services.add_club(session, current_work(), **form.passport())
            made = club.id
    except LibraryError as problem:
        return _form_page(form, problem=problem), STATUS[problem.kind]
    return redirect(url_for("events.club", club_id=made))


@blueprint.route(f"/clubs/{CLUB}/edit", methods=["GET", "POST"])
@require(Permission.CIRCULATE)
def edit_club(club_id: int) -> Answer:
    """Change what is said of a club."""
    row = queries.club_row(current_session(), club_id)
    form = ClubForm(obj=row).offer(place_choices())
    if request.method == "GET":
        return _form_page(form, row)
    if not form.validate():
        return _form_page(form, row), 400
    try:
        with transaction(current_session()) as session:
            services.change_club(session, current_work(), club_id=club_id, **form.passport())
    except LibraryError as problem:
        return _form_page(form, row, problem), STATUS[problem.kind]
    flash(_("The club was saved."), "success")
    return redirect(url_for("events.club", club_id=club_id))


def _form_page(form: ClubForm, row: ClubRow | None = None, problem: LibraryError | None = None) -> str:
    return render_template("events/club_form.html", form=form, club=row, problem=problem)


@blueprint.get(f"/clubs/{CLUB}")
@require(Permission.CIRCULATE)
def club(club_id: int) -> str:
    """Show a club: its members, now and before, and its meetings."""
    return _club_page(club_id)


def _club_page(club_id: int, said: str = "") -> str:
    session = current_session()
    found = queries.members(session, club_id)
    return render_template(
        "events/club.html",
        club=queries.club_row(session, club_id),
        members=[each for each in found if each.left_on is None],
        former=[each for each in found if each.left_on is not None],
        meetings=queries.events(session, Wanted(club_id=club_id), limit=MEETINGS),
        today=clock.today(),
        said=said,
        **words(),
    )


@blueprint.post(f"/clubs/{CLUB}/join")
@require(Permission.CIRCULATE)
def join(club_id: int) -> Answer:
    """Let the reader of a card into the club; the box is ready for the next card."""
    try:
        with transaction(current_session()) as session:
            _member, patron = services.join(
                session, current_work(), club_id=club_id, code=request.form.get("card", ""),
                on=typed_day("on", near=True),
            )  # fmt: skip
    except LibraryError as problem:
        return _club_page(club_id, explain(problem.code, problem.facts)), STATUS[problem.kind]
    flash(_("%(reader)s is a member of the club.", reader=patron.full_name), "success")
    return redirect(url_for("events.club", club_id=club_id))


@blueprint.post(f"/clubs/{CLUB}/members/<int(max=2147483647):member_id>/leave")
@require(Permission.CIRCULATE)
def leave(club_id: int, member_id: int) -> Answer:
    """End a membership."""
    try:
        with transaction(current_session()) as session:
            services.leave(
                session, current_work(), club_id=club_id, member_id=member_id, on=typed_day("on", near=True)
            )
    except LibraryError as problem:
        return _club_page(club_id, explain(problem.code, problem.facts)), STATUS[problem.kind]
    flash(_("The membership has ended: %(day)s", day=shown_day(clock.today())), "success")
    return redirect(url_for("events.club", club_id=club_id))


@blueprint.get(f"/clubs/{CLUB}/members.xlsx")
@require(Permission.CIRCULATE)
def club_register(club_id: int) -> Answer:
    """Send the register of a club's members as a spreadsheet."""
    session = current_session()
    row, found = queries.club_row(session, club_id), queries.members(session, club_id)
    title = _("Members of the club “%(club)s”", club=row.name)
    return send(
        make_xlsx([members_sheet(found, title)], title=title, at=clock.now()), XLSX, "club.xlsx", keep=True
    )
