"""Batches for other catalogues: look through, give, send, answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from catalog.export import messages, queries, services
from catalog.export.errors import ExportCode, ExportInputError
from catalog.export.forms import REFUSED, AnswerForm, SentForm
from catalog.export.queries import Selection, selected
from catalog.export.views.door import Page, blueprint
from catalog.export.views.giving import Offer, give
from catalog.export.views.preparing import shape_asked, shapes
from catalog.records.queries import LARGEST_ID
from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.text import whole_number
from ils.web.auth import current_work, require
from ils.web.errors import STATUS
from ils.web.filters import num
from ils.web.session import current_session

PER_PAGE = 200


@blueprint.get("/union")
@require(Permission.CATALOGUE)
def union() -> Page:
    """Show the batches."""
    return render_template("export/union.html", batches=queries.union_batches(current_session()), **_words())


@blueprint.get("/union/<int:batch_id>")
@require(Permission.CATALOGUE)
def batch(batch_id: int) -> Page:
    """Show one batch with its records."""
    return _batch_page(batch_id)


def _batch_page(batch_id: int, problem: LibraryError | None = None) -> str:
    session = current_session()
    view = queries.union_batch(session, batch_id)
    after = min(max(request.args.get("after", default=0, type=int), 0), LARGEST_ID)
    rows = queries.batch_records(session, batch_id, after=after, limit=PER_PAGE + 1)
    sent, answered = SentForm(formdata=None), AnswerForm(formdata=None)
    sent.day.data = answered.day.data = clock.today()
    return render_template(
        "export/batch.html",
        batch=view,
        rows=rows[:PER_PAGE],
        pages=_pages(batch_id, after, rows[PER_PAGE - 1].record_id if len(rows) > PER_PAGE else None),
        sent=sent,
        answered=answered,
        shapes=[(each.value, each.label) for each in shapes()],
        problem=problem,
        **_words(),
    )


def _pages(batch_id: int, after: int, last: int | None) -> dict[str, object]:
    return {
        "first": None, "last": None, "total": None,
        "prev_url": url_for("export.batch", batch_id=batch_id) if after else None,
        "next_url": url_for("export.batch", batch_id=batch_id, after=last) if last else None,
    }  # fmt: skip


@blueprint.get("/union/<int:batch_id>/file")
@require(Permission.CATALOGUE)
def batch_file(batch_id: int) -> Page:
    """Give the file of a batch: each record as it was put in."""
    session = current_session()
    view = queries.union_batch(session, batch_id)
    ids = selected(session, Selection(union=batch_id))
    offer = Offer(
        label=view.name,
        shape=shape_asked(view.format),
        stem=f"batch-{batch_id}",
        url=lambda **more: url_for("export.batch_file", batch_id=batch_id, **more),
        back_url=url_for("export.batch", batch_id=batch_id),
        union=batch_id,
    )
    return give(offer, ids)


def _act(batch_id: int, act: Callable[[], str], *, goes: str | None = None) -> Page:
    """Run one act on a batch, and say what came of it."""
    try:
        with transaction(current_session()):
            told = act()
    except LibraryError as problem:
        queries.union_batch(current_session(), batch_id)
        return _batch_page(batch_id, problem), STATUS[problem.kind]
    flash(told, "success")
    return redirect(goes or url_for("export.batch", batch_id=batch_id))


@blueprint.post("/union/<int:batch_id>/take-out")
@require(Permission.CATALOGUE)
def take_out(batch_id: int) -> Page:
    """Take the ticked records out."""
    numbers = map(whole_number, request.form.getlist("record"))
    ids = [each for each in numbers if each is not None]

    def act() -> str:
        count = services.take_out(current_session(), current_work(), batch_id=batch_id, records=ids)
        return str(_("Taken out: %(count)s", count=num(count)))

    return _act(batch_id, act)


@blueprint.post("/union/<int:batch_id>/renew")
@require(Permission.CATALOGUE)
def renew(batch_id: int) -> Page:
    """Put in the newest versions."""

    def act() -> str:
        count = services.renew(current_session(), current_work(), batch_id=batch_id)
        return str(_("Newest versions put in: %(count)s", count=num(count)))

    return _act(batch_id, act)


@blueprint.post("/union/<int:batch_id>/format")
@require(Permission.CATALOGUE)
def reshape(batch_id: int) -> Page:
    """Choose another format."""

    def act() -> str:
        shape = shape_asked(request.form.get("format"))
        services.choose_shape(current_session(), current_work(), batch_id=batch_id, shape=shape)
        return str(_("Saved."))

    return _act(batch_id, act)


@blueprint.post("/union/<int:batch_id>/drop")
@require(Permission.CATALOGUE)
def drop(batch_id: int) -> Page:
    """Give a batch up."""

    def act() -> str:
        services.drop(current_session(), current_work(), batch_id=batch_id)
        return str(_("The batch was given up; its records may go into another one."))

    return _act(batch_id, act, goes=url_for("export.union"))


@blueprint.post("/union/<int:batch_id>/sent")
@require(Permission.CATALOGUE)
def sent(batch_id: int) -> Page:
    """Mark a batch as sent."""
    form = SentForm()

    def act() -> str:
        count = services.send(
            current_session(), current_work(), batch_id=batch_id, sent_at=_instant(form.day.data)
        )
        return str(_("Sent. Records of the press chronicle counted: %(count)s", count=num(count)))

    return _act(batch_id, act)


@blueprint.post("/union/<int:batch_id>/answer")
@require(Permission.CATALOGUE)
def answer(batch_id: int) -> Page:
    """Write down what the other side said."""
    form = AnswerForm()

    def act() -> str:
        session, work, at = current_session(), current_work(), _instant(form.day.data)
        words = form.answer.data or ""
        if form.outcome.data == REFUSED:
            services.refuse(session, work, batch_id=batch_id, answered_at=at, answer=words)
            return str(_("Refused. Its records may go into the next batch."))
        count = services.accept(session, work, batch_id=batch_id, answered_at=at, answer=words)
        return str(_("Accepted. Records counted in the plan: %(count)s", count=num(count)))

    return _act(batch_id, act)


@blueprint.post("/union/<int:batch_id>/unsend")
@require(Permission.CATALOGUE)
def unsend(batch_id: int) -> Page:
    """Take back that a batch was sent."""

    def act() -> str:
        reason = request.form.get("reason", "")
        count = services.unsend(current_session(), current_work(), batch_id=batch_id, reason=reason)
        return str(_("The batch can be changed again. Counted no more: %(count)s", count=num(count)))

    return _act(batch_id, act)


@blueprint.post("/union/<int:batch_id>/answer/back")
@require(Permission.CATALOGUE)
def answer_back(batch_id: int) -> Page:
    """Take back an answer."""

    def act() -> str:
        reason = request.form.get("reason", "")
        count = services.take_answer_back(current_session(), current_work(), batch_id=batch_id, reason=reason)
        return str(_("The answer was taken back. Counted no more: %(count)s", count=num(count)))

    return _act(batch_id, act)


def _instant(day: date | None) -> datetime:
    """Return the present for today, noon for another day; no day at all is refused as one that cannot be."""
    today = clock.today()
    if day is None:
        raise ExportInputError(ExportCode.DAY_MISSING)
    return clock.now() if day == today else clock.at_hour(day, 12)


def _words() -> dict[str, object]:
    return {"states": messages.STATES, "state_tags": messages.STATE_TAGS}
