"""One import: what its file holds, what becomes of it, accepting it, taking it back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from catalog.importing import messages, queries
from catalog.importing.forms import charset_choices, profile_choices
from catalog.importing.models import BatchState, StagedState
from catalog.importing.queries import BatchView, RowCut
from catalog.importing.views.base import (
    CLEAN,
    OPEN_STATES,
    REFUSED,
    REPAIRED,
    SIMILAR,
    Asked,
    Page,
    after_position,
    asked,
    blueprint,
    words,
)
from catalog.marc import FindingCode
from ils.accounts.permissions import Permission
from ils.web.auth import require
from ils.web.errors import explain
from ils.web.jobs import job_about
from ils.web.locale import current_language
from ils.web.session import current_session

PER_PAGE = 100
BECOMING = (
    StagedState.NEW, StagedState.DUPLICATE, StagedState.ACCEPTED, StagedState.UPDATED, StagedState.SKIPPED,
    StagedState.QUARANTINED, StagedState.UNDONE,
)  # fmt: skip


@blueprint.get("/<int:batch_id>")
@require(Permission.CATALOGUE)
def show(batch_id: int) -> Page:
    """Show one import: counts that sum up, each with its rows."""
    session, wanted, after = current_session(), asked(), after_position()
    view = queries.batch(session, batch_id)
    source = queries.source(session, view.source)
    rows = queries.rows(session, batch_id, cut=wanted.cut, after=after, limit=PER_PAGE + 1)
    counts = queries.counts_by_state(session, batch_id)
    return render_template(
        "importing/show.html",
        batch=view,
        source=source,
        source_name=source.name(current_language()),
        earlier=queries.earlier_import(session, view),
        job=job_about("batch", batch_id),
        reading=_reading_sum(session, view, counts),
        becoming=_becoming_sum(view, counts),
        doubled=_doubled(session, view),
        tabs=list(_tabs(session, view, wanted, counts)),
        asked=wanted,
        matching=queries.count_rows(session, batch_id, wanted.cut),
        findings=_finding_choices(session, batch_id),
        rows=rows[:PER_PAGE],
        would_be={
            row.position: queries.would_be(row, source) for row in rows if row.state in queries.UNDECIDED
        },
        pages=_pages(batch_id, wanted, after, [row.position for row in rows]),
        may_accept=view.state in OPEN_STATES,
        charsets=charset_choices(),
        profiles=profile_choices(),
        **words(),
    )


def _reading_sum(session: Session, view: BatchView, counts: dict[StagedState, int]) -> list[dict[str, Any]]:
    """Return the sum of the reading: found = as they came + repaired + set aside."""
    aside = counts.get(StagedState.QUARANTINED, 0)
    mended = queries.count_repaired(session, view.id) - queries.count_rows(
        session, view.id, RowCut(state=StagedState.QUARANTINED, repaired=True)
    )
    return [
        _term(view, _("records found"), view.found),
        _term(view, _("as they came"), view.found - mended - aside, CLEAN),
        _term(view, _("repaired"), mended, REPAIRED),
        _term(view, messages.ROW_STATES[StagedState.QUARANTINED], aside, StagedState.QUARANTINED.value),
    ]


def _becoming_sum(view: BatchView, counts: dict[StagedState, int]) -> list[dict[str, Any]]:
    """Return the sum of what the records are or have become."""
    parts = [
        _term(view, messages.ROW_STATES[state], counts[state], state.value)
        for state in BECOMING
        if counts.get(state)
    ]
    return [_term(view, _("records found"), view.found), *parts]


def _term(view: BatchView, label: Any, value: int, shown: str = "") -> dict[str, Any]:
    url = url_for("importing.show", batch_id=view.id, state=shown or None)
    return {"label": label, "value": value, "url": url}


def _doubled(session: Session, view: BatchView) -> list[dict[str, Any]]:
    """Return samples of text that was encoded twice, where reading it again with the repair is still possible."""
    if view.state is not BatchState.STAGED or view.undo_double or not view.stored_file:
        return []
    code = FindingCode.DOUBLE_ENCODED.value
    rows = queries.rows(session, view.id, cut=RowCut(finding=code), limit=3)
    return [each["detail"] for row in rows for each in row.findings if each["code"] == code]


def _finding_choices(session: Session, batch_id: int) -> list[tuple[str, str]]:
    """Return the codes found in this file in words, each with how many records have it."""
    counted = queries.finding_counts(session, batch_id)
    return [(code, f"{_in_short(code)} ({count})") for code, count in counted]


def _in_short(code: str) -> str:
    """Return what a finding is about, up to its first fact."""
    return explain(code, {}).partition("—")[0].rstrip(" :“”«»(,.")


def _tabs(
    session: Session, view: BatchView, wanted: Asked, counts: dict[StagedState, int]
) -> Iterator[dict[str, Any]]:
    yield _tab(view, "", wanted, _("all"), sum(counts.values()))
    for state in StagedState:
        if state in counts:
            yield _tab(view, state.value, wanted, messages.ROW_STATES[state], counts[state])
    more = (
        (REPAIRED, _("repaired"), RowCut(repaired=True)),
        (SIMILAR, _("something similar is there"), RowCut(similar=True)),
        (REFUSED, _("not taken back"), RowCut(refused=True)),
    )
    for shown, label, cut in more:
        count = queries.count_rows(session, view.id, cut)
        if count:
            yield _tab(view, shown, wanted, label, count)


def _tab(view: BatchView, shown: str, wanted: Asked, label: Any, count: int) -> dict[str, Any]:
    url = url_for("importing.show", batch_id=view.id, state=shown or None)
    return {"label": label, "url": url, "active": shown == wanted.shown, "count": count}


def _pages(batch_id: int, wanted: Asked, after: int, positions: list[int]) -> dict[str, Any]:
    """Return what the pager shows: the rows are too many to count their pages."""
    first_page = url_for("importing.show", batch_id=batch_id, **wanted.arguments)
    next_page = None
    if len(positions) > PER_PAGE:
        last = positions[PER_PAGE - 1]
        next_page = url_for("importing.show", batch_id=batch_id, after=last, **wanted.arguments)
    return {
        "first": None, "last": None, "total": None, "prev_url": first_page if after else None,
        "next_url": next_page,
    }  # fmt: skip
