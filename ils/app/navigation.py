"""The navigation by role, in its groups, and what the first page offers and warns of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from catalog.stock.queries.listing import count_drafts
from circulation.desk.queries import count_brief
from circulation.holds.queries import count_on_shelf
from circulation.overdue.queries import count_overdue
from foreign_fund.databases.queries import count_deadlines
from foreign_fund.exhibitions.queries import count_changes
from foreign_fund.partners.queries.requests import count_late as count_late_requests
from foreign_fund.service.queries.asked import count_waiting as count_queries
from ils import clock
from ils.accounts.permissions import Permission, Role
from ils.library.funds import load_fund
from ils.outbox.queries import count_letters
from ils.reports.queries import count_drafts as count_report_drafts
from ils.web.frame import Entry
from ils.web.home import Action, Attention, HomeTables


def late(session: Session) -> int:
    """Count what is late today."""
    return count_overdue(session, day=clock.today())


def late_foreign(session: Session) -> int:
    """Count what is late today of the foreign fund."""
    return count_overdue(session, day=clock.today(), fund=load_fund(session))


def late_requests(session: Session) -> int:
    """Count the books of interlibrary requests that are out too long."""
    return count_late_requests(session, clock.today())


def rotation_changes(session: Session) -> int:
    """Count the copies of open exhibitions that a rotation takes down or puts up today, or should have before."""
    return count_changes(session, clock.today())


# Groups of the navigation; who has a single line of one sees it without the heading.
SERVING, COLLECTION = _l("Serving readers"), _l("Collection")
GATHERINGS, FIGURES, FOREIGN = _l("Events and trips"), _l("Plan and reports"), _l("Foreign literature")
BEGINS: Mapping[Role, Any] = {Role.DIRECTOR: FIGURES, Role.FOREIGN: FOREIGN}

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
    Entry(_l("Events"), "events.index", "calendar", Permission.CIRCULATE, group=GATHERINGS),
    Entry(
        _l("Exhibitions"),
        "exhibitions.index",
        "easel",
        Permission.SEE_FOREIGN_FUND,
        badge=rotation_changes,
        group=GATHERINGS,
    ),
    Entry(_l("Mobile library"), "points.index", "building", Permission.CIRCULATE, group=GATHERINGS),
    Entry(
        _l("Foreign fund"),
        "fund.index",
        "globe",
        Permission.SEE_FOREIGN_FUND,
        also=("foreign_overdue", "custody"),
        group=FOREIGN,
    ),
    Entry(
        _l("Teachers and readers"),
        "service.index",
        "help",
        Permission.SEE_FOREIGN_FUND,
        badge=count_queries,
        group=FOREIGN,
    ),
    Entry(
        _l("Partners"),
        "partners.index",
        "swap",
        Permission.SEE_FOREIGN_FUND,
        badge=late_requests,
        group=FOREIGN,
    ),
    Entry(
        _l("Electronic databases"),
        "databases.index",
        "link",
        Permission.SEE_FOREIGN_FUND,
        badge=count_deadlines,
        group=FOREIGN,
    ),
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
    Entry(_l("Exhibitions"), "showcase.index", "easel", guests=True),
    Entry(_l("Databases"), "databases.public", "link", guests=True),
    Entry(_l("New books"), "arrivals.index", "books", also=("arrivals.index", "arrivals.issue"), guests=True),
    Entry(_l("Ask a librarian"), "arrivals.ask", "info", also=("arrivals.ask",), guests=True),
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
        Attention(
            _l("Queries that wait for an answer"),
            "service.queries",
            Permission.FOREIGN_FUND,
            count_queries,
            "warn",
        ),
        Attention(_l("Overdue copies"), "overdue.index", Permission.OVERDUE, late, "no"),
        Attention(
            _l("Overdue copies of the foreign fund"),
            "foreign_overdue.index",
            Permission.FOREIGN_FUND,
            late_foreign,
            "no",
        ),
        Attention(
            _l("Terms that end"), "databases.deadlines", Permission.FOREIGN_FUND, count_deadlines, "warn"
        ),
        Attention(
            _l("Copies to change on exhibitions"),
            "exhibitions.rotations",
            Permission.FOREIGN_FUND,
            rotation_changes,
            "warn",
        ),
    ),
    only=((Permission.COUNT_VISITS, "visits.kiosk"),),
)
