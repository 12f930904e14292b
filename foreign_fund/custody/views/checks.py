"""Checks of the fund: begun, scanned shelf by shelf by several people, looked at, closed by an act."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foreign_fund.custody import services
from foreign_fund.custody.forms import CheckForm, CloseForm, choices
from foreign_fund.custody.models import CheckState
from foreign_fund.custody.queries import checks as queries
from foreign_fund.custody.queries.checks import CheckRow
from foreign_fund.custody.queries.custodians import custodian_names
from foreign_fund.custody.rules.checking import HERE, Outcome, Verdict
from foreign_fund.custody.views.base import (
    CHECK,
    PAGE,
    Answer,
    act,
    blueprint,
    custodian_choices,
    place_choices,
    tabs,
)
from foreign_fund.fund.queries import NO_LANGUAGE
from foreign_fund.fund.views import language_choices, pages_of, read_page
from ils import clock
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.db import transaction
from ils.errors import LibraryError
from ils.library.funds import load_fund
from ils.text import whole_number
from ils.web.asked import asked_choice
from ils.web.auth import can, current_work, require
from ils.web.errors import STATUS, explain
from ils.web.session import current_session

LINES = 8


@blueprint.get("/checks")
@require(Permission.SEE_FOREIGN_FUND)
def checks() -> str:
    """Show the checks of the fund."""
    session = current_session()
    rows = queries.checks(session)
    found = {row.id: queries.became_of(session, row) for row in rows[:PAGE]}
    return render_template(
        "custody/checks.html",
        tabs=tabs("checks"),
        rows=rows[:PAGE],
        expected={key: sum(each.values()) for key, each in found.items()},
        here={key: sum(each[outcome] for outcome in HERE) for key, each in found.items()},
        missing={key: each[Outcome.MISSING] for key, each in found.items()},
        staff=staff_names(session, [row.started_by for row in rows]),
    )


@blueprint.route("/checks/new", methods=["GET", "POST"])
@require(Permission.FOREIGN_FUND)
def new_check() -> Answer:
    """Say what is checked, why and by whom."""
    form = _form()
    if request.method == "GET":
        return _form_page(form)
    if not form.validate():
        return _form_page(form), 400
    texts = {name: getattr(form, name).data or "" for name in _TEXTS}
    try:
        with transaction(current_session()) as session:
            made = services.begin_check(session, current_work(), custodian_id=form.custodian_id, **texts).id
    except LibraryError as problem:
        return _form_page(form, problem), STATUS[problem.kind]
    return redirect(url_for("custody.check", check_id=made))


_TEXTS = ("title", "reason", "department", "language", "commission", "papers")


def _form() -> CheckForm:
    form = CheckForm()
    form.department.choices = choices(place_choices(_("All departments")))
    languages = language_choices(load_fund(current_session()))
    form.language.choices = choices([each for each in languages if each[0] != NO_LANGUAGE])
    form.custodian.choices = choices(custodian_choices(_("All")))
    return form


def _form_page(form: CheckForm, problem: LibraryError | None = None) -> str:
    return render_template("custody/check_form.html", form=form, problem=problem)


@blueprint.get(f"/checks/{CHECK}")
@require(Permission.SEE_FOREIGN_FUND)
def check(check_id: int) -> str:
    """Show a check: the scan box while it goes on, and what came of it so far."""
    return _page(check_id)


def _page(check_id: int, form: CloseForm | None = None, problem: LibraryError | None = None) -> str:
    session, work = current_session(), current_work()
    row = queries.check_row(session, check_id)
    is_open = row.state is CheckState.OPEN
    if form is None:
        form = CloseForm(formdata=None, data={"day": clock.today()})
    return render_template(
        "custody/check.html",
        tabs=tabs("checks"),
        check=row,
        is_open=is_open,
        may_close=is_open and can(Permission.APPROVE_ACTS),
        mine=queries.scans_of_check(session, check_id, staff_id=work.actor_id, limit=LINES)
        if is_open
        else (),
        shelf=request.args.get("shelf", "")[:200],
        shelves=queries.shelves(session),
        people=queries.people(session, check_id),
        names=custodian_names(session, [row.custodian_id]),
        staff=staff_names(session, [row.started_by, row.closed_by, *queries.people(session, check_id)]),
        form=form,
        problem=problem,
        **_figures(row),
    )


def _figures(row: CheckRow) -> dict[str, Any]:
    session = current_session()
    found, said = queries.became_of(session, row), queries.verdicts(session, row.id)
    return {
        "expected": sum(found.values()),
        "outcomes": [
            (each, found[each]) for each in Outcome if found[each] or each in (Outcome.FOUND, Outcome.MISSING)
        ],
        "oddities": [(each, said[each]) for each in Verdict if each is not Verdict.FOUND and said[each]],
        "to_mark": len(_markable(row)) if found[Outcome.MISSING] else 0,
    }


def _markable(row: CheckRow) -> frozenset[int]:
    """Return which copies of a closed check may be marked missing."""
    if row.state is not CheckState.CLOSED:
        return frozenset()
    session = current_session()
    copies = queries.copies_of_check(session, row)
    return frozenset(copy.item_id for copy in services.markable(session, row, copies))


@blueprint.post(f"/checks/{CHECK}/scan")
@require(Permission.FOREIGN_FUND)
def scan(check_id: int) -> Answer:
    """Take a scan: with the page's script a line of the feed comes back, without it the whole page."""
    code, shelf = request.form.get("code", ""), request.form.get("shelf", "")
    part = bool(request.headers.get("HX-Request"))
    try:
        with transaction(current_session()) as session:
            answer = services.scan(session, current_work(), check_id=check_id, code=code, shelf=shelf)
    except LibraryError as problem:
        if part:
            return render_template("custody/scan_refused.html", problem=problem, at=clock.now())
        flash(explain(problem.code, problem.facts), "danger")
        return redirect(url_for("custody.check", check_id=check_id, shelf=shelf))
    if not part:
        for each in answer.found:
            flash(explain(each.code, each.facts))
        return redirect(url_for("custody.check", check_id=check_id, shelf=answer.shelf))
    row = queries.check_row(current_session(), check_id)
    return render_template("custody/scanned.html", answer=answer, check=row, at=clock.now(), **_figures(row))


