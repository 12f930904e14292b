"""Setting and lifting restrictions by hand (CO-05, CO-06)."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from circulation.patrons import queries, services
from circulation.patrons.forms import RestrictForm
from circulation.patrons.messages import RESTRICTION_KINDS
from circulation.patrons.models import RestrictionKind
from circulation.patrons.views.base import PATRON, Page, blueprint
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.web.auth import current_work, require
from ils.web.errors import explain
from ils.web.session import current_session

BY_HAND = (RestrictionKind.MANUAL, RestrictionKind.SUSPENSION)


@blueprint.route(f"/{PATRON}/restrict", methods=["GET", "POST"])
@require(Permission.CIRCULATE)
def restrict(patron_id: int) -> Page:
    """Keep a reader from borrowing, with the reason."""
    patron = queries.patron_facts(current_session(), patron_id)
    form = RestrictForm()
    form.kind.choices = [SelectChoice(each.value, str(RESTRICTION_KINDS[each])) for each in BY_HAND]
    problem = None
    if form.validate_on_submit():
        try:
            with transaction(current_session()) as session:
                services.restrict(
                    session, current_work(), patron_id=patron_id, kind=form.kind.data,
                    reason=form.reason.data or "", until=form.until.data,
                )  # fmt: skip
            flash(_("The reader may not borrow from now on."), "success")
            return redirect(url_for("patrons.show", patron_id=patron_id))
        except LibraryError as refusal:
            problem = explain(refusal.code, refusal.facts)
    page = render_template("patrons/restrict.html", patron=patron, form=form, problem=problem)
    return page, 422 if problem or form.errors else 200


@blueprint.post(f"/{PATRON}/lift")
@require(Permission.CIRCULATE)
def lift(patron_id: int) -> Response:
    """Lift a restriction of the reader; the reason is written down."""
    with transaction(current_session()) as session:
        services.lift(
            session, current_work(), restriction_id=request.form.get("restriction", 0, type=int),
            reason=request.form.get("reason", ""),
        )  # fmt: skip
    flash(_("Restriction lifted."), "success")
    return redirect(url_for("patrons.show", patron_id=patron_id))
