"""The log of queries: list, form, page, and what is done with one."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from circulation.patrons.queries import patron_facts
from foreign_fund.fund.messages import language_name
from foreign_fund.service import services
from foreign_fund.service.forms import QueryForm, none_choice
from foreign_fund.service.messages import ASKERS, QUERY_STATES, QUERY_TYPES, REASONS, WAYS
from foreign_fund.service.queries import asked, titles
from foreign_fund.service.queries.asked import QueryRow, Wanted
from foreign_fund.service.queries.titles import QUERY as QUERY_LIST
from foreign_fund.service.rules.asking import AskerKind, QueryFacts, QueryState, RefuseReason, Way
from foreign_fund.service.views.base import (
    PAGE,
    QUERY,
    Answer,
    blueprint,
    do,
    language_choices,
    pager_of,
    patron_of_card,
    place_choices,
    words,
    work_place,
)
from foreign_fund.service.views.listing import found_titles
from ils import clock
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.db import transaction
from ils.errors import LibraryError, clean_text
from ils.library.funds import load_fund
from ils.web.asked import asked_choice, asked_day, page_number
from ils.web.auth import current_work, require
from ils.web.errors import STATUS
from ils.web.locale import current_language
from ils.web.session import current_session

TEACHING = frozenset({"docent", "professor", "researcher"})


@blueprint.get("/queries")
@require(Permission.SEE_FOREIGN_FUND)
def queries() -> str:
    """Show the queries: those that wait on top, or those asked for."""
    session, number, wanted = current_session(), page_number(), _asked()
    found = asked.queries(session, wanted, limit=PAGE, offset=(number - 1) * PAGE)
    names = ("since", "until", "state", "way", "asker_kind", "reason", "text")
    cut = {name: value for name in names if (value := getattr(wanted, name))}
    return render_template(
        "service/queries.html",
        found=found,
        wanted=wanted,
        cut=cut,
        counts=asked.counts(session, Wanted(since=wanted.since, until=wanted.until)),
        state_choices=[none_choice(), *((each.value, label) for each, label in QUERY_STATES.items())],
        way_choices=[none_choice(), *((each.value, label) for each, label in WAYS.items())],
        asker_choices=[none_choice(), *((each.value, label) for each, label in ASKERS.items())],
        reason_choices=[none_choice(), *((each.value, label) for each, label in REASONS.items())],
        titles=titles.count_titles(session, QUERY_LIST, [row.id for row in found.rows]),
        pager=pager_of(number, len(found.rows), found.total, **cut),
        today=clock.today(),
        **words(),
    )


def _asked() -> Wanted:
    return Wanted(
        since=asked_day("since", near=True),
        until=asked_day("until", near=True),
        state=asked_choice("state", set(QueryState)),
        way=asked_choice("way", set(Way)),
        asker_kind=asked_choice("asker_kind", set(AskerKind)),
        reason=asked_choice("reason", set(RefuseReason)),
        text=clean_text(request.args.get("text"), field="text", limit=100),
    )


@blueprint.route("/queries/new", methods=["GET", "POST"])
@require(Permission.FOREIGN_FUND)
def new_query() -> Answer:
    """Write a query down."""
    form = _form()
    if request.method == "GET":
        form.day.data, form.department.data = clock.today(), work_place()[0]
        return _form_page(form)
    return _save(form, None)


@blueprint.route(f"/queries/{QUERY}/edit", methods=["GET", "POST"])
@require(Permission.FOREIGN_FUND)
def edit_query(query_id: int) -> Answer:
    """Mend a query that waits."""
    row, form = asked.query_row(current_session(), query_id), _form()
    if request.method == "GET":
        form.show(row)
        return _form_page(form, row)
    return _save(form, row)


def _form() -> QueryForm:
    codes = sorted(load_fund(current_session()).languages)
    lists = {"way": WAYS, "asker_kind": ASKERS, "type": QUERY_TYPES}
    return QueryForm().offer(lists, place_choices(), language_choices(codes))


def _save(form: QueryForm, row: QueryRow | None) -> Answer:
    if not form.validate():
        return _form_page(form, row), 400
    try:
        facts = _facts(form, row)
        with transaction(current_session()) as session:
            if row is None:
                saved = services.receive(session, current_work(), facts=facts)
            else:
                saved = services.change_query(session, current_work(), query_id=row.id, facts=facts)
            number = saved.id
    except LibraryError as problem:
        return _form_page(form, row, problem), STATUS[problem.kind]
    flash(_("The query was written down."), "success")
    return redirect(url_for("service.query", query_id=number))


def _facts(form: QueryForm, row: QueryRow | None) -> QueryFacts:
    patron_id = patron_of_card(form.card.data or "")
    kind = form.asker_kind.data or AskerKind.READER.value
    language = row.language if row else current_language()
    if patron_id is not None:
        facts = patron_facts(current_session(), patron_id)
        language = facts.language
        if kind == AskerKind.READER and facts.category in TEACHING:
            kind = AskerKind.TEACHER.value
    return QueryFacts(
        day=form.day.data,
        way=form.way.data or "",
        asker_kind=kind,
        topic=form.topic.data or "",
        type=form.type.data or "",
        patron_id=patron_id,
        asker=form.asker.data or "",
        contact=form.contact.data or "",
        language=language,
        wanted=form.wanted.data or "",
        languages=" ".join(form.languages.data or ()),
        department=form.department.data or "",
        sector=row.sector if row else work_place()[1],
    )


def _form_page(form: QueryForm, row: QueryRow | None = None, problem: LibraryError | None = None) -> str:
    return render_template("service/query_form.html", form=form, query=row, problem=problem)


@blueprint.get(f"/queries/{QUERY}")
@require(Permission.SEE_FOREIGN_FUND)
def query(query_id: int) -> str:
    """Show a query with the list of its answer."""
    session = current_session()
    row = asked.query_row(session, query_id)
    others = Wanted(patron_id=row.patron_id) if row.patron_id else None
    return render_template(
        "service/query.html",
        query=row,
        listed=titles.listed(session, QUERY_LIST, query_id),
        found=found_titles(row.codes),
        what=QUERY_LIST,
        staff=staff_names(session, [each for each in (row.received_by, row.ended_by) if each]),
        others=asked.queries(session, others, limit=6).rows if others else (),
        reason_choices=[(each.value, label) for each, label in REASONS.items()],
        can_send=_can_send(row),
        languages_told=", ".join(map(language_name, row.codes)),
        today=clock.today(),
        **words(),
    )


def _can_send(row: QueryRow) -> bool:
    return row.patron_id is not None or bool(row.contact)


@blueprint.post(f"/queries/{QUERY}/answer")
@require(Permission.FOREIGN_FUND)
def answer_query(query_id: int) -> Answer:
    """Answer a query; it counts now, once."""
    return _end(query_id, _("The query is answered and counted."), answering=True)


@blueprint.post(f"/queries/{QUERY}/refuse")
@require(Permission.FOREIGN_FUND)
def refuse_query(query_id: int) -> Answer:
    """Refuse a query with a reason; the refusal counts now, once."""
    return _end(query_id, _("The query is refused, and the refusal counted."), answering=False)


def _end(query_id: int, said: str, *, answering: bool) -> Answer:
    form: dict[str, Any] = {"text": request.form.get("text", ""), "send": request.form.get("send") == "1"}

    def act(session: Any) -> object:
        if answering:
            return services.answer(session, current_work(), query_id=query_id, **form)
        reason = request.form.get("reason", "")
        return services.refuse(session, current_work(), query_id=query_id, reason=reason, **form)

    return do(act, said=said, back=url_for("service.query", query_id=query_id))


@blueprint.post(f"/queries/{QUERY}/reopen")
@require(Permission.FOREIGN_FUND)
def reopen_query(query_id: int) -> Answer:
    """Take the end of a query back."""
    reason = request.form.get("reason", "")
    return do(
        lambda session: services.reopen(session, current_work(), query_id=query_id, reason=reason),
        said=_("The query waits again; what it counted is taken back."),
        back=url_for("service.query", query_id=query_id),
    )
