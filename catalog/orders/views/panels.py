"""What is ordered of a record, on the record's page. The roof puts it there."""

from __future__ import annotations

from flask import render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from catalog.orders import messages, queries
from ils import clock
from ils.accounts.permissions import Permission
from ils.web.auth import can


def record_panel(session: Session, record_id: int) -> Markup:
    """Return the orders of scans of a record and what may be begun with it; only staff see it."""
    if not can(Permission.SEE_PLAN):
        return Markup()
    panel = render_template(
        "orders/record_panel.html",
        rows=queries.scans_of(session, record_id),
        record_id=record_id,
        has_text=queries.open_text(session, record_id) is not None,
        reasons=messages.REASONS,
        states=messages.SCAN_STATES,
        state_tags=messages.SCAN_TAGS,
        today=clock.today(),
    )
    return Markup(panel)  # noqa: S704 - a template of ours has escaped every value
