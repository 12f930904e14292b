"""The calendar's page: hours of the week, holidays, sanitary days, closures and dated openings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from ils import clock
from ils.accounts.audit import audit
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import InputCode, InputError
from ils.library import calendar
from ils.library.calendar import Hours, clock_time, read_clock_time
from ils.library.models import DayKind, SpecialDay
from ils.text import whole_number
from ils.web.auth import current_work, require
from ils.web.session import current_session

blueprint = Blueprint("calendar", __name__, url_prefix="/settings/calendar")

WEEKDAYS = (
    _l("Monday"),
    _l("Tuesday"),
    _l("Wednesday"),
    _l("Thursday"),
    _l("Friday"),
    _l("Saturday"),
    _l("Sunday"),
)
KINDS: dict[DayKind, Any] = {
    DayKind.HOLIDAY: _l("public holiday"),
    DayKind.SANITARY: _l("sanitary day"),
    DayKind.CLOSURE: _l("closed"),
    DayKind.OPENING: _l("open"),
}
TAGS = {DayKind.HOLIDAY: "info", DayKind.SANITARY: "warn", DayKind.CLOSURE: "no", DayKind.OPENING: "ok"}
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class AfterClosure:
    """What the roof hands down: how many due dates days hit, and the page that moves them (DD-10)."""

    count: Callable[[Session, date, date], int]
    endpoint: str


@dataclass(frozen=True, slots=True)
class ShownWeekday:
    """A weekday with its hours as text; empty where it is closed."""

    number: int
    label: str
    opens: str
    closes: str


@blueprint.get("")
@require(Permission.SETTINGS)
def index() -> str:
    """Show the week and the exceptions of a year."""
    session = current_session()
    year = _year(request.args.get("year", ""))
    inside = SpecialDay.day.between(date(year, 1, 1), date(year, 12, 31))
    days = session.scalars(select(SpecialDay).where(inside).order_by(SpecialDay.day)).all()
    return render_template(
        "settings/calendar.html",
        year=year,
        week=_shown_week(session),
        days=[(row, WEEKDAYS[row.day.weekday()], _hours_of(row)) for row in days],
        kinds=KINDS,
        tags=TAGS,
    )


def _shown_week(session: Session) -> list[ShownWeekday]:
    kept = calendar.load_calendar(session)
    shown = []
    for number, label in enumerate(WEEKDAYS):
        opens, closes = kept.weekly_hours.get(number, calendar.USUAL_HOURS)
        closed = number in kept.weekly_closed
        shown.append(
            ShownWeekday(
                number, str(label), "" if closed else clock_time(opens), "" if closed else clock_time(closes)
            )
        )
    return shown


def _hours_of(row: SpecialDay) -> str:
    if row.opens is None or row.closes is None:
        return ""
    return f"{clock_time(row.opens)}–{clock_time(row.closes)}"


def _year(text: str) -> int:
    if not text:
        return clock.today().year
    year = whole_number(text)
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        raise InputError(InputCode.NOT_A_NUMBER, field="year")
    return year


@blueprint.post("/week")
@require(Permission.SETTINGS)
def week() -> Response:
    """Set the opening hours of the week; a weekday left empty is closed."""
    spans = {number: _span(f"opens{number}", f"closes{number}") for number in range(len(WEEKDAYS))}
    hours = {number: span for number, span in spans.items() if span}
    with transaction(current_session()) as session:
        calendar.set_week(session, hours=hours)
        _note(" ".join(f"{number}:{clock_time(a)}–{clock_time(b)}" for number, (a, b) in hours.items()))
    flash(_("Calendar saved"), "success")
    return redirect(url_for("calendar.index"))


def _span(opens: str, closes: str) -> Hours | None:
    """Return the hours typed in two boxes; None where both are empty."""
    texts = [request.form.get(name, "").strip() for name in (opens, closes)]
    return (read_clock_time(texts[0]), read_clock_time(texts[1])) if any(texts) else None


@blueprint.post("/days")
@require(Permission.SETTINGS)
def days() -> Response:
    """Enter closed (or open) days; closed ones that hit due dates lead on to the page that moves them."""
    first = _form_day("first")
    last = _form_day("last") if request.form.get("last") else first
    kind, reason = _kind(request.form.get("kind", "")), request.form.get("reason", "")
    with transaction(current_session()) as session:
        count = calendar.set_special_days(
            session, first=first, last=last, is_open=kind is DayKind.OPENING, reason=reason, kind=kind,
            hours=_span("opens", "closes"),
        )  # fmt: skip
        _note(f"{first} – {last}: {reason}"[:300])
    flash(_("Days entered: %(count)s", count=count), "success")
    return _after(first, last)


def _kind(text: str) -> DayKind:
    if text not in {each.value for each in DayKind}:
        raise InputError(InputCode.UNKNOWN_CHOICE, field="kind", value=text[:40])
    return DayKind(text)


@blueprint.post("/holidays")
@require(Permission.SETTINGS)
def holidays() -> Response:
    """Enter the public holidays of a year that are missing."""
    year = _year(request.form.get("year", ""))
    with transaction(current_session()) as session:
        entered = calendar.enter_holidays(session, year=year)
        _note(f"holidays {year}: {len(entered)}")
    return _entered(year, entered)


@blueprint.post("/sanitary")
@require(Permission.SETTINGS)
def sanitary() -> Response:
    """Enter the sanitary day of every month of a year: the last Friday."""
    year = _year(request.form.get("year", ""))
    with transaction(current_session()) as session:
        entered = calendar.enter_sanitary_days(session, year=year, reason="Sanitariya kuni")
        _note(f"sanitary {year}: {len(entered)}")
    return _entered(year, entered)


def _entered(year: int, entered: tuple[date, ...]) -> Response:
    flash(_("Days entered: %(count)s", count=len(entered)), "success")
    return _after(entered[0], entered[-1]) if entered else redirect(url_for("calendar.index", year=year))


def _after(first: date, last: date) -> Response:
    """Go on to the loans that are due on closed days of the span, where there are any (DD-10)."""
    closures: AfterClosure = current_app.extensions["ils_after_closure"]
    hit = closures.count(current_session(), first, last)
    if not hit:
        return redirect(url_for("calendar.index", year=first.year))
    flash(_("Due dates on closed days: %(count)s", count=hit), "info")
    return redirect(url_for(closures.endpoint, first=first, last=last))


@blueprint.post("/clear")
@require(Permission.SETTINGS)
def clear() -> Response:
    """Take an exception back."""
    day = _form_day("day")
    with transaction(current_session()) as session:
        calendar.clear_special_day(session, day=day)
        _note(f"{day}: —")
    flash(_("Calendar saved"), "success")
    return redirect(url_for("calendar.index", year=day.year))


def _form_day(field: str) -> date:
    try:
        day = date.fromisoformat(request.form.get(field, ""))
    except ValueError:
        raise InputError(InputCode.NOT_A_DATE, field=field) from None
    # 0026-04-15 is what a date box makes of a year typed with two figures
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise InputError(InputCode.NOT_A_DATE, field=field)
    return day


def _note(change: str) -> None:
    audit(
        current_session(), current_work(), "calendar_changed",
        subject_type="calendar", subject_id=None, change=change,
    )  # fmt: skip
