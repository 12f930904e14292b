"""Visitors, what goes with an exhibition, words of readers, pictures."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foreign_fund.exhibitions import queries, services
from foreign_fund.exhibitions.services import SUBJECT
from foreign_fund.exhibitions.services.telling import PICTURES
from foreign_fund.exhibitions.views.base import ROW, SHOW, blueprint, done, shown
from ils import clock
from ils.accounts.permissions import Permission
from ils.registers.queries.evidence import evidence_of
from ils.web.asked import typed_count, typed_day
from ils.web.auth import current_work, require
from ils.web.session import current_session


@blueprint.get(f"/{SHOW}/visitors")
@require(Permission.SEE_FOREIGN_FUND)
def visitors(exhibition_id: int) -> str:
    """Show who came, and count."""
    return shown(
        "visitors", exhibition_id, "visitors", found=queries.visitors_of(current_session(), exhibition_id)
    )


@blueprint.post(f"/{SHOW}/visitors")
@require(Permission.FOREIGN_FUND)
def count_visitors(exhibition_id: int) -> Response:
    """Write down who came."""
    persons = typed_count("persons", _("How many"), digits=4)
    kind, who = request.form.get("kind", ""), request.form.get("who", "")
    day = typed_day("day") or clock.today()
    return done(
        exhibition_id,
        lambda session: services.count_visitors(
            session,
            current_work(),
            exhibition_id=exhibition_id,
            persons=persons,
            kind=kind,
            who=who,
            day=day,
        ),
        _("Counted: %(count)s", count=persons),
        page="visitors",
    )


@blueprint.post(f"/{SHOW}/visitors/{ROW}/undo")
@require(Permission.FOREIGN_FUND)
def uncount_visitors(exhibition_id: int, row_id: int) -> Response:
    """Take a count back."""
    return done(
        exhibition_id,
        lambda session: services.uncount_visitors(
            session, current_work(), exhibition_id=exhibition_id, row_id=row_id
        ),
        _("Taken back; the line stays, struck out."),
        page="visitors",
    )


@blueprint.get(f"/{SHOW}/around")
@require(Permission.SEE_FOREIGN_FUND)
def around(exhibition_id: int) -> str:
    """Show what goes with the exhibition: events, reviews, press, words of readers, files."""
    session = current_session()
    row = queries.exhibition_row(session, exhibition_id)
    files = evidence_of(session, SUBJECT, exhibition_id)
    return shown(
        "around", exhibition_id, "around", exhibition=row, extras=queries.extras_of(session, exhibition_id),
        gatherings=queries.gatherings_of(session, exhibition_id), files=files,
        noted=queries.noted_of(session, exhibition_id),
        near=queries.events_near(session, exhibition_id, first=row.first, last=row.last),
        pictures=[file for file in files if file.media_type in PICTURES],
        public={photo.evidence_id: photo.caption for photo in queries.photos_of(session, exhibition_id)},
    )  # fmt: skip


@blueprint.post(f"/{SHOW}/around")
@require(Permission.FOREIGN_FUND)
def tell(exhibition_id: int) -> Response:
    """Write down an article, a page, words of a reader."""
    told = {name: request.form.get(name, "") for name in ("kind", "text", "who", "link")}
    return done(
        exhibition_id,
        lambda session: services.tell(
            session, current_work(), exhibition_id=exhibition_id, day=typed_day("day") or clock.today(),
            **told,
        ),
        _("Written down."),
        page="around",
    )  # fmt: skip


@blueprint.post(f"/{SHOW}/around/{ROW}/remove")
@require(Permission.FOREIGN_FUND)
def untell(exhibition_id: int, row_id: int) -> Response:
    """Take such a line off."""
    return done(
        exhibition_id,
        lambda session: services.untell(session, current_work(), exhibition_id=exhibition_id, row_id=row_id),
        _("Taken off the page."),
        page="around",
    )


@blueprint.post(f"/{SHOW}/photos/{ROW}")
@require(Permission.FOREIGN_FUND)
def show_photo(exhibition_id: int, row_id: int) -> Response:
    """Let the public page show a picture."""
    caption = request.form.get("caption", "")
    return done(
        exhibition_id,
        lambda session: services.show_photo(
            session, current_work(), exhibition_id=exhibition_id, evidence_id=row_id, caption=caption
        ),
        _("Readers see the picture on the public page."),
        page="around",
    )


@blueprint.post(f"/{SHOW}/photos/{ROW}/hide")
@require(Permission.FOREIGN_FUND)
def hide_photo(exhibition_id: int, row_id: int) -> Response:
    """Take a picture off the public page."""
    return done(
        exhibition_id,
        lambda session: services.hide_photo(
            session, current_work(), exhibition_id=exhibition_id, evidence_id=row_id
        ),
        _("Readers no longer see the picture; the file stays."),
        page="around",
    )
