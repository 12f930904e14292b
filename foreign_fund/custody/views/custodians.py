"""Custodians: who answers for what on a day, the copies behind each figure, the account of a span of days."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foreign_fund.custody import services
from foreign_fund.custody.forms import CustodianForm, choices
from foreign_fund.custody.queries.acts import acts, acts_by_id
from foreign_fund.custody.queries.custodians import CustodianRow, custodian_row, custodians, posts
from foreign_fund.custody.queries.histories import moves_of
from foreign_fund.custody.queries.holding import Balance, balances, held_rows
from foreign_fund.custody.rules.ledger import LegKind, Sum, balance, entries
from foreign_fund.custody.views.base import (
    CUSTODIAN,
    PAGE,
    Answer,
    account,
    act,
    blueprint,
    nobody,
    place_choices,
    tabs,
)
from foreign_fund.fund.views import pages_of, read_page
from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import InputCode, InputError, LibraryError
from ils.web.asked import asked_choice, asked_day, typed_day
from ils.web.auth import current_work, require
from ils.web.errors import STATUS
from ils.web.session import current_session


def asked_evening() -> date:
    """Return the day of the address, today without one; a day to come has no balance yet."""
    day = asked_day("day", near=True) or clock.today()
    if day > clock.today():
        raise InputError(InputCode.NOT_A_DATE, field="day")
    return day


@blueprint.get("")
@require(Permission.SEE_FOREIGN_FUND)
def index() -> str:
    """Show who answers for how many copies, titles and soʻm on the evening of a day."""
    session, day = current_session(), asked_evening()
    department = asked_choice("department", dict(place_choices()))
    held = balances(session, day, department=department)
    people = [row for row in custodians(session) if row.since <= day]
    return render_template(
        "custody/index.html",
        tabs=tabs("custodians"),
        day=day,
        today=clock.today(),
        department=department,
        departments=place_choices(_("All departments")),
        rows=[(row, held.get(row.id, Balance(row.id, 0, 0, 0))) for row in people],
        free=held.get(None, Balance(None, 0, 0, 0)),
        copies=sum(each.copies for each in held.values()),
        som=sum(each.som for each in held.values()),
        posts=posts(session),
        drafts=acts(session, limit=5).rows,
    )


@blueprint.get(f"/{CUSTODIAN}")
@require(Permission.SEE_FOREIGN_FUND)
def custodian(custodian_id: int) -> str:
    """Show the account of a custodian: opening balance, what came and went by which document, closing balance."""
    session, today = current_session(), clock.today()
    owner, who = _owner(custodian_id), account(custodian_id)
    since = asked_day("since", near=True) or date(today.year, 1, 1)
    until = min(asked_day("until", near=True) or today, today)
    if until < since:
        raise InputError(InputCode.NOT_A_DATE, field="until")
    moves = moves_of(session, who)
    rows = entries(moves, who, since, until)
    before = date.fromordinal(since.toordinal() - 1)
    return render_template(
        "custody/custodian.html",
        tabs=tabs("custodians"),
        owner=owner,
        custodian_id=custodian_id,
        since=since,
        until=until,
        rows=rows,
        opening=balance(moves, before).get(who, Sum()),
        closing=balance(moves, until).get(who, Sum()),
        acts=acts_by_id(session, [row.ref for row in rows if row.kind is LegKind.ACT and row.ref]),
        posts=posts(session, custodian_id=custodian_id),
        departments=place_choices(),
        today=today,
    )


def _owner(custodian_id: int) -> CustodianRow | None:
    return None if account(custodian_id) is None else custodian_row(current_session(), custodian_id)


@blueprint.get(f"/{CUSTODIAN}/copies")
@require(Permission.SEE_FOREIGN_FUND)
def copies(custodian_id: int) -> str:
    """Show the copies that somebody answers for on the evening of a day: the rows behind a balance."""
    session, day, page = current_session(), asked_evening(), read_page()
    department = asked_choice("department", dict(place_choices()))
    owner = _owner(custodian_id)
    found = held_rows(
        session,
        day,
        custodian_id=account(custodian_id),
        department=department,
        limit=PAGE,
        offset=(page - 1) * PAGE,
    )
    return render_template(
        "custody/copies.html",
        tabs=tabs("custodians"),
        owner=owner,
        name=owner.name if owner else nobody(),
        custodian_id=custodian_id,
        found=found,
        pages=pages_of(found.total, len(found.rows), page=page, size=PAGE),
        day=day,
        department=department,
        departments=place_choices(_("All departments")),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@require(Permission.FOREIGN_FUND)
def new() -> Answer:
    """Write a custodian down."""
    form = _form()
    if request.method == "GET":
        form.since.data, form.department.data = clock.today(), current_work().department
        return _form_page(form)
    if not form.validate():
        return _form_page(form), 400
    try:
        with transaction(current_session()) as session:
            made = services.add_custodian(session, current_work(), since=form.since.data, **_said(form)).id
    except LibraryError as problem:
        return _form_page(form, problem=problem), STATUS[problem.kind]
    flash(_("Saved"), "success")
    return redirect(url_for("custody.custodian", custodian_id=made))


@blueprint.route(f"/{CUSTODIAN}/edit", methods=["GET", "POST"])
@require(Permission.FOREIGN_FUND)
def edit(custodian_id: int) -> Answer:
    """Change what is said of a custodian."""
    row, form = custodian_row(current_session(), custodian_id), _form()
    if request.method == "GET":
        form.process(
            data={name: getattr(row, name) for name in ("name", "post", "department", "since", "note")}
        )
        return _form_page(form, row)
    form.since.data = row.since
    if not form.validate():
        return _form_page(form, row), 400
    try:
        with transaction(current_session()) as session:
            services.change_custodian(session, current_work(), custodian_id=custodian_id, **_said(form))
    except LibraryError as problem:
        return _form_page(form, row, problem), STATUS[problem.kind]
    flash(_("Saved"), "success")
    return redirect(url_for("custody.custodian", custodian_id=custodian_id))


def _form() -> CustodianForm:
    form = CustodianForm()
    form.department.choices = choices(place_choices())
    return form


def _said(form: CustodianForm) -> dict[str, Any]:
    return {name: getattr(form, name).data or "" for name in ("name", "post", "department", "note")}


def _form_page(
    form: CustodianForm, row: CustodianRow | None = None, problem: LibraryError | None = None
) -> str:
    return render_template("custody/custodian_form.html", form=form, owner=row, problem=problem)


@blueprint.post(f"/{CUSTODIAN}/end")
@require(Permission.FOREIGN_FUND)
def end(custodian_id: int) -> Response:
    """Say which day is the custodian's last."""
    until = typed_day("until", near=True) or clock.today()
    return act(
        lambda session: services.end_custodian(
            session, current_work(), custodian_id=custodian_id, until=until
        ),
        _("Saved"),
        url_for("custody.custodian", custodian_id=custodian_id),
    )


@blueprint.post(f"/{CUSTODIAN}/posts")
@require(Permission.FOREIGN_FUND)
def post(custodian_id: int) -> Response:
    """Let the custodian answer for what comes into a department."""
    since = typed_day("since", near=True) or clock.today()
    department = request.form.get("department", "")
    return act(
        lambda session: services.post(
            session, current_work(), custodian_id=custodian_id, department=department, since=since
        ),
        _("From this day on what comes into the department is in this balance."),
        url_for("custody.custodian", custodian_id=custodian_id),
    )


@blueprint.post(f"/{CUSTODIAN}/posts/<int(max=2147483647):post_id>/end")
@require(Permission.FOREIGN_FUND)
def unpost(custodian_id: int, post_id: int) -> Response:
    """Say that the custodian no longer answers for what comes into a department."""
    until = typed_day("until", near=True) or clock.today()
    return act(
        lambda session: services.end_post(session, current_work(), post_id=post_id, until=until),
        _("Saved"),
        url_for("custody.custodian", custodian_id=custodian_id),
    )
