"""The list of acts, the head of one, its page, approving and giving up."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from catalog.records.queries import Brief, search_records
from catalog.stock import services
from catalog.stock.errors import StockRefused
from catalog.stock.forms import ActForm
from catalog.stock.messages import SOURCES, STATES
from catalog.stock.models import AccessionSource, ActState
from catalog.stock.queries.listing import ActFilters, act_years, acts
from catalog.stock.queries.readiness import obstacles
from catalog.stock.queries.series import series_view
from catalog.stock.queries.showing import (
    ActView,
    act_lines,
    act_view,
    corrections_of,
    last_commission,
    totals,
)
from catalog.stock.rules.money import HOME, rate_text
from catalog.stock.rules.ready import FACTS
from catalog.stock.views.base import (
    ACT,
    LANGUAGE_NAMES,
    Page,
    blueprint,
    department_choices,
    pages_of,
    read_number,
    read_page,
    say_all,
    series_choices,
    told,
)
from catalog.stock.views.lines import takes_lines
from ils import clock
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.db import transaction
from ils.errors import InputCode, InputError, LibraryError
from ils.library.funds import load_fund
from ils.web.auth import can, current_department, current_work, require
from ils.web.errors import STATUS, explain
from ils.web.filters import decimal
from ils.web.session import current_session

PAGE = 50
FOUND = 12


@blueprint.get("/accession")
@require(Permission.CATALOGUE)
def index() -> str:
    """Show acts with the totals of all that the filters leave."""
    session = current_session()
    filters = _filters()
    found = acts(session, filters, limit=PAGE, offset=(read_page() - 1) * PAGE)
    return render_template(
        "stock/index.html",
        found=found,
        filters=filters,
        filtered=filters != ActFilters(),
        pages=pages_of(found.total, len(found.rows), size=PAGE),
        years=[("", _("All years")), *((str(year), str(year)) for year in act_years(session))],
        sources=[("", _("All sources")), *((each.value, text) for each, text in SOURCES.items())],
        states=[("", _("Drafts and approved")), *((each.value, text) for each, text in STATES.items())],
        departments=[
            ("", _("All departments")),
            *((each.value, each.label) for each in department_choices()),
        ],
    )


def _filters() -> ActFilters:
    return ActFilters(
        year=read_number("year") or None,
        source=_chosen(AccessionSource, "source"),
        state=_chosen(ActState, "state"),
        department=request.args.get("department", ""),
    )


def _chosen(kind: Any, name: str) -> Any:
    """Return the member named in the address, None for none; refuse one that does not exist."""
    text = request.args.get(name, "")
    known = {each.value: each for each in kind}
    if text and text not in known:
        raise InputError(InputCode.UNKNOWN_CHOICE, field=name, value=text[:20])
    return known.get(text)


@blueprint.route("/accession/new", methods=["GET", "POST"])
@require(Permission.CATALOGUE)
def new() -> Page:
    """Choose where the copies come from, then write the head of the act."""
    source = _chosen(AccessionSource, "source")
    if source is None:
        return render_template("stock/sources.html", sources=list(SOURCES.items()))
    form = _form(None)
    if request.method == "GET":
        _prefill(form, source)
        return _form_page(form, None)
    if not form.validate():
        return _form_page(form, None), 400
    try:
        facts = form.facts()
        with transaction(current_session()) as session:
            act_id = services.begin_act(session, current_work(), **facts)
    except LibraryError as problem:
        return _form_page(form, None, problem), STATUS[problem.kind]
    return redirect(url_for("stock.act", act_id=act_id))


def _form(act: ActView | None) -> ActForm:
    form = ActForm(obj=act if request.method == "GET" else None)
    form.source.choices = [SelectChoice(each.value, text) for each, text in SOURCES.items()]
    form.department.choices = department_choices()
    form.series.choices = series_choices()
    if act is not None and request.method == "GET":
        form.source.data = act.source.value
        form.rate.data = "" if act.currency == HOME else rate_text(act.rate)
    return form


def _prefill(form: ActForm, source: AccessionSource) -> None:
    """Begin with today, one's own department, its book, and the commission of the last act."""
    session = current_session()
    place = current_department()
    form.source.data = source.value
    form.day.data = clock.today()
    form.department.data = getattr(place, "code", None)
    own = load_fund(session).departments if place else frozenset()
    known = {each.value for each in form.series.choices}
    form.series.data = "foreign" if place and place.code in own and "foreign" in known else None
    form.currency.data = HOME
    form.commission.data = last_commission(session)


