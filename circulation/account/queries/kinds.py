"""The kinds of what is kept about a reader."""

from __future__ import annotations

from enum import StrEnum


class Kept(StrEnum):
    """The kinds of what is kept; the reader's own columns are the first."""

    READER = "reader"
    PHOTO = "photo"
    CHILDREN = "children"
    REGISTRATIONS = "registrations"
    LOANS = "loans"
    RENEWALS = "renewals"
    LOSSES = "losses"
    HOLDS = "holds"
    VISITS = "visits"
    ATTENDANCES = "attendances"
    MEMBERSHIPS = "memberships"
    TRIPS = "trips"
    CHARGES = "charges"
    RECEIPTS = "receipts"
    PAID = "paid_services"
    ORDERS = "scan_orders"
    REQUESTS = "remote_requests"
    RESTRICTIONS = "restrictions"
    PROMISES = "promises"
    CALLS = "calls"
    QUERIES = "queries"
    SELECTIONS = "selections"
    PROFILES = "interest_profiles"
    BULLETINS = "bulletins"
    MESSAGES = "messages"
    DELIVERIES = "deliveries"
    CLEARANCES = "clearances"
    TELEGRAM_LINKS = "telegram_links"
    IMPORT_ROWS = "import_rows"
    TRAIL = "trail"
