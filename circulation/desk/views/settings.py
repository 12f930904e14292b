"""The library's choices about its desks: when a session ends by itself, and whether readers get a notice (SB-10)."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from circulation.desk.forms import DeskSettingsForm
from circulation.desk.queries import idle_time, notices_wanted
from circulation.desk.services.choosing import choose
from circulation.desk.views.door import blueprint
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.web.auth import current_work, require
from ils.web.session import current_session


@blueprint.route("/settings", methods=["GET", "POST"])
@require(Permission.SETTINGS)
def settings() -> str | Response | tuple[str, int]:
    """Show and change the choices."""
    session = current_session()
    idle = int(idle_time(session).total_seconds() // 60)
    form = DeskSettingsForm(idle_minutes=idle, notices=notices_wanted(session))
    if form.validate_on_submit():
        with transaction(session) as writing:
            choose(
                writing,
                current_work(),
                idle_minutes=int(form.idle_minutes.data),
                notices=bool(form.notices.data),
            )
        flash(_("Saved."), "success")
        return redirect(url_for("desk.settings"))
    return render_template("desk/settings.html", form=form), 422 if request.method == "POST" else 200
