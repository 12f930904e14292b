"""What readers see of exhibitions, without signing in: those that are public, their books, words and pictures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response

from catalog.items.models import ItemState
from catalog.public.queries import copies_of
from foreign_fund.exhibitions import queries, services
from foreign_fund.exhibitions.errors import ExhibitionCode, ExhibitionNotFoundError
from foreign_fund.exhibitions.models import ExhibitionState
from foreign_fund.exhibitions.queries import ExhibitionRow, PieceRow, PlannedCopy, ShownCopy
from foreign_fund.exhibitions.rules.places import lends
from foreign_fund.exhibitions.views.base import SHOW, words
from foreign_fund.exhibitions.views.passport import languages_shown
from foreign_fund.exhibitions.views.sheets import by_place
from ils import clock
from ils.db import transaction
from ils.registers.rules.files import stored_path
from ils.registers.views.base import home
from ils.web.session import current_session

blueprint = Blueprint("showcase", __name__, template_folder="../templates", url_prefix="/shows")

PHOTO = "<int(max=2147483647):evidence_id>"
POLICY = "default-src 'none'; sandbox"


def _public(exhibition_id: int) -> ExhibitionRow:
    row = queries.exhibition_row(current_session(), exhibition_id)
    if not row.public:
        raise ExhibitionNotFoundError(ExhibitionCode.UNKNOWN, exhibition=exhibition_id)
    return row


@blueprint.get("")
def index() -> str:
    """Show the exhibitions that readers may see: open, coming, gone."""
    rows = queries.public_exhibitions(current_session())
    return render_template("exhibitions/public_list.html", rows=rows, day=clock.today(), **words())


@blueprint.get(f"/{SHOW}")
def show(exhibition_id: int) -> str:
    """Show one exhibition; a virtual one is nothing but this page."""
    session = current_session()
    row = _public(exhibition_id)
    copies, pieces = queries.copies_on(session, exhibition_id), queries.pieces_of(session, exhibition_id)
    return render_template(
        "exhibitions/public.html",
        exhibition=row,
        sections=by_place(copies),
        pieces=pieces,
        planned=_coming(row),
        spans=queries.spans_of(session, exhibition_id),
        free=_free(row, copies, pieces),
        photos=queries.photos_of(session, exhibition_id),
        events=[
            event for event in queries.events_of(session, exhibition_id) if event.state.value != "cancelled"
        ],
        readers=[each for each in queries.extras_of(session, exhibition_id) if each.kind == "words"],
        links=[each for each in queries.extras_of(session, exhibition_id) if each.link],
        used=languages_shown(exhibition_id),
        day=clock.today(),
        **words(),
    )


def _coming(row: ExhibitionRow) -> list[PlannedCopy]:
    """Return the copies of rotations that readers can still see; what was never put up is not promised."""
    session, today = current_session(), clock.today()
    if row.state is ExhibitionState.CLOSED:
        return []
    spans = queries.spans_of(session, row.id)
    planned = queries.planned_on(session, row.id)
    return [copy for copy in planned if spans[copy.rotation_id].last_on >= today]


def _free(row: ExhibitionRow, copies: Sequence[ShownCopy], pieces: Sequence[PieceRow]) -> dict[int, int]:
    """Return how many copies of each record a reader may take home now: what hangs here unlent is not free."""
    records = {copy.record_id for copy in copies} | {each.record_id for each in pieces if each.record_id}
    kept = Counter(
        copy.record_id
        for copy in copies
        if row.state is ExhibitionState.OPEN
        and copy.state is ItemState.AVAILABLE
        and not lends(exhibition=row.lendable, access=copy.access)
    )
    found = copies_of(current_session(), records)
    return {record: counted.available - kept[record] for record, counted in found.items()}


@blueprint.get(f"/{SHOW}/qr")
def follow(exhibition_id: int) -> Response:
    """Count a QR code that was followed, and lead to the page."""
    _public(exhibition_id)
    with transaction(current_session()) as session:
        services.follow_qr(session, exhibition_id=exhibition_id)
    return redirect(url_for("showcase.show", exhibition_id=exhibition_id))


@blueprint.get(f"/{SHOW}/photos/{PHOTO}")
def photo(exhibition_id: int, evidence_id: int) -> Response:
    """Give a picture that was put on the public page, and no other file."""
    _public(exhibition_id)
    found = {each.evidence_id: each for each in queries.photos_of(current_session(), exhibition_id)}
    shown = found.get(evidence_id)
    path = home() / stored_path(shown.sha256) if shown else None
    if shown is None or path is None or not path.is_file():
        raise ExhibitionNotFoundError(ExhibitionCode.LINE_UNKNOWN, line=evidence_id)
    answer: Response = send_file(path, mimetype=shown.media_type, conditional=True, etag=shown.sha256)
    answer.headers["Content-Security-Policy"] = POLICY
    return answer
