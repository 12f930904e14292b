"""Acts on one import: deciding about many records, dry run, accepting, taking back, reading again."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from catalog.importing import queries, services
from catalog.importing.errors import ImportCode, ImportRefused
from catalog.importing.forms import charset_choices, profile_choices
from catalog.importing.models import BatchState, Decision
from catalog.importing.views.base import OPEN_STATES, Asked, Page, asked, blueprint
from catalog.records.queries import LARGEST_ID
from ils.accounts.permissions import Permission
from ils.activity.work import Work
from ils.db import transaction
from ils.errors import InputCode, InputError
from ils.jobs.queries import latest_about
from ils.jobs.services import enqueue
from ils.web.auth import current_work, require
from ils.web.jobs import wake
from ils.web.session import current_session


@blueprint.post("/<int:batch_id>/decide")
@require(Permission.CATALOGUE)
def decide(batch_id: int) -> Page:
    """Decide about many records at once: those ticked, or all that the list is cut to."""
    wanted, what = asked(), request.form.get("decision", "")
    every = request.form.get("which") == "all"
    ticked = [each for each in request.form.getlist("position", type=int) if 0 < each <= LARGEST_ID]
    positions = None if every else ticked
    with transaction(current_session()) as session:
        changed = _decide(session, current_work(), batch_id, what, wanted, positions)
    flash(_told(changed, what, positions), "success" if changed else "info")
    return redirect(url_for("importing.show", batch_id=batch_id, **wanted.arguments))


def _told(changed: int, what: str, positions: list[int] | None) -> str:
    if changed == 0 and positions == []:
        return str(_("Nothing is ticked: tick the records first."))
    if changed == 0 and what in (Decision.UPDATE.value, Decision.SKIP.value):
        words = _(
            "Nothing was changed: these records resemble none of the catalogue, so they are new or set aside."
        )
        return str(words)
    return str(_("Records changed: %(count)s", count=changed))


def _decide(
    session: Session, work: Work, batch_id: int, what: str, wanted: Asked, positions: list[int] | None
) -> int:
    if what in ("aside", "release"):
        act = services.set_aside if what == "aside" else services.release
        return act(
            session, work, batch_id=batch_id, positions=_positions(session, batch_id, wanted, positions)
        )
    return services.decide_rows(
        session, work, batch_id=batch_id, decision=read_decision(what), positions=positions, cut=wanted.cut
    )


def read_decision(text: str) -> Decision | None:
    """Read a decision; `rule` is none: by the source's rule again."""
    if text == "rule":
        return None
    if text not in {each.value for each in Decision}:
        raise InputError(InputCode.UNKNOWN_CHOICE, field="decision")
    return Decision(text)


def _positions(session: Session, batch_id: int, wanted: Asked, given: list[int] | None) -> list[int]:
    if given is not None:
        return given
    found: list[int] = []
    while rows := queries.rows(
        session, batch_id, cut=wanted.cut, after=found[-1] if found else 0, limit=1000
    ):
        found += [row.position for row in rows]
    return found


@blueprint.post("/<int:batch_id>/trial")
@require(Permission.CATALOGUE)
def trial(batch_id: int) -> Page:
    """Let it be worked out what accepting would do."""
    return _put_down(batch_id, "import:trial")


@blueprint.post("/<int:batch_id>/accept")
@require(Permission.CATALOGUE)
def accept(batch_id: int) -> Page:
    """Let what is staged be taken into the catalogue, or go on where that stopped."""
    return _put_down(batch_id, "import:accept")


def _put_down(batch_id: int, kind: str) -> Page:
    view = queries.batch(current_session(), batch_id)
    if view.state is BatchState.STAGING:
        raise ImportRefused(ImportCode.STILL_READING, file=view.file_name)
    if view.state in OPEN_STATES:
        with transaction(current_session()) as session:
            enqueue(session, current_work(), kind, subject_type="batch", subject_id=batch_id)
        wake()
    return redirect(url_for("importing.show", batch_id=batch_id))


@blueprint.post("/<int:batch_id>/undo")
@require(Permission.CATALOGUE)
def undo(batch_id: int) -> Page:
    """Let the whole import be taken back."""
    with transaction(current_session()) as session:
        services.begin_undo(session, current_work(), batch_id=batch_id)
        enqueue(session, current_work(), "import:undo", subject_type="batch", subject_id=batch_id)
    wake()
    return redirect(url_for("importing.show", batch_id=batch_id))


@blueprint.post("/<int:batch_id>/read-again")
@require(Permission.CATALOGUE)
def read_again(batch_id: int) -> Page:
    """Let the file be read once more: another character set, or text that was encoded twice taken back."""
    view = queries.batch(current_session(), batch_id)
    charset, given = request.form.get("charset", ""), request.form.get("profile", "")
    if (charset, given) != ("", "") and (
        charset not in dict(charset_choices()) or given not in dict(profile_choices())
    ):
        raise InputError(InputCode.UNKNOWN_CHOICE, field="charset")
    if not view.stored_file:
        raise ImportRefused(ImportCode.FILE_GONE)
    with transaction(current_session()) as session:
        _refuse_while_read(session, batch_id, view.file_name)
        services.reset_reading(
            session, current_work(), batch_id=batch_id, undo_double="undo_double" in request.form,
            charset=charset or None, profile=given or None,
        )  # fmt: skip
        enqueue(
            session, current_work(), "import:read", subject_type="batch", subject_id=batch_id, charset=charset or None,
            profile=given,
        )  # fmt: skip
    wake()
    return redirect(url_for("importing.show", batch_id=batch_id))


def _refuse_while_read(session: Session, batch_id: int, file_name: str) -> None:
    """A job that reads now would go on in the old way, behind rows that are gone."""
    job = latest_about(session, "batch", batch_id)
    if job and job.active:
        raise ImportRefused(ImportCode.READ_ELSEWHERE, file=file_name)
