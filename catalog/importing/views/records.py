"""One record of a file: its bytes, what was read from them, what it is like, what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from catalog.importing import messages, queries, services
from catalog.importing.models import BatchState, Decision
from catalog.importing.queries import BatchView, SourceView, StagedView
from catalog.importing.rules import hex_lines, visible_text
from catalog.importing.views.acts import read_decision
from catalog.importing.views.base import Asked, Page, asked, blueprint, words
from catalog.importing.views.comparing import Line, compared
from catalog.marc import DisplayField, Profile
from catalog.marc.validating import findings
from catalog.records.queries import LARGEST_ID, brief, record_view
from catalog.records.rules.matching import ScoredMatch
from ils import clock
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.activity.work import Work
from ils.db import transaction
from ils.web.auth import current_work, require
from ils.web.session import current_session

SHOWN_BYTES = 4096
CLOSED = (BatchState.STAGING, BatchState.UNDOING, BatchState.UNDONE)


@dataclass(frozen=True, slots=True)
class ShownMatch:
    """A record like this one: in the catalogue, or further up in the file; `key` names it in an address."""

    key: str
    match: ScoredMatch
    title: str
    url: str
    compare_url: str
    chosen: bool


@blueprint.get("/<int:batch_id>/<int:position>")
@require(Permission.CATALOGUE)
def row(batch_id: int, position: int) -> Page:
    """Show one record of a file: bytes, fields, repairs, findings, matches, copies."""
    session, wanted = current_session(), asked()
    staged = queries.staged(session, batch_id, position)
    view = queries.batch(session, batch_id)
    source = queries.source(session, view.source)
    before, behind = queries.neighbours(session, batch_id, position, wanted.cut)
    fields = queries.fields_of(staged)
    matches = _matches(session, staged, wanted)
    return render_template(
        "importing/row.html",
        batch=view,
        row=staged,
        asked=wanted,
        fields=fields,
        hex=hex_lines(staged.raw[:SHOWN_BYTES]),
        visible=visible_text(staged.raw[: 4 * SHOWN_BYTES], staged.charset),
        cut=len(staged.raw) > SHOWN_BYTES,
        before_url=_address(batch_id, before, wanted),
        behind_url=_address(batch_id, behind, wanted),
        matches=matches,
        chosen=next((each for each in matches if each.chosen), None),
        lines=_lines(session, staged, fields, matches),
        checks=_checks(staged),
        copies=_copies(session, batch_id, position),
        threshold=source.threshold,
        **_outcome(session, view, staged, source),
        **words(),
    )


def _address(batch_id: int, position: int | None, wanted: Asked) -> str | None:
    if position is None:
        return None
    return url_for("importing.row", batch_id=batch_id, position=position, **wanted.arguments)


def _outcome(session: Session, view: BatchView, staged: StagedView, source: SourceView) -> dict[str, Any]:
    """Return what will become of the row, who said so, and what may be said now."""
    undecided = staged.state in queries.UNDECIDED
    fate = queries.would_be(staged, source) if undecided else None
    decided_by = staff_names(session, [staged.decided_by]).get(staged.decided_by or 0, "")
    merge = None
    if fate is Decision.UPDATE:
        merge = services.merge_preview(session, view.id, staged.position)
    return {
        "fate": fate,
        "fate_label": messages.DECISIONS[fate] if fate else None,
        "decided_by": decided_by,
        "may_decide": undecided and view.state not in CLOSED,
        "may_release": staged.state.value == "quarantined"
        and staged.marc is not None
        and view.state not in CLOSED,
        "merged": compared(merge.ours, merge.merged) if merge else (),
    }


def _matches(session: Session, staged: StagedView, wanted: Asked) -> list[ShownMatch]:
    """Return the records that this one is like; the one that the address names, else the best, is compared."""
    found = queries.row_matches(staged)
    briefs = brief(session, {each.record_id for each in found if each.record_id})
    keys = [_key(each) for each in found]
    chosen = request.args.get("match", "")
    chosen = chosen if chosen in keys else next(iter(keys), "")
    shown = []
    for key, match in zip(keys, found, strict=True):
        compare = _address(staged.batch_id, staged.position, wanted) or ""
        compare += ("&" if "?" in compare else "?") + f"match={key}"
        title, url = _told(staged, match, briefs)
        shown.append(ShownMatch(key, match, title, url, compare, key == chosen))
    return shown


def _key(match: ScoredMatch) -> str:
    return f"r{match.record_id}" if match.record_id else f"p{match.position}"


def _told(staged: StagedView, match: ScoredMatch, briefs: Any) -> tuple[str, str]:
    if match.record_id is None:
        url = url_for("importing.row", batch_id=staged.batch_id, position=match.position)
        return _("Record %(position)s of this file", position=match.position), url
    there = briefs.get(match.record_id)
    parts = (there.title, there.responsibility, there.year) if there else ()
    title = " / ".join(str(part) for part in parts if part) or f"№ {match.record_id}"
    return title, url_for("public.record", record_id=match.record_id)


def _lines(
    session: Session, staged: StagedView, fields: tuple[DisplayField, ...], matches: list[ShownMatch]
) -> tuple[Line, ...]:
    """Return the record beside the one that it is like."""
    chosen = next((each.match for each in matches if each.chosen), None)
    if chosen is None or not fields:
        return ()
    if chosen.record_id is not None:
        known = brief(session, [chosen.record_id])
        return compared(record_view(session, chosen.record_id).fields, fields) if known else ()
    other = queries.staged(session, staged.batch_id, chosen.position or 0)
    return compared(queries.fields_of(other), fields)


def _checks(staged: StagedView) -> list[dict[str, Any]]:
    """Return what is to be mended in the record as a description."""
    marc = queries.marc_of(staged)
    if marc is None:
        return []
    return [
        {"code": each.code, "tag": each.tag, "detail": {"tag": each.tag} | dict(each.detail)}
        for each in findings(marc, Profile(staged.profile), this_year=clock.today().year)
    ]


def _copies(session: Session, batch_id: int, position: int) -> list[Any]:
    """Return the copies that the record describes, as the source's map reads them."""
    if position > LARGEST_ID:
        return []
    found = services.copies_preview(session, batch_id, after=position - 1, limit=1)
    return [each for each in found if each.position == position]


