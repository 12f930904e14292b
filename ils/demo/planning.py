"""The director's year in the sample: targets, figures from the paper books, tasks, closed periods, a late correction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from circulation.events import services as events
from circulation.visits.services import tally
from ils.accounts.models import Staff
from ils.activity.kinds import Source
from ils.activity.work import Work
from ils.clock import at_hour
from ils.db import transaction
from ils.workplan.rules import MONTHS, QUARTERS, YEAR, part_period
from ils.workplan.services import Typed, load_year, set_openings, set_target
from ils.workplan.services.closing import close_period, reopen_period
from ils.workplan.services.tasks import add_task, finish_task

# Targets of a small library, so that the sample's plan can be read; the document's stand in every other line.
TARGETS = {
    "11": 340, "15": 105, "15.1": 40, "15.2": 65, "16": 2100, "16.1": 1000, "16.2": 340, "16.3": 200,
    "16.4": 80, "16.5": 80, "16.6": 60, "16.7": 340, "17": 1000, "26": 40,
}  # fmt: skip
# Of the quarters: schools work in the first and the last, in summer fewer come.
BY_QUARTER = {
    "11": (85, 85, 85, 85), "15": (75, 10, 8, 12), "16": (620, 500, 380, 600), "17": (300, 240, 180, 280),
    "21": (3, 3, 3, 3),
}  # fmt: skip
BY_SECTOR = {"17": {"lending": 560, "reading": 150, "youth": 120, "other": 170}}
# What the paper books told of the months before the program, a month: lines and their parts agree.
ON_PAPER = {
    "11": 20, "15": 9, "15.1": 5, "15.2": 4, "16": 190, "16.1": 110, "16.2": 40, "16.3": 30, "16.7": 10, "17": 130,
    "18": 1, "26": 6, "42": 24_000, "42.1": 24_000,
}  # fmt: skip
BOOKS = "Kutubxona kundaligi, qogʻoz daftar"
CLOSED = 5  # months before the present one
REOPENED = "Kundalikdagi tashriflar qayta sanaldi"


@dataclass(frozen=True, slots=True)
class Told:
    """A task of the director: written and due so many days before today (fewer than none: to come), what was answered."""

    number: str
    text: str
    service: str
    written: int
    due: int | None
    done: int | None = None
    answer: str = ""


TASKS = (
    Told("17", "Qarzdorlarga qoʻngʻiroq qilib, muddati oʻtgan kitoblarni qaytartiring.", "abon", 25, 6),
    Told("12", "Qoʻlda tavsiflangan maqolalarga UOʻK indeksini toʻliq qoʻying.", "fond", 33, 12, 14,
         "Barcha maqolalar indekslandi."),
    Told("23", "Maktablarga elektron yetkazib berish xizmati haqida xat yuboring.", "akt", 9, -12),
    Told("33", "Har hafta kamida bitta post: yakshanba kuni tekshiraman.", "akt", 4, None),
)  # fmt: skip


def plan_years(session: Session, work: Work) -> None:
    """Load the plan of the last year and of this one with the sample's targets: of years, quarters and sectors."""
    for year in (work.day.year - 1, work.day.year):
        load_year(session, work, year=year)
        for number, plan in TARGETS.items():
            set_target(session, work, year=year, number=number, plan=plan)
        for number, quarters in BY_QUARTER.items():
            for part, plan in zip(QUARTERS, quarters, strict=True):
                set_target(session, work, year=year, number=number, plan=plan, part=part)
        for number, places in BY_SECTOR.items():
            for sector, plan in places.items():
                set_target(session, work, year=year, number=number, plan=plan, sector=sector)


def type_openings(session: Session, work: Work, *, first: date) -> None:
    """Type in what the paper books tell of the last year until `first`, the day on which the program was begun."""
    year = work.day.year - 1
    before = MONTHS[: first.month - 1] if first.year == year else MONTHS
    whole = len(before) == len(MONTHS)
    figures = [
        Typed(number, part, value * (len(MONTHS) if whole else 1))
        for number, value in ON_PAPER.items()
        for part in ((YEAR,) if whole else before)
    ]
    set_openings(session, work, year=year, figures=figures, source=BOOKS)


def direct(session: Session, now: Work, *, staff: Mapping[str, Staff], first: date) -> None:
    """Give tasks, close what is over, correct a closed month late, open another one again and close it anew."""
    director = staff["direktor"]
    with transaction(session):
        for told in TASKS:
            _task(session, director, now, told)
    parts = tuple(over(now.day, first))
    closed = [
        _close(session, _on(director, _closing_day(year, part, now.day), 10), year, part)
        for year, part in parts
    ]
    if closed:
        day = _corrected_day(parts)
        with transaction(session):
            _correct(session, replace(_on(staff["peshtaxta"], now.day, 9), now=now.now), max(day, first))
        today = replace(_on(director, now.day, 9), now=now.now)
        with transaction(session):
            reopen_period(session, today, closure_id=closed[0], reason=REOPENED)
        _close(session, today, *parts[0])


def _closing_day(year: int, part: str, today: date) -> date:
    """Return the fourth day after a part of the year, yesterday at the latest."""
    return min(part_period(year, part).last + timedelta(days=4), today - timedelta(days=1))


def _corrected_day(parts: Sequence[tuple[int, str]]) -> date:
    """Return a day of the last month of the newest closed quarter, so that month and quarter tell of it."""
    year, part = next((each for each in reversed(parts) if each[1] in QUARTERS), parts[-1])
    return part_period(year, part).last.replace(day=12)


def _close(session: Session, work: Work, year: int, part: str) -> int:
    with transaction(session):
        return close_period(session, work, year=year, part=part)


def over(today: date, first: date) -> Iterator[tuple[int, str]]:
    """Yield the last months that are over and their quarters, as year and part; a quarter before its last month.

    A closed quarter is itself an act of its last day, so its month is closed after it. The oldest comes first, none
    began before `first`.
    """
    for back in range(CLOSED, 0, -1):
        months = today.year * 12 + today.month - 1 - back
        year, month = divmod(months, 12)
        if (year, month + 1) < (first.year, first.month):
            continue
        if month % 3 == 2:
            yield year, QUARTERS[month // 3]
        yield year, MONTHS[month]


def _task(session: Session, director: Staff, now: Work, told: Told) -> None:
    due = None if told.due is None else now.day - timedelta(days=told.due)
    written = _on(director, now.day - timedelta(days=told.written), 10)
    task = add_task(
        session,
        written,
        year=now.day.year,
        number=told.number,
        text=told.text,
        service=told.service,
        due_on=due,
    )
    if told.done is not None:
        done = _on(director, now.day - timedelta(days=told.done), 16)
        finish_task(session, done, task_id=task, note=told.answer)


def _correct(session: Session, work: Work, day: date) -> None:
    """Enter what was found on paper after its month had been closed: an event held in it, and a class that came."""
    (made,) = events.plan(
        session, work, type="event", title="Yosh shoirlar bilan uchrashuv", day=day, sector="youth",
        department="children", starts=14 * 60, ends=15 * 60, place="Oʻquv zali", club_id=None,
        organiser="Nilufar Karimova", audience="Oʻquvchilar", expected=20,
    )  # fmt: skip
    events.hold(session, work, event_id=made.id, headcount=24)
    tally(
        session, work, sector="reading", persons=15, day=day, source=Source.GROUP, title="12-maktab, 7-sinf"
    )


def _on(person: Staff, day: date, hour: float) -> Work:
    return Work(now=at_hour(day, hour), actor_id=person.id, department=person.department, sector="lending")
