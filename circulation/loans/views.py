"""Screens of loans: one loan with its story, what a reader has had, and the table on the reader's page."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from circulation.loans import queries, services
from circulation.loans.errors import LoanRefused
from circulation.loans.messages import refused_in_words, step_told, told
from circulation.loans.rules import Assessment, Outcome, acknowledge, from_text, to_text
from circulation.patrons.queries import patron_facts
from ils import clock
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.db import transaction
from ils.library.places import departments
from ils.web.auth import current_work, require
from ils.web.errors import STATUS
from ils.web.frame import place_label
from ils.web.session import current_session
from ils.web.words import CHANNEL_WORDS

blueprint = Blueprint("loans", __name__, template_folder="templates", url_prefix="/loans")

LOAN = "<int(max=2147483647):loan_id>"
PAGE = 50


@blueprint.get(f"/{LOAN}")
@require(Permission.CIRCULATE)
def show(loan_id: int) -> str:
    """Show one loan: what happened to it, the rule that held, and how its date came about."""
    session = current_session()
    story = queries.loan_page(session, loan_id, day=clock.today())
    staff = {story.lent_by, story.closed_by, *(each.renewed_by for each in story.renewals)}
    return render_template(
        "loans/show.html",
        story=story,
        loan=story.loan,
        steps=[step_told(step) for step in story.due_steps],
        staff=staff_names(session, staff),
        channels=CHANNEL_WORDS,
        place_names=_places(session),
    )


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
    flash(_("Renewed. New due date: %(day)s", day=f"{renewed.due_on:%d.%m.%Y}"), "success")
    return redirect(url_for("loans.show", loan_id=loan_id))


def _refused(loan_id: int, refused: LoanRefused) -> tuple[str, int]:
    """Show why the loan cannot be renewed, or what is to be decided first."""
    assessment = refused.assessment
    page = render_template(
        "loans/refused.html",
        loan=queries.loan_page(current_session(), loan_id, day=clock.today()).loan,
        reasons=refused_in_words(assessment.reasons),
        given=_answer(assessment),
    )
    return page, STATUS[refused.kind]


def _answer(assessment: Assessment) -> str | None:
    """Return the yes that the page's button sends back; None where no yes would help."""
    if assessment.outcome is not Outcome.ASK:
        return None
    return to_text(acknowledge(assessment, at=clock.now()))


@blueprint.post(f"/{LOAN}/return")
@require(Permission.CIRCULATE)
def give_back(loan_id: int) -> Response:
    """Take the copy of this loan back."""
    with transaction(current_session()) as session:
        returned = services.check_in(session, current_work(), loan_id=loan_id)
    if returned.outcome == services.RETURNED:
        flash(_("Returned."), "success")
    for reason in returned.reasons:
        flash(told(reason), "warning")
    return redirect(url_for("loans.show", loan_id=loan_id))


@blueprint.get("/of/<int(max=2147483647):patron_id>")
@require(Permission.CIRCULATE)
def history(patron_id: int) -> str:
    """Show what a reader has brought back, the latest first."""
    session, today = current_session(), clock.today()
    page = max(1, request.args.get("page", 1, type=int))
    offset = (min(page, 10_000) - 1) * PAGE
    found = queries.history(session, patron_id, day=today, limit=PAGE, offset=offset)
    return render_template(
        "loans/history.html",
        patron=patron_facts(session, patron_id),
        loans=found.rows,
        place_names=_places(session),
        pages=_pages(patron_id, page, found.total, offset, len(found.rows)),
    )


def _pages(patron_id: int, page: int, total: int, offset: int, shown: int) -> dict[str, object]:
    def address(number: int) -> str:
        return url_for("loans.history", patron_id=patron_id, page=number)

    return {
        "first": offset + 1 if shown else None,
        "last": offset + shown if shown else None,
        "total": total,
        "prev_url": address(page - 1) if page > 1 else None,
        "next_url": address(page + 1) if offset + shown < total else None,
    }


def patron_panel(session: Session, patron_id: int) -> Markup:
    """Return the table of a reader's open loans for the reader's page."""
    today = clock.today()
    loans = queries.open_loans(session, patron_id, day=today)
    returned = queries.history(session, patron_id, day=today, limit=0).total
    panel = render_template(
        "loans/panel.html", loans=loans, patron_id=patron_id, returned=returned, place_names=_places(session)
    )
    return Markup(panel)  # noqa: S704 - a template of ours has escaped every value


def _places(session: Session) -> dict[str, str]:
    return {place.code: place_label(place) for place in departments(session)}
