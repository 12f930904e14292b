"""The register of lost books and of what was taken instead of them (practice.md §4.4), on screen and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from circulation.charges.models import Method
from circulation.charges.queries import charge_row
from circulation.loans import services
from circulation.loans.forms import CompensateForm, ForgiveForm, ReplaceForm, RulesForm
from circulation.loans.messages import LOSS_STATES
from circulation.loans.models import LossState
from circulation.loans.queries.losses import (
    loss_multiple,
    loss_row,
    refunds_paid_losses,
    register,
    years_of_losses,
)
from circulation.loans.views.base import blueprint
from circulation.loans.views.paper import TEMPLATE, register_data, register_sheet, register_title
from ils import clock
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.db import transaction
from ils.errors import LibraryError
from ils.library.places import institution_name
from ils.printing.pdf import make_pdf, own_fonts
from ils.printing.xlsx import make_xlsx
from ils.web.auth import can, current_work, require
from ils.web.errors import explain
from ils.web.files import PDF, XLSX, send
from ils.web.locale import CODES, current_language
from ils.web.session import current_session

LOSS = "<int(max=2147483647):loss_id>"
YEAR = "<int(min=2000, max=2100):year>"


@blueprint.get("/losses")
@require(Permission.CIRCULATE)
def losses() -> str:
    """Show the register of a year, all of it or what is still open."""
    session, this_year = current_session(), clock.today().year
    year = min(max(request.args.get("year", this_year, type=int), 2000), 2100)
    state = request.args.get("state", "")
    chosen = LossState(state) if state in {each.value for each in LossState} else None
    return render_template(
        "loans/losses.html",
        year=year,
        year_choices=[
            (each, each) for each in sorted({this_year, year, *years_of_losses(session)}, reverse=True)
        ],
        state_choices=[("", _("All")), *((each.value, LOSS_STATES[each]) for each in LossState)],
        state=state if chosen else "",
        rows=register(session, year, state=chosen),
        states=LOSS_STATES,
        rules=_rules_form() if can(Permission.SETTINGS) else None,
    )


def _rules_form() -> RulesForm:
    session = current_session()
    return RulesForm(
        formdata=None, data={"multiple": loss_multiple(session), "refund": refunds_paid_losses(session)}
    )


@blueprint.post("/losses/rules")
@require(Permission.SETTINGS)
def loss_rules() -> Response:
    """Choose what a lost book costs."""
    form = RulesForm()
    if form.validate():
        with transaction(current_session()) as session:
            services.set_rules(
                session, current_work(), multiple=form.multiple.data or 0, refund=bool(form.refund.data)
            )
        flash(_("Saved"), "success")
    else:
        flash(" ".join(str(each) for errors in form.errors.values() for each in errors), "danger")
    return redirect(url_for("loans.losses"))


@blueprint.get(f"/losses/{LOSS}")
@require(Permission.CIRCULATE)
def loss(loss_id: int) -> str:
    """Show one loss, and how it can be settled."""
    return _page(loss_id)


def _page(loss_id: int, **forms: Any) -> str:
    session = current_session()
    row = loss_row(session, loss_id)
    charged = charge_row(session, row.charge_id) if row.charge_id else None
    return render_template(
        "loans/loss.html",
        loss=row,
        charged=charged,
        states=LOSS_STATES,
        staff=staff_names(session, {row.reported_by, row.settled_by}),
        replace=forms.get("replace") or ReplaceForm(formdata=None),
        compensate=forms.get("compensate") or CompensateForm(formdata=None).offer(priced=charged is not None),
        forgive=forms.get("forgive") or ForgiveForm(formdata=None),
    )


@blueprint.post(f"/losses/{LOSS}/replace")
@require(Permission.CIRCULATE)
def replace_loss(loss_id: int) -> Response | tuple[str, int]:
    """Take another book instead."""
    form = ReplaceForm()
    texts = {name: getattr(form, name).data or "" for name in ("author", "title", "new_code", "note")}
    if form.same.data:
        lost = loss_row(current_session(), loss_id)
        texts.update(author=lost.author, title=lost.title)
    numbers = {name: getattr(form, name).data for name in ("year", "price")}
    return _settle(loss_id, form, "replace", LossState.REPLACED, **texts, **numbers)


@blueprint.post(f"/losses/{LOSS}/compensate")
@require(Permission.CIRCULATE)
def compensate_loss(loss_id: int) -> Response | tuple[str, int]:
    """Take money instead."""
    priced = loss_row(current_session(), loss_id).charge_id is not None
    form = CompensateForm().offer(priced=priced)
    method = Method(form.method.data) if form.method.data in {each.value for each in Method} else None
    return _settle(
        loss_id, form, "compensate", LossState.COMPENSATED, amount=form.asked, method=method,
        note=form.note.data or "",
    )  # fmt: skip


@blueprint.post(f"/losses/{LOSS}/forgive")
@require(Permission.FORGIVE)
def forgive_loss(loss_id: int) -> Response | tuple[str, int]:
    """Forgive the loss, with a reason."""
    form = ForgiveForm()
    return _settle(loss_id, form, "forgive", LossState.FORGIVEN, note=form.note.data or "")


def _settle(loss_id: int, form: Any, name: str, way: LossState, **facts: Any) -> Response | tuple[str, int]:
    if form.validate():
        try:
            with transaction(current_session()) as session:
                services.settle(session, current_work(), loss_id=loss_id, way=way, **facts)
        except LibraryError as refusal:
            field = next(iter(form))
            field.errors = [*field.errors, explain(refusal.code, refusal.facts)]
        else:
            flash(_("Loss settled"), "success")
            return redirect(url_for("loans.loss", loss_id=loss_id))
    return _page(loss_id, **{name: form}), 400


@blueprint.post(f"/losses/{LOSS}/found")
@require(Permission.CIRCULATE)
def found_loss(loss_id: int) -> Response:
    """The copy is found: a return of it."""
    with transaction(current_session()) as session:
        row = services.settle(session, current_work(), loss_id=loss_id, way=LossState.FOUND)
    flash(_("Found. The copy is free again, the charge for it is taken back."), "success")
    return redirect(url_for("loans.show", loan_id=row.loan_id))


@blueprint.post(f"/losses/{LOSS}/copy")
@require(Permission.CIRCULATE)
def loss_copy(loss_id: int) -> Response:
    """Name the copy that an act has accepted instead."""
    with transaction(current_session()) as session:
        services.name_new_copy(session, current_work(), loss_id=loss_id, code=request.form.get("code", ""))
    flash(_("Saved"), "success")
    return redirect(url_for("loans.loss", loss_id=loss_id))


@contextmanager
def _spoken() -> Iterator[str]:
    """Speak the language that the address asks for, else that of the interface."""
    asked = request.args.get("language", "")
    language = asked if asked in CODES else current_language()
    with force_locale(language):
        yield language


@blueprint.get(f"/losses/{YEAR}.pdf")
@require(Permission.CIRCULATE)
def losses_paper(year: int) -> Response:
    """Send the register of a year as PDF, in its own columns (practice.md §4.4)."""
    session, now = current_session(), clock.now()
    with _spoken() as language:
        rows = register(session, year)
        data = register_data(rows, institution=institution_name(session), language=language, at=now)
        fonts = own_fonts(current_app.config["ILS_SETTINGS"].home)
        made = make_pdf(TEMPLATE, data, title=register_title(year), language=language, at=now, fonts=fonts)
    return send(made, PDF, f"losses-{year}.pdf")


@blueprint.get(f"/losses/{YEAR}.xlsx")
@require(Permission.CIRCULATE)
def losses_sheet(year: int) -> Response:
    """Send the register of a year as a spreadsheet."""
    session = current_session()
    with _spoken():
        sheet = register_sheet(register(session, year), year, institution=institution_name(session))
        made = make_xlsx([sheet], title=register_title(year), at=clock.now())
    return send(made, XLSX, f"losses-{year}.xlsx", keep=True)
