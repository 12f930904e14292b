"""A figure opened to the acts that it is the sum of (promise 5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, current_app, render_template, request, url_for
from sqlalchemy.orm import Session

from ils import clock
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.activity.cut import Cut
from ils.activity.queries import ActivityRow, Page, opened
from ils.errors import InputCode, InputError
from ils.web.asked import FIRST_YEAR, LAST_YEAR
from ils.web.auth import can, require
from ils.web.session import current_session
from ils.web.words import CHANNEL_WORDS, KIND_WORDS, SOURCE_WORDS

blueprint = Blueprint("figures", __name__, url_prefix="/figures")
PAGE = 100

# id → one line about the thing, and the id of the page that shows it (a registration's is its reader's), None for none
Describe = Callable[[Session, Iterable[int]], Mapping[int, tuple[str, int | None]]]


@dataclass(frozen=True, slots=True)
class Subject:
    """How a thing that an act was done to is shown: its page, one line about it, what the page asks for."""

    endpoint: str
    argument: str
    describe: Describe
    permission: Permission | None = None


@dataclass(frozen=True, slots=True)
class ShownAct:
    """One act as a row of the page."""

    row: ActivityRow
    kind: str
    channel: str
    source: str
    staff: str
    subject: str
    url: str | None


def subjects() -> Mapping[str, Subject]:
    """Return the table of the roof: subject type → how it is shown."""
    table: Mapping[str, Subject] = current_app.extensions["ils_subjects"]
    return table


def show_acts(session: Session, rows: Iterable[ActivityRow]) -> list[ShownAct]:
    """Put words, names and links to the acts."""
    rows = list(rows)
    names = staff_names(session, (row.actor_id for row in rows))
    told: dict[str, Mapping[int, tuple[str, int | None]]] = {}
    for kind, subject in subjects().items():
        ids = {row.subject_id for row in rows if row.subject_type == kind}
        told[kind] = subject.describe(session, ids) if ids else {}
    return [_shown(row, names, told.get(row.subject_type, {})) for row in rows]


def _shown(
    row: ActivityRow, names: Mapping[int, str], told: Mapping[int, tuple[str, int | None]]
) -> ShownAct:
    subject = subjects().get(row.subject_type)
    text, page = told.get(row.subject_id, ("", None))
    return ShownAct(
        row=row,
        kind=str(KIND_WORDS.get(row.kind, row.kind)),
        channel=str(CHANNEL_WORDS.get(row.channel, row.channel)),
        source=str(SOURCE_WORDS.get(row.source, row.source)),
        staff=names.get(row.actor_id or 0, ""),
        subject=text,
        url=_address(subject, page) if subject and page is not None else None,
    )


def _address(subject: Subject, page: int) -> str | None:
    if subject.permission is not None and not can(subject.permission):
        return None
    values: dict[str, Any] = {subject.argument: page}
    return url_for(subject.endpoint, **values)


def read_day(name: str, default: date) -> date:
    """Read a day of our time from the address: 2026-11-21."""
    text = request.args.get(name, "")
    if not text:
        return default
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise InputError(InputCode.NOT_A_DATE, field=name, value=text[:40]) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:  # months are counted onwards from it
        raise InputError(InputCode.NOT_A_DATE, field=name, value=text[:40])
    return day


def read_position() -> tuple[date, int] | None:
    """Read where the next page begins: `before=2026-11-21:1234`."""
    text = request.args.get("before", "")
    if not text:
        return None
    day, _colon, number = text.partition(":")
    if not number.isdigit() or len(number) > 15:
        raise InputError(InputCode.NOT_A_NUMBER, field="before")
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        raise InputError(InputCode.NOT_A_DATE, field="before") from None


def next_page(page: Page, **arguments: Any) -> str | None:
    """Return the address of the following page of rows, or None at the end."""
    if len(page.rows) < PAGE:
        return None
    last = page.rows[-1]
    return url_for(str(request.endpoint), **{**arguments, "before": f"{last.day}:{last.id}"})


@blueprint.get("/<kind>")
@require(Permission.SEE_PLAN)
def rows(kind: str) -> str:
    """Show the acts of one kind between two days."""
    today = clock.today()
    since, until = read_day("since", today), read_day("until", today)
    sector = request.args.get("sector", "")
    if kind not in KIND_WORDS:
        raise InputError(InputCode.UNKNOWN_CHOICE, field="kind", value=kind[:60])
    cut = Cut(kinds=(kind,), sectors=(sector,) if sector else ())
    page = opened(current_session(), cut, since=since, until=until, limit=PAGE, before=read_position())
    return render_template(
        "figures/rows.html",
        title=KIND_WORDS[kind],
        page=page,
        acts=show_acts(current_session(), page.rows),
        since=since,
        until=until,
        next_url=next_page(page, kind=kind, since=since, until=until, sector=sector or None),
    )
