"""Bibliographic reviews: list, form, page; the event behind one stands among the events."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from circulation.events.messages import STATE_TAGS, STATES
from circulation.events.rules import EventState
from circulation.events.views import event_panels
from foreign_fund.service import services
from foreign_fund.service.forms import ReviewForm, none_choice
from foreign_fund.service.queries import reviews as queries
from foreign_fund.service.queries import titles
from foreign_fund.service.queries.reviews import ReviewRow
from foreign_fund.service.queries.titles import REVIEW as REVIEW_LIST
from foreign_fund.service.views.base import (
    REVIEW,
    Answer,
    blueprint,
    do,
    place_choices,
    sector_choices,
    words,
    work_place,
)
from foreign_fund.service.views.listing import found_titles
from ils import clock
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.db import transaction
from ils.errors import LibraryError
from ils.web.asked import asked_choice, asked_day, typed_count
from ils.web.auth import current_work, require
from ils.web.errors import STATUS
from ils.web.session import current_session


@blueprint.get("/reviews")
@require(Permission.SEE_FOREIGN_FUND)
def reviews() -> str:
    """Show the reviews of this year, or those asked for."""
    today = clock.today()
    since = asked_day("since", near=True) or date(today.year, 1, 1)
    until = asked_day("until", near=True) or date(today.year, 12, 31)
    state = asked_choice("state", set(EventState))
    rows = queries.reviews(current_session(), since=since, until=until, state=state)
    held = [row for row in rows if row.event.state is EventState.HELD]
    return render_template(
        "service/reviews.html",
        rows=rows,
        held=len(held),
        listeners=sum(row.event.came for row in held),
        titles=sum(row.titles for row in held),
        since=since,
        until=until,
        state=state,
        states=STATES,
        state_tags=STATE_TAGS,
        state_choices=[none_choice(), *((each.value, label) for each, label in STATES.items())],
        today=today,
        **words(),
    )


@blueprint.route("/reviews/new", methods=["GET", "POST"])
@require(Permission.FOREIGN_FUND)
def new_review() -> Answer:
    """Plan a review."""
    form = ReviewForm().offer(place_choices(), sector_choices())
    if request.method == "GET":
        form.day.data = clock.today()
        form.department.data, form.sector.data = work_place()
        return _form_page(form)
    return _save(form, None)


@blueprint.route(f"/reviews/{REVIEW}/edit", methods=["GET", "POST"])
@require(Permission.FOREIGN_FUND)
def edit_review(review_id: int) -> Answer:
    """Change what is said of a review."""
    row = queries.review_row(current_session(), review_id)
    form = ReviewForm().offer(place_choices(), sector_choices())
    if request.method == "GET":
        form.show(row)
        return _form_page(form, row)
    return _save(form, row)


def _save(form: ReviewForm, row: ReviewRow | None) -> Answer:
    if not form.validate():
        return _form_page(form, row), 400
    minutes, passport = form.minutes.data, form.passport()
    try:
        with transaction(current_session()) as session:
            if row is None:
                saved = services.plan_review(session, current_work(), minutes=minutes, **passport)
            else:
                saved = services.change_review(
                    session, current_work(), review_id=row.id, minutes=minutes, **passport
                )
            number = saved.id
    except LibraryError as problem:
        return _form_page(form, row, problem), STATUS[problem.kind]
    flash(_("The review was saved."), "success")
    return redirect(url_for("service.review", review_id=number))


def _form_page(form: ReviewForm, row: ReviewRow | None = None, problem: LibraryError | None = None) -> str:
    return render_template("service/review_form.html", form=form, review=row, problem=problem)


@blueprint.get(f"/reviews/{REVIEW}")
@require(Permission.SEE_FOREIGN_FUND)
def review(review_id: int) -> str:
    """Show a review with its titles."""
    session, today = current_session(), clock.today()
    row = queries.review_row(session, review_id)
    return render_template(
        "service/review.html",
        review=row,
        event=row.event,
        listed=titles.listed(session, REVIEW_LIST, review_id),
        found=found_titles(),
        what=REVIEW_LIST,
        states=STATES,
        state_tags=STATE_TAGS,
        staff=staff_names(session, [row.event.held_by] if row.event.held_by else []),
        panels=[panel(session, row.event.id) for panel in event_panels()],
        may_hold=row.event.state is EventState.PLANNED and row.event.day <= today,
        today=today,
        **words(),
    )


@blueprint.post(f"/reviews/{REVIEW}/hold")
@require(Permission.FOREIGN_FUND)
def hold_review(review_id: int) -> Answer:
    """Say that a review was held: it counts as an event, its listeners as visitors."""

    def act(session: object) -> object:
        return services.hold_review(
            session, current_work(), review_id=review_id,  # type: ignore[arg-type]
            listeners=typed_count("listeners", _("Listeners"), digits=4),
            minutes=typed_count("minutes", _("Minutes"), digits=4) or None,
        )  # fmt: skip

    back = url_for("service.review", review_id=review_id)
    return do(act, said=_("The review was held and counted."), back=back)
