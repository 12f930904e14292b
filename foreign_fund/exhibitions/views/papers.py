"""The papers of an exhibition on one page, and the acts that are written there."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foreign_fund.exhibitions import queries, services
from foreign_fund.exhibitions.views.base import SHOW, blueprint, done, shown
from ils.accounts.permissions import Permission
from ils.web.asked import typed_day
from ils.web.auth import current_work, require
from ils.web.session import current_session


@blueprint.get(f"/{SHOW}/papers")
@require(Permission.SEE_FOREIGN_FUND)
def papers(exhibition_id: int) -> str:
    """Show what can be printed, and which copies wait for an act."""
    session = current_session()
    return shown(
        "papers", exhibition_id, "papers", acts=queries.papers_of(session, exhibition_id),
        to_issue=len(queries.to_issue(session, exhibition_id)),
        to_return=len(queries.to_return(session, exhibition_id)),
        issued=len(queries.issued(session, exhibition_id)),
        has_cases=queries.has_cases(session, exhibition_id),
    )  # fmt: skip


@blueprint.post(f"/{SHOW}/papers/<any(issue,return):kind>")
@require(Permission.FOREIGN_FUND)
def write_act(exhibition_id: int, kind: str) -> Response:
    """Write an act of issue or of return."""
    write = services.write_issue if kind == "issue" else services.write_return
    day = typed_day("day")
    names = {name: request.form.get(name, "") for name in ("handed_by", "received_by")}
    return done(
        exhibition_id,
        lambda session: write(session, current_work(), exhibition_id=exhibition_id, day=day, **names),
        _("The act was written; print it and have it signed."),
        page="papers",
    )
