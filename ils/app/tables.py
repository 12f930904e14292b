"""What the roof hands down: pages, words of all codes, checks, jobs, messages to send."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from types import ModuleType
from typing import Any

from flask import Blueprint

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
from circulation.events import measures as events_measures
from circulation.events import messages as events_messages
from circulation.events import views as events_views
from circulation.holds import jobs as holds_jobs
from circulation.holds import measures as holds_measures
from circulation.holds import messages as holds_messages
from circulation.holds import views as holds_views
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
from foreign_fund.custody import measures as custody_measures
from foreign_fund.custody import messages as custody_messages
from foreign_fund.custody import views as custody_views
from foreign_fund.databases import jobs as databases_jobs
from foreign_fund.databases import messages as databases_messages
from foreign_fund.databases import views as databases_views
from foreign_fund.exhibitions import measures as exhibitions_measures
from foreign_fund.exhibitions import messages as exhibitions_messages
from foreign_fund.exhibitions import views as exhibitions_views
from foreign_fund.fund import jobs as fund_jobs
from foreign_fund.fund import messages as fund_messages
from foreign_fund.fund import views as fund_views
from foreign_fund.overdue import views as foreign_overdue_views
from foreign_fund.partners import measures as partners_measures
from foreign_fund.partners import messages as partners_messages
from foreign_fund.partners import views as partners_views
from foreign_fund.service import jobs as service_jobs
from foreign_fund.service import measures as service_measures
from foreign_fund.service import messages as service_messages
from foreign_fund.service import views as service_views
from foreign_fund.service.services.following import FOLLOWERS as service_followers
from foreign_fund.service.services.forgetting import KEEPER as service_keeper
from ils.activity import measures as activity_measures
from ils.activity.measures import Check
from ils.app import outgoing
from ils.jobs.periodic import Periodic
from ils.jobs.running import JobFunction
from ils.outbox import measures as outbox_measures
from ils.outbox.sources import Source
from ils.printing import messages as printing_messages
from ils.registers import messages as registers_messages
from ils.registers import views as registers_views
from ils.reports import jobs as reports_jobs
from ils.reports import messages as reports_messages
from ils.reports import views as reports_views
from ils.surveys import measures as surveys_measures
from ils.surveys import messages as surveys_messages
from ils.surveys import views as surveys_views
from ils.web import calendar, figures, home, jobs, outbox, settings, staff, words
from ils.web.once import jobs as once_jobs
from ils.web.outbox import messages as outbox_messages
from ils.workplan import measures as workplan_measures
from ils.workplan import messages as workplan_messages
from ils.workplan import views as workplan_views

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
    service_views.blueprint,
    service_views.open_blueprint,
    service_views.own_blueprint,
    custody_views.blueprint,
    exhibitions_views.blueprint,
    exhibitions_views.showcase.blueprint,
    databases_views.blueprint,
    partners_views.blueprint,
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
    desk_messages, account_messages, fund_messages, custody_messages, databases_messages, partners_messages,
    service_messages, exhibitions_messages, workplan_messages, reports_messages,
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
        partners_measures.CHECKS,
        service_measures.CHECKS,
        custody_measures.CHECKS,
        exhibitions_measures.CHECKS,
        workplan_measures.CHECKS,
    )
)

# Who reads the facts of each kind of message anew when it is sent (OV-03).
OUTBOX: tuple[Source, ...] = (
    *loans_jobs.OUTBOX,
    *holds_jobs.OUTBOX,
    *overdue_jobs.OUTBOX,
    *desk_jobs.OUTBOX,
    *service_jobs.OUTBOX,
)

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
    **databases_jobs.JOBS,
    **service_jobs.JOBS,
    **fund_jobs.JOBS,
    **once_jobs.JOBS,
}

# Jobs that come back by themselves: every minute, or daily at a local hour.
PERIODIC: tuple[Periodic, ...] = (
    *outgoing.PERIODIC,
    *holds_jobs.PERIODIC,
    *overdue_jobs.PERIODIC,
    *desk_jobs.PERIODIC,
    *reports_jobs.PERIODIC,
    *account_jobs.PERIODIC,
    *databases_jobs.PERIODIC,
    *service_jobs.PERIODIC,
    *fund_jobs.PERIODIC,
    *once_jobs.PERIODIC,
)

# What a closure entered late does to due dates (DD-10).
AFTER_CLOSURE = calendar.AfterClosure(count_hit, "loans.closures")

# Merging of records, with what upper subjects keep by record and want to follow along.
MERGING = Merging((digital_follower, holds_follower, *orders_followers, *service_followers))

# What floors above the care of readers' data keep about readers.
KEEPERS = (service_keeper,)
