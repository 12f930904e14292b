"""What readers who study have of the fund: before the semester ends, and before they leave for good."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import render_template

from foreign_fund.fund.views import language_choices
from foreign_fund.overdue.queries.out import OutRow, OutWanted, count_readers, out_rows, studies
from foreign_fund.overdue.rules import last_course, semester_end
from foreign_fund.overdue.views.base import asked, blueprint, category_names, tabs, with_all
from ils import clock
from ils.accounts.permissions import Permission
from ils.library.funds import load_fund
from ils.web.asked import asked_day
from ils.web.auth import require
from ils.web.session import current_session


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader with what they have of the fund."""

    patron_id: int
    card_number: str
    name: str
    phone: str
    category: str
    faculty: str
    group: str
    course: str
    copies: tuple[OutRow, ...]


def readers_of(rows: Iterable[OutRow]) -> tuple[Reader, ...]:
    """Return the rows under their readers, in the order of the rows."""
    found = []
    for _patron, group in groupby(rows, key=lambda row: row.patron_id):
        copies = tuple(group)
        row = copies[0]
        known = (
            row.patron_id,
            row.card_number,
            row.patron,
            row.phone,
            row.category,
            row.faculty,
            row.group,
            row.course,
        )
        found.append(Reader(*known, copies))
    return tuple(found)


def asked_semester() -> dict[str, Any]:
    """Read which copies the list of a semester's end is asked for, and return it with its rows."""
    session, today = current_session(), clock.today()
    until = asked_day("until", near=True) or semester_end(today)
    wanted = OutWanted(faculty=asked("faculty"), group=asked("group"), language=asked("language")[:3])
    rows = out_rows(session, fund=load_fund(session), wanted=wanted)
    return {"rows": rows, "readers": readers_of(rows), "until": until, "wanted": wanted, "today": today}


def asked_graduation() -> dict[str, Any]:
    """Read which course leaves, the last one without a word, and return it with its rows."""
    session = current_session()
    known = studies(session)
    course = asked("course") or last_course(known.courses)
    wanted = OutWanted(faculty=asked("faculty"), group=asked("group"), course=course)
    rows = out_rows(session, fund=load_fund(session), wanted=wanted) if course else ()
    return {"rows": rows, "readers": readers_of(rows), "wanted": wanted, "today": clock.today()}


@blueprint.get("/semester")
@require(Permission.OVERDUE)
def semester() -> str:
    """Show what must be back before the semester ends, by faculty and group."""
    session, found = current_session(), asked_semester()
    wanted: OutWanted = found["wanted"]
    known = studies(session, faculty=wanted.faculty)
    return render_template(
        "foreign_overdue/semester.html",
        tabs=tabs("semester"),
        faculties=with_all(known.faculties),
        groups=with_all(known.groups),
        languages=language_choices(load_fund(session), wanted.language),
        categories=category_names(),
        late=sum(row.due_on < found["today"] for row in found["rows"]),
        beyond=sum(row.due_on > found["until"] for row in found["rows"]),
        **found,
    )


@blueprint.get("/graduation")
@require(Permission.OVERDUE)
def graduation() -> str:
    """Show what readers of the last course still have, each with the way to the clearance sheet."""
    session, found = current_session(), asked_graduation()
    wanted: OutWanted = found["wanted"]
    known = studies(session, faculty=wanted.faculty)
    everybody = count_readers(session, course=wanted.course, faculty=wanted.faculty, group=wanted.group)
    return render_template(
        "foreign_overdue/graduation.html",
        tabs=tabs("graduation"),
        faculties=with_all(known.faculties),
        groups=with_all(known.groups),
        courses=[(course, course) for course in known.courses],
        categories=category_names(),
        everybody=everybody if wanted.course else 0,
        **found,
    )
