"""What the page of a title in the public catalogue says to readers: where they stand with it. The roof puts it there."""

from __future__ import annotations

from flask import render_template
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy.orm import Session

from catalog.items.queries import items_of_record
from circulation.account.queries import has_at_home, waits_for
from circulation.account.views.door import current_reader
from circulation.holds.queries import count_waiting
from circulation.holds.services.placing import may_come


def record_panel(session: Session, record_id: int) -> Markup:
    """Return the button that joins the queue; nothing for staff, nor where no copy can ever be set aside."""
    if current_user.is_authenticated or not any(map(may_come, items_of_record(session, record_id))):
        return Markup()
    reader = current_reader()
    panel = render_template(
        "account/record_panel.html",
        record_id=record_id,
        waiting=count_waiting(session, record_id),
        at_home=reader is not None and has_at_home(session, reader.id, record_id),
        waits=reader is not None and waits_for(session, reader.id, record_id),
    )
    return Markup(panel)  # noqa: S704 - a template of ours has escaped every value
