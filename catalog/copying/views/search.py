"""One question to all catalogues; each answers in its own part of the page, and one key takes a record over."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from catalog.copying import queries, services
from catalog.copying.errors import CopyCode, CopyRefused
from catalog.copying.queries import TargetView
from catalog.copying.services import Answer, Hit, Theirs, take_as_draft, take_as_record
from catalog.copying.views.base import Page, answer_of, asked, blueprint, typed
from catalog.copying.views.sealing import seal, unseal
from catalog.marc import facts
from catalog.records.forms import form_for
from catalog.records.queries import LARGEST_ID, brief
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.web.auth import current_work, require
from ils.web.session import current_session


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A record of theirs on the page, with what takes it over."""

    hit: Hit
    seal: str


@blueprint.get("")
@require(Permission.CATALOGUE)
def search() -> Page:
    """Show the box, ours, and a part for each target that asks for itself."""
    return _page()


def _page(problem: CopyRefused | None = None, sealed: str = "") -> str:
    session, looked_for = current_session(), asked()
    total, mine = services.ours(session, looked_for) if looked_for else (0, ())
    saved = request.args.get("saved", default=0, type=int)
    return render_template(
        "copying/search.html",
        asked=looked_for,
        typed=typed(),
        targets=queries.targets(session, active_only=True),
        total=total,
        ours=mine,
        saved=brief(session, [saved]).get(saved) if 0 < saved <= LARGEST_ID else None,
        problem=problem,
        sealed=sealed,
    )


@blueprint.get("/ask/<int:target_id>")
@require(Permission.CATALOGUE)
def part(target_id: int) -> Page:
    """Show what one target answers, or a part that asks again while it is awaited."""
    session, looked_for = current_session(), asked()
    target = queries.target(session, target_id)
    session.rollback()  # no read transaction stays open while we wait
    answer = answer_of(target, looked_for) if looked_for else Answer()
    return render_template(
        "copying/part.html", target=target, answer=answer, typed=typed(), hits=_hits(target, answer)
    )


def _hits(_target: TargetView, answer: Answer | None) -> list[ShownHit]:
    session = current_session()
    return [ShownHit(services.hit(session, each), seal(each)) for each in (answer.records if answer else ())]


@blueprint.post("/take")
@require(Permission.CATALOGUE)
def take() -> Page:
    """Take a record over: as a draft in the editor, or saved at once (`act`: draft, save, again)."""
    sealed, act = request.form.get("record", ""), request.form.get("act", "draft")
    theirs = unseal(sealed)
    if act not in ("save", "again"):
        return _as_draft(theirs)
    try:
        with transaction(current_session()) as session:
            record_id = take_as_record(session, current_work(), theirs=theirs, again=act == "again")
    except CopyRefused as refusal:
        if refusal.code is not CopyCode.SAME_RECORD:
            raise
        return _page(refusal, sealed), 422
    return redirect(url_for("copying.search", saved=record_id))


def _as_draft(theirs: Theirs) -> Page:
    form = form_for(facts(theirs.marc, theirs.profile))
    with transaction(current_session()) as session:
        draft_id = take_as_draft(session, current_work(), theirs=theirs, form=form)
    flash(_("Taken over as a draft. Look through it and save."), "success")
    return redirect(url_for("records.draft", draft_id=draft_id))
