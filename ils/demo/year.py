"""A year of work, done through the services that the desks use, day by day, the same for the same seed and day."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.importing.jobs import import_file
from catalog.records.models import Record
from circulation.account.queries.history import MONTHS as HISTORY_MONTHS
from circulation.patrons.models import Patron
from ils.accounts.models import Staff
from ils.accounts.queries import count_staff
from ils.activity.models import Activity
from ils.activity.work import Work
from ils.clock import at_hour
from ils.config import Settings
from ils.db import transaction
from ils.demo.accounts import add_accounts
from ils.demo.borrowers import Borrowers
from ils.demo.cataloguing import describe_articles, send_batch, send_chronicle, tie_pages
from ils.demo.custody import answer_for_fund
from ils.demo.databases import keep_databases
from ils.demo.desk import Desk
from ils.demo.events import hold_events
from ils.demo.holds import wait_for_books
from ils.demo.marcfile import marc21_file
from ils.demo.orders import take_orders
from ils.demo.overdue import WATCHED, Watch
from ils.demo.paid import sell_services
from ils.demo.partners import keep_partners
from ils.demo.people import finish_people, give_sheets
from ils.demo.planning import direct, plan_years, type_openings
from ils.demo.registers import keep_registers
from ils.demo.reports import plan_reports
from ils.demo.service import serve_teachers
from ils.demo.shelves import put_on_shelves
from ils.demo.shows import link_events, show_what_is_due
from ils.demo.surveys import ask_readers
from ils.demo.texts import publish_text
from ils.demo.van import drive_van
from ils.demo.works import load_works
from ils.library.calendar import load_calendar
from ils.library.models import Setting
from ils.library.places import name_institution

DAYS = 365
PORTIONS = 4  # the catalogue grows in four files over the year
ARTICLES = 3  # described after each
BEFORE = 45  # days before the year on which its first readers were written down
LAST_DAYS = 6  # one of them is open: then the readers whom the documents name borrow something

Say = Callable[[str], object]


SAMPLE = "sample"  # the setting that tells how far the filling came
FILLING, FILLED = "filling", "filled"


class DemoError(Exception):
    """The library is not empty: samples are never mixed with a library's own work."""


def refuse_half_filled(session: Session) -> None:
    """Refuse to go on with a sample whose filling was interrupted: it would pass for a whole one."""
    state = session.scalars(select(Setting.value).where(Setting.name == SAMPLE)).one_or_none()
    if state == FILLING:
        raise DemoError(
            "The filling of the sample library was interrupted. Delete the data folder and start again."
        )


def is_empty(session: Session) -> bool:
    """Tell whether nobody has worked here yet: no staff, no records, no readers."""
    nothing = (select(func.count()).select_from(Record), select(func.count()).select_from(Patron))
    return not count_staff(session) and not any(session.scalars(each).one() for each in nothing)


