"""The lines of a draft: copies of a record, or a whole list pasted."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from catalog.items.queries import record_heading
from catalog.stock import services
from catalog.stock.errors import StockCode, StockRefused
from catalog.stock.forms import LineForm, PasteForm
from catalog.stock.models import ActState
from catalog.stock.queries.finding import FoundLine, find_pasted
from catalog.stock.queries.showing import (
    ActView,
    LineView,
    act_lines,
    act_view,
    copies_without_act,
    line_view,
    usual_call_number,
)
from catalog.stock.rules.money import parse_price, price_text
from catalog.stock.rules.pasted import read_list
from catalog.stock.rules.ready import EXPLAINED, PRICED
from catalog.stock.services import NewLine
from catalog.stock.views.base import ACT, LINE, Page, blueprint, read_number, told
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.web.auth import current_work, require
from ils.web.errors import STATUS, explain
from ils.web.session import current_session


@blueprint.get(f"/accession/{ACT}/add")
@require(Permission.CATALOGUE)
def add(act_id: int) -> Page:
    """Ask how many copies of the record `record_id` come; the editor sends a new record here."""
    session = current_session()
    act, record_id = act_view(session, act_id), read_number("record_id")
    record_heading(session, record_id)
    if not takes_lines(act):
        return _no_lines(act)
    form = LineForm(formdata=None)
    form.call_number.data = usual_call_number(session, record_id)
    return _line_page(act, form, record_id)


def takes_lines(act: ActView) -> bool:
    """Tell whether lines are written into an act by hand."""
    return act.state is ActState.DRAFT and not act.corrects_id


def _no_lines(act: ActView) -> Page:
    flash(explain(StockCode.CORRECTS if act.corrects_id else StockCode.NOT_DRAFT, {}), "danger")
    return redirect(url_for("stock.act", act_id=act.id))


@blueprint.post(f"/accession/{ACT}/lines")
@require(Permission.CATALOGUE)
def add_line(act_id: int) -> Page:
    """Add copies of a record to a draft."""
    act = act_view(current_session(), act_id)
    record_id = _posted_record()
    form = LineForm()
    record_heading(current_session(), record_id)
    if not form.validate():
        return _line_page(act, form, record_id), 400
    try:
        line = _line(form, record_id)
        with transaction(current_session()) as session:
            services.add_line(session, current_work(), act_id=act_id, line=line)
    except LibraryError as problem:
        return _line_page(act, form, record_id, problem=problem), STATUS[problem.kind]
    return redirect(url_for("stock.act", act_id=act_id))


def _posted_record() -> int:
    text = request.form.get("record_id", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _line(form: LineForm, record_id: int) -> NewLine:
    return NewLine(
        record_id=record_id,
        copies=form.copies.data,
        price=parse_price(form.price.data or ""),
        call_number=form.call_number.data or "",
        note=form.note.data or "",
    )


def _line_page(
    act: ActView,
    form: LineForm,
    record_id: int,
    *,
    line: LineView | None = None,
    problem: LibraryError | None = None,
) -> str:
    session = current_session()
    held, loose = copies_without_act(session, record_id)
    return render_template(
        "stock/line.html",
        act=act,
        form=form,
        record=record_heading(session, record_id),
        line=line,
        problem=problem,
        held=held,
        loose=loose,
        here=[each for each in act_lines(session, act) if each.record_id == record_id and each != line],
        priced=act.source.value in PRICED,
        explained=act.source.value in EXPLAINED,
    )


@blueprint.route(f"/accession/{ACT}/lines/{LINE}", methods=["GET", "POST"])
@require(Permission.CATALOGUE)
def change_line(act_id: int, line_id: int) -> Page:
    """Change a line of a draft."""
    act = act_view(current_session(), act_id)
    line = line_view(current_session(), act, line_id)
    if not takes_lines(act):
        return _no_lines(act)
    form = LineForm(obj=line if request.method == "GET" else None)
    if request.method == "GET":
        form.price.data = price_text(line.price) if line.price else ""
        return _line_page(act, form, line.record_id, line=line)
    if not form.validate():
        return _line_page(act, form, line.record_id, line=line), 400
    try:
        values = _line(form, line.record_id)
        with transaction(current_session()) as session:
            services.change_line(session, current_work(), act_id=act_id, line_id=line_id, line=values)
    except LibraryError as problem:
        return _line_page(act, form, line.record_id, line=line, problem=problem), STATUS[problem.kind]
    return redirect(url_for("stock.act", act_id=act_id))


@blueprint.post(f"/accession/{ACT}/lines/{LINE}/remove")
@require(Permission.CATALOGUE)
def remove_line(act_id: int, line_id: int) -> Page:
    """Take a line out of a draft."""
    try:
        with transaction(current_session()) as session:
            services.remove_line(session, current_work(), act_id=act_id, line_id=line_id)
    except LibraryError as problem:
        flash(explain(problem.code, problem.facts), "danger")
    return redirect(url_for("stock.act", act_id=act_id))


@blueprint.route(f"/accession/{ACT}/paste", methods=["GET", "POST"])
@require(Permission.CATALOGUE)
def paste(act_id: int) -> Page:
    """Add a list of copies, all lines or none."""
    act = act_view(current_session(), act_id)
    if not takes_lines(act):
        return _no_lines(act)
    form = PasteForm()
    if request.method == "GET":
        return _paste_page(act, form)
    if not form.validate():
        return _paste_page(act, form), 400
    try:
        found = _found(form)
        with transaction(current_session()) as session:
            services.add_lines(session, current_work(), act_id=act_id, lines=[_new(each) for each in found])
    except LibraryError as problem:
        return _paste_page(act, form, problem), STATUS[problem.kind]
    flash(_("Lines added: %(count)s", count=len(found)), "success")
    return redirect(url_for("stock.act", act_id=act_id))


def _found(form: PasteForm) -> tuple[FoundLine, ...]:
    """Return the records that the list means; refuse it with every line that is wrong."""
    lines, wrong = read_list(form.lines.data)
    found, lost = find_pasted(current_session(), lines)
    reasons = sorted((*wrong, *lost), key=lambda reason: int(str(reason.facts.get("number", 0))))
    if reasons:
        raise StockRefused(StockCode.LIST_WRONG, reasons)
    return found


def _new(found: FoundLine) -> NewLine:
    line = found.line
    return NewLine(found.record_id, line.copies, line.price, line.call_number)


def _paste_page(act: ActView, form: PasteForm, problem: LibraryError | None = None) -> str:
    reasons = told(problem, act.source) if problem else []
    return render_template("stock/paste.html", act=act, form=form, reasons=reasons)
