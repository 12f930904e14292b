"""The ladder (OV-01): its levels in a table that the library sets."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from circulation.overdue import queries, services
from circulation.overdue.forms import LevelForm
from circulation.overdue.messages import CHANNEL_SHOWN
from circulation.overdue.rules import KIND, Filter, Level
from circulation.overdue.views.base import LEVEL, Page, blueprint, names, tabs
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.outbox.rules import CHANNELS
from ils.outbox.texts import text_keys
from ils.web.auth import current_work, require
from ils.web.errors import explain
from ils.web.outbox.messages import TEXTS
from ils.web.session import current_session

NEW = {"days": 14, "charge": 0, "active": True, "template": "overdue"}


@blueprint.get("/levels")
@require(Permission.SETTINGS)
def ladder() -> str:
    """Show the levels from the mildest to the sternest."""
    session = current_session()
    return render_template(
        "overdue/ladder.html",
        tabs=tabs(Filter()),
        table=queries.load_levels(session),
        uses=queries.uses_of_levels(session),
        texts=TEXTS,
        **names(session),
    )


@blueprint.route("/levels/new", methods=["GET", "POST"])
@require(Permission.SETTINGS)
def new_level() -> Page:
    """Add a level."""
    return _form(_offered(LevelForm(data=NEW)), None)


@blueprint.route(f"/levels/{LEVEL}", methods=["GET", "POST"])
@require(Permission.SETTINGS)
def level(level_id: int) -> Page:
    """Change a level."""
    row = queries.load_level(current_session(), level_id)
    form = _offered(LevelForm(obj=row))
    return _form(form if form.is_submitted() else form.show(row), row)


@blueprint.post(f"/levels/{LEVEL}/delete")
@require(Permission.SETTINGS)
def delete_level(level_id: int) -> Response:
    """Take a level away that no loan ever reached."""
    with transaction(current_session()) as session:
        services.delete_level(session, current_work(), level_id=level_id)
    flash(_("The level is gone."), "success")
    return redirect(url_for("overdue.ladder"))


def _offered(form: LevelForm) -> LevelForm:
    return form.offer(
        texts=[(key, str(TEXTS.get(key, key))) for key in text_keys(KIND)],
        channels=[(name, str(CHANNEL_SHOWN[name])) for name in CHANNELS],
    )


def _form(form: LevelForm, row: Level | None) -> Page:
    problem = None
    if form.validate_on_submit():
        try:
            with transaction(current_session()) as session:
                services.save_level(session, current_work(), level_id=row.id if row else None, **form.row())
            flash(_("Saved. It holds from the next night on."), "success")
            return redirect(url_for("overdue.ladder"))
        except LibraryError as refusal:
            problem = explain(refusal.code, refusal.facts)
    used = queries.uses_of_levels(current_session()).get(row.id, 0) if row else 0
    shown = render_template("overdue/level.html", form=form, row=row, used=used, problem=problem)
    return shown, 422 if problem or form.errors else 200
