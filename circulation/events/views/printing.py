"""Events sent as PDF: the attendance sheet of one, the plan of a month."""

from __future__ import annotations

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from circulation.events import queries
from circulation.events.views.base import DATA, EVENT, blueprint, fonts
from circulation.events.views.listing import asked_month, month_title
from circulation.events.views.papers import month_data, sheet_data
from ils import clock
from ils.accounts.permissions import Permission
from ils.printing.pdf import make_pdf
from ils.web.auth import require
from ils.web.files import PDF, send
from ils.web.locale import current_language
from ils.web.session import current_session


@blueprint.get(f"/{EVENT}/sheet.pdf")
@require(Permission.CIRCULATE)
def sheet(event_id: int) -> Response:
    """Send the attendance sheet: to be signed, before the event or after it."""
    session, at = current_session(), clock.now()
    row = queries.event_row(session, event_id)
    members = queries.current_members(session, row.club_id, row.day) if row.club_id else ()
    data = sheet_data(row, queries.attendance_of(session, event_id), members, at=at)
    made = make_pdf(
        DATA / "sheet.typ",
        data,
        title=_("Attendance sheet"),
        language=current_language(),
        at=at,
        fonts=fonts(),
    )
    return send(made, PDF, f"event-{event_id}.pdf")


@blueprint.get("/month.pdf")
@require(Permission.CIRCULATE)
def month_paper() -> Response:
    """Send the plan of events of a month."""
    first, last = asked_month()
    data = month_data(queries.events_of_month(current_session(), first, last), at=clock.now())
    made = make_pdf(
        DATA / "month.typ", data, title=month_title(first), language=current_language(), at=clock.now(), fonts=fonts()
    )  # fmt: skip
    return send(made, PDF, f"events-{first:%Y-%m}.pdf")