def fill(session: Session, work: Work, *, seed: int, say: Say, days: int = DAYS) -> dict[str, int]:
    """Fill an empty library.

    1. Open the sample accounts and name the library.
    2. Load the work plan of the last year and of this one, with targets and the figures of the paper books.
    3. Import the records in four files over the year, and accept copies of them by acts.
    4. Describe articles and a text after each file, tie two pages to records, send what was described to the union
       catalogue and the chronicle of the press to the national library.
    5. Let the readers register, come, borrow, renew and bring back, every open day of the year, organisations, staff and
       subscribers among them; write to those who are late, every night.
    6. Hold four exhibitions, one of them open today; hold events, let a club meet, drive to two points.
    7. Keep the registers: documents, help to other libraries, posts, taps of the board; ask readers in two surveys, sell
       services by a price list.
    8. Scan what is ordered, send documents from afar, put QR codes on two boards. In the foreign department: exchange
       books with partners, keep databases, answer teachers and readers, choose for courses, hold reviews, send bulletins.
    9. Let some readers wait: for books that are out, on the hold shelf, on their way; restrict two readers, give three a
       PIN, and clearance sheets to some who owe nothing.
    10. Let two custodians answer for the foreign fund, hand copies over by acts, check its shelves twice.
    11. Give tasks, close the months and quarters that are over, correct one of them late; prepare reports that come back.
    """
    refuse_half_filled(session)
    if not is_empty(session):
        raise DemoError("This library is not empty: the sample is only for a new one.")
    say("Filling the sample library …")
    staff = _accounts(session, work)
    director = replace(_work(staff["direktor"], work.day, 9), now=work.now)
    desk = Desk(random=Random(seed), staff=staff["peshtaxta"].id)
    borrowers = Borrowers(desk)
    watch = Watch(staff=staff["peshtaxta"].id)
    calendar, growth = load_calendar(session), days // PORTIONS
    first = work.day - timedelta(days=days - 1)
    with transaction(session):
        plan_years(session, director)
        type_openings(session, director, first=first)
        desk.enrol(session, first - timedelta(days=BEFORE))
        borrowers.join(session, first - timedelta(days=BEFORE))
    shown: dict[int, int] = {}
    for number in range(days):
        day = first + timedelta(days=number)
        if number % growth == 0 and number // growth < PORTIONS:
            desk.shelve(_grow(session, staff, day, number // growth))
        show_what_is_due(session, _work(staff["xorijiy"], day, 9), days - number, shown)
        until = work.now if day == work.day else None
        if days - number <= WATCHED:
            coming = {held.barcode: held.back for held in desk.out}
            watch.night(session, day, coming=coming, until=until)
        if calendar.is_open(day):
            with transaction(session):
                if 0 < days - number - 1 <= LAST_DAYS and not desk.served_first and desk.cards:
                    desk.serve_first(session, day)
                desk.day(session, day, until=until)
        if day != work.day:
            with transaction(session):
                borrowers.day(session, day, number, is_open=calendar.is_open(day))
    keep_registers(session, work.day, staff=staff, days=days, seed=seed)
    with transaction(session):
        now = replace(_work(staff["peshtaxta"], work.day, 9), now=work.now)
        wait_for_books(session, now)
        finish_people(session, now)
        give_sheets(session, now)
    _hold(session, work, staff, days, shown)
    _beside(session, work.day, staff, days, seed)
    serve_teachers(session, work.day, staff=staff, days=days)
    answer_for_fund(session, work.day, staff=staff, first=first, days=days)
    direct(session, director, staff=staff, first=first)
    plan_reports(session, director)
    return _filled(session)


def _filled(session: Session) -> dict[str, int]:
    with transaction(session):
        session.merge(Setting(name=SAMPLE, value=FILLED))
    return _told(session)


def _hold(session: Session, work: Work, staff: dict[str, Staff], days: int, shown: dict[int, int]) -> None:
    """Hold the events, and put under each exhibition those that fall in its days."""
    hold_events(session, work.day, staff=staff, days=days)
    link_events(session, _work(staff["xorijiy"], work.day, 9), shown.values())


def _beside(session: Session, today: date, staff: dict[str, Staff], days: int, seed: int) -> None:
    """What a year has beside readers and loans: the van, surveys, services, orders, partners, databases."""
    drive_van(session, today, staff=staff, days=days)
    ask_readers(session, today, staff=staff, days=days, seed=seed)
    sell_services(session, today, staff=staff, days=days, seed=seed)
    take_orders(session, today, staff=staff, days=days)
    keep_partners(session, today, staff=staff, days=days)
    keep_databases(session, today, staff=staff, days=days, seed=seed)


def _accounts(session: Session, work: Work) -> dict[str, Staff]:
    with transaction(session):
        session.add(Setting(name=SAMPLE, value=FILLING))
        session.add(Setting(name=HISTORY_MONTHS, value=36))  # a district library: three years
        name_institution(session, "Arnasoy tuman axborot-kutubxona markazi")
        return add_accounts(session, work)


def _work(staff: Staff, day: date, hour: float) -> Work:
    sector = {"foreign": "other"}.get(staff.department, "lending")
    return Work(now=at_hour(day, hour), actor_id=staff.id, department=staff.department, sector=sector)


def _grow(session: Session, staff: dict[str, Staff], day: date, portion: int) -> list[tuple[str, str]]:
    """Import a quarter of the works and accept copies of them; return barcode and department of each."""
    works = load_works()
    part = works[portion::PORTIONS]
    cataloguer = staff["katalog"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"namuna-{portion + 1}.mrc"
        path.write_bytes(marc21_file(part))
        import_file(session, _work(cataloguer, day, 9), path, accept=True, department="lending")
    with transaction(session):
        _describe(session, cataloguer, day, portion)
    with transaction(session):
        return put_on_shelves(session, _work(staff["direktor"], day, 11), part, portion)


def _describe(session: Session, cataloguer: Staff, day: date, portion: int) -> None:
    """What is done by hand after a file: articles and a text each time, then the pages, and what is sent on."""
    describe_articles(session, _work(cataloguer, day, 10), first=portion * ARTICLES, count=ARTICLES)
    settings: Settings = current_app.config["ILS_SETTINGS"]
    publish_text(session, _work(cataloguer, day, 10.25), number=portion, home=settings.home)
    if portion == 1:
        tie_pages(session, _work(cataloguer, day, 10.5))
    if portion:
        send_batch(session, _work(cataloguer, day, 10.75), name=f"{day.year}-{portion}")
    if portion == PORTIONS - 1:
        send_chronicle(session, _work(cataloguer, day, 11), name=f"{day.year}-solnoma")


def _told(session: Session) -> dict[str, int]:
    kinds = session.execute(
        select(Activity.kind, func.sum(Activity.amount)).group_by(Activity.kind).order_by(Activity.kind)
    )
    return {kind: int(amount) for kind, amount in kinds}
