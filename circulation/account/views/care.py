"""The care of readers' data, for the staff: what is kept of one, handing it out, erasing it; how long history is kept."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from circulation.account.forms import EraseForm, MonthsForm
from circulation.account.queries.everything import counts, handed_out
from circulation.account.queries.history import count_old, history_months, last_run
from circulation.account.services import erasing, forgetting
from circulation.account.views.care_files import sent
from circulation.account.views.care_words import KEPT_SHOWN
from circulation.patrons.queries import patron_facts
from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.web.auth import can, current_work, require
from ils.web.errors import STATUS
from ils.web.session import current_session

Page = str | Response | tuple[str, int]

blueprint = Blueprint("care", "circulation.account", template_folder="templates", url_prefix="/readers")

PATRON = "<int(max=2147483647):patron_id>"


@blueprint.get(f"/{PATRON}/data")
@require(Permission.CIRCULATE)
def data(patron_id: int) -> Page:
    """Show what is kept about a reader, with the downloads and, for who may, the form that erases it."""
    return _page(patron_id, EraseForm())


def _page(patron_id: int, form: EraseForm, problem: LibraryError | None = None) -> Page:
    session = current_session()
    page = render_template(
        "account/data.html",
        patron=patron_facts(session, patron_id),
        kept=counts(session, patron_id),
        kinds=KEPT_SHOWN,
        months=history_months(session),
        stands=erasing.standing(session, patron_id),
        handed=handed_out(session, patron_id),
        may_erase=can(Permission.FORGIVE),
        form=form,
        problem=problem,
    )
    return (page, STATUS[problem.kind]) if problem else page


@blueprint.post(f"/{PATRON}/data/<any(json, xlsx):file>")
@require(Permission.CIRCULATE)
def export(patron_id: int, file: str) -> Response:
    """Hand out all that is kept about a reader as a file; who did it stays on the audit trail."""
    return sent(current_work(), patron_id, file)


@blueprint.post(f"/{PATRON}/erase")
@require(Permission.FORGIVE)
def erase(patron_id: int) -> Page:
    """Erase a reader's personal data: a reason and the typed card number confirm it."""
    form = EraseForm()
    if not form.validate_on_submit():
        page = _page(patron_id, form)
        return (page, 400) if isinstance(page, str) else page
    try:
        with transaction(current_session()) as session:
            erasing.erase(
                session, current_work(), patron_id=patron_id, reason=form.reason.data or "",
                card=form.card.data or "",
            )  # fmt: skip
    except LibraryError as problem:
        return _page(patron_id, form, problem)
    flash(_("The reader's personal data were erased."), "success")
    return redirect(url_for("care.data", patron_id=patron_id))


@blueprint.route("/history", methods=["GET", "POST"])
@require(Permission.SETTINGS)
def history() -> Page:
    """Set for how many months history keeps its reader; show what would let go today, and the last run."""
    form, problem = MonthsForm(), None
    if request.method == "GET":
        form.months.data = history_months(current_session())
    elif form.validate():
        try:
            with transaction(current_session()) as session:
                forgetting.set_months(session, current_work(), months=form.months.data)
        except LibraryError as refusal:
            problem = refusal
        else:
            flash(_("Saved"), "success")
            return redirect(url_for("care.history"))
    page = _history_page(form, problem)
    return (page, 400) if problem or form.errors else page


def _history_page(form: MonthsForm, problem: LibraryError | None) -> str:
    session = current_session()
    months = history_months(session)
    return render_template(
        "account/history.html", form=form, problem=problem, months=months, last=last_run(session),
        old=count_old(session, clock.today(), months),
    )  # fmt: skip


def care_panel(session: Session, patron_id: int) -> Markup:
    """Return what a reader's page says of the reader's data: the way to them."""
    panel = render_template("account/care_panel.html", patron_id=patron_id, months=history_months(session))
    return Markup(panel)  # noqa: S704 - a template of ours has escaped every value
