"""Two records made into one: both beside each other, which is kept, what is taken over, what moves; and back again.

Copies hang on records from a floor above, so the act itself is handed down by the roof.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from catalog.marc.editing import record_of, rows_of
from catalog.marc.rows import LEADER, Row, Rows
from catalog.records import queries
from catalog.records.queries import RecordView
from catalog.records.rules.matching import Reason, compare, described, traits
from catalog.records.views.door import Page, blueprint, number
from ils.accounts.permissions import Permission
from ils.activity.work import Work
from ils.db import transaction
from ils.errors import LibraryError
from ils.web.auth import current_work, require
from ils.web.errors import STATUS
from ils.web.session import current_session

MOVES: Mapping[str, Any] = {
    "items": _l("Copies"),
    "parts": _l("Parts (articles, volumes)"),
    "cards": _l("Card indexes"),
    "digital": _l("Digital objects"),
    "acts": _l("Lines of acceptance acts"),
    "exhibitions": _l("Exhibitions"),
    "holds": _l("Holds"),
    "scan_orders": _l("Orders of scans"),
    "remote_documents": _l("Documents of remote requests"),
    "qr_placements": _l("QR codes on boards"),
}


class Merger(Protocol):
    """What the roof hands down: the act that moves copies and whatever upper floors keep by record."""

    def merge_records(self, session: Session, work: Work, *, kept: int, gone: int, marc: Any = None) -> int:
        """Make one record of two and return the merge's id."""

    def undo_merge(self, session: Session, work: Work, *, merge_id: int) -> None:
        """Make two records of one again."""

    def moves_of(self, session: Session, record_id: int) -> dict[str, int]:
        """Return how much would move."""


def merger() -> Merger:
    """Return what merges records."""
    found: Merger = current_app.extensions["ils_merging"]
    return found


@blueprint.get("/merge")
@require(Permission.CATALOGUE)
def merge() -> Page:
    """Show two records beside each other."""
    return _page(number("kept"), number("gone"))


def _page(kept_id: int, gone_id: int, problem: LibraryError | None = None) -> str:
    session = current_session()
    kept, gone = queries.record_view(session, kept_id), queries.record_view(session, gone_id)
    moves = {name: count for name, count in merger().moves_of(session, gone_id).items() if count}
    return render_template(
        "records/merge.html",
        kept=kept,
        gone=gone,
        problem=problem,
        fields=_beside(kept, gone),
        moves=[(MOVES.get(name, name), count) for name, count in moves.items()],
        reasons=_reasons(kept, gone),
        same_profile=kept.profile == gone.profile,
    )


def _reasons(kept: RecordView, gone: RecordView) -> tuple[Reason, ...]:
    return compare(traits(described(kept.facts)), traits(described(gone.facts)))


def _beside(kept: RecordView, gone: RecordView) -> list[dict[str, Any]]:
    """Return the fields by tag: what both have, what only one has; those of the one that goes by their place in it."""
    mine, others = kept.fields, gone.fields
    tags = sorted({field.tag for field in (*mine, *others)} - {LEADER})
    rows = []
    for tag in tags:
        left = [field for field in mine if field.tag == tag]
        right = [(at, field) for at, field in enumerate(others) if field.tag == tag]
        for place in range(max(len(left), len(right))):
            one = left[place] if place < len(left) else None
            at, other = right[place] if place < len(right) else (0, None)
            rows.append({"tag": tag, "kept": one, "gone": other, "at": at, "known": other in left})
    return rows


@blueprint.post("/merge")
@require(Permission.CATALOGUE)
def join() -> Page:
    """Make one record of the two, with the fields taken over that were ticked."""
    kept, gone = number("kept", request.form), number("gone", request.form)
    try:
        marc = _description(kept, gone)
        with transaction(current_session()) as session:
            merger().merge_records(session, current_work(), kept=kept, gone=gone, marc=marc)
    except LibraryError as problem:
        return _page(kept, gone, problem), STATUS[problem.kind]
    flash(_("Two records were made one; its history takes it back."), "success")
    return redirect(url_for("public.record", record_id=kept))


def _description(kept: int, gone: int) -> Any:
    """Return the description of the record kept with the ticked fields of the other in their places; None for none."""
    session = current_session()
    mine, others = queries.record_view(session, kept), queries.record_view(session, gone)
    ticked = {int(each) for each in request.form.getlist("take") if each.isdecimal() and len(each) < 6}
    if not ticked or mine.profile != others.profile:
        return None
    taken = [row for at, row in enumerate(_rows(others)) if at in ticked and row.tag != LEADER]
    rows = list(_rows(mine))
    for row in taken:
        rows.insert(_place(rows, row.tag), row)
    return record_of(rows)


def _rows(view: RecordView) -> Rows:
    marc, _profile = queries.version_marc(current_session(), view.brief.id, view.version)
    return rows_of(marc)


def _place(rows: list[Row], tag: str) -> int:
    fits = [at + 1 for at, row in enumerate(rows) if row.tag == LEADER or row.tag <= tag]
    return fits[-1] if fits else len(rows)


@blueprint.post("/merges/<int:merge_id>/undo")
@require(Permission.CATALOGUE)
def part(merge_id: int) -> Response:
    """Make two records again of what was merged."""
    with transaction(current_session()) as session:
        merger().undo_merge(session, current_work(), merge_id=merge_id)
    flash(_("The records stand apart again."), "success")
    record_id = number("record", request.form)
    return redirect(
        url_for("records.history", record_id=record_id) if record_id else url_for("records.index")
    )