@blueprint.post(f"/checks/{CHECK}/scans/<int(max=2147483647):scan_id>/undo")
@require(Permission.FOREIGN_FUND)
def undo_scan(check_id: int, scan_id: int) -> Response:
    """Take a mistaken scan back."""
    return act(
        lambda session: services.undo_scan(session, current_work(), check_id=check_id, scan_id=scan_id),
        _("The scan was taken back."),
        url_for("custody.check", check_id=check_id, shelf=request.form.get("shelf", "")),
    )


@blueprint.get(f"/checks/{CHECK}/copies")
@require(Permission.SEE_FOREIGN_FUND)
def check_copies(check_id: int) -> str:
    """Show the copies behind a figure: what became of them."""
    session, page = current_session(), read_page()
    row = queries.check_row(session, check_id)
    outcome = asked_choice("outcome", {each.value for each in Outcome})
    rows = [copy for copy in queries.copies_of_check(session, row) if outcome in ("", copy.outcome)]
    shown = rows[(page - 1) * PAGE : page * PAGE]
    return render_template(
        "custody/check_copies.html",
        tabs=tabs("checks"),
        check=row,
        rows=shown,
        total=len(rows),
        outcome=outcome,
        markable=(marking := _markable(row) if can(Permission.FOREIGN_FUND) else frozenset()),
        may_mark=any(copy.item_id in marking for copy in shown),
        pages=pages_of(len(rows), len(shown), page=page, size=PAGE),
    )


@blueprint.get(f"/checks/{CHECK}/scans")
@require(Permission.SEE_FOREIGN_FUND)
def check_scans(check_id: int) -> str:
    """Show the scans of a check that meant one thing, or all of them."""
    session = current_session()
    verdict = asked_choice("verdict", {each.value for each in Verdict})
    rows = queries.scans_of_check(
        session, check_id, verdict=Verdict(verdict) if verdict else None, limit=1000
    )
    return render_template(
        "custody/check_scans.html",
        tabs=tabs("checks"),
        check=queries.check_row(session, check_id),
        rows=rows,
        verdict=verdict,
        staff=staff_names(session, [row.staff_id for row in rows]),
    )


@blueprint.post(f"/checks/{CHECK}/close")
@require(Permission.APPROVE_ACTS)
def close(check_id: int) -> Answer:
    """Close a check by its act."""
    form = CloseForm()
    if not form.validate():
        return _page(check_id, form), 400
    try:
        with transaction(current_session()) as session:
            services.close_check(
                session, current_work(), check_id=check_id, day=form.day.data, minutes=form.minutes.data or "",
                conclusions=form.conclusions.data or "", place=str(_("Foreign-literature fund")),
            )  # fmt: skip
    except LibraryError as problem:
        return _page(check_id, form, problem), STATUS[problem.kind]
    flash(
        _("The check is closed. Its act stands in the register and counts once in the work plan."), "success"
    )
    return redirect(url_for("custody.check", check_id=check_id))


@blueprint.post(f"/checks/{CHECK}/cancel")
@require(Permission.FOREIGN_FUND)
def cancel_check(check_id: int) -> Response:
    """Give a check up."""
    return act(
        lambda session: services.cancel_check(session, current_work(), check_id=check_id),
        _("The check was given up. It counts nowhere."),
        url_for("custody.checks"),
    )


@blueprint.post(f"/checks/{CHECK}/missing")
@require(Permission.FOREIGN_FUND)
def mark_missing(check_id: int) -> Response:
    """Let copies that were not found be missing from now on: those ticked, or all."""
    ids = {whole_number(text) or 0 for text in request.form.getlist("item")}
    return act(
        lambda session: services.mark_missing(session, current_work(), check_id=check_id, item_ids=ids),
        _("The copies are missing from now on. The desk says so when one turns up."),
        url_for("custody.check_copies", check_id=check_id, outcome=Outcome.MISSING.value),
    )
