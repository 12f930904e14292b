"""Half-automatic lines: what the program has prepared, and a person confirms (lines 24, 30, 31)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.registers import services
from ils.registers.errors import RegisterCode, RegisterNotFound
from ils.registers.messages import register_name
from ils.registers.queries.entries import confirmed
from ils.registers.rules.checking import LONGEST, Facts
from ils.registers.rules.kinds import KINDS
from ils.registers.rules.proposals import Proposal
from ils.registers.views.base import blueprint, may_enter, say, spoken, type_word
from ils.registers.views.papers import attach_paper, list_paper, pdf_of
from ils.web.asked import typed_day
from ils.web.auth import current_work, require
from ils.web.files import PDF, send
from ils.web.session import current_session

PROPOSALS = "ils_proposals"
Propose = Callable[[Session, date], Iterable[Proposal]]
SHOWN = 200


def open_proposals(day: date) -> list[Proposal]:
    """Return what waits to be confirmed: what upper floors propose, without what is an entry already."""
    session = current_session()
    sources: Iterable[Propose] = current_app.extensions.get(PROPOSALS, ())
    proposed = [
        each for propose in sources for each in propose(session, day) if may_enter(KINDS[each.register])
    ]
    groups: dict[tuple[str, str], list[int]] = {}
    for each in proposed:
        groups.setdefault((each.register, each.about_type), []).append(each.about_id)
    done = {key: confirmed(session, *key, ids) for key, ids in groups.items()}
    return [each for each in proposed if each.about_id not in done[each.register, each.about_type]]


def count_proposals(day: date) -> int:
    """Return how many wait."""
    return len(open_proposals(day))


@blueprint.get("/proposals")
@require(Permission.SEE_PLAN)
def proposals() -> str:
    """Show what the program proposes, by register."""
    found = open_proposals(clock.today())
    groups: dict[str, list[Proposal]] = {}
    for each in found[:SHOWN]:
        groups.setdefault(each.register, []).append(each)
    return render_template(
        "registers/proposals.html",
        groups=[(code, register_name(code), rows) for code, rows in groups.items()],
        total=len(found),
        shown=SHOWN,
        types={code: [SelectChoice(each, type_word(each)) for each in KINDS[code].types] for code in groups},
        today=clock.today(),
    )


@blueprint.post("/proposals")
@require(Permission.SEE_PLAN)
def confirm() -> Response:
    """Make an entry of a proposal; a list is printed and kept as its evidence."""
    work = current_work()
    try:
        found = _asked(work.day)
        day = typed_day("day", near=True) or found.day
        with spoken() as language, transaction(current_session()) as session:
            entry = services.enter(
                session, work, register=found.register, facts=_facts(found, day),
                about=(found.about_type, found.about_id),
            )  # fmt: skip
            if found.rows:
                attach_paper(
                    session, work, entry.id, list_paper(language, found), f"list-{work.day.year}.pdf"
                )
    except LibraryError as problem:
        flash(say(problem), "danger")
        return redirect(url_for("registers.proposals"))
    flash(_("Confirmed: %(title)s", title=found.title), "success")
    return redirect(url_for("registers.proposals"))


def _asked(day: date) -> Proposal:
    key = request.form.get("key", "")
    found = next((each for each in open_proposals(day) if each.key == key), None)
    if found is None:
        raise RegisterNotFound(RegisterCode.PROPOSAL_GONE)
    kind = request.form.get("type", "")
    return replace(found, type=kind) if kind in KINDS[found.register].types else found


def _facts(found: Proposal, day: date) -> Facts:
    return Facts(
        day=day,
        title=found.title[: LONGEST["title"]],
        type=found.type,
        people=found.people[: LONGEST["people"]],
        link=found.link,
    )


@blueprint.get("/proposals/list.pdf")
@require(Permission.SEE_PLAN)
def proposed_list() -> Response:
    """Send a proposed list as PDF, before it is confirmed."""
    key = request.args.get("key", "")
    found = next((each for each in open_proposals(clock.today()) if each.key == key and each.rows), None)
    if found is None:
        raise RegisterNotFound(RegisterCode.PROPOSAL_GONE)
    with spoken() as language:
        made = pdf_of(list_paper(language, found))
    return send(made, PDF, "list.pdf")
