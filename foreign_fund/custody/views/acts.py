"""Transfer acts: the list, the head, the copies by scanner, approval, correction."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foreign_fund.custody import services
from foreign_fund.custody.errors import CustodyRefused, Reason
from foreign_fund.custody.forms import ActForm, choices
from foreign_fund.custody.messages import STATES
from foreign_fund.custody.models import CustodyState
from foreign_fund.custody.queries import acts as queries
from foreign_fund.custody.queries.acts import ActView
from foreign_fund.custody.queries.custodians import custodian_names, custodian_row
from foreign_fund.custody.views.base import (
    ACT,
    PAGE,
    Answer,
    act,
    blueprint,
    custodian_choices,
    nobody,
    place_choices,
    tabs,
)
from foreign_fund.fund.views import pages_of, read_page
from ils import clock
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.db import transaction
from ils.errors import LibraryError
from ils.text import whole_number
from ils.web.asked import asked_choice
from ils.web.auth import can, current_work, require
from ils.web.errors import STATUS, explain
from ils.web.session import current_session

SHOWN = 500  # copies of an act on its page; the papers have all of them


@blueprint.get("/acts")
@require(Permission.SEE_FOREIGN_FUND)
def acts() -> str:
    """Show transfer acts, drafts first."""
    session, page = current_session(), read_page()
    custodian_id = whole_number(request.args.get("custodian"), digits=9)
    state = asked_choice("state", {each.value for each in CustodyState})
    year = whole_number(request.args.get("year"), digits=4)
    found = queries.acts(
        session, custodian_id=custodian_id, state=CustodyState(state) if state else None, year=year, limit=PAGE,
        offset=(page - 1) * PAGE,
    )  # fmt: skip
    ids = [each for row in found.rows for each in (row.act.giver_id, row.act.taker_id)]
    return render_template(
        "custody/acts.html",
        tabs=tabs("acts"),
        found=found,
        names=custodian_names(session, ids),
        custodians=custodian_choices(_("All")),
        states=[("", _("Drafts and approved")), *((each.value, text) for each, text in STATES.items())],
        years=[("", _("All years")), *((str(each), str(each)) for each in queries.act_years(session))],
        chosen={"custodian": custodian_id or "", "state": state, "year": year or ""},
        pages=pages_of(found.total, len(found.rows), page=page, size=PAGE),
    )


@blueprint.route("/acts/new", methods=["GET", "POST"])
@require(Permission.FOREIGN_FUND)
def new_act() -> Answer:
    """Write the head of a transfer act."""
    form = _form()
    if request.method == "GET":
        form.day.data = clock.today()
        form.giver.data = request.args.get("giver", "")
        form.taker.data = request.args.get("taker", "")
        return _form_page(form)
    if not form.validate():
        return _form_page(form), 400
    try:
        with transaction(current_session()) as session:
            made = services.begin_act(session, current_work(), **form.head())
    except LibraryError as problem:
        return _form_page(form, problem=problem), STATUS[problem.kind]
    return redirect(url_for("custody.transfer", act_id=made))


@blueprint.route(f"/acts/{ACT}/edit", methods=["GET", "POST"])
@require(Permission.FOREIGN_FUND)
def edit_act(act_id: int) -> Answer:
    """Change the head of a draft."""
    view, form = queries.act_view(current_session(), act_id), _form()
    if request.method == "GET":
        form.process(
            data={
                "day": view.day, "giver": str(view.giver_id or ""), "taker": str(view.taker_id or ""),
                "to_department": view.to_department or "", "grounds": view.grounds, "commission": view.commission,
                "note": view.note,
            }
        )  # fmt: skip
        return _form_page(form, view)
    if not form.validate():
        return _form_page(form, view), 400
    try:
        with transaction(current_session()) as session:
            services.change_act(session, current_work(), act_id=act_id, **form.head())
    except LibraryError as problem:
        return _form_page(form, view, problem), STATUS[problem.kind]
    flash(_("The act was saved."), "success")
    return redirect(url_for("custody.transfer", act_id=act_id))


def _form() -> ActForm:
    form = ActForm()
    people = choices(custodian_choices(nobody()))
    form.giver.choices = form.taker.choices = people
    form.to_department.choices = choices(place_choices(_("they stay in theirs")))
    return form


def _form_page(form: ActForm, view: ActView | None = None, problem: LibraryError | None = None) -> str:
    return render_template("custody/act_form.html", form=form, act=view, problem=problem)


@blueprint.get(f"/acts/{ACT}")
@require(Permission.SEE_FOREIGN_FUND)
def transfer(act_id: int) -> str:
    """Show a transfer act."""
    return _page(act_id)


def _page(act_id: int, refused: tuple[Reason, ...] = ()) -> str:
    session = current_session()
    view = queries.act_view(session, act_id)
    lines = queries.act_lines(session, view)
    draft = view.state is CustodyState.DRAFT
    missing = queries.what_is_missing(session, view, today=clock.today()) if draft else []
    return render_template(
        "custody/act.html",
        tabs=tabs("acts"),
        act=view,
        draft=draft,
        lines=lines[:SHOWN],
        copies=len(lines),
        titles=len({line.record_id for line in lines}),
        som=sum(line.price for line in lines),
        missing=_told(missing),
        refused=_told(refused),
        may_approve=draft and can(Permission.APPROVE_ACTS),
        first=queries.act_view(session, view.corrects_id) if view.corrects_id else None,
        corrections=queries.corrections_of(session, act_id),
        giver=_name(view.giver_id),
        taker=_name(view.taker_id),
        staff=staff_names(session, (view.created_by, view.approved_by)),
        departments=place_choices(_("All departments")),
    )


def _told(reasons: Any) -> list[dict[str, str]]:
    return [{"text": explain(each.code, dict(each.facts))} for each in reasons]


def _name(custodian_id: int | None) -> str:
    return nobody() if custodian_id is None else custodian_row(current_session(), custodian_id).name


def _act_url(act_id: int) -> str:
    return url_for("custody.transfer", act_id=act_id)


@blueprint.post(f"/acts/{ACT}/copies")
@require(Permission.FOREIGN_FUND)
def put(act_id: int) -> Response:
    """Put scanned copies into a draft: one code, or many, a line each."""
    codes = [
        code.strip() for code in request.form.get("codes", "").replace(",", "\n").splitlines() if code.strip()
    ]
    try:
        with transaction(current_session()) as session:
            done = services.put_codes(session, current_work(), act_id=act_id, codes=codes)
    except LibraryError as problem:
        flash(explain(problem.code, problem.facts), "danger")
        return redirect(_act_url(act_id))
    if done.unknown:
        flash(_("No copy has these numbers: %(codes)s", codes=", ".join(done.unknown[:20])), "danger")
    said = _("Copies added: %(count)s", count=done.added)
    flash(said if done.added else _("It is in the act already."), "success" if done.added else "warning")
    return redirect(_act_url(act_id))


@blueprint.post(f"/acts/{ACT}/all")
@require(Permission.FOREIGN_FUND)
def put_all(act_id: int) -> Response:
    """Put all that the giver answers for into a draft."""
    try:
        with transaction(current_session()) as session:
            done = services.put_all(
                session, current_work(), act_id=act_id, department=request.form.get("department", "")
            )
    except LibraryError as problem:
        flash(explain(problem.code, problem.facts), "danger")
    else:
        flash(_("Copies added: %(count)s", count=done.added), "success" if done.added else "warning")
    return redirect(_act_url(act_id))


@blueprint.post(f"/acts/{ACT}/lines/<int(max=2147483647):line_id>/remove")
@require(Permission.FOREIGN_FUND)
def take_out(act_id: int, line_id: int) -> Response:
    """Take a copy out of a draft."""
    return act(
        lambda session: services.remove_line(session, current_work(), act_id=act_id, line_id=line_id),
        _("The copy was taken out of the act."),
        _act_url(act_id),
    )


@blueprint.post(f"/acts/{ACT}/approve")
@require(Permission.APPROVE_ACTS)
def approve(act_id: int) -> Answer:
    """Approve a draft, or show everything that stands in the way."""
    try:
        with transaction(current_session()) as session:
            services.approve(session, current_work(), act_id=act_id)
    except CustodyRefused as problem:
        return _page(act_id, problem.reasons), STATUS[problem.kind]
    except LibraryError as problem:
        flash(explain(problem.code, problem.facts), "danger")
        return redirect(_act_url(act_id))
    flash(_("The act was approved. The balances have moved."), "success")
    return redirect(_act_url(act_id))


@blueprint.post(f"/acts/{ACT}/cancel")
@require(Permission.FOREIGN_FUND)
def cancel_act(act_id: int) -> Response:
    """Give a draft up."""
    return act(
        lambda session: services.cancel_act(session, current_work(), act_id=act_id),
        _("The draft was given up."),
        url_for("custody.acts"),
    )


@blueprint.post(f"/acts/{ACT}/correct")
@require(Permission.FOREIGN_FUND)
def correct(act_id: int) -> Response:
    """Begin the act that gives back what an approved act gave."""
    try:
        with transaction(current_session()) as session:
            made = services.begin_correction(session, current_work(), act_id=act_id)
    except LibraryError as problem:
        flash(explain(problem.code, problem.facts), "danger")
        return redirect(_act_url(act_id))
    flash(_("A correcting act was begun. Take out of it what stays where it is."), "info")
    return redirect(_act_url(made))
