"""The numbered decisions of the desk: which stop, ask, tell, or are off."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from circulation.policies import queries, services
from circulation.policies.messages import DECISIONS_SHOWN, SEVERITIES_SHOWN
from circulation.policies.rules import DECISIONS, FIXED
from circulation.policies.views.shared import attempt, blueprint, tabs
from ils.accounts.permissions import Permission
from ils.web.auth import current_work, require
from ils.web.session import current_session


@blueprint.get("/decisions")
@require(Permission.SETTINGS)
def decisions() -> str:
    """Show every decision with what the library made of it."""
    return render_template(
        "policies/decisions.html",
        decisions=DECISIONS,
        chosen=queries.load_severities(current_session()),
        fixed=FIXED,
        names=DECISIONS_SHOWN,
        severities=SEVERITIES_SHOWN,
        tabs=tabs(),
    )


@blueprint.post("/decisions")
@require(Permission.SETTINGS)
def save_decisions() -> Response:
    """Set what was chosen."""
    chosen = {
        each.code: request.form[each.code]
        for each in DECISIONS
        if each.code not in FIXED and each.code in request.form
    }
    problem = attempt(lambda session: services.set_decisions(session, current_work(), chosen=chosen))
    flash(
        problem or _("Saved. The desks go by it from the next scan on."), "danger" if problem else "success"
    )
    return redirect(url_for("policies.decisions"))
