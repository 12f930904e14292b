"""One loan with its whole story, what a reader has had, and the table on the reader's page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session

from circulation.charges.messages import KINDS
from circulation.loans import queries
from circulation.loans.messages import ACTS, ACTS_BACK, step_told
from circulation.loans.queries import ActView, LoanStory
from circulation.loans.queries.acts import UNDOABLE
from circulation.loans.queries.losses import LossRow, losses_of_loan
from circulation.loans.views.base import LOAN, blueprint, place_names
from circulation.patrons.queries import patron_facts
from ils import clock
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.web.auth import require
from ils.web.filters import day
from ils.web.session import current_session
from ils.web.words import CHANNEL_WORDS

PAGE = 50
Panel = Callable[[Session, int], Markup]


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a loan's story."""

    at: datetime
    what: str
    text: str = ""
    staff_id: int | None = None
    channel: str = ""
    undone_at: datetime | None = None
    late: bool = False


@blueprint.get(f"/{LOAN}")
@require(Permission.CIRCULATE)
def show(loan_id: int) -> str:
    """Show one loan: what happened to it, the rule that held, and how its date came about."""
    session = current_session()
    story = queries.loan_page(session, loan_id, day=clock.today())
    losses = losses_of_loan(session, loan_id)
    events = sorted(_events(story, losses), key=lambda each: each.at)
    panels: Iterable[Panel] = current_app.extensions.get("ils_loan_panels", ())
    last = _undoable(story)
    return render_template(
        "loans/show.html",
        story=story,
        loan=story.loan,
        events=events,
        last=last,
        of_today=last is not None and clock.local_day(last.at) == clock.today(),
        open_loss=next((each for each in losses if each.settled_on is None), None),
        losses=losses,
        steps=[step_told(step) for step in story.due_steps],
        staff=staff_names(session, {each.staff_id for each in events}),
        channels=CHANNEL_WORDS,
        acts=ACTS,
        acts_back=ACTS_BACK,
        kinds=KINDS,
        place_names=place_names(session),
        panels=[panel(session, loan_id) for panel in panels],
        today=clock.today(),
    )


def _undoable(story: LoanStory) -> ActView | None:
    """Return the last act that stands, where it can be taken back."""
    standing = [each for each in story.acts if each.undone_at is None]
    return standing[-1] if standing and standing[-1].kind in UNDOABLE else None


def _events(story: LoanStory, losses: Iterable[LossRow]) -> Iterator[Event]:
    """Yield what happened; a loan of before the acts were kept has its beginning, renewals and end."""
    yield Event(
        story.lent_at, _("Lent"), _("Due: %(day)s", day=day(story.first_due_on)), story.lent_by,
        undone_at=story.undone_at,
    )  # fmt: skip
    for renewal in story.renewals:
        dates = f"{day(renewal.old_due_on)} → {day(renewal.new_due_on)}"
        yield Event(
            renewal.at, _("Renewed"), dates, renewal.renewed_by, renewal.channel, renewal.undone_at
        )  # fmt: skip
    for act in story.acts:
        if act.kind == "claim":
            yield Event(act.at, str(ACTS["claim"]), "", act.staff_id, act.channel, act.undone_at)
        elif act.kind == "return" and act.undone_at is not None:
            yield Event(act.at, str(ACTS["return"]), "", act.staff_id, act.channel, act.undone_at)
    for loss in losses:
        number = _("Register of losses, № %(number)s", number=f"{loss.number}/{loss.year}")
        yield Event(loss.at, _("Declared lost"), number, loss.reported_by, late=True)
    if story.closed_at and story.undone_at is None:
        yield _ending(story)


def _ending(story: LoanStory) -> Event:
    loan = story.loan
    late = _("days late: %(count)s", count=loan.days_late) if loan.days_late else ""
    dated = (
        _("counts for %(day)s", day=day(loan.closed_on))
        if story.closed_at and clock.local_day(story.closed_at) != loan.closed_on
        else ""
    )
    text = ", ".join(each for each in (dated, late) if each)
    closed_at: Any = story.closed_at
    return Event(closed_at, _("Returned"), text, story.closed_by, late=bool(late))


@blueprint.get("/of/<int(max=2147483647):patron_id>")
@require(Permission.CIRCULATE)
def history(patron_id: int) -> str:
    """Show what a reader has brought back, the latest first."""
    session, today = current_session(), clock.today()
    page = max(1, request.args.get("page", 1, type=int))
    offset = (min(page, 10_000) - 1) * PAGE
    found = queries.history(session, patron_id, day=today, limit=PAGE, offset=offset)
    return render_template(
        "loans/history.html",
        patron=patron_facts(session, patron_id),
        loans=found.rows,
        place_names=place_names(session),
        pages=_pages(patron_id, page, found.total, offset, len(found.rows)),
    )


def _pages(patron_id: int, page: int, total: int, offset: int, shown: int) -> dict[str, object]:
    def address(number: int) -> str:
        return url_for("loans.history", patron_id=patron_id, page=number)

    return {
        "first": offset + 1 if shown else None,
        "last": offset + shown if shown else None,
        "total": total,
        "prev_url": address(page - 1) if page > 1 else None,
        "next_url": address(page + 1) if offset + shown < total else None,
    }


def patron_panel(session: Session, patron_id: int) -> Markup:
    """Return the table of a reader's open loans for the reader's page."""
    today = clock.today()
    loans = queries.open_loans(session, patron_id, day=today)
    returned = queries.history(session, patron_id, day=today, limit=0).total
    panel = render_template(
        "loans/panel.html",
        card=patron_facts(session, patron_id).card_number,
        loans=loans,
        patron_id=patron_id,
        returned=returned,
        place_names=place_names(session),
    )
    return Markup(panel)  # noqa: S704 - a template of ours has escaped every value