def _form_page(form: ActForm, act: ActView | None, problem: LibraryError | None = None) -> str:
    source = AccessionSource(form.source.data) if form.source.data in FACTS else AccessionSource.PURCHASE
    return render_template(
        "stock/form.html",
        form=form,
        act=act,
        source=source,
        needed=FACTS[source.value],
        problem=problem,
        home=HOME,
    )


@blueprint.route(f"/accession/{ACT}/edit", methods=["GET", "POST"])
@require(Permission.CATALOGUE)
def edit(act_id: int) -> Page:
    """Change the head of a draft."""
    act = act_view(current_session(), act_id)
    form = _form(act)
    if request.method == "GET":
        return _form_page(form, act)
    if not form.validate():
        return _form_page(form, act), 400
    try:
        facts = form.facts()
        with transaction(current_session()) as session:
            services.change_act(session, current_work(), act_id=act_id, **facts)
    except LibraryError as problem:
        return _form_page(form, act, problem), STATUS[problem.kind]
    flash(_("The act was saved."), "success")
    return redirect(url_for("stock.act", act_id=act_id))


@blueprint.get(f"/accession/{ACT}")
@require(Permission.CATALOGUE)
def act(act_id: int) -> Page:
    """Show an act; in a draft, what `q` finds in the catalogue. A scanned ISBN that one record has goes straight on."""
    view = act_view(current_session(), act_id)
    query = request.args.get("q", "").strip()
    if not query or not takes_lines(view):
        return act_page(view)
    found = search_records(current_session(), query, limit=FOUND)
    if found.total == 1:
        return redirect(url_for("stock.add", act_id=act_id, record_id=found.records[0].id))
    return act_page(view, query=query, found=found.records, total=found.total)


def act_page(
    view: ActView,
    *,
    query: str = "",
    found: tuple[Brief, ...] = (),
    total: int = 0,
    refused: LibraryError | None = None,
) -> str:
    """Return the page of an act, with what was found for it or with the reasons why it was refused."""
    session = current_session()
    lines = act_lines(session, view)
    draft = view.state is ActState.DRAFT
    return render_template(
        "stock/act.html",
        act=view,
        lines=lines,
        totals=totals(lines),
        series=series_view(session, view.series),
        missing=say_all(obstacles(session, view, lines, today=clock.today()), view.source) if draft else [],
        refused=told(refused, view.source) if refused else [],
        takes_lines=takes_lines(view),
        may_approve=draft and can(Permission.APPROVE_ACTS),
        query=query,
        found=found,
        total=total,
        first=act_view(session, view.corrects_id) if view.corrects_id else None,
        corrections=corrections_of(session, view.id),
        names=staff_names(session, (view.created_by, view.approved_by)),
        home=HOME,
        rate=decimal(rate_text(view.rate)),
        paper_languages=LANGUAGE_NAMES,
    )


@blueprint.post(f"/accession/{ACT}/approve")
@require(Permission.APPROVE_ACTS)
def approve(act_id: int) -> Page:
    """Approve a draft, or show everything that stands in the way."""
    try:
        with transaction(current_session()) as session:
            services.approve(session, current_work(), act_id=act_id)
    except StockRefused as problem:
        return act_page(act_view(current_session(), act_id), refused=problem), STATUS[problem.kind]
    except LibraryError as problem:
        flash(explain(problem.code, problem.facts), "danger")
        return redirect(url_for("stock.act", act_id=act_id))
    flash(
        _("The act was approved. Its copies are in the catalogue and in line 10 of the work plan."), "success"
    )
    return redirect(url_for("stock.act", act_id=act_id))


@blueprint.post(f"/accession/{ACT}/cancel")
@require(Permission.CATALOGUE)
def cancel(act_id: int) -> Page:
    """Give a draft up."""
    try:
        with transaction(current_session()) as session:
            services.cancel_act(session, current_work(), act_id=act_id)
    except LibraryError as problem:
        flash(explain(problem.code, problem.facts), "danger")
        return redirect(url_for("stock.act", act_id=act_id))
    flash(_("The draft was given up."), "success")
    return redirect(url_for("stock.index"))
