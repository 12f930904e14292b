"""What the roof hands down: navigation, first page, words of all codes, checks."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from types import ModuleType
from typing import Any

from flask import Blueprint
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from catalog.copying import messages as copying_messages
from catalog.copying import views as copying_views
from catalog.digital import messages as digital_messages
from catalog.digital import views as digital_views
from catalog.digital.services.following import FOLLOWER as digital_follower
from catalog.export import measures as export_measures
from catalog.export import messages as export_messages
from catalog.export import views as export_views
from catalog.importing import jobs as importing_jobs
from catalog.importing import measures as importing_measures
from catalog.importing import messages as importing_messages
from catalog.importing import views as importing_views
from catalog.items import measures as items_measures
from catalog.items import messages as items_messages
from catalog.items import views as items_views
from catalog.items.services.merging import Merging
from catalog.orders import measures as orders_measures
from catalog.orders import messages as orders_messages
from catalog.orders import views as orders_views
from catalog.orders.services.following import FOLLOWERS as orders_followers
from catalog.public import messages as public_messages
from catalog.public import views as public_views
from catalog.records import jobs as records_jobs
from catalog.records import measures as records_measures
from catalog.records import messages as records_messages
from catalog.records import views as records_views
from catalog.search import measures as search_measures
from catalog.search import messages as search_messages
from catalog.stock import measures as stock_measures
from catalog.stock import messages as stock_messages
from catalog.stock import views as stock_views
from catalog.stock.queries.listing import count_drafts
from circulation.account import jobs as account_jobs
from circulation.account import measures as account_measures
from circulation.account import messages as account_messages
from circulation.account import views as account_views
from circulation.charges import measures as charges_measures
from circulation.charges import messages as charges_messages
from circulation.charges import views as charges_views
from circulation.desk import jobs as desk_jobs
from circulation.desk import messages as desk_messages
from circulation.desk import views as desk_views
from circulation.desk.queries import count_brief
from circulation.events import measures as events_measures
from circulation.events import messages as events_messages
from circulation.events import views as events_views
from circulation.holds import jobs as holds_jobs
from circulation.holds import measures as holds_measures
from circulation.holds import messages as holds_messages
from circulation.holds import views as holds_views
from circulation.holds.queries import count_on_shelf
from circulation.holds.services.following import FOLLOWER as holds_follower
from circulation.loans import jobs as loans_jobs
from circulation.loans import measures as loans_measures
from circulation.loans import messages as loans_messages
from circulation.loans import views as loans_views
from circulation.loans.services.redating import count_hit
from circulation.overdue import jobs as overdue_jobs
from circulation.overdue import measures as overdue_measures
from circulation.overdue import messages as overdue_messages
from circulation.overdue import views as overdue_views
from circulation.overdue.queries import count_overdue
from circulation.paid import measures as paid_measures
from circulation.paid import messages as paid_messages
from circulation.paid import views as paid_views
from circulation.patrons import jobs as patrons_jobs
from circulation.patrons import measures as patrons_measures
from circulation.patrons import messages as patrons_messages
from circulation.patrons import views as patrons_views
from circulation.points import measures as points_measures
from circulation.points import messages as points_messages
from circulation.points import views as points_views
from circulation.policies import messages as policies_messages
from circulation.policies import views as policies_views
from circulation.visits import measures as visits_measures
from circulation.visits import messages as visits_messages
from circulation.visits import views as visits_views
from foreign_fund.exhibitions import measures as exhibitions_measures
from foreign_fund.exhibitions import messages as exhibitions_messages
from foreign_fund.exhibitions import views as exhibitions_views
from foreign_fund.fund import messages as fund_messages
from foreign_fund.fund import views as fund_views
from foreign_fund.overdue import views as foreign_overdue_views
from ils import clock
from ils.accounts.permissions import Permission, Role
from ils.activity import measures as activity_measures
from ils.activity.measures import Check
from ils.app import outgoing
from ils.jobs.periodic import Periodic
from ils.jobs.running import JobFunction
from ils.library.funds import load_fund
from ils.outbox import measures as outbox_measures
from ils.outbox.queries import count_letters
from ils.outbox.sources import Source
from ils.printing import messages as printing_messages
from ils.registers import messages as registers_messages
from ils.registers import views as registers_views
from ils.reports import jobs as reports_jobs
from ils.reports import messages as reports_messages
from ils.reports import views as reports_views
from ils.reports.queries import count_drafts as count_report_drafts
from ils.surveys import measures as surveys_measures
from ils.surveys import messages as surveys_messages
from ils.surveys import views as surveys_views
from ils.web import calendar, figures, home, jobs, outbox, settings, staff, words
from ils.web.frame import Entry
from ils.web.home import Action, Attention, HomeTables
from ils.web.outbox import messages as outbox_messages
from ils.workplan import measures as workplan_measures
from ils.workplan import messages as workplan_messages
from ils.workplan import views as workplan_views


def late(session: Session) -> int:
    """Count what is late today."""
    return count_overdue(session, day=clock.today())


def late_foreign(session: Session) -> int:
    """Count what is late today of the foreign fund."""
    return count_overdue(session, day=clock.today(), fund=load_fund(session))


# Groups of the navigation; who has a single line of one sees it without the heading.
SERVING, COLLECTION = _l("Serving readers"), _l("Collection")
GATHERINGS, FIGURES = _l("Events and trips"), _l("Plan and reports")
BEGINS: Mapping[Role, Any] = {Role.DIRECTOR: FIGURES}

NAVIGATION = (
    Entry(_l("Desk"), "desk.index", "desk", Permission.CIRCULATE, "F2", also=("trial",), group=SERVING),
    Entry(
        _l("Readers"),
        "patrons.index",
        "users",
        Permission.CIRCULATE,
        "F3",
        also=("loans", "charges", "paid", "papers", "care"),
        group=SERVING,
    ),
    Entry(_l("Holds"), "holds.shelf", "bell", Permission.CIRCULATE, badge=count_on_shelf, group=SERVING),
    Entry(_l("Overdue"), "overdue.index", "clock", Permission.OVERDUE, badge=late, group=SERVING),
    Entry(_l("Messages"), "outbox.index", "mail", Permission.CIRCULATE, badge=count_letters, group=SERVING),
    Entry(_l("Visits"), "visits.index", "user", Permission.CIRCULATE, group=SERVING),
    Entry(
        _l("Catalogue"),
        "public.search",
        "books",
        None,
        "F4",
        also=("items", "digital", "export"),
        group=COLLECTION,
    ),
    Entry(
        _l("Cataloguing"),
        "records.index",
        "edit",
        Permission.CATALOGUE,
        "F6",
        also=("copying",),
        group=COLLECTION,
    ),
    Entry(_l("Import"), "importing.index", "import", Permission.CATALOGUE, also=("jobs",), group=COLLECTION),
    Entry(_l("Accession"), "stock.index", "inbox", Permission.CATALOGUE, group=COLLECTION),
    Entry(_l("Digitisation and delivery"), "orders.index", "export", Permission.SEE_PLAN, group=COLLECTION),
    Entry(
        _l("Foreign fund"),
        "fund.index",
        "globe",
        Permission.SEE_FOREIGN_FUND,
        also=("foreign_overdue",),
        group=COLLECTION,
    ),
    Entry(_l("Events"), "events.index", "calendar", Permission.CIRCULATE, group=GATHERINGS),
    Entry(_l("Exhibitions"), "exhibitions.index", "easel", Permission.SEE_FOREIGN_FUND, group=GATHERINGS),
    Entry(_l("Mobile library"), "points.index", "building", Permission.CIRCULATE, group=GATHERINGS),
    Entry(_l("Work plan"), "workplan.index", "chart", Permission.SEE_PLAN, also=("figures",), group=FIGURES),
    Entry(
        _l("Reports"),
        "reports.index",
        "reports",
        Permission.SEE_PLAN,
        badge=count_report_drafts,
        group=FIGURES,
    ),
    Entry(_l("Registers"), "registers.index", "list", Permission.SEE_PLAN, also=("surveys",), group=FIGURES),
    Entry(
        _l("Settings"),
        "settings.index",
        "settings",
        Permission.SETTINGS,
        bottom=True,
        also=("policies", "staff", "calendar", "loans.closures", "loans.closure"),
    ),
    Entry(_l("Help"), "home.help_page", "help", None, "F1", bottom=True),
)

HOME = HomeTables(
    actions=(
        Action(_l("Desk"), "desk.index", "desk", Permission.CIRCULATE, "F2"),
        Action(_l("New reader"), "patrons.new", "user", Permission.CIRCULATE),
        Action(_l("Describe a record"), "records.index", "edit", Permission.CATALOGUE, "F6"),
        Action(_l("Import records"), "importing.index", "import", Permission.CATALOGUE),
        Action(_l("Exhibitions"), "exhibitions.index", "easel", Permission.FOREIGN_FUND),
        Action(_l("Work plan"), "workplan.index", "chart", Permission.SEE_PLAN),
    ),
    attention=(
        Attention(_l("Acts to approve"), "stock.index", Permission.APPROVE_ACTS, count_drafts, "warn"),
        Attention(_l("Added at the desk, to describe"), "desk.added", Permission.CATALOGUE, count_brief),
        Attention(_l("Overdue copies"), "overdue.index", Permission.OVERDUE, late, "no"),
        Attention(
            _l("Overdue copies of the foreign fund"),
            "foreign_overdue.index",
            Permission.FOREIGN_FUND,
            late_foreign,
            "no",
        ),
    ),
    only=((Permission.COUNT_VISITS, "visits.kiosk"),),
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    home.blueprint,
    figures.blueprint,
    staff.blueprint,
    settings.blueprint,
    calendar.blueprint,
    jobs.blueprint,
    registers_views.blueprint,
    surveys_views.blueprint,
    outbox.blueprint,
    public_views.blueprint,
    export_views.blueprint,
    digital_views.blueprint,
    orders_views.blueprint,
    records_views.blueprint,
    importing_views.blueprint,
    items_views.blueprint,
    stock_views.blueprint,
    copying_views.blueprint,
    patrons_views.blueprint,
    charges_views.blueprint,
    policies_views.blueprint,
    visits_views.blueprint,
    paid_views.blueprint,
    events_views.blueprint,
    holds_views.blueprint,
    loans_views.blueprint,
    loans_views.trial.blueprint,
    overdue_views.blueprint,
    points_views.blueprint,
    desk_views.blueprint,
    account_views.blueprint,
    account_views.papers.blueprint,
    account_views.care.blueprint,
    fund_views.blueprint,
    exhibitions_views.blueprint,
    foreign_overdue_views.blueprint,
    workplan_views.blueprint,
    reports_views.blueprint,
)

_MESSAGES: tuple[ModuleType, ...] = (
    words, outbox_messages, registers_messages, surveys_messages, paid_messages,
    printing_messages, search_messages, records_messages, items_messages, stock_messages, importing_messages,
    copying_messages,
    digital_messages, export_messages, orders_messages,
    public_messages, patrons_messages, charges_messages, policies_messages, visits_messages, holds_messages,
    events_messages, points_messages,
    loans_messages, overdue_messages,
    desk_messages, account_messages, fund_messages, exhibitions_messages, workplan_messages, reports_messages,
)  # fmt: skip


def _tables(name: str, *, only: bool) -> list[Mapping[Any, Any]]:
    """Return the tables of words of all `messages.py`: that one name only, or all the others."""
    return [
        table
        for module in _MESSAGES
        for own, table in vars(module).items()
        if own.endswith("_WORDS") and isinstance(table, Mapping) and (own == name) is only
    ]


WORDS = tuple(_tables("AUDIT_WORDS", only=False))
AUDIT_WORDS = {action: text for table in _tables("AUDIT_WORDS", only=True) for action, text in table.items()}

CHECKS: tuple[Check, ...] = tuple(
    chain(
        activity_measures.CHECKS,
        outbox_measures.CHECKS,
        registers_views.CHECKS,
        surveys_measures.CHECKS,
        search_measures.CHECKS,
        records_measures.CHECKS,
        items_measures.CHECKS,
        stock_measures.CHECKS,
        importing_measures.CHECKS,
        digital_views.CHECKS,
        export_measures.CHECKS,
        orders_measures.CHECKS,
        patrons_measures.CHECKS,
        charges_measures.CHECKS,
        visits_measures.CHECKS,
        paid_measures.CHECKS,
        events_measures.CHECKS,
        holds_measures.CHECKS,
        loans_measures.CHECKS,
        overdue_measures.CHECKS,
        points_measures.CHECKS,
        account_measures.CHECKS,
        exhibitions_measures.CHECKS,
        workplan_measures.CHECKS,
    )
)

# Who reads the facts of each kind of message anew when it is sent (OV-03).
OUTBOX: tuple[Source, ...] = (*loans_jobs.OUTBOX, *holds_jobs.OUTBOX, *overdue_jobs.OUTBOX, *desk_jobs.OUTBOX)

# What each kind of long work does; a kind's words stand in its subject's messages under the same name.
JOBS: Mapping[str, JobFunction] = {
    **importing_jobs.JOBS,
    **records_jobs.JOBS,
    **outgoing.jobs(OUTBOX),
    **holds_jobs.JOBS,
    **overdue_jobs.JOBS,
    **desk_jobs.JOBS,
    **patrons_jobs.JOBS,
    **reports_jobs.JOBS,
    **account_jobs.JOBS,
}

# Jobs that come back by themselves: every minute, or daily at a local hour.
PERIODIC: tuple[Periodic, ...] = (
    *outgoing.PERIODIC,
    *holds_jobs.PERIODIC,
    *overdue_jobs.PERIODIC,
    *desk_jobs.PERIODIC,
    *reports_jobs.PERIODIC,
    *account_jobs.PERIODIC,
)

# What a closure entered late does to due dates (DD-10).
AFTER_CLOSURE = calendar.AfterClosure(count_hit, "loans.closures")

# Merging of records, with what upper subjects keep by record and want to follow along.
MERGING = Merging((digital_follower, holds_follower, *orders_followers))
