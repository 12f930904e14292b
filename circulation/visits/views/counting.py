"""Counting visits: by card, on the tally board, groups and events; taking back; the rule of counting."""

from __future__ import annotations

from collections import Counter

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from circulation.patrons.queries import find_patron
from circulation.visits import queries, services
from circulation.visits.errors import VisitCode, VisitError
from circulation.visits.forms import COUNTED, TallyForm
from circulation.visits.messages import RULES
from circulation.visits.models import Visit
from circulation.visits.views.base import SOURCES, VISIT, blueprint, sector_choices
from circulation.visits.views.figures import Line, line, totals
from ils import clock
from ils.accounts.permissions import Permission
from ils.activity.kinds import Source
from ils.db import transaction
from ils.errors import LibraryError, clean_text
from ils.text import whole_number
from ils.web.auth import current_work, require
from ils.web.errors import explain
from ils.web.session import current_session
from ils.web.words import SOURCE_WORDS

ALWAYS = frozenset({Source.CARD, Source.LOAN, Source.TALLY})  # columns that stand there even when empty
STEPS = (1, 2, 5, 10)  # the buttons of the tally board


@blueprint.route("/", methods=["GET", "POST"])
@require(Permission.CIRCULATE)
def index() -> str | Response | tuple[str, int]:
    """Show today's figures by sector and source, and take head-counts."""
    form = TallyForm(sector=current_work().sector).offer(sector_choices())
    problem = None
    if form.validate_on_submit():
        try:
            return _tallied(form)
        except LibraryError as refusal:
            problem = explain(refusal.code, refusal.facts)
    return _today(form, problem), 422 if problem or form.errors else 200


def _tallied(form: TallyForm) -> Response:
    with transaction(current_session()) as session:
        visit = services.tally(
            session,
            current_work(),
            sector=form.sector.data,
            persons=form.persons.data,
            note=form.note.data or "",
            day=form.day.data,
            source=COUNTED[form.kind.data],
            title=form.title.data or "",
        )
    return _counted(visit)


def _counted(visit: Visit) -> Response:
    flash(_("Counted: %(count)s", count=visit.persons), "success")
    return redirect(url_for("visits.index"))


@blueprint.post("/add")
@require(Permission.CIRCULATE)
def add() -> Response:
    """Count some nameless visitors of the sector one works in: the buttons of the tally board."""
    persons = whole_number(request.form.get("persons"), digits=3) or 0
    with transaction(current_session()) as session:
        work = current_work()
        return _counted(services.tally(session, work, sector=work.sector, persons=persons))


def _today(form: TallyForm, problem: str | None) -> str:
    today = clock.today()
    counted = Counter[tuple[str, str]]()
    for each in queries.figures(current_session(), since=today, until=today):
        counted[each.sector, each.source] += each.persons
    used = {source for (_sector, source), persons in counted.items() if persons}
    columns = [each for each in SOURCES if each in ALWAYS or each.value in used]
    lines: list[Line] = [
        line(code, label, [counted[code, source.value] for source in columns])
        for code, label in sector_choices()
    ]
    return render_template(
        "visits/index.html",
        form=form,
        problem=problem,
        today=today,
        steps=STEPS,
        lines=lines,
        sources=[(source.value, SOURCE_WORDS[source]) for source in columns],
        totals=totals(lines, len(columns)),
        latest=queries.visits(current_session(), since=today, until=today, limit=8),
        sector_names=dict(sector_choices()),
        source_words=SOURCE_WORDS,
        rule=RULES[queries.load_rule(current_session())],
    )


@blueprint.post("/card")
@require(Permission.CIRCULATE)
def card() -> Response:
    """Count a visit by a scanned card."""
    code = clean_text(request.form.get("card"), field="card", limit=60, required=True)
    patron = find_patron(current_session(), code)
    if patron is None:
        raise VisitError(VisitCode.READER_UNKNOWN, card=code)
    with transaction(current_session()) as session:
        counted = services.card_visit(session, current_work(), patron_id=patron.id)
    if counted:
        flash(_("Visit counted: %(reader)s", reader=patron.full_name), "success")
    else:
        flash(_("Already counted here today: %(reader)s", reader=patron.full_name), "info")
    return redirect(url_for("visits.index"))


@blueprint.route(f"/{VISIT}/take-back", methods=["GET", "POST"])
@require(Permission.CIRCULATE)
def take_back(visit_id: int) -> str | Response | tuple[str, int]:
    """Undo a wrong visit or head-count, with a reason."""
    found = queries.visit(current_session(), visit_id)
    problem = None
    if request.method == "POST":
        try:
            with transaction(current_session()) as session:
                services.take_back(
                    session, current_work(), visit_id=visit_id, reason=request.form.get("reason", "")
                )
            flash(_("It is taken back."), "success")
            return redirect(url_for("visits.rows", since=found.day, until=found.day, sector=found.sector))
        except LibraryError as refusal:
            problem = explain(refusal.code, refusal.facts)
    shown = render_template(
        "visits/take_back.html",
        visit=found,
        problem=problem,
        reason=request.form.get("reason", ""),
        sector_names=dict(sector_choices()),
    )
    return shown, 422 if problem else 200


@blueprint.route("/rule", methods=["GET", "POST"])
@require(Permission.SETTINGS)
def rule() -> str | Response:
    """Choose what counts once (VS-01)."""
    if request.method == "POST":
        with transaction(current_session()) as session:
            services.set_rule(session, current_work(), rule=request.form.get("rule", ""))
        flash(_("Saved. What was counted before stays as it was counted."), "success")
        return redirect(url_for("visits.index"))
    return render_template("visits/rule.html", rules=RULES, chosen=queries.load_rule(current_session()))
