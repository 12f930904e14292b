"""Holds on pages of floors below: who waits for a record, and what a reader waits for. The roof puts them there."""

from __future__ import annotations

from flask import render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from circulation.holds import queries
from circulation.holds.messages import REASONS, STATE_TAGS, STATES
from circulation.holds.views.door import places
from ils import clock
from ils.accounts.permissions import Permission
from ils.web.auth import can

ENDED = 5  # of the past, on the reader's page


def record_panel(session: Session, record_id: int) -> Markup:
    """Return the queue of a title for its page; only the desk sees it."""
    if not can(Permission.CIRCULATE):
        return Markup()
    rows = queries.queue(session, record_id)
    return _panel("holds/record_panel.html", rows=rows, record_id=record_id)


def patron_panel(session: Session, patron_id: int) -> Markup:
    """Return what a reader waits for, for the reader's page."""
    rows, ended = queries.holds_of(session, patron_id), queries.ended_of(session, patron_id, limit=ENDED)
    return _panel("holds/patron_panel.html", rows=rows, ended=ended, patron_id=patron_id)


def _panel(template: str, **values: object) -> Markup:
    panel = render_template(
        template,
        place_names=places(),
        states=STATES,
        state_tags=STATE_TAGS,
        reasons=REASONS,
        today=clock.today(),
        **values,
    )
    return Markup(panel)  # noqa: S704 - a template of ours has escaped every value
