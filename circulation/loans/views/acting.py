"""Acts on one loan from its page: renew, take back, undo, write a claim down, declare lost."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from circulation.loans import queries, services
from circulation.loans.errors import LoanCode, LoanRefused
from circulation.loans.messages import refused_in_words, told
from circulation.loans.rules import from_text
from circulation.loans.views.base import LOAN, answer_to, blueprint
from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.web.asked import typed_day
from ils.web.auth import current_work, require
from ils.web.errors import STATUS
from ils.web.filters import day
from ils.web.session import current_session


@blueprint.post(f"/{LOAN}/renew")
@require(Permission.CIRCULATE)
def renew(loan_id: int) -> Response | tuple[str, int]:
    """Renew a loan without the reader's card: by telephone, or over the counter on the librarian's word."""
    given = from_text(request.form.get("given"))
    try:
        with transaction(current_session()) as session:
            renewed = services.renew(session, current_work(), loan_id=loan_id, acknowledged=given)
    except LoanRefused as refused:
        return _refused(loan_id, refused)
    flash(_("Renewed. New due date: %(day)s", day=day(renewed.due_on)), "success")
    return redirect(url_for("loans.show", loan_id=loan_id))


def _refused(loan_id: int, refused: LoanRefused) -> tuple[str, int]:
    """Show why the loan cannot be renewed, or what is to be decided first."""
    assessment = refused.assessment
    page = render_template(
        "loans/refused.html",
        loan=queries.loan_page(current_session(), loan_id, day=clock.today()).loan,
        reasons=refused_in_words(assessment.reasons),
        given=answer_to(assessment),
    )
    return page, STATUS[refused.kind]


@blueprint.post(f"/{LOAN}/return")
@require(Permission.CIRCULATE)
def give_back(loan_id: int) -> Response | tuple[str, int]:
    """Take the copy of this loan back, today or for a day before (CI-11); its parts are counted first (CI-10)."""
    parts = request.form.get("parts")
    try:
        with transaction(current_session()) as session:
            returned = services.check_in(
                session, current_work(), loan_id=loan_id, on=typed_day("on", near=True), parts=parts,
                drop=request.form.get("drop") == "1",
            )  # fmt: skip
    except LoanRefused as refused:
        if not refused.assessment.has(LoanCode.PARTS_BACK):
            raise
        return _ask_parts(loan_id, refused)
    if returned.outcome == services.RETURNED:
        flash(_("Returned."), "success")
    for reason in returned.reasons:
        flash(told(reason), "warning")
    return redirect(url_for("loans.show", loan_id=loan_id))


def _ask_parts(loan_id: int, refused: LoanRefused) -> tuple[str, int]:
    page = render_template(
        "loans/parts_back.html",
        loan=queries.loan_page(current_session(), loan_id, day=clock.today()).loan,
        reasons=refused_in_words(refused.assessment.reasons),
        on=request.form.get("on", ""),
        drop=request.form.get("drop", ""),
    )
    return page, STATUS[refused.kind]


@blueprint.post("/acts/<int(max=2147483647):act_id>/undo")
@require(Permission.CIRCULATE)
def undo(act_id: int) -> Response:
    """Take an act back whole (SB-08)."""
    with transaction(current_session()) as session:
        undone = services.undo_act(session, current_work(), act_id=act_id)
    flash(_("Taken back. Everything is as it was before."), "success")
    return redirect(url_for("loans.show", loan_id=undone.act.loan_id))


@blueprint.post(f"/{LOAN}/claim")
@require(Permission.CIRCULATE)
def claim(loan_id: int) -> Response:
    """Write down that the reader says the copy was returned (CI-09)."""
    with transaction(current_session()) as session:
        services.claim_returned(session, current_work(), loan_id=loan_id, note=request.form.get("note", ""))
    flash(_("Written down. Look for the copy on the shelves: a scan of it settles the claim."), "success")
    return redirect(url_for("loans.show", loan_id=loan_id))


@blueprint.post(f"/{LOAN}/lose")
@require(Permission.CIRCULATE)
def lose(loan_id: int) -> Response:
    """Declare the copy lost: a row of the register of lost books."""
    with transaction(current_session()) as session:
        loss = services.declare_lost(
            session, current_work(), loan_id=loan_id, note=request.form.get("note", "")
        )
    flash(_("Declared lost. How it is made good: by another book, by money, or by finding it."), "success")
    return redirect(url_for("loans.loss", loss_id=loss.id))
