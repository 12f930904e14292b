"""Clearance sheets given: to the readers of a cut or of scanned cards, and to one reader."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from circulation.account.errors import ClearCode, ClearInputError
from circulation.account.forms import USUAL_REASONS, ClearForm
from circulation.account.queries.clearing import standing_of
from circulation.account.queries.sheets import clearances_of, valid_sheets
from circulation.account.services.clearing import MOST, Cleared, clear, clear_all
from circulation.account.views.papers import PATRON, Page, blueprint, ids_of
from circulation.charges.messages import KINDS
from circulation.patrons.queries import (
    PatronPage,
    Wanted,
    find_patron,
    list_patrons,
    patron_facts,
    patrons_by_id,
    suggestions,
)
from circulation.patrons.views.base import category_choices
from ils import clock
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.db import transaction
from ils.errors import LibraryError
from ils.web.asked import asked_choice
from ils.web.auth import current_work, require
from ils.web.errors import explain
from ils.web.session import current_session

CUTS = ("category", "faculty", "course", "group")
COLUMNS = {"faculty": "faculty", "course": "course", "group": "study_group"}
NAMED = 5  # readers named in a message


@blueprint.get("/clearance")
@require(Permission.CIRCULATE)
def clearing() -> Page:
    """Show what stands with the readers of a cut, or of the cards scanned here one after another."""
    asked = request.args.get("q", "").strip()[:200]
    scanned = ids_of(request.args.getlist("id", type=int))[:MOST]
    if asked and (found := find_patron(current_session(), asked)) is not None:
        return redirect(url_for("papers.clearing", id=list(dict.fromkeys([found.id, *scanned]))[:MOST]))
    return _choosing(ClearForm(formdata=None))


def _choosing(form: ClearForm, ticked: list[int] | None = None) -> str:
    session = current_session()
    scanned = ids_of(request.args.getlist("id", type=int))[:MOST]
    cut = {name: request.args.get(name, "").strip()[:100] for name in ("q", *CUTS)}
    cut = {name: value for name, value in cut.items() if value}
    found = _readers(session, scanned, cut)
    ids = [each.id for each in found.rows]
    return render_template(
        "account/clearing.html",
        found=found,
        form=form,
        reasons=USUAL_REASONS,
        cut=cut,
        scanned=scanned,
        filters=_filters(session),
        standing=standing_of(session, ids),
        sheets=valid_sheets(session, ids),
        ticked=ticked,
        today=clock.today(),
        most=MOST,
    )


def _readers(session: Session, scanned: list[int], cut: dict[str, str]) -> PatronPage:
    """Return whose cards were scanned, the last first, else the readers of the cut; nobody where nothing is asked."""
    if scanned:
        known = patrons_by_id(session, set(scanned))
        rows = tuple(known[each] for each in scanned if each in known)
    elif cut:
        wanted = Wanted(
            query=cut.get("q", ""), category=asked_choice("category", dict(category_choices())),
            faculty=cut.get("faculty", ""), course=cut.get("course", ""), study_group=cut.get("group", ""),
        )  # fmt: skip
        page = list_patrons(session, wanted, limit=MOST)
        rows = tuple(each for each in page.rows if each.erased_at is None)
        return PatronPage(rows, page.total)
    else:
        rows = ()
    return PatronPage(tuple(each for each in rows if each.erased_at is None), len(rows))


def _filters(session: Session) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return the lists above the table; only those that cut something."""
    labels = {"faculty": _("Faculty"), "course": _("Course"), "group": _("Group or class")}
    found = [("category", _("Category"), [("", _("All categories")), *category_choices()])]
    for name, column in COLUMNS.items():
        values = suggestions(session, column)
        found.append((name, labels[name], [("", _("All")), *((each, each) for each in values)]))
    return [each for each in found if len(each[2]) > 1]


@blueprint.post("/clearance")
@require(Permission.CIRCULATE)
def give() -> Response | tuple[str, int]:
    """Give the ticked readers their sheets, and show those that were given."""
    form, ids = ClearForm(), ids_of(request.form.getlist("reader", type=int))
    if form.validate():
        try:
            with transaction(current_session()) as session:
                done = clear_all(
                    session, current_work(), patron_ids=ids, reason=form.reason.data, leaves=form.leaves.data
                )
        except LibraryError as refusal:
            form.reason.errors = [*form.reason.errors, explain(refusal.code, refusal.facts)]
        else:
            return _given(done)
    return _choosing(form, ids), 400


def _given(done: Cleared) -> Response:
    if done.standing:
        names = _names([each.patron_id for each in done.standing])
        flash(_("No sheet for those who still have to settle something: %(names)s", names=names), "warning")
    if done.before:
        names = _names([each.patron_id for each in done.before])
        flash(_("These readers were given a sheet today before: %(names)s", names=names), "info")
    if not done.sheets:
        return redirect(url_for("papers.sheets"))
    first, last = done.sheets[0], done.sheets[-1]
    flash(_("Sheets given: %(count)s", count=len(done.sheets)), "success")
    return redirect(url_for("papers.sheets", year=first.year, first=first.number, last=last.number))


def _names(ids: list[int]) -> str:
    known = patrons_by_id(current_session(), set(ids[:NAMED]))
    said = ", ".join(known[each].full_name for each in ids[:NAMED])
    return f"{said} …" if len(ids) > NAMED else said


@blueprint.route(f"/{PATRON}/clearance", methods=["GET", "POST"])
@require(Permission.CIRCULATE)
def reader_clearance(patron_id: int) -> Page:
    """Show what stands with one reader, or give the sheet; its number is shown with a button that prints it."""
    form = ClearForm()
    if form.is_submitted() and form.validate():
        try:
            with transaction(current_session()) as session:
                sheet = clear(
                    session, current_work(), patron_id=patron_id, reason=form.reason.data,
                    leaves=form.leaves.data,
                )  # fmt: skip
        except LibraryError as refusal:
            form.reason.errors = [*form.reason.errors, explain(refusal.code, refusal.facts)]
        else:
            flash(_("Clearance sheet № %(number)s given", number=sheet.label), "success")
            return redirect(url_for("papers.sheets", year=sheet.year, first=sheet.number, last=sheet.number))
    shown = _reader_page(patron_id, form)
    return (shown, 400) if form.is_submitted() else shown


def _reader_page(patron_id: int, form: ClearForm) -> str:
    session = current_session()
    patron: Any = patron_facts(session, patron_id)
    sheets = clearances_of(session, patron_id)
    return render_template(
        "account/reader_clearance.html",
        patron=patron,
        form=form,
        reasons=USUAL_REASONS,
        standing=standing_of(session, [patron_id])[patron_id],
        sheets=sheets,
        staff=staff_names(session, {each.staff_id for each in sheets}),
        kinds=KINDS,
        today=clock.today(),
    )


def refuse_clear(is_clear: bool) -> None:
    """Refuse a paper about what stands where nothing does."""
    if is_clear:
        raise ClearInputError(ClearCode.NOTHING_STANDS)
