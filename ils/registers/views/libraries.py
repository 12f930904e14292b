"""The directory of other libraries, and filing it as the document of line 3."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.registers import services
from ils.registers.forms import CloseForm, LibraryForm
from ils.registers.messages import LIBRARY_KINDS
from ils.registers.queries.entries import document_of
from ils.registers.queries.libraries import LibraryView, libraries, library
from ils.registers.rules.kinds import Doc
from ils.registers.rules.quarters import quarter_days
from ils.registers.services.libraries import LibraryFacts
from ils.registers.views.base import Page, blueprint, say, spoken
from ils.registers.views.papers import attach_paper, directory_paper
from ils.web.auth import current_work, require
from ils.web.errors import STATUS
from ils.web.session import current_session


@blueprint.get("/libraries")
@require(Permission.SEE_PLAN)
def library_list() -> str:
    """Show the libraries of the district, with how often each was helped this year."""
    year = clock.today().year
    closed = request.args.get("closed") == "1"
    session = current_session()
    return render_template(
        "registers/libraries.html",
        rows=libraries(session, year=year, closed=closed),
        closed=closed,
        year=year,
        filed=document_of(
            session,
            type=Doc.DIRECTORY,
            since=quarter_days(year, 1)[0],
            until=quarter_days(year, 4)[1],
        ),
    )


def _form(view: LibraryView | None) -> LibraryForm:
    form = LibraryForm(obj=view)
    form.kind.choices = [SelectChoice(code, str(word)) for code, word in LIBRARY_KINDS.items()]
    return form


@blueprint.route("/libraries/new", methods=["GET", "POST"])
@require(Permission.SEE_PLAN)
def new_library() -> Page:
    """Enter a library into the directory."""
    return _edited(None)


@blueprint.route("/libraries/<int:library_id>", methods=["GET", "POST"])
@require(Permission.SEE_PLAN)
def edit_library(library_id: int) -> Page:
    """Change what the directory says of a library."""
    return _edited(library(current_session(), library_id))


def _edited(view: LibraryView | None) -> Page:
    form = _form(view)
    if request.method == "GET":
        return _page(form, view)
    if not form.validate():
        return _page(form, view), 422
    told: dict[str, Any] = {name: form[name].data for name in LibraryFacts.__slots__}
    facts = LibraryFacts(**told | {name: told[name] or "" for name in _TEXTS})
    try:
        with transaction(current_session()) as session:
            saved = services.save_library(
                session, current_work(), facts=facts, library_id=view.id if view else None
            )
    except LibraryError as problem:
        return _page(form, view, problem), STATUS[problem.kind]
    flash(_("Saved: %(name)s", name=saved.name), "success")
    return redirect(url_for("registers.library_list"))


_TEXTS = frozenset({"name", "kind", "address", "head", "phone", "note"})


def _page(form: LibraryForm, view: LibraryView | None, problem: LibraryError | None = None) -> str:
    closing = CloseForm(formdata=None, data={"day": view.closed_on if view else None})
    said = say(problem) if problem else None
    return render_template("registers/library.html", form=form, library=view, problem=said, closing=closing)


@blueprint.post("/libraries/<int:library_id>/close")
@require(Permission.SEE_PLAN)
def close_library(library_id: int) -> Response | tuple[str, int]:
    """Note that a library is closed for good, or open after all."""
    view = library(current_session(), library_id)
    form = CloseForm()
    if not form.validate():
        return _page(_form(view), view), 422
    try:
        with transaction(current_session()) as session:
            services.close_library(session, current_work(), library_id=library_id, day=form.day.data)
    except LibraryError as problem:
        return _page(LibraryForm(formdata=None, obj=view), view, problem), STATUS[problem.kind]
    flash(_("Saved: %(name)s", name=view.name), "success")
    return redirect(url_for("registers.library_list"))


@blueprint.post("/libraries/file")
@require(Permission.SEE_PLAN)
def file_directory() -> Response:
    """File this year's directory: a document that counts, with the printed directory as its evidence."""
    work = current_work()
    with spoken() as language:
        title = _("Directory of the libraries of the district, %(year)s", year=work.day.year)
        try:
            with transaction(current_session()) as session:
                entry = services.file_directory(session, work, year=work.day.year, title=title)
                attach_paper(
                    session, work, entry.id, directory_paper(language), f"libraries-{work.day.year}.pdf"
                )
        except LibraryError as problem:
            flash(say(problem), "danger")
            return redirect(url_for("registers.library_list"))
    flash(_("Filed; it counts in the plan."), "success")
    return redirect(url_for("registers.show", entry_id=entry.id))