@blueprint.post("/<int:batch_id>/<int:position>/decide")
@require(Permission.CATALOGUE)
def decide_one(batch_id: int, position: int) -> Page:
    """Decide about one record and go on to the next one of the list."""
    wanted, what = asked(), request.form.get("decision", "")
    session = current_session()
    title = queries.staged(session, batch_id, position).title or _("[no title]")
    _before, behind = queries.neighbours(session, batch_id, position, wanted.cut)
    with transaction(session):
        _decide_one(session, current_work(), batch_id, position, what)
    flash(
        _("№ %(position)s “%(title)s”: %(decision)s", position=position, title=title, decision=_said(what)),
        "success",
    )
    return redirect(_address(batch_id, behind or position, wanted) or "")


def _decide_one(session: Session, work: Work, batch_id: int, position: int, what: str) -> None:
    if what == "aside":
        services.set_aside(session, work, batch_id=batch_id, positions=[position])
    elif what == "release":
        services.release(session, work, batch_id=batch_id, positions=[position])
    else:
        _choose(session, work, batch_id, position, read_decision(what))


def _choose(session: Session, work: Work, batch_id: int, position: int, decision: Decision | None) -> None:
    """Decide against the match that was compared, where that is not the best one."""
    key = request.form.get("match", "")
    number = int(key[1:]) if key[1:].isdecimal() and len(key) < 12 else 0
    if decision in (Decision.UPDATE, Decision.SKIP) and key[:1] in ("r", "p") and number:
        services.choose_match(
            session, work, batch_id=batch_id, position=position, decision=decision,
            record_id=number if key[0] == "r" else None, other=number if key[0] == "p" else None,
        )  # fmt: skip
    else:
        services.decide_rows(session, work, batch_id=batch_id, decision=decision, positions=[position])


def _said(what: str) -> str:
    words_of = {
        "aside": _("set aside"),
        "release": _("taken back from there"),
        "rule": _("by the source’s rule"),
    }
    return words_of[what] if what in words_of else str(messages.DECISIONS[Decision(what)])


@blueprint.get("/<int:batch_id>/<int:position>/raw")
@require(Permission.CATALOGUE)
def raw(batch_id: int, position: int) -> Page:
    """Give the bytes of a record exactly as they came."""
    staged = queries.staged(current_session(), batch_id, position)
    answer = Response(staged.raw, mimetype="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="record-{batch_id}-{position}.mrc"'
    return answer
