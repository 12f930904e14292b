"""Events and reviews within an exhibition: chosen among those there are, or planned from here; never typed twice."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from circulation.events.messages import TYPES
from circulation.events.rules import EventType
from foreign_fund.exhibitions import queries, services
from foreign_fund.exhibitions.forms import GatheringForm
from foreign_fund.exhibitions.queries import ExhibitionRow, ExtraRow
from foreign_fund.exhibitions.views.base import ROW, SHOW, Answer, blueprint, done, shown
from foreign_fund.service.views.base import place_choices, sector_choices, work_place
from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.text import whole_number
from ils.web.auth import can, current_work, require
from ils.web.errors import STATUS
from ils.web.session import current_session

REVIEW = "review"
TITLE = 300  # as long as an event's name may be


@blueprint.post(f"/{SHOW}/events")
@require(Permission.FOREIGN_FUND)
def link_event(exhibition_id: int) -> Response:
    """Put an event or review that there is under the exhibition, in place of a line noted by hand if one is named."""
    event_id = whole_number(request.form.get("event_id")) or 0
    noted_id = whole_number(request.form.get("noted_id"))
    return done(
        exhibition_id,
        lambda session: services.link_event(
            session, current_work(), exhibition_id=exhibition_id, event_id=event_id, noted_id=noted_id
        ),
        _("The event belongs to the exhibition. It counts by itself, on its own day."),
        page="around",
    )


@blueprint.post(f"/{SHOW}/events/{ROW}/remove")
@require(Permission.FOREIGN_FUND)
def unlink_event(exhibition_id: int, row_id: int) -> Response:
    """Take an event from under the exhibition."""
    return done(
        exhibition_id,
        lambda session: services.unlink_event(
            session, current_work(), exhibition_id=exhibition_id, event_id=row_id
        ),
        _("The event stands by itself again."),
        page="around",
    )


@blueprint.route(f"/{SHOW}/new/<any(review,event):what>", methods=["GET", "POST"])
@require(Permission.FOREIGN_FUND)
def new_gathering(exhibition_id: int, what: str) -> Answer:
    """Plan a review or another event within the exhibition; what is known of the exhibition is filled in."""
    row = queries.exhibition_row(current_session(), exhibition_id)
    form = GatheringForm().offer(place_choices(), sector_choices())
    form.choose([(kind.value, str(TYPES[kind])) for kind in EventType if kind is not EventType.CLUB])
    if what != REVIEW:
        form.title.label.text, form.organiser.label.text = _("Name of the event"), _("Responsible")
    noted = _noted(exhibition_id)
    if request.method == "GET":
        _fill(form, row, noted, what)
        return _page(form, row, what)
    if not form.validate():
        return _page(form, row, what), 400
    try:
        with transaction(current_session()) as session:
            made = _plan(session, form, exhibition_id, what, noted)
    except LibraryError as problem:
        return _page(form, row, what, problem), STATUS[problem.kind]
    flash(_("It belongs to the exhibition. When it is held, it counts once."), "success")
    return redirect(_address(exhibition_id, what, made))


def _noted(exhibition_id: int) -> ExtraRow | None:
    """Return the line noted by hand that the address names."""
    wanted = whole_number(request.values.get("noted"))
    rows = queries.noted_of(current_session(), exhibition_id)
    return next((row for row in rows if row.id == wanted), None)


def _plan(
    session: Session, form: GatheringForm, exhibition_id: int, what: str, noted: ExtraRow | None
) -> int:
    noted_id = noted.id if noted else None
    if what == REVIEW:
        return services.plan_review(
            session, current_work(), exhibition_id=exhibition_id, minutes=form.minutes.data,
            titles=bool(form.titles.data), noted_id=noted_id, **form.passport(),
        )  # fmt: skip
    return services.plan_event(
        session, current_work(), exhibition_id=exhibition_id, noted_id=noted_id, **form.event()
    )


def _address(exhibition_id: int, what: str, made: int) -> str:
    if what == REVIEW:
        return url_for("service.review", review_id=made)
    if can(Permission.CIRCULATE):
        return url_for("events.show", event_id=made)
    return url_for("exhibitions.around", exhibition_id=exhibition_id)


def _fill(form: GatheringForm, row: ExhibitionRow, noted: ExtraRow | None, what: str) -> None:
    """Fill in name, day, place, audience and curator of the exhibition; of a line noted by hand what it says."""
    today = clock.today()
    form.title.data, form.topic.data = row.title, row.occasion
    form.day.data = today if row.first <= today <= row.last else row.first
    form.place.data, form.audience.data = row.place, row.audience[:200]
    form.organiser.data, form.titles.data = row.curator, True
    form.department.data, form.sector.data = row.department, work_place()[1]
    form.type.data = EventType.EVENT.value if what == REVIEW else EventType.EXCURSION.value
    if noted is not None:
        form.title.data, form.day.data = noted.text[:TITLE], noted.day
        form.organiser.data, form.expected.data = noted.who or row.curator, noted.persons
        form.note.data = " ".join(part for part in (noted.text[TITLE:], noted.link) if part)


def _page(form: GatheringForm, row: ExhibitionRow, what: str, problem: LibraryError | None = None) -> str:
    return shown(
        "gathering", row.id, "around", exhibition=row, form=form, review=what == REVIEW, problem=problem,
        titles=len(queries.records_shown(current_session(), row.id)),
        noted=whole_number(request.values.get("noted")),
    )  # fmt: skip


def event_panel(session: Session, event_id: int) -> Markup:
    """Return the way from an event or a review back to its exhibition; nothing where there is none."""
    rows = queries.exhibitions_of_event(session, event_id)
    if not rows or not can(Permission.SEE_FOREIGN_FUND):
        return Markup()
    panel = render_template("exhibitions/event_panel.html", exhibitions=rows)
    return Markup(panel)  # noqa: S704 - a template of ours has escaped every value
