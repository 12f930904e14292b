"""What a provider reports by itself of an SMS; only what is known here is noted, and nothing is told back."""

from __future__ import annotations

from typing import Any

from flask import request
from werkzeug.wrappers import Response

from ils import clock
from ils.db import transaction
from ils.outbox.sending import is_known, note_status
from ils.web.auth import limiter
from ils.web.outbox.base import blueprint
from ils.web.security import csrf
from ils.web.session import current_session

REPORTS_A_MINUTE = "120 per minute"
NUMBERS = ("request_id", "message_id", "id")


@blueprint.post("/report")
@csrf.exempt  # type: ignore[untyped-decorator]
@limiter.limit(REPORTS_A_MINUTE)
def report() -> Response:
    """Note the status of one SMS, told as JSON or as a form: the provider's number of it and the provider's word."""
    told: Any = request.get_json(silent=True) if request.is_json else request.form
    facts = told if hasattr(told, "get") else {}
    status = str(facts.get("status") or "")[:40].strip()
    numbers = {str(facts.get(name) or "")[:100] for name in NUMBERS} - {""}
    known = {number for number in numbers if is_known(current_session(), number)}
    if known and status and status.isprintable():
        with transaction(current_session()) as session:
            for number in known:
                note_status(session, provider_id=number, status=status, now=clock.now())
    return Response(status=204)
