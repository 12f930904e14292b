"""Worklists: records to mend, and pairs that may be the same."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from catalog.records import queries, services
from catalog.records.messages import SEVERITY_WORDS
from catalog.records.models import Severity
from catalog.records.views.door import blueprint, paged
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import InputCode, InputError
from ils.jobs.services import enqueue
from ils.web.auth import current_work, require
from ils.web.jobs import wake
from ils.web.session import current_session

PER_PAGE = 50
LEVELS = ("brief", "full")


@blueprint.get("/mend")
@require(Permission.CATALOGUE)
def mend() -> str:
    """Show the records that something was found on, narrowed by finding or by how much it matters."""
    session = current_session()
    counts = queries.finding_counts(session)
    code = request.args.get("code", "")
    code = code if code in {each.code for each in counts} else ""
    asked = request.args.get("severity", "")
    severity = Severity(asked) if asked in {each.value for each in Severity} else None
    wanted: dict[str, Any] = {"code": code or None, "severity": severity}
    total = queries.records_to_mend(session, **wanted, limit=0).total
    offset, pager = paged(
        total,
        PER_PAGE,
        lambda page: url_for("records.mend", code=code or None, severity=asked or None, page=page),
    )
    return render_template(
        "records/mend.html",
        rows=queries.records_to_mend(session, **wanted, limit=PER_PAGE, offset=offset).rows,
        counts=counts,
        code=code,
        severity=asked,
        page=pager,
        unchecked=queries.count_unchecked(session),
        level=queries.record_level(session),
        severity_words=SEVERITY_WORDS,
    )


@blueprint.post("/mend/check")
@require(Permission.CATALOGUE)
def check() -> Response:
    """Begin the check of what has not been checked yet, as work that goes on by itself."""
    with transaction(current_session()) as session:
        job_id = enqueue(session, current_work(), "records:check")
    wake()
    return redirect(url_for("jobs.show", job_id=job_id))


@blueprint.post("/mend/severities")
@require(Permission.CATALOGUE)
def weigh() -> Response:
    """Set how much each finding matters here, and by which level descriptions are checked."""
    known = queries.severities(current_session())
    chosen = {code: _severity(request.form[code]) for code in known if code in request.form}
    with transaction(current_session()) as session:
        for code, severity in chosen.items():
            if severity is not known[code]:
                services.set_severity(session, current_work(), code=code, severity=severity)
        if level := request.form.get("level"):
            services.set_level(session, current_work(), level=level)
    flash(_("The settings of the worklist were kept."), "success")
    return redirect(url_for("records.mend"))


def _severity(text: str) -> Severity:
    try:
        return Severity(text)
    except ValueError:
        raise InputError(InputCode.UNKNOWN_CHOICE, field=_("Severity")) from None


@blueprint.get("/duplicates")
@require(Permission.CATALOGUE)
def duplicates() -> str:
    """Show pairs of records that share a number or agree in title, author, year and extent."""
    session = current_session()
    offset, pager = paged(
        queries.count_duplicates(session), PER_PAGE, lambda page: url_for("records.duplicates", page=page)
    )
    return render_template(
        "records/duplicates.html",
        pairs=queries.duplicates(session, limit=PER_PAGE, offset=offset),
        page=pager,
    )
